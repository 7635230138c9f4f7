"""COPY and ADD: files of the build context or of another stage go into a layer.

Source: moby ``builder/dockerfile/copy.go``, whose rules and sentences these are.
"""

from __future__ import annotations

import hashlib
import posixpath
import secrets
import stat
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Protocol

from docker_lessons.engine.api.errors import EngineError, NotImplementedHere, SystemFailure
from docker_lessons.engine.build import archives
from docker_lessons.engine.build.archives import UNTAR
from docker_lessons.engine.build.context import has_wildcards
from docker_lessons.engine.build.number import as_number
from docker_lessons.engine.layers import tree
from docker_lessons.engine.layers.tree import Entry

_MOST_IDS = 2**31


class Source(Protocol):
    """The place from which files are copied."""

    entries: dict[str, Entry]

    def sum(self, path: str) -> str:
        """Returns the hash of one file or directory without its content."""

    def find(self, path: str) -> Entry | None:
        """Returns the entry at a path in which links are already followed."""

    def match(self, pattern: str) -> list[str]:
        """Returns the paths that match a pattern."""


@dataclass(frozen=True)
class Item:
    """A file or directory to copy: `path` as it is written, `found` with links followed."""

    path: str
    found: str
    hash: str


@dataclass(frozen=True)
class Copying:
    """A COPY or ADD whose sources were found; `name` is the instruction's."""

    name: str
    source: Source
    items: tuple[Item, ...]
    destination: str
    owner: tuple[int, int] | None
    unpacks: bool

    @property
    def hash(self) -> str:
        """The hash of the source in the cache and in the history."""
        if len(self.items) == 1:
            return self.items[0].hash
        return _hash_of("multi", [item.hash for item in self.items])


def find(
    source: Source, paths: tuple[str, ...], name: str, *, is_context: bool
) -> tuple[Item, ...]:
    """Returns what a COPY or ADD names; `is_context` tells whether `source` is the build context.

    Raises:
        SystemFailure: When something does not exist, with dockerd's sentence.
        NotImplementedHere: When an ADD names a URL.
    """
    items: list[Item] = []
    try:
        for path in paths:
            if path.startswith(("http://", "https://")):
                if name == "COPY":
                    raise SystemFailure("source can't be a URL for COPY")
                raise NotImplementedHere(
                    f"{path} cannot be downloaded: the practice engine connects only to the practice Hub; "
                    "put the file into the folder with the Dockerfile and copy it from there"
                )
            asked = path.removeprefix("/").removeprefix("./")
            if has_wildcards(asked):
                items += [_item(source, match, is_context) for match in source.match(asked)]
            else:
                items.append(_item(source, asked, is_context))
        if not items:
            raise SystemFailure("no source files were specified")
    except EngineError as error:
        raise type(error)(f"{name} failed: {error.message}") from None
    return tuple(items)


def _item(source: Source, path: str, is_context: bool) -> Item:
    depth = 0
    for part in path.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            inside = "/".join(part for part in path.split("/") if part not in ("", ".", ".."))
            raise SystemFailure(
                f"forbidden path outside the build context: {path} "
                f"({inside if not path.endswith('..') and '/' in inside else ''})"
            )
    try:
        found = tree.resolve(source.entries, path)
    except (tree.Outside, tree.NotADirectory):
        raise SystemFailure(f"forbidden path outside the build context: {path} ()") from None
    entry = source.find(found)
    if entry is None:
        problem = f"stat {posixpath.normpath(path)}: file does not exist"
        if is_context:
            problem = f"file not found in build context or excluded by .dockerignore: {problem}"
        raise SystemFailure(problem)
    if not entry.is_directory:
        return Item(path, found, f"file:{source.sum(found)}")
    below = [found] if found else []
    sums: list[str] = []
    for other in [*below, *tree.below(source.entries, found)]:
        with suppress(
            tree.Outside
        ):  # as in dockerd, a link that leads in a circle counts for nothing
            sums.append(source.sum(other))
    return Item(path, found, _hash_of("dir", sorted(sums)))


def _hash_of(prefix: str, hashes: list[str]) -> str:
    return f"{prefix}:{hashlib.sha256(','.join(hashes).encode('utf-8', 'surrogateescape')).hexdigest()}"


def owner(text: str) -> tuple[int, int]:
    """Parses ``--chown=USER[:GROUP]`` into user ID and group ID.

    Raises:
        SystemFailure: When it is malformed, with dockerd's sentence, or is a name and not a number.
    """
    user, colon, group = text.partition(":")
    if not user or text.count(":") > 1 or (colon and not group):
        raise SystemFailure(
            f"unable to convert uid/gid chown string to host mapping: invalid chown string format: {text}"
        )
    numbers: list[int] = []
    for kind, name, path in (("uid", user, "passwd"), ("gid", group or user, "group")):
        found = as_number(name)
        if found is None or found >= _MOST_IDS:
            raise SystemFailure(
                "unable to convert uid/gid chown string to host mapping: "
                f"can't find {kind} for {'user' if kind == 'uid' else 'group'} {name}: "
                f"the practice engine reads numbers only, not the image's /etc/{path}"
            )
        numbers.append(found)
    return numbers[0], numbers[1]


class Writing:
    """A layer that is being made on top of `below`, the files of the image so far."""

    def __init__(self, below: Mapping[str, Entry]) -> None:
        self.added: dict[str, Entry] = {}
        self._below = below
        self._files: dict[str, Entry] = dict(below)
        self._now = int(time.time())

    def make_directories(self, path: str, owner: tuple[int, int] = (0, 0)) -> None:
        """Creates a directory and the directories above it, if they are missing.

        Raises:
            SystemFailure: When one of them exists and is not a directory, with dockerd's sentence.
        """
        missing: list[str] = []
        directory = path
        while directory and not self._is_directory(directory):
            if directory in self._files:
                raise SystemFailure(f"mkdir /{directory}: not a directory")
            missing.append(directory)
            directory = posixpath.dirname(directory)
        for directory in reversed(missing):
            self._put(directory, Entry(tree.DIRECTORY, 0o755, *owner, self._now))

    def make_working_directory(self, path: str) -> None:
        """Creates the directory of a WORKDIR.

        Raises:
            SystemFailure: When something else has its place, with dockerd's sentence.
        """
        target = self._resolve(path)
        if target in self._files and not self._is_directory(target):
            raise SystemFailure(f"Cannot mkdir: /{tree.clean(path)} is not a directory")
        self.make_directories(target)

    def _resolve(self, path: str, root: str = "") -> str:
        try:
            return tree.resolve(self._files, path, root)
        except tree.NotADirectory as error:
            raise SystemFailure(f"lstat /{error}: not a directory") from None

    def copy(self, copying: Copying) -> None:
        """Copies everything that a COPY or ADD names.

        Raises:
            SystemFailure: When a file cannot take its place, with dockerd's sentence.
        """
        for item in copying.items:
            try:
                self._copy(copying, item)
            except SystemFailure as error:
                raise SystemFailure(f"failed to copy files: {error.message}") from None

    def _copy(self, copying: Copying, item: Item) -> None:
        ends_in_slash = copying.destination.endswith("/")
        target = self._resolve(copying.destination)
        source = copying.source
        entry = source.find(item.found)
        if entry is None:
            raise SystemFailure(f"source path not found: {item.path}")
        if entry.is_directory:
            with _failing_to("copy directory"):
                self.make_directories(target, copying.owner or (0, 0))
            start = f"{item.found}/" if item.found else ""
            for path in tree.below(source.entries, item.found):
                inside = path.removeprefix(start)
                place = f"{target}/{inside}" if target else inside
                self._place(place, source.entries[path], copying.owner)
            return
        if copying.unpacks and self._unpack(entry, target):
            return
        if ends_in_slash or not target or self._is_directory(target):
            target = tree.clean(f"{target}/{posixpath.basename(item.path.rstrip('/'))}")
        with _failing_to("create new directory"):
            self.make_directories(posixpath.dirname(target), copying.owner or (0, 0))
        # A file that is copied by itself is not a hard link to a copy of its other name.
        alone = None if entry.open is None else partial(entry.open)
        self._place(target, replace(entry, open=alone), copying.owner)

    def _unpack(self, entry: Entry, target: str) -> bool:
        """Unpacks a tar; returns False if the file is not one."""
        if entry.open is None:
            return False
        archive = archives.opened(entry)
        members = archive.members() if archive is not None else iter(())
        first = next(members, None)
        if first is None:
            return False
        if target in self._files and not self._is_directory(target):
            place = f"/{target}/.pivot_root{secrets.randbelow(10**10)}"
            raise SystemFailure(
                f"{UNTAR}: Error setting up pivot dir: mkdir {place}: not a directory"
            )
        self.make_directories(target)
        for member, found in chain([first], members):
            inside = tree.clean(member.name)
            if not inside:
                continue
            item = found
            place = self._inside(target, inside, "mkdir" if item.is_directory else "open")
            self.make_directories(posixpath.dirname(place))
            if item.kind == tree.HARD_LINK:
                item = self._linked(target, member, place)
            self._put(place, item)
        return True

    def _inside(self, target: str, inside: str, act: str) -> str:
        """Returns where a member of an archive goes; links in its directories lead to places in `target`."""
        directory, base = posixpath.split(inside)
        try:
            above = tree.resolve(self._files, directory, target)
        except tree.NotADirectory:
            above = ""
        if above in self._files and not self._is_directory(above):
            raise SystemFailure(f"{UNTAR}: {act} /{inside}: not a directory")
        return f"{above}/{base}" if above else base

    def _linked(self, target: str, member: tarfile.TarInfo, place: str) -> Entry:
        """Returns the entry that a hard link of an archive leads to, and adds it to the layer if it isn't there."""
        name = tree.clean(member.linkname)
        other = self._inside(target, name, "link")
        linked = self._files.get(other)
        if linked is None or other == place:
            raise SystemFailure(
                f"{UNTAR}: link /{name} /{tree.clean(member.name)}: no such file or directory"
            )
        if linked.is_directory:
            raise SystemFailure(
                f"{UNTAR}: link /{name} /{tree.clean(member.name)}: operation not permitted"
            )
        if other not in self.added:
            self._put(other, linked)
        return linked

    def _place(self, path: str, entry: Entry, owner: tuple[int, int] | None) -> None:
        if owner is not None:
            entry = replace(entry, uid=owner[0], gid=owner[1], mode=_given_away(entry))
        self.make_directories(posixpath.dirname(path), owner or (0, 0))
        self._put(path, entry)

    def _put(self, path: str, entry: Entry) -> None:
        """Adds an entry and the directories above it, as an overlay file system does.

        An existing directory keeps its content when a directory replaces it, and loses it when a file does.
        """
        inner = directory = posixpath.dirname(path)
        while directory and directory not in self.added:
            kept = self._files.get(directory)
            if kept is not None:
                self.added[directory] = (
                    replace(kept, mtime=self._now) if directory == inner else kept
                )
            directory = posixpath.dirname(directory)
        old = self._files.get(path)
        if old is not None and not (old.is_directory and entry.is_directory):
            entry = replace(entry, opaque=entry.is_directory and path in self._below)
            for files in (self.added, self._files):
                for other in list(tree.below(files, path)) if old.is_directory else ():
                    del files[other]
        elif old is not None and path in self.added:
            entry = replace(entry, opaque=self.added[path].opaque)
        self.added[path] = entry
        self._files[path] = entry

    def _is_directory(self, path: str) -> bool:
        entry = self._files.get(path)
        return not path or (entry is not None and entry.is_directory)


@contextmanager
def _failing_to(act: str) -> Iterator[None]:
    try:
        yield
    except SystemFailure as error:
        raise SystemFailure(f"failed to {act}: {error.message}") from None


def _given_away(entry: Entry) -> int:
    """Returns the mode after a change of owner, which clears set-user-ID and set-group-ID of a file."""
    if entry.kind != tree.FILE:
        return entry.mode
    mode = entry.mode & ~stat.S_ISUID
    return mode & ~stat.S_ISGID if mode & stat.S_IXGRP else mode
