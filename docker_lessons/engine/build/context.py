"""The build context: the tar that the client sends, as a tree of files with their hashes.

By these hashes the classic builder identifies copied files in its cache and in the history. Source:
moby ``builder/remotecontext`` and ``pkg/tarsum`` (version 1).
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import os
import re
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import IO, BinaryIO, cast

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.api.pattern import compiled
from docker_lessons.engine.layers import tarball, tree
from docker_lessons.engine.layers.tree import Entry

_MAGIC: tuple[tuple[bytes, type], ...] = (
    (b"\x1f\x8b", gzip.GzipFile),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ", lzma.LZMAFile),
)
_CHUNK = 1 << 18
_WILD = re.compile(r"[*?\[]")


class _Slice(io.RawIOBase):
    """A part of a file, with a reading position of its own."""

    def __init__(self, file: IO[bytes], offset: int, size: int) -> None:
        self._file = file
        self._offset = offset
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        left = max(0, self._size - self._position)
        data = os.pread(self._file.fileno(), min(len(view), left), self._offset + self._position)
        view[: len(data)] = data
        self._position += len(data)
        return len(data)


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
        self._sums: dict[str, str] = {}
        if os.fstat(self._file.fileno()).st_size == 0:
            return
        self._file.seek(0)
        last: tarfile.TarInfo | None = None
        try:
            with tarfile.open(fileobj=self._file, mode="r:") as archive:
                for member in archive:
                    self._add(member)
                    last = member
        except (tarfile.TarError, EOFError) as error:
            if last is None or not self._lacks_only_padding(last):
                raise BadParameter(f"Error processing tar file(exit status 1): {error}") from None

    def _lacks_only_padding(self, last: tarfile.TarInfo) -> bool:
        # The tar of a client that reads the Dockerfile from its standard input ends like this.
        end = last.offset_data + (last.size if last.isreg() else 0)
        return 0 <= os.fstat(self._file.fileno()).st_size - end < tarfile.BLOCKSIZE

    def _add(self, member: tarfile.TarInfo) -> None:
        path = tree.clean(member.name)
        if not path:
            return

        def content(offset: int = member.offset_data, size: int = member.size) -> BinaryIO:
            return cast("BinaryIO", io.BufferedReader(_Slice(self._file, offset, size)))

        item = tarball.entry_of(member, content)
        if item.kind == tree.HARD_LINK:
            # The tar has the content once; a layer gets it under each of its names.
            item = self.entries.get(tree.clean(member.linkname), item)
        self.entries[path] = item
        self._sums[path] = self._sum(member, item)

    def _sum(self, member: tarfile.TarInfo, item: Entry) -> str:
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
            hasher.update((key + value).encode())
        if member.isreg() and item.open is not None:
            with item.open() as file:
                while chunk := file.read(_CHUNK):
                    hasher.update(chunk)
        return hasher.hexdigest()

    def close(self) -> None:
        """Closes the decompressed tar, if there is one; the given file stays open."""
        if self._file is not self._given:
            self._file.close()

    def sum(self, path: str) -> str:
        """Returns the hash of one file or directory without its content, links followed.

        As in dockerd, it is the path for a directory that is not a member of the tar.
        """
        return self._sums.get(tree.resolve(self.entries, path), path)

    def remove(self, path: str) -> None:
        """Leaves a file out."""
        self.entries.pop(path, None)

    def read_text(self, path: str) -> str | None:
        """Returns the content of a text file, links followed; None if it does not exist."""
        item = self.entries.get(tree.resolve(self.entries, path))
        if item is None or item.kind != tree.FILE or item.open is None:
            return None
        with item.open() as file:
            return file.read().decode("utf-8", "replace")

    def match(self, pattern: str) -> list[str]:
        """Returns the paths that match a pattern of COPY or ADD, as Go's ``filepath.Match`` decides."""
        expression = compiled(pattern)
        return [path for path in tree.ordered(self._all()) if expression.fullmatch(path)]

    def _all(self) -> dict[str, Entry]:
        """Returns the entries, and the directories that are only parts of their paths."""
        everything = dict(self.entries)
        for path in self.entries:
            for parent in tree.parents(path):
                everything.setdefault(parent, Entry(tree.DIRECTORY, 0o755))
        return everything

    def find(self, path: str) -> Entry | None:
        """Returns the entry at a path in which links are already followed; the root is a directory."""
        if not path:
            return Entry(tree.DIRECTORY, 0o755)
        return self.entries.get(path) or self._all().get(path)


def has_wildcards(path: str) -> bool:
    """Returns whether the path of a COPY or ADD is a pattern."""
    return _WILD.search(re.sub(r"\\.", "", path)) is not None


def _plain(file: IO[bytes], scratch: Path) -> IO[bytes]:
    """Returns the file itself, or its decompressed content as an unnamed file in `scratch`."""
    file.seek(0)
    start = file.read(6)
    file.seek(0)
    for magic, opener in _MAGIC:
        if not start.startswith(magic):
            continue
        plain = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - the context closes it
        try:
            with opener(file) as source:
                shutil.copyfileobj(source, plain, _CHUNK)
        except (EOFError, lzma.LZMAError, gzip.BadGzipFile) as error:
            plain.close()
            raise BadParameter(f"Error processing tar file(exit status 1): {error}") from None
        except OSError:
            plain.close()
            raise
        return cast("IO[bytes]", plain)
    return file


def _raw_mode(file: IO[bytes], member: tarfile.TarInfo) -> int:
    """Returns the mode as written in the header: some clients include the type of the file."""
    field = os.pread(file.fileno(), 8, member.offset_data - tarball.BLOCK + 100)
    try:
        return int(field.rstrip(b" \0") or b"0", 8)
    except ValueError:
        return member.mode
