"""What stands ready before the first Docker client runs: its config.json, and the words on PATH."""

import shlex
import sys
from pathlib import Path
from typing import Any

from docker_lessons.world import file

NO_HELPER: dict[str, Any] = {"auths": {"practice.invalid": {}}}
"""A client that finds an entry in `auths` keeps credentials in this file.

With an empty configuration it looks on PATH for a credential helper (`secretservice`, `osxkeychain`, `pass`)
and would write the practice password over the learner's real log-in in their keychain.
"""


def make(folder: Path) -> None:
    """Make `folder` with the config.json that keeps credential helpers out, unless it is there."""
    with file.explained(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    file.write_once(folder / "config.json", file.json_bytes(NO_HELPER), 0o600)


def forget(folder: Path) -> None:
    """Forget every log-in: config.json is as new, and was never missing."""
    file.write(folder / "config.json", file.json_bytes(NO_HELPER), 0o600)


def make_commands(folder: Path) -> None:
    """Make the folder for the end of PATH: `docker-lessons`, and `docker` for who has no client."""
    with file.explained(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    python = shlex.quote(sys.executable)
    for name, words in (("docker-lessons", ""), ("docker", "docker ")):
        script = f'#!/bin/sh\nexec {python} -m docker_lessons {words}"$@"\n'.encode()
        path = folder / name
        if not path.is_file() or path.read_bytes() != script:
            file.write(path, script, 0o700)
