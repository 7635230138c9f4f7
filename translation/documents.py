"""The documents that learners and teachers read, each in every language.

`README.md` and `docs/NAME.md` are in French in `docs/fr/`. Their links and pictures are in the same language where there are such.
Below its title each document names the other languages.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from babel import Locale

from translation import markdown

ENGLISH = "en"
DOCUMENTS = (
    "README.md",
    "docs/crib.md",
    "docs/doctor.md",
    "docs/for-teachers.md",
    "docs/running-programs.md",
)
"""The English ones, by their paths in the repository."""

_ROOT = Path(__file__).parents[1]
_LINK = re.compile(r"(?<=\]\()(?P<target>[^)#\s]*)(?P<place>#[^)\s]*)?(?=\))")
_TITLE = re.compile(r"# .+\n")
_LANGUAGES = re.compile(r"\n(?:\[\w+\]\([\w./-]+\.md\)(?: · (?=\[))?)+\n")


def path(document: str, language: str) -> str:
    """Returns where a document is in a language."""
    return document if language == ENGLISH else f"docs/{language}/{PurePosixPath(document).name}"


def messages(text: str) -> Iterator[str]:
    """Yields the messages of a document in their order."""
    yield from markdown.messages(_without_languages(text))


def translated(
    text: str,
    document: str,
    language: str,
    translation: Callable[[str], str],
    languages: Iterable[str],
) -> str:
    """Returns a document in a language; `languages` are all that there are beside English."""

    def in_its_place(message: str) -> str:
        return _LINK.sub(lambda found: _relative(found, document, language), translation(message))

    found = markdown.translated(_without_languages(text), in_its_place)
    return with_languages(found, document, language, languages)


def with_languages(text: str, document: str, language: str, languages: Iterable[str]) -> str:
    """Returns a document with the links to it in all other languages, below its title."""
    here = PurePosixPath(path(document, language)).parent
    links = " · ".join(
        f"[{_name(other)}]({os.path.relpath(path(document, other), here)})"
        for other in (ENGLISH, *languages)
        if other != language
    )
    plain = _without_languages(text)
    return _TITLE.sub(lambda title: f"{title[0]}\n{links}\n", plain, count=1) if links else plain


def _without_languages(text: str) -> str:
    title = _TITLE.match(text)
    assert title, "A document begins with its title."
    return (
        title[0] + _LANGUAGES.sub("", text[title.end() :], count=1)
        if _LANGUAGES.match(text, title.end())
        else text
    )


def _name(language: str) -> str:
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]


def _relative(found: re.Match[str], document: str, language: str) -> str:
    """Returns a link's target as it is reached from the document in a language."""
    target, place = found["target"], found["place"] or ""
    if not target or "://" in target:
        return found[0]
    meant = os.path.normpath(PurePosixPath(document).parent / target)
    own = path(meant, language)
    reached = own if meant in DOCUMENTS or (_ROOT / own).is_file() else meant
    return os.path.relpath(reached, PurePosixPath(path(document, language)).parent) + place
