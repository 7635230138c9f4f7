"""The sentences of causes, and a finding told in them."""

from __future__ import annotations

from collections.abc import Mapping

from docker_lessons.findings.finding import Finding, worded

Sentences = Mapping[str, str | Mapping[str, str]]
"""By cause: its sentence, or a sentence for each of its variants."""


def tell(finding: Finding, sentences: Sentences) -> str:
    """Returns the sentence of a finding, filled with its facts.

    Raises:
        KeyError: When the cause or its variant has no sentence, or a placeholder no fact.
    """
    sentence = sentences[finding.cause]
    if not isinstance(sentence, str):
        sentence = sentence[finding.variant]
    return worded(sentence, finding.facts)
