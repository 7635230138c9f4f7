"""The Docker client on PATH, and its release."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.world import environment

if TYPE_CHECKING:
    from docker_lessons.world.directory import World

_SECONDS = 10
_NO_CLIENTS = (b"docker_lessons", b"docker-lessons", b"podman")
"""What scripts called `docker` contain that are no Docker client: a world's own, and Podman's, which
ignores DOCKER_HOST and would work on the learner's real images."""


def find(own: Path | None = None) -> Path | None:
    """Returns the first Docker client on PATH, None if there is none; passes over the folder `own`."""
    for folder in os.get_exec_path():
        if not folder or (own is not None and is_same(folder, own)):
            continue
        program = Path(folder) / "docker"
        if program.is_file() and os.access(program, os.X_OK) and not stands_in(program):
            return program
    return None


def release(world: World) -> int:
    """Returns the client's major release, 29 of `29.0.1`; 0 if there is no client or it does not say."""
    program = find(world.bin)
    if program is None:
        return 0
    try:
        said = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment.applied(os.environ, world.environment()),
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    version = re.search(r"version v?(\d+)\.", said)
    return int(version[1]) if version else 0


def is_same(folder: str, own: Path) -> bool:
    """Tells whether a folder of PATH is a world's own, also through symbolic links."""
    return os.path.realpath(folder) == os.path.realpath(own)


def stands_in(program: Path) -> bool:
    """Tells whether a program called docker is no Docker client, or cannot be read."""
    if program.resolve().name == "podman":
        return True
    try:
        with program.open("rb") as opened:
            start = opened.read(2048)
    except OSError:
        return True
    return start.startswith(b"#!") and any(word in start for word in _NO_CLIENTS)
