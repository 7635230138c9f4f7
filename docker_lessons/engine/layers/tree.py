"""File trees: the entries of a layer or a build context by their path.

A path has no slash at either end; the root is ''.
"""

from __future__ import annotations

import heapq
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

_MOST_LINKS = 255
_PORTION = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, directory or link, as a tar header describes it.

    `kind` is the tar type flag (``0`` file, ``1`` hard link, ``2`` symbolic link, ``5`` directory),
    `mode` the permission bits, `mtime` whole seconds since the epoch; `open` opens the content. An
    `opaque` directory has taken the place of something else in a layer below.
    """

    kind: str
    mode: int
    uid: int = 0
    gid: int = 0
    mtime: int = 0
    size: int = 0
    link: str = ""
    open: Callable[[], BinaryIO] | None = field(default=None, compare=False)
    opaque: bool = False

    @property
    def is_directory(self) -> bool:
        """Whether it is a directory."""
        return self.kind == DIRECTORY


FILE = "0"
HARD_LINK = "1"
SYMBOLIC_LINK = "2"
DIRECTORY = "5"
WHITEOUT = ""
"""The kind of what a layer removes from the layers below."""


class Outside(Exception):
    """A path that leads out of its tree."""


class NotADirectory(Exception):
    """A path that goes on below something that is not a directory; the message is the path up to there."""


def clean(path: str) -> str:
    """Returns the path without a leading slash, ``.`` and ``..``."""
    return posixpath.normpath("/" + path).lstrip("/")


def resolve(tree: Mapping[str, Entry], path: str, root: str = "") -> str:
    """Returns `path` with its symbolic links followed; none leads out of the directory `root`.

    Parts that do not exist stay as they are. `path` is relative to `root`, the result to the whole tree.

    Raises:
        Outside: When there are too many links, as in a loop.
        NotADirectory: When there is something that is not a directory on the way.
    """
    done = root
    todo = [part for part in path.split("/") if part not in ("", ".")]
    links = 0
    while todo:
        part = todo.pop(0)
        if part == "..":
            done = posixpath.dirname(done) if done != root else root
            continue
        here = f"{done}/{part}" if done else part
        above = tree.get(done)
        if above is not None and not above.is_directory:
            raise NotADirectory(here)
        entry = tree.get(here)
        if entry is not None and entry.kind == SYMBOLIC_LINK:
            links += 1
            if links > _MOST_LINKS:
                raise Outside(path)
            target = entry.link
            if target.startswith("/"):
                done = root
            todo[:0] = [piece for piece in target.split("/") if piece not in ("", ".")]
            continue
        done = here
    return done


def below(tree: Mapping[str, Entry], path: str) -> Iterator[str]:
    """Yields the paths of everything in a directory, at any depth, sorted."""
    start = f"{path}/" if path else ""
    yield from ordered([other for other in tree if other.startswith(start) and other != path])


def ordered(paths: Iterable[str]) -> list[str]:
    """Returns the paths in the order of a walk through the directories.

    No other thread runs while Python sorts, so that many are sorted in portions.
    """
    portions = iter(paths)
    sorted_ones: list[list[tuple[bytes, str]]] = []
    while portion := sorted((_place(path), path) for path in islice(portions, _PORTION)):
        sorted_ones.append(portion)
    return [path for _, path in heapq.merge(*sorted_ones)]


def _place(path: str) -> bytes:
    """Returns the sort key of a path, by which a directory is directly followed by everything in it."""
    return path.encode("utf-8", "surrogateescape").replace(b"/", b"\0")


def parents(path: str) -> list[str]:
    """Returns the directories that contain `path`, the outermost first, without the root."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def join(directory: str, path: str, *, keep_slash: bool = False) -> str:
    """Returns the absolute form of `path`, which may be relative to `directory`."""
    whole = path if path.startswith("/") else f"{directory}/{path}"
    result = "/" + clean(whole)
    return result + "/" if keep_slash and path.endswith("/") and result != "/" else result
