"""A store of blobs, each a file named after its digest.

A blob is written to a temporary file, flushed to the disk, verified and only then renamed. So a kill
at any instant leaves either nothing or the whole blob, and `sweep` removes what a killed writer left.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from docker_lessons.oci.digest import is_sha256, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


class DigestMismatch(ValueError):
    """Bytes that have another digest than expected."""

    def __init__(self, expected: str, actual: str) -> None:
        super().__init__(f"these bytes have the digest {actual}; {expected} was expected")
        self.expected = expected
        self.actual = actual


class DiskFull(OSError):
    """A disk without room for a blob; nothing of the blob was kept."""

    def __init__(self, directory: Path, number: int) -> None:
        super().__init__(
            number,
            "the disk is full, so nothing was stored; make room on it and try again",
            str(directory),
        )


class BlobStore:
    """The blobs in the directory `root`, which is created if it is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._blobs = root / "sha256"
        self._writing = root / "writing"
        self._blobs.mkdir(parents=True, exist_ok=True)
        self._writing.mkdir(exist_ok=True)

    def path(self, digest: str) -> Path:
        """Returns the path of the blob's file, whether or not it exists.

        Raises:
            ValueError: When `digest` is not a sha256 digest.
        """
        if not is_sha256(digest):
            raise ValueError(f"{digest!r} is no sha256 digest")
        return self._blobs / digest.removeprefix("sha256:")

    def has(self, digest: str) -> bool:
        """Tells whether the store has the blob."""
        return self.path(digest).is_file()

    def size(self, digest: str) -> int:
        """Returns the blob's size in bytes.

        Raises:
            FileNotFoundError: When the store does not have it.
        """
        return self.path(digest).stat().st_size

    def read(self, digest: str) -> bytes:
        """Returns the whole blob, which is meant for configs and not for layers.

        Raises:
            FileNotFoundError: When the store does not have it.
        """
        return self.path(digest).read_bytes()

    def put(self, data: bytes) -> str:
        """Stores `data`, unless the store has it already, and returns its digest.

        Raises:
            DiskFull: When there is no room for it.
        """
        digest = sha256(data)
        if not self.has(digest):
            with self.writer() as writer:
                writer.write(data)
                writer.commit(digest)
        return digest

    def writer(self) -> BlobWriter:
        """Returns a writer for one blob; without a commit it leaves nothing.

        Raises:
            DiskFull: When there is no room for even a new file.
        """
        return BlobWriter(self._blobs, self._writing)

    def delete(self, digest: str) -> None:
        """Deletes the blob if the store has it."""
        self.path(digest).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes what killed writers left behind.

        The files of living writers stay, in this process or another, since they are locked.
        """
        for leftover in list(self._writing.iterdir()):
            with suppress(FileNotFoundError), leftover.open("rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                leftover.unlink()

    def __iter__(self) -> Iterator[str]:
        """Yields the digest of every blob."""
        for file in list(self._blobs.iterdir()):
            yield f"sha256:{file.name}"


class BlobWriter:
    """A blob that is being written; a context manager.

    One thread may commit or abort it while another one writes: that waits for the write.
    """

    def __init__(self, blobs: Path, writing: Path) -> None:
        self._blobs = blobs
        self._hasher = hashlib.sha256()
        self._turn = threading.RLock()
        self._descriptor = -1
        self.written = 0
        """Bytes written so far."""
        try:
            self._descriptor, self._path = _locked_file(writing)
        except OSError as error:
            raise self._explained(error) from error

    def write(self, chunk: bytes) -> None:
        """Appends `chunk`.

        Raises:
            DiskFull: When there is no room for it; nothing of the blob is kept.
        """
        with self._turn:
            try:
                view = memoryview(chunk)
                while view:
                    view = view[os.write(self._descriptor, view) :]
            except OSError as error:
                self.abort()
                raise self._explained(error) from error
            self._hasher.update(chunk)
            self.written += len(chunk)

    @property
    def digest(self) -> str:
        """The digest of the bytes written so far."""
        return f"sha256:{self._hasher.hexdigest()}"

    def commit(self, expected: str | None = None) -> str:
        """Flushes the blob to the disk, moves it into the store and returns its digest.

        Raises:
            DigestMismatch: When the digest is not the `expected` one; nothing of the blob is kept.
            DiskFull: When there is no room for it after all; nothing of the blob is kept.
        """
        with self._turn:
            digest = self.digest
            if expected is not None and expected != digest:
                self.abort()
                raise DigestMismatch(expected, digest)
            try:
                os.fsync(self._descriptor)
                self._path.replace(self._blobs / digest.removeprefix("sha256:"))
                _sync_directory(self._blobs)
            except OSError as error:
                self.abort()
                raise self._explained(error) from error
            self._close()
            return digest

    def abort(self) -> None:
        """Discards the blob; does nothing after `commit` or a previous `abort`."""
        with self._turn:
            if self._descriptor >= 0:
                self._path.unlink(missing_ok=True)
                self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.abort()

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        os.close(descriptor)

    def _explained(self, error: OSError) -> OSError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return DiskFull(self._blobs, error.errno or errno.ENOSPC)
        return error


def _locked_file(directory: Path) -> tuple[int, Path]:
    """Creates a file that `sweep` leaves alone while it is open; returns its descriptor and path."""
    while True:
        descriptor, name = tempfile.mkstemp(dir=directory)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # A sweep between the creation and the lock has removed it.
        if Path(name).exists():
            return descriptor, Path(name)
        os.close(descriptor)


def _sync_directory(directory: Path) -> None:
    """Flushes a rename in `directory` to the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
