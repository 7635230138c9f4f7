"""The build folder on a learner's disk, put back as the course made it; what the learner wrote is kept."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from docker_lessons.lessons.course_image import ImageContents

IGNORED = ".dockerignore"
"""A file that the course's folder does not have: it may leave out of a build what the Dockerfile copies."""


def restore(
    folder: Path, contents: ImageContents, world_id: str, architecture: str = ""
) -> list[Path]:
    """Writes the course's files into the folder; returns the paths where what differed from them is kept.

    Other files in it are left alone. `architecture` is the engine's, '' for this computer's.

    Raises:
        OSError: When the folder cannot be written.
    """
    ours = _files(contents.write, world_id, architecture)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        kept = [_set_aside(folder)]
    else:
        kept = [_set_aside(path) for path in sorted(_differing(folder, ours))]
    contents.write(folder, architecture, world_id=world_id)
    return kept


def changed(
    folder: Path, contents: ImageContents, world_id: str, architecture: str = ""
) -> tuple[str, ...]:
    """Returns which of the course's files in the folder differ or are missing, and what keeps files out of a build.

    Empty if the folder does not exist.
    """
    if not folder.is_dir():
        return ()
    ours = _files(contents.write, world_id, architecture)
    missing = [name for name in ours if not (folder / name).exists()]
    try:
        return tuple(sorted({*missing, *(path.name for path in _differing(folder, ours))}))
    except OSError:  # a file that cannot be read is Docker's to tell
        return ()


@functools.cache
def _files(write: Callable[..., None], world_id: str, architecture: str) -> dict[str, bytes]:
    """The course's files by their names."""
    with tempfile.TemporaryDirectory(prefix="docker-lessons-") as made:
        fresh = Path(made) / "fresh"
        write(fresh, architecture, world_id=world_id)
        return {path.name: path.read_bytes() for path in fresh.iterdir()}


def _differing(folder: Path, ours: dict[str, bytes]) -> list[Path]:
    """The learner's own versions of the course's files, and what keeps files out of a build."""
    found = [path for name in ours if (path := folder / name).exists() or path.is_symlink()]
    differing = [path for path in found if not _holds(path, ours[path.name])]
    ignored = folder / IGNORED
    return [*differing, ignored] if ignored.exists() else differing


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == content


def _set_aside(path: Path) -> Path:
    """Renames a file to the first free one of `Dockerfile.mine`, `Dockerfile.mine-2`, ..."""
    names = (f"{path.name}.mine" if n == 1 else f"{path.name}.mine-{n}" for n in count(1))
    aside = next(new for name in names if not (new := path.with_name(name)).exists())
    path.rename(aside)
    return aside
