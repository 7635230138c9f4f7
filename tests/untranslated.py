"""Finds English in pages that were made in the pseudo-locale, where every translated word has accents."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SPOKEN = ("title", "placeholder", "alt", "aria-label")
_VOID = {"area", "br", "hr", "img", "input", "link", "meta", "source", "wbr"}
_SILENT = {"script", "style", "code", "pre", "svg"}
_WORD = re.compile(r"(?<![\w./@-])[A-Za-z]{2,}(?![\w/@-]|[:.]\w)")


def words(text: str, names: frozenset[str] = frozenset()) -> list[str]:
    """Returns the words of a text that have no accent, but for names."""
    return [word for word in _WORD.findall(text) if word not in names]


def of_page(html: str, names: frozenset[str] = frozenset()) -> list[str]:
    """Returns the untranslated words that a page shows or reads out."""
    reader = _Page()
    reader.feed(html)
    return [word for text in reader.texts for word in words(text, names)]


class _Page(HTMLParser):
    """Gathers what a page shows or reads out, but names, commands and code."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[bool] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.texts += [str(given[name]) for name in SPOKEN if given.get(name)]
        if tag not in _VOID:
            own = tag in _SILENT or given.get("translate") == "no" or "hreflang" in given
            self._inside.append(own or any(self._inside))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._inside):
            self.texts.append(data)
