"""The current language.

Inside `speaking`, it is the one given there; else the one that an option has set for this process; else the one in
DOCKER_LESSONS_LANG; else the one that was kept with a world; else the system's (LC_ALL, LC_MESSAGES, LANG); else
English.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from docker_lessons.language.catalogue import languages

ENGLISH: Final = "en"
CHOICE: Final = "DOCKER_LESSONS_LANG"
"""The variable that chooses the language."""

READER: Final = "DOCKER_LESSONS_READER"
"""The variable with the language of who reads the course in a Jupyter server (`jupyter.reader`), where it is known."""

_SYSTEM = (READER, "LC_ALL", "LC_MESSAGES", "LANG")
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@dataclass
class _Process:
    """What was set for this process."""

    preferred: str = ""
    kept: str = ""


_process = _Process()


def current() -> str:
    """Returns the language in which people are told things now, such as `fr`."""
    spoken = _spoken.get() or _process.preferred
    return spoken or of_environment(os.environ, _process.kept)


def chosen() -> str:
    """Returns the language that somebody chose: by an option, by the variable, or as a setting; '' where nobody did."""
    return (
        _spoken.get()
        or _process.preferred
        or known(os.environ.get(CHOICE, ""))
        or known(_process.kept)
        or ""
    )


def prefer(language: str | None) -> None:
    """Sets the language of this process, None for the one of its environment."""
    _process.preferred = language or ""


def keep(language: str) -> None:
    """Sets the language kept as a setting, '' for none: it overrides the system's; CHOICE and an option override it."""
    _process.kept = language


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Tells everything in this language for the `with` block and what it awaits; None changes nothing."""
    token = _spoken.set(language or _spoken.get())
    try:
        yield
    finally:
        _spoken.reset(token)


def of_environment(environ: Mapping[str, str], kept: str = "") -> str:
    """Returns the language of an environment: DOCKER_LESSONS_LANG's, else `kept`, else the system's, else English.

    Source: POSIX.1-2017, Base Definitions, section 8.2, for the order of the system's variables.
    """
    if chosen := known(environ.get(CHOICE, "")) or known(kept):
        return chosen
    system = next((environ[name] for name in _SYSTEM if environ.get(name)), "")
    return known(system) or ENGLISH


def accepted(header: str) -> str | None:
    """Returns the best-ranked language of an Accept-Language header that we speak, None if we speak none of them.

    Source: RFC 9110, section 12.5.4.
    """
    ranked = []
    for number, each in enumerate(header.split(",")):
        name, _, weight = each.partition(";q=")
        try:
            rank = float(weight) if weight else 1.0
        except ValueError:
            rank = 0.0
        if rank > 0 and (language := known(name)):
            ranked.append((-rank, number, language))
    return min(ranked)[2] if ranked else None


def known(name: str) -> str | None:
    """Returns the language of a locale's or a language tag's name (`fr_CA.UTF-8`, `fr-CA`), None if we don't speak it."""
    plain = name.strip().partition(".")[0].partition("@")[0].replace("-", "_")
    spoken = {language.lower(): language for language in (ENGLISH, *languages())}
    while plain:
        if found := spoken.get(plain.lower()):
            return found
        plain = plain.rpartition("_")[0]
    return None
