"""A learner's answer as it was meant, in whatever language it was typed: quotes, spaces, commas in numbers."""

from __future__ import annotations

import re

_AROUND = "`'\" \u00ab\u00bb\u2039\u203a\u2018\u2019\u201a\u201c\u201d\u201e"
"""Straight and curly quotes and guillemets."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def bare(answer: str | None) -> str:
    """Returns an answer without the quotes and spaces around it, with single plain spaces inside; '' for none."""
    return " ".join(_INVISIBLE.sub("", answer or "").split()).strip(_AROUND)


def with_dots(answer: str) -> str:
    """Returns a number, such as a tag, with a dot where a language writes a comma."""
    return re.sub(r"(?<=\d),(?=\d)", ".", answer)
