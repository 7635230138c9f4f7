"""The build context: the tar that the client sends, as a tree of files with their hashes.

By these hashes the classic builder identifies copied files in its cache and in the history. Source:
moby ``builder/remotecontext`` and ``pkg/tarsum`` (version 1).
"""

from __future__ import annotations

import contextvars
import hashlib
import lzma
import os
import posixpath
import re
import tarfile
import tempfile
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from docker_lessons.engine.api import departure
from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.api.pattern import compiled
from docker_lessons.engine.build.archives import COMPRESSIONS
from docker_lessons.engine.layers import headers, tarball, tree
from docker_lessons.engine.layers.part import Part
from docker_lessons.engine.layers.tree import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 1 << 18
_LONGEST_TEXT = 1 << 20
"""Bytes of a Dockerfile or a .dockerignore."""

_LARGE = 1 << 20
"""Bytes from which a file is hashed by another thread; to hand over a smaller one takes longer than to hash it."""

_THREADS = 2
"""The number of files hashed at once."""

_WILD = re.compile(r"[*?\[]")


class Context:
    """The files that the client sent; usable as long as the file with the tar is open."""

    def __init__(self, file: IO[bytes], scratch: Path) -> None:
        """Reads the tar in `file`; a compressed one is first decompressed into `scratch`.

        Raises:
            BadParameter: When it is not a tar, with dockerd's sentence.
        """
        self._given = file
        self._file = _plain(file, scratch)
        self.entries: dict[str, Entry] = {}
        self._sums: dict[str, bytes] = {}
        self._being_hashed: dict[str, Future[bytes]] = {}
        self._implied: dict[str, Entry] | None = None
        if os.fstat(self._file.fileno()).st_size == 0:
            return
        self._file.seek(0)
        last: tarfile.TarInfo | None = None
        try:
            with (
                ThreadPoolExecutor(_THREADS, "context") as hashing,
                headers.read(self._file, "r:") as archive,
            ):
                for member in tarball.members(archive):
                    self._add(member, hashing)
                    last = member
        except (tarfile.TarError, EOFError) as error:
            if last is None or not self._lacks_only_padding(last):
                raise BadParameter(f"Error processing tar file(exit status 1): {error}") from None
        self._sums |= {path: hashed.result() for path, hashed in self._being_hashed.items()}

    def _lacks_only_padding(self, last: tarfile.TarInfo) -> bool:
        # The tar of a client that reads the Dockerfile from its standard input ends like this.
        end = last.offset_data + (last.size if last.isreg() else 0)
        return 0 <= os.fstat(self._file.fileno()).st_size - end < tarfile.BLOCKSIZE

    def _add(self, member: tarfile.TarInfo, hashing: ThreadPoolExecutor) -> None:
        path = tree.clean(member.name)
        if not path:
            return

        content = Part(self._file, member.offset_data, member.size) if member.isreg() else None
        item = tarball.entry_of(member, content)
        if item.kind == tree.HARD_LINK:
            # The tar has the content once; a layer gets it under each of its names.
            item = self.entries.get(tree.clean(member.linkname), item)
        self.entries[path] = item
        self._being_hashed.pop(path, None)
        hasher = self._hash_of_header(member)
        if not member.isreg() or item.open is None:
            self._sums[path] = hasher.digest()
        elif item.size < _LARGE:
            self._sums[path] = _with_content(hasher, item.open)
        else:
            run = contextvars.copy_context().run
            self._being_hashed[path] = hashing.submit(run, _with_content, hasher, item.open)

    def _hash_of_header(self, member: tarfile.TarInfo) -> hashlib._Hash:
        name = member.name + ("/" if member.isdir() and not member.name.endswith("/") else "")
        hasher = hashlib.sha256()
        for key, value in (
            ("name", name),
            ("mode", str(_raw_mode(self._file, member))),
            ("uid", str(member.uid)),
            ("gid", str(member.gid)),
            ("size", str(member.size if member.isreg() else 0)),
            ("typeflag", (b"0" if member.isreg() else member.type).decode()),
            ("linkname", member.linkname),
            ("uname", ""),
            ("gname", ""),
            ("devmajor", str(member.devmajor)),
            ("devminor", str(member.devminor)),
        ):
            hasher.update((key + value).encode("utf-8", "surrogateescape"))
        return hasher

    def close(self) -> None:
        """Closes the decompressed tar, if there is one; the given file stays open."""
        if self._file is not self._given:
            self._file.close()

    def sum(self, path: str) -> str:
        """Returns the hash of one file or directory without its content, links followed.

        As in dockerd, it is the path for a directory that is not a member of the tar.
        """
        found = self._sums.get(tree.resolve(self.entries, path))
        return path if found is None else found.hex()

    def remove(self, path: str) -> None:
        """Leaves a file out."""
        self.entries.pop(path, None)
        self._implied = None

    def read_text(self, path: str) -> str | None:
        """Returns the content of a text file, links followed; None if it does not exist.

        Raises:
            BadParameter: When it is too large to be a text that people write.
        """
        try:
            item = self.entries.get(tree.resolve(self.entries, path))
        except (tree.NotADirectory, tree.Outside):
            return None
        if item is None or item.kind != tree.FILE or item.open is None:
            return None
        if item.size > _LONGEST_TEXT:
            raise BadParameter(
                f"{path} has {item.size} bytes; at most {_LONGEST_TEXT} are accepted"
            )
        with item.open() as file:
            return file.read().decode("utf-8", "replace")

    def match(self, pattern: str) -> list[str]:
        """Returns the paths that match a pattern of COPY or ADD, as Go's ``filepath.Match`` decides."""
        expression = compiled(pattern)
        everything = self.entries | self._directories()
        return [path for path in tree.ordered(everything) if expression.fullmatch(path)]

    def _directories(self) -> dict[str, Entry]:
        """Returns the directories that are only parts of the entries' paths."""
        if self._implied is None:
            self._implied = {}
            for path in self.entries:
                above = posixpath.dirname(path)
                while above and above not in self.entries and above not in self._implied:
                    self._implied[above] = Entry(tree.DIRECTORY, 0o755)
                    above = posixpath.dirname(above)
        return self._implied

    def find(self, path: str) -> Entry | None:
        """Returns the entry at a path in which links are already followed; the root is a directory."""
        if not path:
            return Entry(tree.DIRECTORY, 0o755)
        return self.entries.get(path) or self._directories().get(path)


def _with_content(hasher: hashlib._Hash, content: Callable[[], IO[bytes]]) -> bytes:
    with content() as file:
        while chunk := file.read(_CHUNK):
            departure.check()
            hasher.update(chunk)
    return hasher.digest()


def has_wildcards(path: str) -> bool:
    """Returns whether the path of a COPY or ADD is a pattern."""
    return _WILD.search(re.sub(r"\\.", "", path)) is not None


def _plain(file: IO[bytes], scratch: Path) -> IO[bytes]:
    """Returns the file itself, or its decompressed content as an unnamed file in `scratch`."""
    file.seek(0)
    start = file.read(6)
    file.seek(0)
    for magic, opener in COMPRESSIONS:
        if not start.startswith(magic):
            continue
        plain = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - the context closes it
        try:
            with opener(file) as source:
                while chunk := _read(source):
                    plain.write(chunk)
            plain.flush()
        except (BadParameter, OSError):
            plain.close()
            raise
        return cast("IO[bytes]", plain)
    return file


def _read(source: IO[bytes]) -> bytes:
    """Reads a piece of a compressed tar.

    Raises:
        BadParameter: When it is damaged or ends too early.
    """
    departure.check()
    try:
        return source.read(_CHUNK)
    except EOFError:
        raise BadParameter("Error processing tar file(exit status 1): unexpected EOF") from None
    except (OSError, lzma.LZMAError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BadParameter(f"Error processing tar file(exit status 1): {error}") from None


def _raw_mode(file: IO[bytes], member: tarfile.TarInfo) -> int:
    """Returns the mode as written in the header: some clients include the type of the file."""
    field = os.pread(file.fileno(), 8, member.offset_data - tarball.BLOCK + 100)
    try:
        return int(field.rstrip(b" \0") or b"0", 8)
    except ValueError:
        return member.mode
