"""Small files that are written atomically: a kill at any instant leaves the old or the new one."""

import contextlib
import errno
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docker_lessons.language import gettext
from docker_lessons.world.failure import DirectoryError, DiskFullError, WorldError

_UNFINISHED = ".unfinished"


def write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Writes `data` to `path`, replacing an existing file (write, flush to disk, rename).

    Raises:
        DiskFullError: When there is no room for it.
        DirectoryError: When the folder cannot be written.
    """
    with explained(path), _temporary(path, data, mode) as temporary:
        temporary.replace(path)


def write_once(path: Path, data: bytes, mode: int = 0o600) -> bool:
    """Writes `data` to `path` unless there is a file; of several calls at the same time one writes.

    Returns:
        Whether this call made the file.

    Raises:
        DiskFullError: When there is no room for it.
        DirectoryError: When the folder cannot be written.
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
    """Removes what killed calls of `write` and `write_once` left in `folder`; files in use stay."""
    for path in folder.glob(f".*{_UNFINISHED}"):
        with contextlib.suppress(OSError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def write_json(path: Path, value: dict[str, Any], mode: int = 0o600) -> None:
    """Writes a JSON object to `path`, as `write` does.

    Raises:
        DiskFullError: When there is no room for it.
        DirectoryError: When the folder cannot be written.
    """
    write(path, json_bytes(value), mode)


def json_bytes(value: dict[str, Any]) -> bytes:
    """Returns a JSON object as bytes, indented so that people can read the file."""
    return (json.dumps(value, indent=2) + "\n").encode()


def read_json(path: Path) -> dict[str, Any] | None:
    """Returns the JSON object at `path`, None if there is no such file.

    Raises:
        DirectoryError: When it cannot be read or is not a JSON object.
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
            gettext(
                "{path} is damaged: it isn't a JSON object. Move the folder {folder} somewhere "
                "else and start again.",
                path=path,
                folder=path.parent,
            )
        )
    return value


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns an `OSError` about `path` in the `with` block into a `WorldError`.

    `FileNotFoundError` and `FileExistsError` are raised as they are.

    Raises:
        WorldError: When the block raises another `OSError`.
    """
    try:
        yield
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError as error:
        raise explain(error, path) from error


def explain(error: OSError, path: Path) -> WorldError:
    """Returns the error, with a message for people, for a failed operation on the file `path`."""
    folder = path.parent
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(
            gettext(
                "The disk with {folder} on it is full: {file} couldn't be written. Free some "
                "space, then run the same command again; nothing is lost.",
                folder=folder,
                file=path.name,
            )
        )
    if error.errno == errno.EROFS:
        return DirectoryError(
            gettext(
                "{folder} is read-only, and a practice world needs to write there. Set "
                "DOCKER_LESSONS_HOME to another folder, for example "
                "DOCKER_LESSONS_HOME=/tmp/my-world docker-lessons start",
                folder=folder,
            )
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return DirectoryError(
            gettext(
                "You don't have permission to write in {folder}. Set DOCKER_LESSONS_HOME to a "
                "folder of your own, for example DOCKER_LESSONS_HOME=/tmp/my-world "
                "docker-lessons start",
                folder=folder,
            )
        )
    if error.errno in {errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}:
        return DirectoryError(
            gettext(
                "{folder} can't be a folder: {reason}. Set DOCKER_LESSONS_HOME to a folder of "
                "your own.",
                folder=folder,
                reason=error.strerror,
            )
        )
    return WorldError(
        gettext("{path} can't be used: {reason}.", path=path, reason=error.strerror or error)
    )


@contextlib.contextmanager
def _temporary(path: Path, data: bytes, mode: int) -> Iterator[Path]:
    """Yields a temporary file beside `path` with this content, locked so that `sweep` leaves it alone."""
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
        with contextlib.suppress(
            OSError
        ):  # a file system without locks, where `sweep` removes nothing
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:  # else `sweep` removed it before it was locked
            return descriptor, Path(name)
        os.close(descriptor)
