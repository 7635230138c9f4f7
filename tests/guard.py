"""Ends what a worker of the tests has started, when the worker itself ends, however it does (Ctrl-C, SIGTERM, SIGKILL).

Daemons, registries and practice worlds are processes of their own, of which nobody would hear of a worker's death. So
a worker puts a mark into its environment, which all inherit that it starts, and keeps a pipe to a guard: another
process, which waits for the pipe's end, and then ends all processes with the mark, and removes their folders. It knows
processes by Linux's /proc; elsewhere nothing is guarded.

Run as a program, it is the guard: `python guard.py MARK`.
"""

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MARK = "STARTED_BY_TESTS_OF"
_SECONDS, _PAUSE = 15.0, 0.1
"""How long processes may take to end in order, and between two looks at them."""
_ENOUGH = 2
"""Looks that find none: a process that has just become another program has no environment yet."""
_FOLDER = re.compile(rb"(?:/tmp|/dev/shm)/dl-[\w-]+")


@dataclass(frozen=True)
class Guard:
    """A guard that waits for the end of this process."""

    pipe: int
    process: subprocess.Popen[bytes]

    def end(self) -> None:
        """Ends all that is left now."""
        os.close(self.pipe)
        self.process.wait()
        os.environ.pop(MARK, None)


def begin() -> Guard | None:
    """Marks this process's environment and starts its guard; None where nothing can be guarded."""
    if not Path("/proc/self/environ").exists():
        return None
    mark = f"{os.getpid()}-{secrets.token_hex(8)}"
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-IS", __file__, mark],
        stdin=reading,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name != MARK},
        start_new_session=True,  # Ctrl-C is not for it
    )
    os.close(reading)
    os.environ[MARK] = mark
    return Guard(writing, process)


def _marked(mark: str) -> dict[int, int]:
    """Returns the processes with the mark, each with the one that started it."""
    wanted, found = f"{MARK}={mark}".encode(), {}
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(folder.name)
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[pid] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def _folders(pid: int) -> set[str]:
    """Returns the tests' own folders that a process was told of, or has files open in."""
    told = b""
    with contextlib.suppress(OSError):
        of = Path(f"/proc/{pid}")
        told += (of / "cmdline").read_bytes() + (of / "environ").read_bytes()
        for link in (of / "fd").iterdir():
            with contextlib.suppress(OSError):
                told += os.fsencode(link.readlink()) + b"\0"
    return {name.decode() for name in _FOLDER.findall(told)}


def end_all(mark: str) -> None:
    """Ends all processes with the mark: in order, then, after some seconds, by force; and removes their folders."""
    deadline = time.monotonic() + _SECONDS
    asked: set[int] = set()
    folders: set[str] = set()
    empty_looks = 0
    while empty_looks < _ENOUGH:
        found = _marked(mark)
        empty_looks = 0 if found else empty_looks + 1
        is_late = time.monotonic() > deadline
        if time.monotonic() > deadline + _SECONDS:
            break
        for pid, parent in found.items():
            folders |= _folders(pid)
            # Who was started by another one is ended by that, in order.
            if is_late or (pid not in asked and parent not in found):
                asked.add(pid)
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL if is_late else signal.SIGTERM)
        time.sleep(_PAUSE)
    for folder in folders:
        _remove(folder)


def _remove(folder: str) -> None:
    mounts = Path("/proc/mounts").read_text().splitlines()
    for point in sorted((line.split()[1] for line in mounts), reverse=True):
        if point.startswith(f"{folder}/"):
            subprocess.run(["umount", point], capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while os.read(0, 1):
        pass
    end_all(sys.argv[1])
