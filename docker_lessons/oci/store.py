"""A store of blobs, each a file named for its digest.

A blob is written beside its place, brought to the disk, verified and only then renamed: a kill at
any instant leaves either nothing or the whole blob, and what a killed writer left, `sweep` removes.
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
    """The bytes that were written are not those that were announced."""

    def __init__(self, expected: str, actual: str) -> None:
        super().__init__(f"these bytes have the digest {actual}; {expected} was expected")
        self.expected = expected
        self.actual = actual


class DiskFull(OSError):
    """There is no room for a blob; nothing of it was kept."""

    def __init__(self, directory: Path, number: int) -> None:
        super().__init__(
            number,
            "the disk is full, so nothing was stored; make room on it and try again",
            str(directory),
        )


class BlobStore:
    """Blobs in the directory `root`, which is made if it is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._blobs = root / "sha256"
        self._writing = root / "writing"
        self._blobs.mkdir(parents=True, exist_ok=True)
        self._writing.mkdir(exist_ok=True)

    def path(self, digest: str) -> Path:
        """Return where the blob is, or would be.

        Raises:
            ValueError: If `digest` is not a sha256 digest.
        """
        if not is_sha256(digest):
            raise ValueError(f"{digest!r} is no sha256 digest")
        return self._blobs / digest.removeprefix("sha256:")

    def has(self, digest: str) -> bool:
        """Say whether the blob is here."""
        return self.path(digest).is_file()

    def size(self, digest: str) -> int:
        """Return the blob's size in bytes.

        Raises:
            FileNotFoundError: If it is not here.
        """
        return self.path(digest).stat().st_size

    def read(self, digest: str) -> bytes:
        """Return the whole blob: for manifests and configs, not for layers.

        Raises:
            FileNotFoundError: If it is not here.
        """
        return self.path(digest).read_bytes()

    def put(self, data: bytes) -> str:
        """Store `data` and return its digest; nothing is written if it is here already.

        Raises:
            DiskFull: If there is no room for it.
        """
        digest = sha256(data)
        if not self.has(digest):
            with self.writer() as writer:
                writer.write(data)
                writer.commit(digest)
        return digest

    def writer(self) -> BlobWriter:
        """Return a writer for one blob; what is not committed leaves nothing.

        Raises:
            DiskFull: If there is no room for even a new file.
        """
        return BlobWriter(self._blobs, self._writing)

    def delete(self, digest: str) -> None:
        """Remove the blob; it is no error if it is not here."""
        self.path(digest).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes what killed writers left behind.

        A writer that is alive, in this process or another, holds a lock on its file and keeps it.
        """
        for leftover in list(self._writing.iterdir()):
            with suppress(FileNotFoundError), leftover.open("rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                leftover.unlink()

    def __iter__(self) -> Iterator[str]:
        """Yield the digest of every blob here."""
        for file in list(self._blobs.iterdir()):
            yield f"sha256:{file.name}"


class BlobWriter:
    """One blob while it is written; use it as a context manager.

    One thread may end it while another one writes: the end waits for the write.
    """

    def __init__(self, blobs: Path, writing: Path) -> None:
        self._blobs = blobs
        self._hasher = hashlib.sha256()
        self._turn = threading.RLock()
        self._descriptor = -1
        self.written = 0
        """How many bytes were written so far."""
        try:
            self._descriptor, self._path = _locked_file(writing)
        except OSError as error:
            raise self._explained(error) from error

    def write(self, chunk: bytes) -> None:
        """Append `chunk`.

        Raises:
            DiskFull: If there is no room for it; then nothing of the blob is kept.
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
        """The digest of what was written so far."""
        return f"sha256:{self._hasher.hexdigest()}"

    def commit(self, expected: str | None = None) -> str:
        """Bring the blob to the disk and to its place; return its digest.

        Raises:
            DigestMismatch: If `expected` is given and the bytes are others; then nothing of the blob is kept.
            DiskFull: If the disk has no room for it after all; likewise.
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
        """Leave nothing of the blob; harmless after `commit` and when repeated."""
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
    """Make a file that `sweep` leaves alone while it is open: its descriptor and path."""
    while True:
        descriptor, name = tempfile.mkstemp(dir=directory)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # A sweep may have come between the file and its lock: then there is no such name.
        if Path(name).exists():
            return descriptor, Path(name)
        os.close(descriptor)


def _sync_directory(directory: Path) -> None:
    """Bring a rename in `directory` to the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
