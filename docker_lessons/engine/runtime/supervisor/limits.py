"""What a program may use up: set by the system where it can be, and watched otherwise."""

from __future__ import annotations

import os
import resource
import time
from contextlib import suppress

from . import family

_PAUSE = 0.5


def set_own(limits: dict[str, float]) -> None:
    """Sets the limits of this process and those that it starts."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, kind in (("memory", resource.RLIMIT_DATA), ("disk", resource.RLIMIT_FSIZE)):
        if limits.get(name):
            with suppress(OSError, ValueError):
                resource.setrlimit(kind, (int(limits[name]), int(limits[name])))


class Watch:
    """The watch over what a program and its descendants use up together."""

    pause = _PAUSE
    """Seconds between two looks."""

    def __init__(self, limits: dict[str, float], root: str) -> None:
        self._limits = limits
        self._root = root
        self._end = time.monotonic() + limits["time"] if limits.get("time") else None
        self._free = _free(root)

    def broken(self, ancestor: int) -> str:
        """Returns the name of a limit that is broken, '' if none is."""
        if self._end is not None and time.monotonic() > self._end:
            return "time"
        living = [each for each in family.descendants(ancestor) if not each.has_ended]
        if 0 < self._limits.get("processes", 0) < len(living):
            return "processes"
        if 0 < self._limits.get("memory", 0) < sum(each.memory for each in living):
            return "memory"
        disk = self._limits.get("disk", 0)
        if 0 < disk < self._free - _free(self._root) and disk < _used(self._root):
            return "disk"
        return ""


def _free(path: str) -> int:
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize


def _used(path: str) -> int:
    total = 0
    for directory, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(directory, name)).st_blocks * 512
    return total
