"""A finding: a cause and its facts. A wording: whole sentences with a named placeholder for each fact.

A cause has an identifier that stays. Its sentences stand apart from what was found, so that the same
finding can be told in another language where it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NO_IMAGES = "no images"
AND_MORE = "{shown} and {more} more"
"""What is said of the image names on a host where there are none, and where there are many."""


@dataclass(frozen=True)
class ImageNames:
    """The image names on a host: those that are told, and how many more there are."""

    shown: tuple[str, ...]
    more: int = 0

    def __str__(self) -> str:
        if self.more:
            return AND_MORE.format(shown=", ".join(self.shown), more=self.more)
        return listed(self.shown) or NO_IMAGES


Fact = str | int | tuple[str, ...] | ImageNames
"""What fills a placeholder: text, a number, names that are told as a list, or the names on a host."""

Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Variant:
    """Facts that one of a cause's other wordings tells."""

    name: str
    facts: Facts = field(default_factory=dict)


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
        """Returns the finding as JSON carries it."""
        facts = {name: _plain(value) for name, value in self.facts.items()}
        return {"cause": self.cause, "variant": self.variant, "facts": facts}


def worded(sentence: str, facts: Facts) -> str:
    """Fills the placeholders of a sentence.

    Raises:
        KeyError: When the sentence has a placeholder that no fact fills.
    """
    return sentence.format_map(_Telling(facts))


def listed(names: Iterable[str], last: str = "and") -> str:
    """Joins names to a phrase: `a, b and c`."""
    found = list(names)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


class _Telling(dict[str, Fact]):
    """Facts as a sentence tells them."""

    def __getitem__(self, name: str) -> str:
        return _told(super().__getitem__(name))


def _plain(value: Fact) -> Any:
    if isinstance(value, ImageNames):
        return {"shown": list(value.shown), "more": value.more}
    return list(value) if isinstance(value, tuple) else value


def _told(value: Fact) -> str:
    return listed(value) if isinstance(value, tuple) else str(value)
