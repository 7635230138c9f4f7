"""A learner's answer as it was meant, in whatever language it was typed: quotes, spaces, commas in numbers."""

from __future__ import annotations

import re
from typing import Final

from docker_lessons.findings import slips, unseen
from docker_lessons.findings.prompt import without_prompt

_AROUND = "`'\" \u00ab\u00bb\u2039\u203a\u2018\u2019\u201a\u201c\u201d\u201e"
"""Straight and curly quotes and guillemets."""

_AT_THE_END: Final = ".;,!?"
"""What ends a sentence, and no command, name, tag or digest."""
_SHELL = re.compile(r"^[$#>!%]\s*(?=docker\b|sudo\b)")
"""What runs a line in a notebook, or what is left of a prompt."""
_REMARK = re.compile(r"\s#\s.*$")
_LABEL = re.compile(r"^(?:digest\s*:\s*)?sha256\s*:?\s*|^(?:image )?id\s*:\s*", re.IGNORECASE)
_HEADINGS = frozenset({"id", "image id", "image_id", "imageid", "digest", "twelve characters"})
"""What stands above or in the field where the answer goes, typed instead of it."""
_LONGEST = 60
"""Characters of an answer that a sentence repeats at most."""


def bare(answer: str | None) -> str:
    """Returns an answer without the quotes and spaces around it, with single plain spaces inside; '' for no answer.

    What ends a sentence is taken off its end, too.
    """
    plain = " ".join(unseen.removed(answer or "").split()).strip(_AROUND)
    return plain.rstrip(_AT_THE_END).strip(_AROUND)


def typed_line(answer: str | None) -> str:
    """Returns the command in an answer, without a prompt in front, a remark behind, and quotes within."""
    line = _SHELL.sub("", without_prompt(bare(answer))[1])
    kept = _REMARK.sub("", line)
    return " ".join(word.strip(_AROUND) for word in kept.split()).rstrip(_AT_THE_END)


def is_stand_in(answer: str) -> bool:
    """Tells whether an answer only marks the place of one, as instructions do: `<IMAGE ID>`, `sha256:...`, `___`."""
    without_label = _LABEL.sub("", answer)
    if not re.search(r"\w", without_label.replace("_", "")):
        return True
    return slips.has_blank(answer) or answer.casefold() in _HEADINGS


def unbracketed(answer: str) -> str:
    """Returns an ID or digest without the brackets that instructions put around one."""
    return answer.strip("<>[]{}() ")


def told_again(answer: str) -> str:
    """Returns an answer as it is told again; of a long one its beginning, with dots behind it."""
    return answer if len(answer) <= _LONGEST else f"{answer[:_LONGEST].rstrip()}…"


def with_dots(answer: str) -> str:
    """Returns a number, such as a tag, with a dot where a language writes a comma."""
    return re.sub(r"(?<=\d),(?=\d)", ".", answer)
