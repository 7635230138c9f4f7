"""The processes that a process started, at any remove, as ``/proc`` knows them."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

_PAGE = os.sysconf("SC_PAGE_SIZE")
_LONGEST, _TICK = 1.0, 0.001


class Relative:
    """A process: its number, its parent's, the bytes of memory that it holds, whether it has ended or was stopped."""

    def __init__(self, pid: int, parent: int, memory: int, state: bytes) -> None:
        self.pid = pid
        self.parent = parent
        self.memory = memory
        self.has_ended = state in (b"Z", b"X")
        self.rests = self.has_ended or state in (b"T", b"t")


def descendants(ancestor: int) -> list[Relative]:
    """Returns all living descendants of a process, and those that ended and were not waited for."""
    children: dict[int, list[Relative]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (one := _read(int(name))):
            children.setdefault(one.parent, []).append(one)
    found: list[Relative] = []
    todo = [ancestor]
    while todo:
        of_one = children.pop(todo.pop(), [])
        found += of_one
        todo += [each.pid for each in of_one]
    return found


def end(ancestor: int) -> None:
    """Kills all descendants of a process that adopts orphans, and waits for them."""
    while True:
        living = [each.pid for each in descendants(ancestor) if not each.has_ended]
        # Stopped first, so that none starts another one while the rest is killed.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in living:
                send(pid, number)
        if not _wait_for_one():
            return


def freeze(ancestor: int) -> None:
    """Stops all descendants of a process; returns when they rest, or after a second if the system holds one of them."""
    end = time.monotonic() + _LONGEST
    while restless := [each.pid for each in descendants(ancestor) if not each.rests]:
        for pid in restless:
            send(pid, signal.SIGSTOP)
        if time.monotonic() > end:
            return
        time.sleep(_TICK)


def thaw(ancestor: int) -> None:
    """Lets all descendants of a process go on: children first, so that no parent sees a stopped child."""
    for each in reversed(descendants(ancestor)):
        send(each.pid, signal.SIGCONT)


def send(pid: int, number: int) -> None:
    """Sends a signal to a process, if it is still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def catches(pid: int, number: int) -> bool:
    """Tells whether a process has a handler for a signal."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("SigCgt:"):
                    return bool(int(line.split()[1], 16) >> (number - 1) & 1)
    except OSError:
        pass
    return False


def _wait_for_one() -> bool:
    """Waits until one child has ended; returns whether there was one."""
    try:
        os.waitpid(-1, 0)
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _read(pid: int) -> Relative | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b") ")[2].split()
    except OSError:
        return None
    return Relative(pid, int(fields[1]), int(fields[21]) * _PAGE, fields[0])
