"""Whether a line may be proposed: the client would accept it, as far as a line can show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from docker_lessons.findings.command_line import CommandLine, parse
from docker_lessons.findings.docker_options import COMMANDS
from docker_lessons.findings.finding import Facts, Finding
from docker_lessons.findings.image_name import mended_name
from docker_lessons.oci.reference import InvalidReference, Reference

_MANY = 99
_OPERANDS = {
    "build": (1, 1),
    "history": (1, 1),
    "images": (0, 1),
    "info": (0, 0),
    "inspect": (1, _MANY),
    "login": (0, 1),
    "logout": (0, 1),
    "ps": (0, 0),
    "pull": (1, 1),
    "push": (1, 1),
    "rm": (1, _MANY),
    "rmi": (1, _MANY),
    "run": (1, _MANY),
    "search": (1, 1),
    "tag": (2, 2),
    "version": (0, 0),
}
"""The commands that may be proposed, and how many operands each takes, from and to."""
_NAMES = {
    "history": 1,
    "images": 1,
    "inspect": _MANY,
    "pull": 1,
    "push": 1,
    "rmi": _MANY,
    "run": 1,
    "tag": _MANY,
}
"""How many of a command's operands are names of images."""
_NO_NAMES = frozenset({"docker", "sudo"})
"""Words that were hardly meant for names, although they could be."""
_NOT_PLAIN = re.compile(r"[^\x21-\x7e]")


def proposed(words: Sequence[str], instead_of: CommandLine) -> str:
    """Returns a line to propose, '' where the client would not accept it or it is what was typed."""
    if tuple(words) == instead_of.words or not accepted(words):
        return ""
    return shlex.join(words)


def replaced(line: CommandLine, word: str, by: str) -> str:
    """Returns a line to propose, with `by` in the place of `word`; '' where it cannot be proposed."""
    return proposed([by if each == word else each for each in line.words], line)


def with_proposal(cause: str, facts: Facts, mended: str) -> Finding:
    """Returns a finding in the variant `mended` with its proposal, or `alone` where there is nothing to propose."""
    if not mended:
        return Finding(cause, facts, "alone")
    return Finding(cause, {**facts, "mended": mended}, "mended")


def accepted(words: Sequence[str]) -> bool:
    """Tells whether the client accepts a line: its command, its options, its operands and their names."""
    line = parse(words)
    if line.words[:1] != ("docker",) or line.verb not in _OPERANDS or line.verb not in COMMANDS:
        return False
    if any(not option.known or option.lacks_value for option in line.options):
        return False
    if any(not option.known or option.lacks_value for option in line.global_options):
        return False
    least, most = _OPERANDS[line.verb]
    if not least <= len(line.operands) <= most:
        return False
    names = [*line.operands[: _NAMES.get(line.verb, 0)]]
    names += line.values("--tag") if line.verb == "build" else []
    plain = [*line.operands, *(option.value for option in line.options if option.value)]
    if any(map(_NOT_PLAIN.search, plain)) or not _NO_NAMES.isdisjoint(plain):
        return False
    return all(is_name(name) and not mended_name(name) for name in names)


def is_name(name: str) -> bool:
    """Tells whether Docker reads this as the name of an image, or as an ID."""
    if re.fullmatch(r"(?:sha256:)?[0-9a-f]{4,64}", name):
        return True
    try:
        Reference.parse(name)
    except InvalidReference:
        return False
    return True
