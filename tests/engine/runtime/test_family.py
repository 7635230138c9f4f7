"""The processes that a process started, at any remove."""

import subprocess
import time

from docker_lessons.engine.runtime.supervisor import family
from tests import programs

SECONDS = 0.5


def test_processes_that_end_while_they_are_listed_are_left_out():
    shell = programs.required("busybox")
    script = f"while :; do {shell} sh -c '{shell} true & {shell} true & {shell} true'; done"
    with subprocess.Popen([shell, "sh", "-c", script]) as busy:
        try:
            seen = set()
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                seen |= {relative.pid for relative in family.descendants(busy.pid)}
        finally:
            busy.kill()
    assert len(seen) > 1
