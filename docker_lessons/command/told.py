"""A docker line and what was answered to it: what every explanation is made from."""

import base64
import binascii
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docker_lessons.command import arguments
from docker_lessons.world import Names
from docker_lessons.world.engine import Engine


@dataclass(frozen=True)
class Told:
    """A docker line and what was answered to it."""

    words: tuple[str, ...]
    """What was typed behind `docker`, without a password."""
    exit_code: int
    text: str
    """The end of what the command printed, both streams."""
    names: Names
    config: Path
    """The client's config.json."""
    engine: Engine
    """The engine in use."""

    @cached_property
    def verb(self) -> str:
        """The command's short name, `rmi` for `image rm` too."""
        return arguments.verb(self.words)

    @cached_property
    def operands(self) -> list[str]:
        """What the command is about: no options and none of their values."""
        return arguments.operands(self.words)

    @cached_property
    def line(self) -> str:
        """The line as typed."""
        return " ".join(["docker", *self.words])

    def logged_in(self) -> str | None:
        """The account that is logged in to the Hub on this client, None for nobody."""
        try:
            kept = json.loads(self.config.read_bytes())["auths"][self.names.credential_key]["auth"]
            return base64.b64decode(kept).decode().partition(":")[0]
        except (OSError, ValueError, KeyError, TypeError, binascii.Error):
            return None
