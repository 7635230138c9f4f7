"""The messages of a Markdown text, and the text with other ones in their places.

A heading, a paragraph, one of a list item too, a table's cell, and text inside of HTML is a message. Everything else
stays byte for byte: code, tables' bars, HTML, the marks of headings and lists.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable("table")
_NOT_WORDS = re.compile(r"`+[^`]*`+|\]\([^)]*\)|<[^>]*>|\{\w*\}")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_SUMMARY = re.compile(r"(?<=<summary>).+(?=</summary>)")
_COMMENT = re.compile(r"(?<=\s#\s)\S.*$|(?<=^#\s)\S.*$", re.MULTILINE)
_SHELL = "sh"
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class _Place:
    """Where a message stands: its lines, and the characters in the first of them."""

    message: str
    first_line: int
    lines: int
    start: int
    end: int


def messages(text: str) -> Iterator[str]:
    """Yields the messages of a text in their order."""
    for place in _places(text):
        yield place.message


def translated(text: str, translation: Callable[[str], str]) -> str:
    """Returns a text with the translation of each of its messages."""
    lines = text.split("\n")
    for place in sorted(_places(text), key=lambda one: (one.first_line, one.start), reverse=True):
        other = translation(place.message)
        if other == place.message:
            continue
        stands = lines[place.first_line : place.first_line + place.lines]
        before, after = stands[0][: place.start], stands[-1][place.end :]
        further = _indent(stands)
        new = f"\n{further}".join(other.split("\n"))
        lines[place.first_line : place.first_line + place.lines] = f"{before}{new}{after}".split(
            "\n"
        )
    return "\n".join(lines)


def has_words(message: str) -> bool:
    """Whether anything in a message is to be translated: not if it is code, a number, or an identifier (`no-engine`)."""
    return not _IDENTIFIER.fullmatch(message) and bool(
        re.search(r"[^\W\d_]", _NOT_WORDS.sub("", message))
    )


def _indent(stands: list[str]) -> str:
    """Returns what begins the further lines of a paragraph: as its second line, or below a list's mark."""
    if len(stands) > 1:
        return str(re.match(r"[\s>]*", stands[1])[0])  # type: ignore[index]  # it matches anything
    mark = re.match(r"[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?", stands[0])
    return re.sub(r"[^\s>]", " ", mark[0]) if mark else ""


def _places(text: str) -> Iterator[_Place]:
    lines = text.split("\n")
    row: list[Token] = []
    for token in _PARSER.parse(text):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield from _of_row(row, lines)
            row = []
        elif token.type in {"th_open", "td_open"}:
            row.append(token)
        elif token.type == "inline" and row:
            row[-1] = token
        elif token.type == "inline":
            yield from _of_paragraph(token, lines)
        elif token.type == "html_block":
            yield from _of_lines(token, lines, _SUMMARY)
        elif token.type == "fence" and token.info == _SHELL:
            yield from _of_lines(token, lines, _COMMENT)


def _of_paragraph(token: Token, lines: list[str]) -> Iterator[_Place]:
    assert token.map
    message = token.content
    if not has_words(message):
        return
    told = message.split("\n")
    first = token.map[0]
    start = lines[first].index(told[0])
    end = lines[first + len(told) - 1].index(told[-1], start if len(told) == 1 else 0) + len(
        told[-1]
    )
    yield _Place(message, first, len(told), start, end)


def _of_row(row: list[Token], lines: list[str]) -> Iterator[_Place]:
    """Yields the cells of a table's row; cells that are missing at its end have no place."""
    first = next((token.map[0] for token in row if token.type == "inline" and token.map), None)
    if first is None:
        return
    line = lines[first]
    bars = [found.start() for found in _CELLS.finditer(line)]
    for before, after in itertools.pairwise(bars):
        cell = line[before + 1 : after]
        if message := cell.strip():
            start = before + 1 + cell.index(message)
            if has_words(message):
                yield _Place(message, first, 1, start, start + len(message))


def _of_lines(token: Token, lines: list[str], pattern: re.Pattern[str]) -> Iterator[_Place]:
    assert token.map
    for number in range(*token.map):
        for found in pattern.finditer(lines[number]):
            if has_words(found[0]):
                yield _Place(found[0], number, 1, *found.span())
