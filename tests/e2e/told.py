"""What the course says of a cause, in a language."""

from __future__ import annotations

import re

from docker_lessons.language import speaking, translated
from docker_lessons.lessons import chapter


def part_of(cause: str, variant: str, language: str) -> str:
    """Returns the longest part of a cause's sentence in which no fact stands."""
    diagnoses = (one for step in chapter.definition().steps for one in step.diagnoses.causes)
    found = next(one for one in diagnoses if one.id == cause)
    words = found.variants[variant] if variant else found.words
    with speaking(language):
        parts = re.split(r"\{\w+\}", translated(words.text or ""))
    return max(parts, key=len).strip()
