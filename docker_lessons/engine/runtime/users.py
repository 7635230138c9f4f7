"""Users of an image: what ``USER`` says, read in the image's own ``/etc/passwd`` and ``/etc/group``.

Source: runc ``libcontainer/user``, whose rules and sentences these are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docker_lessons.engine.runtime.paths import real_path
from docker_lessons.engine.runtime.process import CannotStart

_HIGHEST = (1 << 31) - 1
_NUMBER = re.compile(r"[+-]?\d+")
_LONGEST = 1 << 22
_NOT_STARTED = 128


@dataclass(frozen=True)
class User:
    """Whom a program runs as; `home` is the home directory."""

    uid: int
    gid: int
    groups: tuple[int, ...]
    home: str


def find(root: Path, text: str) -> User:
    """Returns the user that ``USER`` means in the root file system `root`. Blocks.

    Raises:
        CannotStart: When there is no such user or group, with dockerd's sentence.
    """
    wanted, _, group = text.partition(":")
    uid, gid, home, name = _user(root, wanted)
    groups: tuple[int, ...] = ()
    if group:
        gid = _group(root, group)
    else:
        groups = tuple(
            _number(fields[2])
            for fields in _lines(root, "etc/group", 4)
            if name in fields[3].split(",")
        )
    return User(uid, gid, groups, home or "/")


def _user(root: Path, wanted: str) -> tuple[int, int, str, str]:
    number = int(wanted) if _NUMBER.fullmatch(wanted) else None
    for name, _, uid, gid, _, home in _lines(root, "etc/passwd", 6):
        is_it = name == wanted or _number(uid) == number if wanted else _number(uid) == 0
        if is_it:
            return _number(uid), _number(gid), home, name
    if not wanted:
        return 0, 0, "/", ""
    if number is None:
        raise _refusal(f"unable to find user {wanted}: no matching entries in passwd file")
    return _in_range(number), 0, "/", wanted


def _group(root: Path, wanted: str) -> int:
    number = int(wanted) if _NUMBER.fullmatch(wanted) else None
    for name, _, gid, _ in _lines(root, "etc/group", 4):
        if name == wanted or _number(gid) == number:
            return _number(gid)
    if number is None:
        raise _refusal(f"unable to find group {wanted}: no matching entries in group file")
    return _in_range(number)


def _lines(root: Path, name: str, fields: int) -> Iterator[list[str]]:
    """Yields the first fields of each line of a file, '' for missing ones."""
    try:
        path = root / real_path(str(root), name)
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            if not os.path.isfile(path):
                return
            text = file.read(_LONGEST)
    except OSError:
        return
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            parts = line.strip().split(":")
            yield (parts + [""] * fields)[:fields]


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0


def _in_range(number: int) -> int:
    if not 0 <= number <= _HIGHEST:
        raise _refusal(f"uids and gids must be in range 0-{_HIGHEST}")
    return number


def _refusal(message: str) -> CannotStart:
    refusal = CannotStart(message, _NOT_STARTED)
    refusal.status = 500
    return refusal
