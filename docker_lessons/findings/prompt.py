"""A terminal's prompt that was copied together with a docker line."""

import re

PROMPT = re.compile(
    r"(?:"
    r"(?:\([\w.-]+\) ?)?[\w.-]+@[\w.-]+[^#$%>\n]*[#$%>]"  # user@host:~$
    r"|\[[\w.-]+@[^\]\n]+\][#$%>]"  # [user@host ~]$
    r"|(?:PS )?[A-Za-z]:\\[^>\n]*>|PS>"  # PS C:\Users\you>
    r"|In \[\d*\]:"
    r"|%(?=\s)|[$>\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}\N{RIGHTWARDS ARROW}]"
    r")\s*(?=docker\s+(?!(?:in|is|if|and|or|not|for)\b)[A-Za-z-]|sudo\s+docker\b)"
)
"""A terminal's prompt that was copied with a docker line. A lone # isn't one: it begins a comment."""


def without_prompt(text: str) -> tuple[str, str]:
    """Returns a terminal's prompt in front of a docker line, '' for none, and the line without it."""
    found = PROMPT.match(text)
    return (found[0].strip(), text[found.end() :]) if found else ("", text)
