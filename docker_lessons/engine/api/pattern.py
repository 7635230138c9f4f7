"""Shell patterns as Go's ``path.Match`` and ``filepath.Match`` read them."""

from __future__ import annotations

import re

from docker_lessons.engine.api.errors import BadParameter


def compiled(pattern: str) -> re.Pattern[str]:
    """Translates a pattern of ``*``, ``?`` and ``[a-z]`` into a regular expression; none of them matches a slash.

    Raises:
        BadParameter: When it is not a pattern, with Go's sentence.
    """
    components = [_component(pieces) for pieces in _pieces(pattern)]
    try:
        return re.compile("/".join(components), re.DOTALL)
    except re.error:
        raise BadParameter("syntax error in pattern") from None


def _pieces(pattern: str) -> list[list[str]]:
    """Returns, for each component of a pattern, the regular expressions of the parts between its stars."""
    components = [[""]]
    position = 0
    while position < len(pattern):
        character = pattern[position]
        position += 1
        pieces = components[-1]
        if character == "*":
            pieces.append("")
        elif character == "/":
            components.append([""])
        elif character == "?":
            pieces[-1] += "[^/]"
        elif character == "\\" and position < len(pattern):
            pieces[-1] += re.escape(pattern[position])
            position += 1
        elif character == "[":
            end = pattern.find("]", position + 1)
            if end < 0:
                raise BadParameter("syntax error in pattern")
            inside = pattern[position:end].replace("\\", "\\\\")
            pieces[-1] += f"[{inside}]"
            position = end + 1
        else:
            pieces[-1] += re.escape(character)
    return components


def _component(pieces: list[str]) -> str:
    """Returns the regular expression of a component.

    A piece after a star is matched only where it is first found, except for the last piece, so that a pattern with
    many stars takes no longer than others.
    """
    first, *others = pieces
    if not others:
        return first
    found = "".join(f"(?>[^/]*?{piece})" for piece in others[:-1] if piece)
    return f"{first}{found}[^/]*{others[-1]}"
