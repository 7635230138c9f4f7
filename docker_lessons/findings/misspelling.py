"""A word that is no docker command, and the command that it is most like."""

from __future__ import annotations

import difflib
import re

UNKNOWN_COMMAND = re.compile(r"is not a docker command|unknown command|knows these commands only")
"""What clients 20.10 and 28, and the course's own front end, say of a word that is no command."""

_COMMANDS = (
    *(
        "build",
        "history",
        "images",
        "inspect",
        "login",
        "logout",
        "pull",
        "push",
        "rmi",
        "run",
        "tag",
    ),
    *(
        "image",
        "ps",
        "rm",
        "search",
        "version",
        "info",
        "start",
        "stop",
        "exec",
        "logs",
        "save",
        "load",
    ),
)
"""The commands that a beginner may have meant."""


def nearest_command(typed: str) -> str | None:
    """Returns the command that a misspelt word is most like, None where none is like it."""
    return next(iter(difflib.get_close_matches(typed, _COMMANDS, 1)), None)
