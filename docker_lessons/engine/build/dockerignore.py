"""Patterns of a .dockerignore file.

The client leaves out what they match, but for the Dockerfile and the .dockerignore itself, which it sends
in any case; those two are for the builder to leave out. Source: moby ``builder/dockerignore`` and
``pkg/fileutils``.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator


def is_ignored(path: str, text: str) -> bool:
    """Returns whether the .dockerignore with this text leaves out a file at the top of the context.

    The last pattern that matches decides. As in dockerd, a malformed pattern means that the file stays.
    """
    ignored = False
    for pattern, excepts in _patterns(text):
        try:
            if _matches(_steps(pattern), path):
                ignored = not excepts
        except re.error:
            return False
    return ignored


def _patterns(text: str) -> Iterator[tuple[str, bool]]:
    """Yields the patterns in order, each with whether it is an exception (``!``)."""
    for line in io.StringIO(text.removeprefix("\ufeff"), newline="\n"):
        if line.startswith("#") or not (pattern := line.strip()):
            continue
        excepts = pattern.startswith("!")
        pattern = posixpath.normpath(pattern.removeprefix("!").strip() or ".")
        yield pattern.lstrip("/") or ".", excepts


_Step = tuple[str, str]
"""What a part of a pattern takes: ``one`` character that a regular expression describes, ``many`` of them, or ``folders``."""


def _steps(pattern: str) -> list[_Step]:
    """Returns the steps of a pattern; ``**`` also matches slashes.

    Raises:
        re.error: When it is no pattern.
    """
    steps: list[_Step] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        position += 1
        if pattern.startswith("**", position - 1):
            position += 2 if pattern.startswith("/", position + 1) else 1
            steps.append(("folders", "") if position < len(pattern) else ("many", "."))
        elif character == "*":
            steps.append(("many", "[^/]"))
        elif character == "?":
            steps.append(("one", "[^/]"))
        elif character == "\\" and position < len(pattern):
            steps.append(("one", re.escape(pattern[position])))
            position += 1
        elif character == "[":
            end = pattern.find("]", position + 1)
            if end < 0:
                raise re.error("unterminated character set")
            steps.append(("one", pattern[position - 1 : end + 1]))
            position = end + 1
        else:
            steps.append(("one", re.escape(character)))
    return steps


def _matches(steps: list[_Step], path: str) -> bool:
    """Returns whether the steps match the whole path.

    All places that the steps can lead to are followed at once, so that no pattern takes long.
    """
    places = {0}
    for kind, expression in steps:
        if kind == "one":
            takes = re.compile(expression, re.DOTALL)
            places = {place + 1 for place in places if takes.fullmatch(path[place : place + 1])}
        elif kind == "folders":
            first = min(places, default=len(path))
            ends = {end + 1 for end in range(first, len(path)) if path[end] == "/"}
            places |= ends
        else:
            places = _reached(places, path, anything=expression == ".")
        if not places:
            return False
    return len(path) in places


def _reached(places: set[int], path: str, *, anything: bool) -> set[int]:
    """Returns the places reached by skipping any number of characters; slashes are skipped only with `anything`."""
    reached: set[int] = set()
    for place in places:
        end = len(path) if anything else path.find("/", place)
        reached.update(range(place, (len(path) if end < 0 else end) + 1))
    return reached
