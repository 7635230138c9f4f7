"""A world's service in a process that is forked from one which has read the package in, as `tests/warm_command.py`.

To start a Python and read the package in is most of what a service takes to begin, and a run of the tests begins
hundreds. What is about the start of that process has it started (`by_program`), as the program (`COMMAND`) does.

Run as a program, it is what they are forked from: `python -m tests.warm_service docker_lessons.service DESCRIPTOR`, with
a socket that listens. The first word is what the course knows a service by (`docker_lessons/world/holder.py`).
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.world import process

_SERVICE = "docker_lessons.service"
_READ_IN = (
    *("docker_lessons.service.composition", "docker_lessons.lessons.course"),
    *("docker_lessons.lessons.routes", "docker_lessons.oci.client", "argon2", "jwt"),
)
_ROOT = Path(__file__).parent.parent
_LONGEST = 1 << 17
"""Bytes of what a fork is told: its arguments and all variables."""
_LIMITS = (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC, resource.RLIMIT_AS)
_EARLY = ("GCONV", "LANG", "LC_", "MALLOC_", "PYTHON", "SSL_", "TZ")
"""Variables that count when a Python starts or reads the package in, and not again when it is forked."""
by_program = process._launch


@contextlib.contextmanager
def begun() -> Iterator[None]:
    """Starts the process that is forked from, for the services of this process and of its forked commands."""
    if sys.platform != "linux":
        yield
        return
    with (
        tempfile.TemporaryDirectory(prefix="dl-") as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener,
        pytest.MonkeyPatch.context() as patch,
    ):
        address = f"{folder}/services"
        listener.bind(address)
        listener.listen(64)
        command = [sys.executable, "-m", __name__, _SERVICE, str(listener.fileno())]
        program = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            cwd=_ROOT,
            pass_fds=(listener.fileno(),),
            env=process._environment(),
            start_new_session=True,  # Ctrl-C is not for it
        )
        patch.setattr(process, "_launch", Launch(address, _inherited(process._environment())))
        yield
        program.terminate()
        program.wait()


@dataclass(frozen=True)
class Launch:
    """Has a service be forked, in place of `docker_lessons.world.process`, which starts a program."""

    address: str
    inherited: tuple[object, ...]

    def __call__(self, command: list[str], report: int) -> None:
        """Starts the program after all where it would inherit something else."""
        variables = process._environment()
        if _inherited(variables) != self.inherited:
            by_program(command, report)
            return
        told = json.dumps([command[command.index(_SERVICE) + 1 :], variables]).encode()
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as way:
            way.connect(self.address)
            socket.send_fds(way, [told], [report])


def _inherited(variables: Mapping[str, str]) -> tuple[object, ...]:
    """Returns what a program gets from the thread that starts it, and a fork of another process doesn't."""
    return (
        {name: value for name, value in variables.items() if name.startswith(_EARLY)},
        {space.name: space.readlink() for space in Path("/proc/thread-self/ns").iterdir()},
        [resource.getrlimit(limit) for limit in _LIMITS],
        (os.getresuid(), os.getresgid(), os.getgroups()),
    )


def _fork_when_asked(listener: socket.socket) -> int:
    """Waits until it is killed; returns, in each process that is forked, the exit code of the service that it was."""
    main = importlib.import_module(f"{_SERVICE}.__main__").main
    for name in _READ_IN:
        importlib.import_module(name)
    chapter.definition()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    gc.freeze()
    while True:
        way, _ = listener.accept()
        with way:
            told, (report,), *_ = socket.recv_fds(way, _LONGEST, 1)
        if os.fork() == 0:
            break
        os.close(report)
    listener.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with Path(os.devnull).open("r+b") as nothing:
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    os.chdir("/")
    arguments, variables = json.loads(told)
    os.environ.clear()
    os.environ.update(variables)
    arguments[arguments.index("--report") + 1] = str(report)
    code: int = main(arguments)
    return code


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[2])) as listening:
        sys.exit(_fork_when_asked(listening))
