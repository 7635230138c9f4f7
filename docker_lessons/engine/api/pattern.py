"""Shell patterns as Go's ``path.Match`` and ``filepath.Match`` read them."""

from __future__ import annotations

import re

from docker_lessons.engine.api.errors import BadParameter


def compiled(pattern: str) -> re.Pattern[str]:
    """Translates a pattern of ``*``, ``?`` and ``[a-z]`` into a regular expression; none of them matches a slash.

    Raises:
        BadParameter: When it is not a pattern, with Go's sentence.
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
