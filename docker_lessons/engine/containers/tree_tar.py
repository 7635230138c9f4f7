"""The files of a container as a tar, as ``docker cp`` and ``docker export`` give them.

Source: moby ``pkg/archive`` (``TarWithOptions``): depth first, the names of a directory sorted.
"""

from __future__ import annotations

import posixpath
import stat
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from docker_lessons.engine.layers import tarball
from docker_lessons.engine.layers.tree import DIRECTORY, FILE, HARD_LINK, SYMBOLIC_LINK, Entry
from docker_lessons.engine.runtime.root_fs import opened

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Owners = Callable[[str, os.stat_result], tuple[int, int]]
    """Returns the owner of a path, which the disk alone may not know."""

_CHUNK = 1 << 18
_SECOND = 10**9
_KINDS = {
    stat.S_IFREG: FILE,
    stat.S_IFDIR: DIRECTORY,
    stat.S_IFLNK: SYMBOLIC_LINK,
    stat.S_IFCHR: "3",
    stat.S_IFBLK: "4",
    stat.S_IFIFO: "6",
}


def write(root: Path, start: str, name: str, owners: Owners, tar: IO[bytes]) -> None:
    """Writes the tar of the file or directory at `start` in `root`, called `name` in the tar. Blocks.

    '' as a name leaves out the directory itself, and its name before what is in it.
    """
    first: dict[tuple[int, int], str] = {}
    for path, found in _walk(root, start):
        rest = path[len(start) :].lstrip("/")
        shown = posixpath.join(name, rest) if rest else name
        kind = _KINDS.get(stat.S_IFMT(found.st_mode))
        if not shown or kind is None:  # a socket is in no tar
            continue
        place = root / path if path else root
        uid, gid = owners(path, found)
        entry = Entry(
            kind,
            stat.S_IMODE(found.st_mode) if kind != SYMBOLIC_LINK else 0o777,
            uid,
            gid,
            found.st_mtime_ns // _SECOND,
            found.st_size if kind == FILE else 0,
            str(place.readlink()) if kind == SYMBOLIC_LINK else "",
        )
        if kind == FILE and found.st_nlink > 1:
            other = first.setdefault((found.st_dev, found.st_ino), shown)
            if other != shown:
                entry = replace(entry, kind=HARD_LINK, link=other, size=0)
        shown = f"{shown.rstrip('/')}/" if kind == DIRECTORY else shown
        tar.write(tarball.header(shown, entry, entry.size))
        if entry.size:
            _copy(place, entry.size, tar)
    tar.write(bytes(2 * tarball.BLOCK))


def _walk(root: Path, start: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yields a path and everything below it, each directory before what is in it."""
    left = [start]
    while left:
        path = left.pop()
        place = root / path if path else root
        try:
            found = place.lstat()
            if stat.S_ISDIR(found.st_mode):
                names = sorted(_names(place, found), reverse=True)
                left += [posixpath.join(path, name) for name in names]
        except FileNotFoundError:
            continue  # the program has just removed it
        yield path, found


def _names(place: Path, found: os.stat_result) -> list[str]:
    try:
        return [each.name for each in place.iterdir()]
    except PermissionError:
        mode = stat.S_IMODE(found.st_mode)
        place.chmod(mode | stat.S_IRWXU)
        try:
            return [each.name for each in place.iterdir()]
        finally:
            place.chmod(mode)


def _copy(place: Path, size: int, tar: IO[bytes]) -> None:
    """Writes as many bytes as were announced, whatever the program does to the file meanwhile."""
    left = size
    with opened(place) as file:
        while left and (chunk := file.read(min(_CHUNK, left))):
            tar.write(chunk)
            left -= len(chunk)
    while left:
        chunk = bytes(min(_CHUNK, left))
        tar.write(chunk)
        left -= len(chunk)
    tar.write(bytes(-size % tarball.BLOCK))
