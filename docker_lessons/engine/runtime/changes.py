"""What changed in a root file system since it was laid, and the layer that these changes make.

dockerd 20.10 reads both from the upper directory of an overlay file system; here the record of what was laid tells
what would be in that directory. Source: moby ``pkg/archive/changes.go``, ``archive.go`` and ``archive_linux.go``.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from docker_lessons.engine.layers import tree
from docker_lessons.engine.layers.tree import Entry
from docker_lessons.engine.runtime import laid
from docker_lessons.engine.runtime.birth import birth_time
from docker_lessons.engine.runtime.laid import Laid
from docker_lessons.engine.runtime.paths import real_path
from docker_lessons.engine.runtime.root_fs import link_target, opened

MODIFIED, ADDED, DELETED = 0, 1, 2
"""The kinds of a change, as the Engine API numbers them."""

_WHITEOUT_MODE = 0o600
_FIFO = "6"
_MODE, _INODE, _SIZE, _MODIFIED_AT, _CHANGED_AT, _UID, _GID, _LINKS = range(8)
_OF_DIRECTORIES: tuple[int, ...] = (_MODE, _MODIFIED_AT, _UID, _GID)
_OF_LINKED: tuple[int, ...] = (_MODE, _INODE, _SIZE, _MODIFIED_AT, _UID, _GID)
_OF_FILES: tuple[int, ...] = (*_OF_LINKED, _CHANGED_AT, _LINKS)


@dataclass(frozen=True)
class Change:
    """A path of the container that was changed, and how."""

    path: str
    kind: int


def changes(root: Path) -> list[Change]:
    """Returns what changed in a root file system, as ``docker diff`` lists it. Blocks: call it in a thread.

    dockerd compares what can be seen of a file, and lists each directory in which something changed. It lists
    the entries of a directory in any order; here they come in the order of a walk.
    """
    record, now = laid.read(root.parent), dict(laid.walk(root))
    found = {path: ADDED for path in now if path not in record}
    found |= {
        path: MODIFIED for path in now if path in record and _differs(record[path], now[path])
    }
    for path in record:
        above = posixpath.dirname(path)
        if path not in now and above in now and stat.S_ISDIR(now[above].st_mode):
            found[path] = DELETED
    found.pop("", None)
    for path in list(found):
        for above in tree.parents(path):
            found.setdefault(above, MODIFIED)
    return [Change(f"/{path}", found[path]) for path in tree.ordered(found)]


def _differs(before: Laid, now: os.stat_result) -> bool:
    was, state = before.state, laid.state_of(now)
    if any(was[each] != state[each] for each in (_MODE, _UID, _GID)):
        return True
    return not stat.S_ISDIR(now.st_mode) and (
        was[_SIZE] != state[_SIZE] or was[_MODIFIED_AT] != state[_MODIFIED_AT]
    )


def layer_of(
    root: Path, owner: tuple[int, int] = (0, 0), volumes: Sequence[str] = ()
) -> dict[str, Entry]:
    """Returns the layer that the changes of a root file system make, in order. Blocks: call it in a thread.

    Where the engine does not run as root, `owner` (user and group) is the owner of what a program made. What is in
    `volumes` belongs to no layer.
    """
    compared = _Compared(root)
    entries: dict[str, Entry] = {}
    contents: dict[int, Callable[[], BinaryIO]] = {}
    first_gone = ""
    apart = [real_path(str(root), volume) for volume in volumes]
    for path in tree.ordered(compared.changed):
        if any(path.startswith(f"{each}/") or compared.had(each) == path for each in apart):
            continue
        for above in tree.parents(path):
            if above not in entries:
                entries[above] = compared.entry(above, owner, contents)
        now = compared.now.get(path)
        if now is None:
            # Only the time of its directory tells when it was removed.
            time = compared.now[posixpath.dirname(path)].st_mtime_ns // 10**9
            # An overlay has one file for all that was removed, so dockerd writes the others as links to the first.
            entries[path] = Entry(tree.WHITEOUT, _WHITEOUT_MODE, mtime=time, link=first_gone)
            first_gone = first_gone or path
        elif not stat.S_ISSOCK(now.st_mode):
            with suppress(FileNotFoundError):  # a program that wasn't paused has removed it
                entries[path] = compared.entry(path, owner, contents)
    return {path: entries[path] for path in tree.ordered(entries)}


class _Compared:
    """A root file system now, compared with what was laid; `changed` are the paths that an overlay would have."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._laid = laid.read(root.parent)
        self._laid_at = (root.parent / laid.RECORD).stat().st_mtime
        self.now = dict(laid.walk(root))
        self._is_superuser = os.geteuid() == 0
        self._new: set[str] = set()
        self.changed = {path for path in self.now if path and self._has_changed(path)}
        self.changed |= set(self._gone())

    def _has_changed(self, path: str) -> bool:
        before, now = self._laid.get(path), self.now[path]
        if before is None:
            return True
        state = laid.state_of(now)
        if self._is_another(path, before, state):
            self._new.add(path)
            return True
        if stat.S_ISDIR(now.st_mode):
            compared = _OF_DIRECTORIES
        elif state[_LINKS] < before.state[_LINKS]:
            # Another name of the file was removed: that changes nothing of this one.
            compared = _OF_LINKED
        else:
            compared = _OF_FILES
        return any(state[each] != before.state[each] for each in compared)

    def _is_another(self, path: str, before: Laid, state: tuple[int, ...]) -> bool:
        """Tells whether something else has taken the place of what was laid, even with the same inode number."""
        if state[_CHANGED_AT] == before.state[_CHANGED_AT]:
            return False
        if state[_INODE] != before.state[_INODE]:
            return True
        born = birth_time(self._root / path)
        return born is not None and born > self._laid_at

    def had(self, path: str) -> str:
        """Returns the path if it was there before, else ''."""
        return path if path in self._laid else ""

    def _gone(self) -> Iterator[str]:
        """Yields what was removed, without what was in it."""
        for path in self._laid:
            above = posixpath.dirname(path)
            if path and path not in self.now and self._is_the_same_directory(above):
                yield path

    def _is_the_same_directory(self, path: str) -> bool:
        now = self.now.get(path)
        return now is not None and stat.S_ISDIR(now.st_mode) and path not in self._new

    def entry(
        self, path: str, owner: tuple[int, int], contents: dict[int, Callable[[], BinaryIO]]
    ) -> Entry:
        """Returns a path's entry in a layer; hard links to one file share the same `open`."""
        now = self.now[path]
        mode = stat.S_IMODE(now.st_mode)
        entry = Entry(tree.FILE, mode, *self._owner(path, now, owner), now.st_mtime_ns // 10**9)
        place = self._root / path
        if stat.S_ISDIR(now.st_mode):
            return replace(entry, kind=tree.DIRECTORY, opaque=path in self._new)
        if stat.S_ISLNK(now.st_mode):
            return replace(entry, kind=tree.SYMBOLIC_LINK, link=link_target(place))
        if stat.S_ISFIFO(now.st_mode):
            return replace(entry, kind=_FIFO)
        content: Callable[[], BinaryIO] = lambda: opened(place)  # noqa: E731 - a new one for each file
        if now.st_nlink > 1:
            content = contents.setdefault(now.st_ino, content)
        return replace(entry, size=now.st_size, open=content)

    def _owner(self, path: str, now: os.stat_result, owner: tuple[int, int]) -> tuple[int, int]:
        if self._is_superuser:
            return now.st_uid, now.st_gid
        before = self._laid.get(path)
        if before is not None and path not in self._new:
            return before.owner.uid, before.owner.gid
        return owner
