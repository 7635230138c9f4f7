"""Layers as bytes: from the tar that somebody gives or writes to the gzip blob that the store keeps.

The same tar always becomes the same blob, so that two engines that build the same layer push it
under one digest. Source: OCI image specification, layer.md and config.md ("Layer DiffID").
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from docker_lessons.engine.compression import Gzip
from docker_lessons.engine.errors import SystemFailure
from docker_lessons.engine.image import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docker_lessons.oci.store import BlobStore

CHUNK = 1 << 18
"""How many bytes are read, hashed and compressed at a time."""

_GZIP = b"\x1f\x8b"
_BZIP2 = b"BZh"
_XZ = b"\xfd7zXZ\x00"
_BROKEN = (tarfile.TarError, gzip.BadGzipFile, EOFError, lzma.LZMAError, ValueError)
_EMPTY = "empty file"
_CUT = frozenset({"truncated header", "unexpected end of data"})
"""What `tarfile` says of a tar without a byte, and of half a one."""


def pack(
    blobs: BlobStore, source: IO[bytes], progress: Callable[[int], None] | None = None
) -> Layer:
    """Store the tar in `source`, plain or compressed, as a layer. Takes time: call it in a thread.

    `progress` is told how many bytes of the tar were read so far.

    Raises:
        SystemFailure: If `source` is no tar, or a broken one; with dockerd's sentence.
    """
    with blobs.writer() as writer:
        zipped = Gzip(writer.write)

        def keep(chunk: bytes) -> None:
            zipped.write(chunk)
            if progress is not None:
                progress(tar.read_so_far)

        tar = _Tar(inflate(source), keep)
        content = tar.measure()
        zipped.close()
        digest = writer.commit()
    return Layer(tar.diff_id, digest, writer.written, content)


def written(blobs: BlobStore, write: Callable[[IO[bytes]], int]) -> Layer:
    """Store the tar that `write` writes as a layer; it returns the sum of the files' sizes.

    Takes time: call it in a thread.
    """
    with blobs.writer() as writer:
        zipped = Gzip(writer.write)
        tar = _Written(zipped.write)
        content = write(cast("IO[bytes]", tar))
        tar.flush()
        zipped.close()
        digest = writer.commit()
    return Layer(tar.diff_id, digest, writer.written, content)


def measure(blob: Path, progress: Callable[[int], None] | None = None) -> tuple[str, int]:
    """Return the diff ID of a stored layer and the sum of its files' sizes. Call it in a thread.

    `progress` is told how many bytes of the blob were read so far.

    Raises:
        SystemFailure: If it is no layer, or a broken one; with dockerd's sentence.
    """
    with blob.open("rb") as source:

        def tell(_chunk: bytes) -> None:
            if progress is not None:
                progress(source.tell())

        tar = _Tar(inflate(source), tell)
        content = tar.measure()
        return tar.diff_id, content


@contextmanager
def inflated(blob: Path) -> Iterator[IO[bytes]]:
    """Open a stored layer as the tar that it holds."""
    with blob.open("rb") as file:
        yield inflate(file)


def broken() -> tuple[type[Exception], ...]:
    """Return what is raised where bytes are no tar, or half a one."""
    from isal.igzip_lib import IsalError

    return (*_BROKEN, cast("type[Exception]", IsalError))


def no_tar(error: Exception) -> str:
    """Say, as dockerd does, that bytes are no tar, or not all of one."""
    cut = isinstance(error, EOFError) or str(error) in _CUT
    reason = "unexpected EOF" if cut else "archive/tar: invalid tar header"
    return f"Error processing tar file(exit status 1): {reason}"


def is_gzip(blob: Path) -> bool:
    """Say whether a blob is compressed as the store keeps its layers."""
    with blob.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


def inflate(source: IO[bytes]) -> IO[bytes]:
    """Give the tar that a file holds, plain or compressed."""
    file = source if isinstance(source, io.BufferedReader) else io.BufferedReader(_raw(source))
    start = file.peek(len(_XZ))
    if start.startswith(_GZIP):
        from isal import igzip

        return cast("IO[bytes]", igzip.IGzipFile(fileobj=file, mode="rb"))  # type: ignore[no-untyped-call]
    if start.startswith(_BZIP2):
        return cast("IO[bytes]", bz2.BZ2File(file))
    if start.startswith(_XZ):
        return cast("IO[bytes]", lzma.LZMAFile(file))
    return file


def _raw(source: IO[bytes]) -> io.RawIOBase:
    return cast("io.RawIOBase", source)


class _Written:
    """A tar on its way into its gzip, in pieces that are worth the way."""

    def __init__(self, keep: Callable[[bytes], None]) -> None:
        self._keep = keep
        self._hasher = hashlib.sha256()
        self._pending = bytearray()

    @property
    def diff_id(self) -> str:
        """The digest of all that was passed on."""
        return f"sha256:{self._hasher.hexdigest()}"

    def write(self, data: bytes) -> int:
        """Take a piece of the tar."""
        if len(data) >= CHUNK:
            self.flush()
            self._pass_on(data)
        else:
            self._pending += data
            if len(self._pending) >= CHUNK:
                self.flush()
        return len(data)

    def flush(self) -> None:
        """Pass on what was taken."""
        self._pass_on(bytes(self._pending))
        self._pending.clear()

    def _pass_on(self, data: bytes) -> None:
        self._hasher.update(data)
        self._keep(data)


class _Tar:
    """A tar that is read once, from its first byte to its last, by `tarfile` and by us."""

    def __init__(self, source: IO[bytes], keep: Callable[[bytes], None]) -> None:
        self._source = source
        self._keep = keep
        self._hasher = hashlib.sha256()
        self.read_so_far = 0

    @property
    def diff_id(self) -> str:
        """The digest of all that was read so far."""
        return f"sha256:{self._hasher.hexdigest()}"

    def read(self, size: int = CHUNK) -> bytes:
        """Read on, for `tarfile`."""
        chunk = self._source.read(size)
        self._hasher.update(chunk)
        self.read_so_far += len(chunk)
        if chunk:
            self._keep(chunk)
        return chunk

    def measure(self) -> int:
        """Read everything and return the sum of the files' sizes."""
        content = 0
        stream = cast("IO[bytes]", self)
        try:
            with tarfile.open(fileobj=stream, mode="r|", bufsize=CHUNK) as members:
                for member in members:
                    content += member.size if member.isreg() else 0
                    # A layer may have a hundred thousand files, and none is asked for again.
                    members.members = []  # type: ignore[attr-defined]
            while self.read():
                pass
        except broken() as error:
            if str(error) != _EMPTY:
                raise SystemFailure(no_tar(error)) from error
        return content
