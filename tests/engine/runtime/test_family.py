"""The processes that a process started, at any remove."""

import subprocess

import pytest

from docker_lessons.engine.runtime.supervisor import family
from tests import programs

ENOUGH = 300


@pytest.mark.whole
def test_processes_that_end_while_they_are_listed_are_left_out():
    shell = programs.required("busybox")
    script = f"while :; do {shell} sleep 0.01 & {shell} true; done"
    with subprocess.Popen([shell, "sh", "-c", script]) as busy:
        seen: set[int] = set()

        def all_seen() -> bool:
            for _ in range(50):
                seen.update(relative.pid for relative in family.descendants(busy.pid))
            return len(seen) >= ENOUGH

        try:
            programs.wait_for(f"{ENOUGH} of them are seen", all_seen)
        finally:
            busy.kill()
