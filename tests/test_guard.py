"""What a worker started ends with it: its servers and worlds, even where it was killed and could end nothing itself."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import guard
from tests.programs import wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux (for /proc)")

ROOT = Path(__file__).parent.parent
WORKER = """
import signal, subprocess, sys, time
from tests import guard
pipe = guard.begin()
folders = []
{starts}
print("started", *folders, flush=True)
time.sleep(120)
"""
OF_ITS_OWN = """
subprocess.Popen(["sh", "-c", "setsid sleep 120 & exec sleep 120"], start_new_session=True)
"""
REAL = """
import contextlib, tempfile
from pathlib import Path
from tests import servers, warm_service
from tests.practice import practice_world
stack = contextlib.ExitStack()
stack.enter_context(warm_service.begun())
stack.enter_context(servers.dockerd())
folders.append(tempfile.mkdtemp(prefix="dl-"))
stack.enter_context(servers.docker_registry(Path(folders[0]) / "registry"))
folders.append(stack.enter_context(practice_world()).home.parent)
"""


def started(pid: int, mark: str) -> list[int]:
    """The processes that were started by one with this mark, which itself has it only inside."""
    wanted = f"{guard.MARK}={mark}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0") and int(folder.name) != pid:
                found.append(int(folder.name))
    return found


def mark_of(pid: int) -> str:
    """The mark that the guard of a process was started with."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().decode().split("\0")
            if guard.__file__ in words and words[words.index(guard.__file__) + 1].startswith(
                f"{pid}-"
            ):
                return words[words.index(guard.__file__) + 1]
    return ""


def ends_with_its_worker(starts: str, number: signal.Signals, *, least: int) -> None:
    env = {name: value for name, value in os.environ.items() if name != guard.MARK}
    command = [sys.executable, "-c", WORKER.format(starts=starts)]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        said, *folders = worker.stdout.readline().decode().split()
        assert said == "started"
        # A process that has just become another program has no words yet.
        wait_for("its guard is there", lambda: bool(mark_of(worker.pid)))
        mark = mark_of(worker.pid)
        wait_for("all that it starts is there", lambda: len(started(worker.pid, mark)) >= least)
        worker.send_signal(number)
        worker.stdout.read()
    wait_for("all that it started has ended", lambda: not started(0, mark))
    wait_for("its guard has ended", lambda: not mark_of(worker.pid))
    assert [name for name in folders if Path(name).exists()] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_processes_in_sessions_of_their_own_end_with_the_worker(number):
    ends_with_its_worker(OF_ITS_OWN, number, least=2)


@pytest.mark.whole
def test_a_daemon_a_registry_and_a_world_end_with_a_worker_that_is_killed():
    if os.geteuid() != 0:
        pytest.skip("needs root (a dockerd of one's own): sudo make test")
    ends_with_its_worker(REAL, signal.SIGKILL, least=3)
