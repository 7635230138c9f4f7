"""`docker-lessons` in processes that are forked from one which has read the package in.

To start a Python and read the package in takes a tenth of a second of a processor, many times what most commands do,
and a run of the tests starts hundreds. What is about the start itself, a terminal, or another user starts the program.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import forkserver
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import IO, Any

import pytest

from docker_lessons.cli import COMMANDS
from docker_lessons.world import process
from tests import guard

_MODULES = tuple(f"docker_lessons.cli.{name.replace('-', '_')}" for name in COMMANDS)
_context = multiprocessing.get_context("forkserver")


def run(
    arguments: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: str | Path | None = None,
    input: str = "",  # noqa: A002  # as subprocess.run has it
    timeout: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Runs `docker-lessons ARGUMENTS` as `subprocess.run` would, with its output captured as text.

    Raises:
        subprocess.TimeoutExpired: When it has not ended by then; it is killed.
    """
    _begin()
    with (
        tempfile.TemporaryFile() as typed,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        typed.write(input.encode())
        typed.seek(0)
        forked = _context.Process(
            target=_run,
            args=(_Streams(typed, output, errors), [*arguments], dict(env), cwd, process._launch),
        )
        forked.start()
        forked.join(timeout)
        if forked.exitcode is None:
            forked.kill()
            forked.join()
            raise subprocess.TimeoutExpired([*arguments], timeout)
        said = [_text(stream) for stream in (output, errors)]
        return subprocess.CompletedProcess([*arguments], forked.exitcode, *said)


def _begin() -> None:
    """Starts the process that is forked from, unless it runs. It ends with this one, so no guard has to end it."""
    mark = os.environ.pop(guard.MARK, None)
    try:
        _context.set_forkserver_preload(["pytest", *_MODULES])
        forkserver.ensure_running()
    finally:
        if mark is not None:
            os.environ[guard.MARK] = mark


class _Streams:
    """A process's standard streams, on their way to it."""

    def __init__(self, *streams: IO[bytes]) -> None:
        self._streams = streams

    def __getstate__(self) -> list[Any]:
        return [DupFd(stream.fileno()) for stream in self._streams]

    def __setstate__(self, given: list[Any]) -> None:
        for number, each in enumerate(given):
            os.dup2(each.detach(), number)


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


def _run(
    streams: _Streams,
    arguments: list[str],
    env: dict[str, str],
    cwd: str | Path | None,
    launch: Callable[[list[str], int], None],
) -> None:
    """Is the command, in its process."""
    del streams  # in place since they arrived
    from docker_lessons.cli import main

    pytest.MonkeyPatch().setattr(process, "_launch", launch)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(env)
    if cwd is not None:
        os.chdir(cwd)
    sys.argv = ["docker-lessons", *arguments]
    main()
