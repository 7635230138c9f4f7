"""A finding: a cause and its facts. A wording: whole sentences with a named placeholder for each fact.

A cause has an identifier that never changes. Its sentences are kept apart from the finding, so that the same
finding can be told in another language where it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docker_lessons.language import N_, Later, gettext, listed

NO_IMAGES = N_("no images")
AND_MORE = N_("{shown} and {more} more")
"""What is said of the image names on a host where there are none, and where there are many."""


@dataclass(frozen=True)
class ImageNames:
    """The image names on a host: those that are told, and how many more there are."""

    shown: tuple[str, ...]
    more: int = 0

    def __str__(self) -> str:
        if self.more:
            return gettext(AND_MORE, shown=", ".join(self.shown), more=self.more)
        return listed(self.shown) or gettext(NO_IMAGES)


Fact = str | int | tuple[str, ...] | ImageNames | Later
"""What fills a placeholder: text, a number, names that are told as a list, the names on a host, or a message."""

Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Variant:
    """The facts for one of several wordings of a cause."""

    name: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What is wrong, without the words that tell it."""

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


def _plain(value: Fact) -> Any:
    if isinstance(value, ImageNames):
        return {"shown": list(value.shown), "more": value.more}
    if isinstance(value, Later):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
