"""The record of what was laid into a root file system, from which later changes are found exactly.

For each path it has the owner that the image gives, and the state on the disk right after it was laid.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

RECORD = "laid.json"
"""The record's name beside the root file system."""


@dataclass(frozen=True)
class Owner:
    """The owner of a path in the image; `kind` is the tar type flag of a device, which is an empty file here."""

    uid: int
    gid: int
    kind: str = ""


@dataclass(frozen=True)
class Laid:
    """One path as it was laid: its owner in the image, and its state on the disk."""

    owner: Owner
    state: tuple[int, ...]


def state_of(found: os.stat_result) -> tuple[int, ...]:
    """Returns what changes when a file does: mode, inode, links to it, size and times."""
    is_directory = stat.S_ISDIR(found.st_mode)
    return (
        found.st_mode,
        found.st_ino,
        0 if is_directory else found.st_size,
        found.st_mtime_ns,
        found.st_ctime_ns,
        found.st_uid,
        found.st_gid,
        0 if is_directory else found.st_nlink,
    )


def walk(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yields every path below `root` ('' is `root` itself) with its state; a directory before what is in it.

    Directories that their owner may not read are opened while they are listed. What a program removes meanwhile is
    left out.
    """
    yield "", root.lstat()
    todo = [""]
    while todo:
        directory = todo.pop()
        place = root / directory if directory else root
        for name, found in _listed(place):
            path = f"{directory}/{name}" if directory else name
            yield path, found
            if stat.S_ISDIR(found.st_mode):
                todo.append(path)


def _listed(place: Path) -> list[tuple[str, os.stat_result]]:
    found = []
    try:
        with os.scandir(place) as entries:
            for each in entries:
                with suppress(FileNotFoundError):
                    found.append((each.name, each.stat(follow_symlinks=False)))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except PermissionError:
        mode = stat.S_IMODE(place.lstat().st_mode)
        if mode & stat.S_IRWXU == stat.S_IRWXU:
            raise
        place.chmod(mode | stat.S_IRWXU)
        try:
            return _listed(place)
        finally:
            place.chmod(mode)
    return found


def write(folder: Path, owners: Mapping[str, Owner]) -> None:
    """Records the root file system of `folder`, which was just laid."""
    nobody_s = Owner(0, 0)
    with (folder / RECORD).open("w", encoding="ascii") as file:
        for path, found in walk(folder / "files"):
            owner = owners.get(path, nobody_s)
            line = [path, [owner.uid, owner.gid, owner.kind], state_of(found)]
            file.write(json.dumps(line, separators=(",", ":")) + "\n")


def read(folder: Path) -> dict[str, Laid]:
    """Returns what was recorded of the root file system of `folder`."""
    found: dict[str, Laid] = {}
    with (folder / RECORD).open(encoding="ascii") as file:
        for line in file:
            path, owner, state = json.loads(line)
            found[path] = Laid(Owner(*owner), tuple(state))
    return found
