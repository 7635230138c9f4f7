"""The sentences of causes, and a finding told in them."""

from __future__ import annotations

import string
from collections.abc import Mapping

from docker_lessons.findings.finding import Finding
from docker_lessons.language import filled, translated

Sentences = Mapping[str, str | Mapping[str, str]]
"""By cause: its sentence, or a sentence for each of its variants."""


def tell(finding: Finding, sentences: Sentences) -> str:
    """Returns the sentence of a finding in the current language, filled with its facts.

    Raises:
        KeyError: When the cause or its variant has no sentence, or a placeholder no fact.
    """
    sentence = sentences[finding.cause]
    if not isinstance(sentence, str):
        sentence = sentence[finding.variant]
    return filled(translated(sentence), finding.facts)


def placeholders_of(sentence: str) -> set[str]:
    """Returns the names of a sentence's placeholders."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
