"""What is made before the first Docker client runs: its config.json."""

from pathlib import Path
from typing import Any

from docker_lessons.world import file

NO_HELPER: dict[str, Any] = {"auths": {"practice.invalid": {}}}
"""A configuration with an entry in `auths`, so that a client keeps its credentials in this file.

With an empty configuration a client looks on PATH for a credential helper (`secretservice`,
`osxkeychain`, `pass`) and would overwrite the learner's real credential in their keychain.
"""


def make(folder: Path) -> None:
    """Makes `folder` and in it, unless there is one, a config.json that prevents credential helpers."""
    with file.explained(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    file.write_once(folder / "config.json", file.json_bytes(NO_HELPER), 0o600)


def forget(folder: Path) -> None:
    """Resets config.json, which removes all credentials; there is no moment without the file."""
    file.write(folder / "config.json", file.json_bytes(NO_HELPER), 0o600)
