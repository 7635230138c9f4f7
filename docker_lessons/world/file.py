"""Small files written whole or not at all: a kill at any instant leaves the old one or the new one."""

import contextlib
import errno
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docker_lessons.world.failure import DirectoryError, DiskFullError, WorldError

_UNFINISHED = ".unfinished"


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put `data` at `path`, replacing what is there (write, flush to disk, rename).

    Raises: DiskFullError, DirectoryError.
    """
    with explained(path), _temporary(path, data, mode) as temporary:
        temporary.replace(path)


def write_once(path: Path, data: bytes, mode: int = 0o600) -> bool:
    """Put `data` at `path` unless something is there; of several at the same time one wins.

    Returns whether this call made the file.  Raises: DiskFullError, DirectoryError.
    """
    if path.exists():
        return False
    with explained(path), _temporary(path, data, mode) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError as error:  # a file system without hard links
            if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
                raise
            temporary.rename(path)
    return True


def sweep(folder: Path) -> None:
    """Remove what `write` and `write_once` left in `folder` when they were killed; a living writer's file stays."""
    for path in folder.glob(f".*{_UNFINISHED}"):
        with contextlib.suppress(OSError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def write_json(path: Path, value: dict[str, Any], mode: int = 0o600) -> None:
    """`write` for a JSON object, on lines of its own for whoever looks."""
    write(path, json_bytes(value), mode)


def json_bytes(value: dict[str, Any]) -> bytes:
    """A JSON object as the world's files hold it."""
    return (json.dumps(value, indent=2) + "\n").encode()


def read_json(path: Path) -> dict[str, Any] | None:
    """The JSON object at `path`, or None where there is no such file.

    Raises: DirectoryError when it cannot be read or is not a JSON object.
    """
    try:
        with explained(path):
            value = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise DirectoryError(
            f"{path} is damaged: it is no JSON object. Move the folder {path.parent} away and start again."
        )
    return value


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system says about `path` into a sentence (FileNotFoundError passes)."""
    try:
        yield
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError as error:
        raise explain(error, path) from error


def explain(error: OSError, path: Path) -> WorldError:
    """The sentence for a failed file operation."""
    folder = path.parent
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(
            f"The disk that holds {folder} is full: {path.name} could not be written. "
            "Free some space, then run the same command again; nothing is lost."
        )
    if error.errno == errno.EROFS:
        return DirectoryError(
            f"{folder} is read-only, and a practice world must write there. "
            "Name another folder with DOCKER_LESSONS_HOME, for example "
            "DOCKER_LESSONS_HOME=/tmp/my-world docker-lessons start"
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return DirectoryError(
            f"You may not write in {folder}. Name a folder of your own with DOCKER_LESSONS_HOME, "
            "for example DOCKER_LESSONS_HOME=/tmp/my-world docker-lessons start"
        )
    if error.errno in {errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}:
        return DirectoryError(
            f"{folder} can be no folder: {error.strerror}. Name one of your own with DOCKER_LESSONS_HOME."
        )
    return WorldError(f"{path} cannot be used: {error.strerror or error}.")


@contextlib.contextmanager
def _temporary(path: Path, data: bytes, mode: int) -> Iterator[Path]:
    """A file beside `path` with this content, gone afterwards; its lock tells `sweep` that its writer lives."""
    descriptor, name = _locked(path)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(descriptor, mode)
            stream.write(data)
            stream.flush()
            os.fsync(descriptor)
            yield name
    finally:
        name.unlink(missing_ok=True)


def _locked(path: Path) -> tuple[int, Path]:
    import tempfile

    while True:
        descriptor, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name}.", suffix=_UNFINISHED
        )
        with contextlib.suppress(OSError):  # a file system without locks, where nothing is swept
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:  # else it was swept before it was locked
            return descriptor, Path(name)
        os.close(descriptor)
