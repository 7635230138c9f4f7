"""The working directory of a process, which is made where it is missing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from docker_lessons.engine.api.errors import BadParameter, SystemFailure
from docker_lessons.engine.runtime.paths import TooManyLinks, real_path


def ensure_directory(root: Path, directory: str) -> None:
    """Makes a directory in a root file system, with those that lead to it. Blocks.

    Raises:
        BadParameter: When it is no absolute path, with dockerd's sentence.
        SystemFailure: When something else is in its place, with dockerd's sentence.
    """
    if not directory:
        return
    if not directory.startswith("/"):
        raise BadParameter(
            f"the working directory '{directory}' is invalid, it needs to be an absolute path"
        )
    try:
        path = real_path(str(root), directory)
    except TooManyLinks:
        raise SystemFailure(f"Cannot mkdir: {directory} is not a directory") from None
    done = str(root)
    for part in path.split("/") if path else ():
        done += f"/{part}"
        try:
            if not stat.S_ISDIR(os.lstat(done).st_mode):
                raise SystemFailure(f"Cannot mkdir: {directory} is not a directory")
        except FileNotFoundError:
            os.mkdir(done)
            os.chmod(done, 0o755)
