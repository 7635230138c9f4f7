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
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from docker_lessons.oci.digest import ALGORITHMS, hasher_like, is_digest, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


_PIECE = 1 << 20
"""Bytes of a file that are hashed at a time."""

_SECOND = 10**9
"""Nanoseconds; the clock that a file's times are from ticks a hundred times within one."""


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
        self._writing = root / "writing"
        self._intact: dict[str, tuple[int, ...]] = {}
        (root / "sha256").mkdir(parents=True, exist_ok=True)
        self._writing.mkdir(exist_ok=True)

    def path(self, digest: str) -> Path:
        """Returns the path of the blob's file, whether or not it exists.

        Raises:
            ValueError: When `digest` is not a digest.
        """
        if not is_digest(digest):
            raise ValueError(f"{digest!r} is no digest")
        return _path(self.root, digest)

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
        return BlobWriter(self.root, self._writing, self._intact)

    def is_known_intact(self, digest: str) -> bool:
        """Tells whether this process has hashed the blob, and its file has not changed since.

        Raises:
            FileNotFoundError: When the store does not have it.
        """
        return digest in self._intact and self._intact[digest] == _state(self.path(digest).stat())

    def is_intact(self, digest: str) -> bool:
        """Tells whether the blob's bytes still have its digest; reads all of them, unless that is known.

        Raises:
            FileNotFoundError: When the store does not have it.
        """
        if self.is_known_intact(digest):
            return True
        with self.path(digest).open("rb") as file:
            found, now = os.fstat(file.fileno()), time.time_ns()
            intact = _digest_of(file.fileno(), digest) == digest
        # A file that was written just now may be written again without a change of its times.
        if intact and found.st_mtime_ns <= now - _SECOND:
            self._intact[digest] = _state(found)
        return intact

    def delete(self, digest: str) -> None:
        """Deletes the blob if the store has it."""
        self._intact.pop(digest, None)
        self.path(digest).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Removes what killed writers left behind.

        The files of living writers stay, in this process or another, since they are locked.
        """
        for leftover in [path for path in self._writing.iterdir() if path.is_file()]:
            with suppress(FileNotFoundError), leftover.open("rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                leftover.unlink()

    def __iter__(self) -> Iterator[str]:
        """Yields the digest of every blob; what else is in the folders is passed over."""
        for algorithm in ALGORITHMS:
            folder = self.root / algorithm
            for file in list(folder.iterdir()) if folder.is_dir() else ():
                digest = f"{algorithm}:{file.name}"
                if is_digest(digest) and file.is_file():
                    yield digest


class BlobWriter:
    """A blob that is being written; a context manager.

    One thread may commit or abort it while another one writes: that waits for the write.
    """

    def __init__(self, root: Path, writing: Path, intact: dict[str, tuple[int, ...]]) -> None:
        """Opens a file in the folder `writing`; a commit adds its blob's file to `intact`."""
        self._root = root
        self._intact = intact
        self._hasher = hashlib.sha256()
        self._turn = threading.RLock()
        self._descriptor = -1
        self._ended = False
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
            FileNotFoundError: When somebody removed its file while it was at rest.
        """
        with self._turn:
            self._wake()
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
            FileNotFoundError: When somebody removed its file while it was at rest.
        """
        with self._turn:
            self._wake()
            digest = self.digest
            if expected is not None and not expected.startswith("sha256:"):
                digest = _digest_of(self._descriptor, expected)
            if expected is not None and expected != digest:
                self.abort()
                raise DigestMismatch(expected, digest)
            try:
                # A change in the same tick of the clock would leave the file's time as it is.
                earlier = time.time_ns() - _SECOND
                os.utime(self._descriptor, ns=(earlier, earlier))
                os.fsync(self._descriptor)
                path = _path(self._root, digest)
                path.parent.mkdir(exist_ok=True)
                self._path.replace(path)
                _sync_directory(path.parent)
                self._intact[digest] = _state(os.fstat(self._descriptor))
            except OSError as error:
                self.abort()
                raise self._explained(error) from error
            self._ended = True
            self._close()
            return digest

    def rest(self) -> None:
        """Closes the file until there is more to write, so that a long pause keeps no file open."""
        with self._turn:
            self._close()

    def abort(self) -> None:
        """Discards the blob; does nothing after `commit` or a previous `abort`."""
        with self._turn:
            if not self._ended:
                self._ended = True
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

    def _wake(self) -> None:
        if self._ended:
            raise FileNotFoundError(errno.ENOENT, "the blob was discarded", str(self._path))
        if self._descriptor < 0:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _explained(self, error: OSError) -> OSError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return DiskFull(self._root, error.errno or errno.ENOSPC)
        return error


def _path(root: Path, digest: str) -> Path:
    algorithm, _, name = digest.partition(":")
    return root / algorithm / name


def _state(found: os.stat_result) -> tuple[int, ...]:
    """Returns the attributes of a file that change when its bytes do."""
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _digest_of(descriptor: int, like: str) -> str:
    """Returns the digest of a file's bytes by the algorithm of the digest `like`."""
    hasher, place = hasher_like(like), 0
    while piece := os.pread(descriptor, _PIECE, place):
        hasher.update(piece)
        place += len(piece)
    return f"{hasher.name}:{hasher.hexdigest()}"


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
