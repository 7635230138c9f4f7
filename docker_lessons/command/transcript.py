"""A docker line and what was printed for it: what every explanation is made from."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docker_lessons.findings.command_line import CommandLine, parse
from docker_lessons.world import Names, client_config
from docker_lessons.world.engine import Engine


@dataclass(frozen=True)
class Transcript:
    """A docker line that was run, its end, and where it ran."""

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
    typed_password: bool = False
    """Whether a password stood in the line."""
    own_log_in: bool = False
    """Whether the log-in is the learner's own, in which nothing but its key is read."""

    @cached_property
    def line(self) -> CommandLine:
        """The line, taken apart."""
        return parse(("docker", *self.words))

    @property
    def verb(self) -> str:
        """The command's short name, `rmi` for `image rm` too."""
        return self.line.verb

    @property
    def operands(self) -> Sequence[str]:
        """What the command is about: no options and none of their values."""
        return self.line.operands

    @property
    def first(self) -> str:
        """The first operand, '' where there is none."""
        return self.operands[0] if self.operands else ""

    def logged_in(self) -> str | None:
        """Returns the account that is logged in to the Hub on this client, None for nobody.

        For the learner's own log-in it is '': the course looks only whether there is one.
        """
        try:
            auths = client_config.contents(self.config)["auths"]
            if self.own_log_in:
                return "" if self.names.credential_key in auths else None
            kept = auths[self.names.credential_key]["auth"]
            return base64.b64decode(kept).decode().partition(":")[0]
        except (ValueError, KeyError, TypeError, binascii.Error):
            return None
