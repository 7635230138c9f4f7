"""Patterns for names, as Go's ``path.Match`` and ``filepath.Match`` read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docker_lessons.engine.errors import BadParameter

if TYPE_CHECKING:
    from docker_lessons.oci.reference import Reference


def compiled(pattern: str) -> re.Pattern[str]:
    """Turn a pattern of ``*``, ``?`` and ``[a-z]`` into a regular expression; none crosses a slash.

    Raises:
        BadParameter: With Go's sentence, if it is none.
    """
    expression = ""
    position = 0
    while position < len(pattern):
        character = pattern[position]
        position += 1
        if character == "*":
            expression += "[^/]*"
        elif character == "?":
            expression += "[^/]"
        elif character == "\\" and position < len(pattern):
            expression += re.escape(pattern[position])
            position += 1
        elif character == "[":
            end = pattern.find("]", position + 1)
            if end < 0:
                raise BadParameter("syntax error in pattern")
            inside = pattern[position:end].replace("\\", "\\\\")
            expression += f"[{inside}]"
            position = end + 1
        else:
            expression += re.escape(character)
    try:
        return re.compile(expression, re.DOTALL)
    except re.error:
        raise BadParameter("syntax error in pattern") from None


def familiar_match(pattern: str, reference: Reference) -> bool:
    """Say whether a pattern means a name, with its tag or without.

    Source: ``distribution/reference``, ``FamiliarMatch``.
    """
    expression = compiled(pattern)
    return bool(
        expression.fullmatch(reference.familiar) or expression.fullmatch(reference.familiar_name)
    )
