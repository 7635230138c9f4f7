"""The archives that ADD unpacks: a tar, plain or compressed, that is itself a file of the build context."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import weakref
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO, Any, BinaryIO, cast

from docker_lessons.engine.api import departure
from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.layers import headers, tarball
from docker_lessons.engine.layers.tree import Entry

UNTAR = "Error processing tar file(exit status 1)"
"""What dockerd's complaints about an archive begin with."""

COMPRESSIONS: tuple[tuple[bytes, Callable[[IO[bytes]], AbstractContextManager[Any]]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\0", lzma.LZMAFile),
)
"""What compressed archives begin with, and what decompresses them."""

_BROKEN = (tarfile.TarError, EOFError, OSError, lzma.LZMAError, zlib.error)
_CHUNK = 1 << 18
_MOST_EMPTY = 1 << 30
"""Bytes that a sparse file may claim beyond those that the archive has."""


class Archive:
    """An open archive; it stays open as long as it, or an entry of one of its members, is in use."""

    def __init__(self, plain: IO[bytes]) -> None:
        """Takes the tar, decompressed."""
        self._plain = plain
        weakref.finalize(self, plain.close)
        self._tar = headers.read(plain, "r:")

    def members(self) -> Iterator[tuple[tarfile.TarInfo, Entry]]:
        """Yields the members, each with the entry that it becomes when it is unpacked.

        Raises:
            SystemFailure: When one makes no sense or is cut off, with dockerd's sentence.
        """
        last: tarfile.TarInfo | None = None
        try:
            for member in tarball.members(self._tar):
                last = member
                self._refuse_emptiness(member)
                yield member, tarball.entry_of(member, _Content(self, member))
        except _BROKEN as error:
            if isinstance(error, ConnectionError):
                raise
            if str(error) == headers.INVALID:
                raise SystemFailure(f"{UNTAR}: {error}") from None
            if last is not None and not self._is_whole(last):
                raise SystemFailure(f"{UNTAR}: unexpected EOF") from None

    def content(self, member: tarfile.TarInfo) -> BinaryIO:
        """Opens the content of a member."""
        return cast("BinaryIO", self._tar.extractfile(member))

    def _is_whole(self, last: tarfile.TarInfo) -> bool:
        """Returns whether an archive that ends too early has the whole content of its last member."""
        size = last.size if last.isreg() and not last.issparse() else 0
        return self._plain.seek(0, io.SEEK_END) >= last.offset_data + size

    def _refuse_emptiness(self, member: tarfile.TarInfo) -> None:
        if member.issparse() and member.size - self._plain.seek(0, io.SEEK_END) > _MOST_EMPTY:
            raise SystemFailure(
                f"{UNTAR}: {member.name} claims {member.size} bytes, nearly all of them empty; the practice engine "
                "unpacks no such file"
            )


class _Content:
    """Opens the content of a member when it is called."""

    __slots__ = ("_archive", "_member")

    def __init__(self, archive: Archive, member: tarfile.TarInfo) -> None:
        self._archive = archive
        self._member: tarfile.TarInfo | tuple[int, int] = (
            member if member.issparse() else (member.offset_data, member.size)
        )

    def __call__(self) -> BinaryIO:
        member = self._member
        if isinstance(member, tuple):
            found = tarfile.TarInfo()
            found.offset_data, found.size = member
            member = found
        return self._archive.content(member)


def opened(entry: Entry) -> Archive | None:
    """Opens a file of the context as an archive; returns None if it isn't one."""
    if entry.open is None:
        return None
    file = entry.open()
    try:
        # A file that is not an archive shows that in its first header.
        with headers.read(file, "r:*"):
            pass
        return Archive(_plain(file))
    except _BROKEN as error:
        if isinstance(error, ConnectionError):
            raise
        return None


def _plain(file: BinaryIO) -> IO[bytes]:
    """Returns the tar in a file; a compressed one is decompressed as far as it goes."""
    file.seek(0)
    start = file.read(6)
    file.seek(0)
    opener = next((opener for magic, opener in COMPRESSIONS if start.startswith(magic)), None)
    if opener is None:
        return file
    plain: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the archive keeps it
    with opener(file) as source:
        while chunk := _read(source):
            departure.check()
            plain.write(chunk)
    plain.seek(0)
    return cast("IO[bytes]", plain)


def _read(source: IO[bytes]) -> bytes:
    try:
        return source.read1(_CHUNK)  # type: ignore[attr-defined,no-any-return]
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile):
        return b""
