"""Numbers, dates and times as the current language writes them, and the name and direction of a language.

Source: the Unicode Common Locale Data Repository, via Babel, which is loaded only for languages other than English.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from docker_lessons.language.catalogue import catalogue
from docker_lessons.language.current import ENGLISH, current
from docker_lessons.language.messages import N_

if TYPE_CHECKING:
    from babel import Locale

# Translators: the name of your own language, such as "Français".
_OWN_NAME: Final = N_("English")
_TO_THE_LEFT: Final = frozenset(
    {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
)  # whose usual script is written so


def number(value: float) -> str:
    """Returns a number: `1,024.5` in English."""
    locale = _locale()
    if locale is None:
        return f"{value:,}" if isinstance(value, int) else f"{value:,.15g}"
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale)


def date(when: datetime) -> str:
    """Returns a date: `24 November 2026` in English."""
    locale = _locale()
    if locale is None:
        return f"{when.day} {when:%B %Y}"
    from babel.dates import format_date

    return format_date(when, "long", locale=locale)


def time(when: datetime) -> str:
    """Returns a time of the day, to the minute: `07:15` in English."""
    locale = _locale()
    if locale is None:
        return f"{when:%H:%M}"
    from babel.dates import format_time

    return format_time(when, "short", locale=locale)


def name(language: str) -> str:
    """Returns what a language calls itself, `Français`, as its catalogue says; else its tag."""
    own = catalogue(language).gettext(_OWN_NAME)
    return own if own != _OWN_NAME or language == ENGLISH else language


def direction(language: str) -> str:
    """Returns in which direction a language is written, as HTML has it: `ltr` or `rtl`."""
    return "rtl" if language.partition("_")[0] in _TO_THE_LEFT else "ltr"


def _locale() -> Locale | None:
    """Returns Babel's data on the current language; None for English, and for a language that Babel doesn't know."""
    if current() == ENGLISH:
        return None
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(current())
    except (UnknownLocaleError, ValueError):
        return None
