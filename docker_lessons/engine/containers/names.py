"""Names of containers: which are allowed, and those that the engine gives."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import BadParameter

if TYPE_CHECKING:
    from collections.abc import Callable

_ALLOWED = re.compile(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]+")
_ADJECTIVES = (
    *("able", "blithe", "brisk", "calm", "candid", "cheerful", "clever", "cosy", "curious"),
    *("dapper", "eager", "earnest", "fair", "fond", "gentle", "glad", "graceful", "hardy"),
    *("humble", "jolly", "keen", "kind", "lively", "lucid", "merry", "mellow", "modest"),
    *("neat", "nimble", "patient", "plucky", "polite", "proud", "quiet", "ready", "serene"),
    *("sincere", "spry", "steady", "sunny", "tidy", "trusty", "upbeat", "warm", "witty"),
)
_SURNAMES = (
    *("anning", "banneker", "bouman", "carson", "cori", "daly", "elion", "faraday", "franklin"),
    *("gauss", "germain", "hamilton", "herschel", "hopper", "hypatia", "jackson", "johnson"),
    *("kepler", "kovalevskaya", "lamarr", "leavitt", "lovelace", "mayer", "meitner", "mendel"),
    *("mirzakhani", "nightingale", "noether", "payne", "perlman", "quimby", "ramanujan", "ride"),
    *("rubin", "sanger", "somerville", "tharp", "turing", "vaughan", "wallace", "wu", "yalow"),
)
_TRIES = 6


def checked(name: str) -> str:
    """Returns a name without the slash that may stand before it.

    Raises:
        BadParameter: When it is not allowed, with dockerd's sentence.
    """
    if not _ALLOWED.fullmatch(name):
        raise BadParameter(
            f"Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
        )
    return name.removeprefix("/")


def generated(is_taken: Callable[[str], bool], identity: str) -> str:
    """Returns a name that no container has: an adjective and a scientist's surname, or else part of the ID."""
    for attempt in range(_TRIES):
        name = f"{random.choice(_ADJECTIVES)}_{random.choice(_SURNAMES)}"  # noqa: S311
        if attempt:
            name += str(random.randrange(10))  # noqa: S311
        if not is_taken(name):
            return name
    return identity[:12]
