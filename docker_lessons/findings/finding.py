"""A finding: a cause and its facts. A wording: whole sentences with a named placeholder for each fact.

A cause has an identifier that stays. Its sentences stand apart from what was found, so that the same
finding can be told in another language where it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Fact = str | int | tuple[str, ...]
"""What fills a placeholder: text, a number, or names that are told as a list."""

Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Finding:
    """What is the matter, without a word about it."""

    cause: str
    """The cause's identifier, such as `tag-latest`."""
    facts: Facts = field(default_factory=dict)
    """A value for each placeholder of the cause's sentences."""
    variant: str = ""
    """Which of a cause's wordings fits, where it has several."""

    def document(self) -> dict[str, Any]:
        """The finding as JSON carries it."""
        facts = {k: list(v) if isinstance(v, tuple) else v for k, v in self.facts.items()}
        return {"cause": self.cause, "variant": self.variant, "facts": facts}


def worded(sentence: str, facts: Facts) -> str:
    """Fill the placeholders of a sentence.

    Raises:
        KeyError: If the sentence has a placeholder that no fact fills.
    """
    return sentence.format_map({name: _told(value) for name, value in facts.items()})


def listed(names: Iterable[str], last: str = "and") -> str:
    """Join names to a phrase: `a, b and c`."""
    found = list(names)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def _told(value: Fact) -> str:
    return listed(value) if isinstance(value, tuple) else str(value)
