"""A word that is no docker command, and the command that is meant by it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from docker_lessons.findings.command_line import CommandLine
from docker_lessons.findings.proposal import proposed

UNKNOWN_COMMAND = re.compile(r"is not a docker command|unknown command")
"""What clients 20.10 and 28 say of a word that is no command; the course's own says it as the newer one."""

NO_SUCH_COMMAND = re.compile(
    rf"{UNKNOWN_COMMAND.pattern}|unknown (?:shorthand )?flag|To get more help with docker"
)
"""What clients say of such a word, of the option after it, or at the end of the usage that the old one prints instead."""

_DOCKERS_OWN = (
    "attach build builder checkpoint commit config container context cp create diff events exec export history image "
    "images import info inspect kill load login logout logs manifest network node pause plugin port ps pull push rename "
    "restart rm rmi run save search secret service stack start stats stop swarm system tag top trust unpause update "
    "version volume wait"
)
_OF_PLUGINS = (
    "ai app buildx cloud compose debug desktop dev extension feedback init mcp model offload pass sandbox sbom scan "
    "scout slim"
)
REAL_COMMANDS = frozenset(f"{_DOCKERS_OWN} {_OF_PLUGINS}".split())
"""Docker's commands, and those of its usual plugins: none of these is a misspelling.

Sources: https://docs.docker.com/reference/cli/docker/ and the plugins that Docker Desktop brings.
"""

_BEGINNERS = (
    *("build", "history", "images", "inspect", "login", "logout", "pull", "push", "rmi", "run"),
    *("tag", "image", "ps", "rm", "search", "version", "info"),
)
"""The commands that a beginner may have meant."""

_SAID_ELSEWHERE = {
    "build": "make compile bake",
    "images": "list ls dir show image-list list-images",
    "login": "signin sign-in log-in logon auth authenticate",
    "logout": "signout sign-out log-out logoff",
    "pull": "download fetch get install clone checkout",
    "push": "upload publish send share deploy",
    "rmi": "delete remove del erase uninstall remove-image rmimage",
    "run": "execute launch",
    "tag": "label alias retag",
}
_SYNONYMS = {word: command for command, words in _SAID_ELSEWHERE.items() for word in words.split()}
"""What other tools and everyday English call a command."""


def is_real(typed: str) -> bool:
    """Tells whether a word is a command of Docker's or of a usual plugin, although this client has none."""
    return typed in REAL_COMMANDS


def is_of_plugin(typed: str) -> bool:
    """Tells whether a word is a command of one of Docker's usual plugins."""
    return typed in _OF_PLUGINS.split()


def lacks_plugin(typed: str, said: str) -> bool:
    """Tells whether a plugin is missing: clients then refuse its options as their own, and print their own usage."""
    return is_of_plugin(typed) and "docker [OPTIONS] COMMAND" in said


def meant(line: CommandLine, typed: str) -> str:
    """Returns the line with the command that was meant by a word that isn't one; '' where nothing likely would run."""
    if typed not in line.words or is_real(typed):
        return ""
    at = line.words.index(typed)
    before, behind = line.words[:at], line.words[at + 1 :]
    tries = (proposed((*before, *words), line) for words in _candidates(typed, behind))
    return next((one for one in tries if one), "")


def _candidates(typed: str, behind: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yields what may stand in the place of a word and all behind it, the likeliest first."""
    word = typed.lower()
    if behind and word + behind[0] in _BEGINNERS:  # `log in`, `pu sh`
        yield (word + behind[0], *behind[1:])
    if word in REAL_COMMANDS:
        yield (word, *behind)
    if word in _SYNONYMS:
        if behind[:1] in (("image",), ("images",)):  # `delete image NAME`, `show images`
            yield (_SYNONYMS[word], *behind[1:])
        yield (_SYNONYMS[word], *behind)
        return
    for near in difflib.get_close_matches(word, _BEGINNERS, 3):
        yield (near, *behind)
    for command in _BEGINNERS:  # `pushdemousr/demorep:1.0`, `images-q`
        if word.startswith(command) and len(word) > len(command) + 2:
            yield (command, typed[len(command) :], *behind)
