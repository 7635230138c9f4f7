"""The files of a container as a tar, as ``docker cp`` and ``docker export`` give them.

Source: moby ``pkg/archive`` (``TarWithOptions``): depth first, the names of a directory sorted.
"""

from __future__ import annotations

import posixpath
import stat
from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import IO, TYPE_CHECKING, BinaryIO

from docker_lessons.engine.layers import tarball
from docker_lessons.engine.layers.tree import DIRECTORY, FILE, HARD_LINK, SYMBOLIC_LINK, Entry
from docker_lessons.engine.runtime.root_fs import link_target, opened

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

    With '' as the name, the tar has only what is in the directory, without a name in front.
    """
    first: dict[tuple[int, int], str] = {}
    for path, found in _walk(root, start):
        rest = path[len(start) :].lstrip("/")
        shown = posixpath.join(name, rest) if rest else name
        kind = _KINDS.get(stat.S_IFMT(found.st_mode))
        if not shown or kind is None:  # a socket is in no tar
            continue
        place = root / path if path else root
        number = found.st_dev, found.st_ino
        has_names = kind == FILE and found.st_nlink > 1
        with suppress(FileNotFoundError):  # the program has just removed it
            entry = _entry(kind, place, found, owners(path, found))
            if has_names and number in first:
                entry = replace(entry, kind=HARD_LINK, link=first[number], size=0)
            shown = f"{shown.rstrip('/')}/" if kind == DIRECTORY else shown
            with opened(place) if entry.size else nullcontext() as content:
                tar.write(tarball.header(shown, entry, entry.size))
                if content is not None:
                    _copy(content, entry.size, tar)
            if has_names:
                first.setdefault(number, shown)
    tar.write(bytes(2 * tarball.BLOCK))


def _entry(kind: str, place: Path, found: os.stat_result, owner: tuple[int, int]) -> Entry:
    is_link = kind == SYMBOLIC_LINK
    return Entry(
        kind,
        0o777 if is_link else stat.S_IMODE(found.st_mode),
        *owner,
        found.st_mtime_ns // _SECOND,
        found.st_size if kind == FILE else 0,
        link_target(place) if is_link else "",
    )


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
        except (FileNotFoundError, NotADirectoryError):
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


def _copy(content: BinaryIO, size: int, tar: IO[bytes]) -> None:
    """Writes as many bytes as were announced, whatever the program does to the file meanwhile."""
    left = size
    while left and (chunk := content.read(min(_CHUNK, left))):
        tar.write(chunk)
        left -= len(chunk)
    while left:
        chunk = bytes(min(_CHUNK, left))
        tar.write(chunk)
        left -= len(chunk)
    tar.write(bytes(-size % tarball.BLOCK))
