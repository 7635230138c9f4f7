"""A language that nobody speaks, for tests: English accented and 40 % longer, so that what was not translated shows.

Names, commands, placeholders and tags stay as they are, as in every translation.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.catalog import Message

from docker_lessons.language.catalogue import DOMAIN
from translation import catalogues, program
from translation.checks import COMMAND

LANGUAGE: Final = "en_XA"
"""The name of such a language in Unicode's Common Locale Data Repository."""

_KEPT = re.compile(
    r"<code[^>]*>.*?</code>|<[^>]+>|\{\w*(?:!r)?\}|%\(\w+\)s|https?://\S+|&\w+;|" + COMMAND.pattern
)
_ACCENTED = str.maketrans(
    "aceghijlnorstuwyzACEGHIJLNORSTUWYZ", "äçéğĥîĵłñöřšţůŵýžÄÇÉĞĤÎĴŁÑÖŘŠŢŮŴÝŽ"
)
_VOWEL = re.compile(r"[aeiou]")


def folder(place: Path) -> Path:
    """Makes the compiled catalogue of this language in `place`, a folder for DOCKER_LESSONS_LOCALE, and returns it."""
    file = place / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.mo"
    catalogues.compiled(catalog(), file)
    return place


def catalog() -> Catalog:
    """Returns every message of the program in this language."""
    made = Catalog(locale="en", domain=DOMAIN, fuzzy=False)
    for message in program.template():
        if message.id:
            made.add(message.id, _translated(message))
    return made


def accented(text: str) -> str:
    """Returns a text with accents on its letters and its vowels doubled, but what is kept in every translation."""
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_longer(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _longer(text[end:])])


def _longer(text: str) -> str:
    return _VOWEL.sub(lambda vowel: vowel[0] * 2, text).translate(_ACCENTED)


def _translated(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return accented(message.id)
    return tuple(accented(str(form)) for form in message.id)
