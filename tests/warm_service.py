"""A world's service in a process that is forked from one which has read the package in, as in `tests/warm_command.py`.

To start a Python and read the package in is most of what a service takes to begin, and a run of the tests begins
hundreds. A test of that start itself uses `by_program`; one that runs the program (`COMMAND`) starts a service anyway.

Run as a program, it is what they are forked from: `python -m tests.warm_service docker_lessons.service DESCRIPTOR`, with
a socket that listens. The first word is what the course knows a service by (`docker_lessons/world/holder.py`).
"""

import contextlib
import gc
import importlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.service import listeners
from docker_lessons.world import process
from tests.programs import share_of_ports

_SERVICE = "docker_lessons.service"
_READ_IN = (
    *("docker_lessons.service.composition", "docker_lessons.lessons.course"),
    *("docker_lessons.lessons.routes", "docker_lessons.oci.client", "argon2", "jwt"),
)
_ROOT = Path(__file__).parent.parent
_LONGEST = 1 << 17
"""Bytes of what a fork is told: its arguments and all variables."""
_RIGHTS = re.compile(r"(?:Uid|Gid|Groups|Cap\w+):.*")
_EARLY = (
    *("GCONV", "GLIBC_", "LANG", "LC_", "LD_", "MALLOC_", "OPENSSL_", "PYTHON", "SSL_", "TZ"),
    *("AIOHTTP_", "FROZENLIST_", "MULTIDICT_", "PROPCACHE_", "YARL_"),
)
"""Variables that count when a Python starts or reads the package in, and not again when it is forked."""
by_program = process._launch


@contextlib.contextmanager
def begun() -> Iterator[None]:
    """Starts the process that is forked from, for the services of this process and of its forked commands."""
    if sys.platform != "linux":
        yield
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind("")  # to a name that isn't in any folder: unix(7), "Autobind feature"
        listener.listen(64)
        address = listener.getsockname()
        program = subprocess.Popen(
            [sys.executable, "-m", __name__, _SERVICE, str(listener.fileno())],
            stdin=subprocess.DEVNULL,
            cwd=_ROOT,
            pass_fds=(listener.fileno(),),
            env=process._environment(),
            start_new_session=True,  # Ctrl-C is not for it
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "_launch", Launch(address, _inherited(process._environment())))
        yield
    ended = program.poll()
    program.terminate()
    program.wait()
    assert ended is None, "what services are forked from ended by itself"


@dataclass(frozen=True)
class Launch:
    """Has a service forked, in place of `docker_lessons.world.process`, which starts a program."""

    address: bytes
    inherited: tuple[object, ...]

    def __call__(self, command: list[str], report: int) -> None:
        """Starts the program after all where it would inherit something else."""
        variables = process._environment()
        told = json.dumps([command[command.index(_SERVICE) + 1 :], variables]).encode()
        if _inherited(variables) != self.inherited or len(told) > _LONGEST:
            by_program(command, report)
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as way:
            way.connect(self.address)
            socket.send_fds(way, [told], [report])


def _inherited(variables: Mapping[str, str]) -> tuple[object, ...]:
    """Returns what a program gets from the thread that starts it, and a fork of another process doesn't."""
    return (
        {name: value for name, value in variables.items() if name.startswith(_EARLY)},
        {space.name: space.readlink() for space in Path("/proc/thread-self/ns").iterdir()},
        Path("/proc/thread-self/root").readlink(),
        Path("/proc/self/limits").read_text(),
        _RIGHTS.findall(Path("/proc/thread-self/status").read_text()),
    )


def _fork_when_asked(listener: socket.socket) -> int:
    """Waits until it is killed; returns, in each process that is forked, the exit code of the service that it was."""
    main = importlib.import_module(f"{_SERVICE}.__main__").main
    for name in _READ_IN:
        importlib.import_module(name)
    chapter.definition()
    listeners._FIRST_PORT, listeners._PORTS = share_of_ports(
        listeners._FIRST_PORT, listeners._PORTS
    )
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    gc.freeze()
    while True:
        way, _ = listener.accept()
        with way:
            told, reports, *_ = socket.recv_fds(way, _LONGEST, 1)
        if not reports:  # who asked was killed meanwhile
            continue
        report = reports[0]
        if os.fork() == 0:
            break
        os.close(report)
    listener.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with Path(os.devnull).open("r+b") as nothing:
        for stream in (0, 1, 2):
            os.dup2(nothing.fileno(), stream)
    os.chdir("/")
    sys.path[0] = "/"
    arguments, variables = json.loads(told)
    os.environ.clear()
    os.environ.update(variables)
    arguments[arguments.index("--report") + 1] = str(report)
    code: int = main(arguments)
    return code


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[2])) as listening:
        sys.exit(_fork_when_asked(listening))
