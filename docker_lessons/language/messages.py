"""Messages in the current language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docker_lessons.language.catalogue import catalogue
from docker_lessons.language.current import current


def gettext(message: str, /, **facts: object) -> str:
    """Returns a message in the current language, with the facts in its placeholders.

    Facts that are a tuple are told as a list.

    Raises:
        KeyError: When no fact fills a placeholder.
    """
    found = translated(message)
    return filled(found, facts) if facts else found


def ngettext(one: str, many: str, number: int, /, **facts: object) -> str:
    """Returns the message that fits a number, which fills the placeholder `{number}`.

    Raises:
        KeyError: When no fact fills a placeholder.
    """
    found = catalogue(current()).ngettext(one, many, number)
    return filled(found, {"number": number, **facts})


def translated(message: str) -> str:
    """Returns a message in the current language, its placeholders still open; itself where it has no translation."""
    return catalogue(current()).gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802  # gettext's own name
    """Marks a message that is translated later, where it is told."""
    return message


@dataclass(frozen=True)
class Later:
    """A message that is told later: its `str` is in the language that is current then.

    It serves as a fact of another message, and as what an exception says.
    """

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.message, **self.facts)


def later(message: str, /, **facts: object) -> Later:
    """Returns a message that is looked up and filled when it is told."""
    return Later(message, facts)


def listed(names: Iterable[str]) -> str:
    """Joins names to a phrase in the current language: `a, b and c`."""
    found = list(names)
    if len(found) < 2:
        return "".join(found)
    return gettext("{names} and {last}", names=", ".join(found[:-1]), last=found[-1])


def filled(message: str, facts: Mapping[str, Any]) -> str:
    """Returns a message with facts in its placeholders; those that are a tuple are told as a list.

    Raises:
        KeyError: When no fact fills a placeholder.
    """
    return message.format_map(_Told(facts))


class _Told(dict[str, Any]):
    """Facts as a message tells them, each when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        fact = super().__getitem__(name)
        return listed(map(str, fact)) if isinstance(fact, tuple) else fact
