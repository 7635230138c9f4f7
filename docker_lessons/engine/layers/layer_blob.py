"""Layer blobs: a layer's tar becomes the gzip blob that the store keeps, and is read from it.

The same tar always becomes the same blob, so that two engines that build the same layer push it under
one digest. Source: OCI image specification, layer.md and config.md ("Layer DiffID").
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

from docker_lessons.engine.api import departure
from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.layers import headers
from docker_lessons.engine.layers.compression import Gzip
from docker_lessons.engine.layers.layer import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docker_lessons.oci.store import BlobStore

CHUNK = 1 << 18
"""The number of bytes that are read, hashed and compressed at a time."""

_MOST_ENDS = 100
"""How often `tarfile` may ask for more after the end: it does so for each piece of the size in a header."""

_GZIP = b"\x1f\x8b"
_BZIP2 = b"BZh"
_XZ = b"\xfd7zXZ\x00"
_BROKEN = (tarfile.TarError, gzip.BadGzipFile, EOFError, lzma.LZMAError, ValueError)
_EMPTY = "empty file"
_CUT = frozenset({"truncated header", "unexpected end of data"})
"""The messages of `tarfile` for a tar that ends too early."""


def pack(
    blobs: BlobStore, source: IO[bytes], progress: Callable[[int], None] | None = None
) -> Layer:
    """Stores the tar in `source`, plain or compressed, as a layer. Blocks: call it in a thread.

    `progress` is called with the number of bytes of the tar that were read so far.

    Raises:
        SystemFailure: When `source` is not a complete tar, with dockerd's sentence.
    """
    with blobs.writer() as writer, Gzip(writer.write) as zipped:

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
    """Stores the tar that `write` writes as a layer. Blocks: call it in a thread.

    `write` returns the sum of the sizes of the files in bytes.
    """
    with blobs.writer() as writer, Gzip(writer.write) as zipped:
        tar = _Written(zipped.write)
        content = write(cast("IO[bytes]", tar))
        tar.flush()
        zipped.close()
        digest = writer.commit()
    return Layer(tar.diff_id, digest, writer.written, content)


def measure(blob: Path, progress: Callable[[int], None] | None = None) -> tuple[str, int]:
    """Returns the diff ID of a stored layer and the sum of the sizes of its files in bytes.

    Blocks: call it in a thread. `progress` is called with the number of bytes of the blob that were
    read so far.

    Raises:
        SystemFailure: When the blob is not a complete layer, with dockerd's sentence.
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
    """Opens a stored layer as the tar that it holds."""
    with blob.open("rb") as file:
        yield inflate(file)


def broken() -> tuple[type[Exception], ...]:
    """Returns the exceptions that mean that bytes are not a complete tar."""
    from isal.igzip_lib import IsalError

    return (*_BROKEN, cast("type[Exception]", IsalError))


def no_tar(error: Exception) -> str:
    """Returns dockerd's sentence for bytes that are not a complete tar."""
    cut = isinstance(error, EOFError) or str(error) in _CUT
    reason = "unexpected EOF" if cut else "archive/tar: invalid tar header"
    return f"Error processing tar file(exit status 1): {reason}"


def is_gzip(blob: Path) -> bool:
    """Returns whether a blob is gzip, the form in which the store keeps layers."""
    with blob.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


def inflate(source: IO[bytes]) -> IO[bytes]:
    """Opens the tar that a file holds, plain or compressed."""
    file = io.BufferedReader(_Watched(source))
    start = file.peek(len(_XZ))
    if start.startswith(_GZIP):
        from isal import igzip

        return cast("IO[bytes]", igzip.IGzipFile(fileobj=file, mode="rb"))  # type: ignore[no-untyped-call]
    if start.startswith(_BZIP2):
        return cast("IO[bytes]", bz2.BZ2File(file))
    if start.startswith(_XZ):
        return cast("IO[bytes]", lzma.LZMAFile(file))
    return file


class _Watched(io.RawIOBase):
    """A file whose reading fails once the client that it is read for has gone away."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._source.seekable()

    def tell(self) -> int:
        return self._source.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._source.seek(offset, whence)

    def readinto(self, buffer: object) -> int:
        departure.check()
        read: int = self._source.readinto(buffer)  # type: ignore[attr-defined]
        return read


class _Written:
    """A file-like object that hashes a tar and passes it on in large pieces."""

    def __init__(self, keep: Callable[[bytes], None]) -> None:
        self._keep = keep
        self._hasher = hashlib.sha256()
        self._pending = bytearray()

    @property
    def diff_id(self) -> str:
        """The digest of everything that was passed on."""
        return f"sha256:{self._hasher.hexdigest()}"

    def write(self, data: bytes) -> int:
        """Takes a piece of the tar."""
        if len(data) >= CHUNK:
            self.flush()
            self._pass_on(data)
        else:
            self._pending += data
            if len(self._pending) >= CHUNK:
                self.flush()
        return len(data)

    def flush(self) -> None:
        """Passes on what is pending."""
        self._pass_on(bytes(self._pending))
        self._pending.clear()

    def _pass_on(self, data: bytes) -> None:
        departure.check()
        self._hasher.update(data)
        self._keep(data)


class _Tar:
    """A tar that is read once, from its first byte to its last, and hashed meanwhile."""

    def __init__(self, source: IO[bytes], keep: Callable[[bytes], None]) -> None:
        self._source = source
        self._keep = keep
        self._hasher = hashlib.sha256()
        self.read_so_far = 0
        self._ends = 0

    @property
    def diff_id(self) -> str:
        """The digest of everything that was read so far."""
        return f"sha256:{self._hasher.hexdigest()}"

    def read(self, size: int = CHUNK) -> bytes:
        """Reads the next bytes, for `tarfile`."""
        departure.check()
        chunk = self._source.read(size)
        self._hasher.update(chunk)
        self.read_so_far += len(chunk)
        if chunk:
            self._keep(chunk)
            return chunk
        self._ends += 1
        if self._ends > _MOST_ENDS:
            raise EOFError
        return chunk

    def measure(self) -> int:
        """Reads everything and returns the sum of the sizes of the files in bytes."""
        content = 0
        stream = cast("IO[bytes]", self)
        try:
            with headers.read(stream, "r|", CHUNK) as members:
                for member in members:
                    content += member.size if member.isreg() else 0
                    # `tarfile` would keep every member, and a layer may have a hundred thousand.
                    members.members = []  # type: ignore[attr-defined]
            while self.read():
                pass
        except broken() as error:
            if str(error) != _EMPTY:
                raise SystemFailure(no_tar(error)) from error
        return content
