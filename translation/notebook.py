"""The messages of a notebook and of a picture that it shows, and each of them with other ones in their places.

A notebook's messages are those of its Markdown cells, and of the other texts that these have in their metadata
(`docker_lessons/jupyter/page_text.py`). Code, cell ids, tags and metadata stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from docker_lessons.jupyter.page_text import TEXTS
from translation import markdown

_DRAWN = re.compile(
    r'(?<=<title id="title">)[^<]+|(?<=<desc id="description">)[^<]+'
    r'|(?P<text><text(?: class="(?:head|said)")?(?: [xy]="[\d.]+")* ?>)(?P<words>[^<\s](?:[^<]*[^<\s])?)'
)
"""What people read in a picture: text without a class of its own, heads and what is said; not names and commands."""


def messages(notebook: str) -> Iterator[tuple[str, str]]:
    """Yields the messages of a notebook in their order, each with the cell and the text in it where it stands."""
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "markdown":
            texts = {"": cell["source"], **cell["metadata"].get(TEXTS, {})}
            for key, text in texts.items():
                about = f"cell {cell['id']}, for {key}" if key else f"cell {cell['id']}"
                yield from ((one, about) for one in markdown.messages("".join(text)))


def translated(notebook: str, translation: Callable[[str], str]) -> str:
    """Returns a notebook with the translation of each of its messages."""
    whole = json.loads(notebook)
    for cell in whole["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = _translated(cell["source"], translation)
            others = cell["metadata"].get(TEXTS, {})
            others.update({key: _translated(text, translation) for key, text in others.items()})
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _translated(source: str | list[str], translation: Callable[[str], str]) -> str | list[str]:
    text = markdown.translated("".join(source), translation)
    return text if isinstance(source, str) else text.splitlines(keepends=True)


def drawn(picture: str) -> Iterator[str]:
    """Yields the messages of a picture in SVG."""
    for found in _DRAWN.finditer(picture):
        yield found["words"] or found[0]


def redrawn(picture: str, translation: Callable[[str], str]) -> str:
    """Returns a picture in SVG with the translation of each of its messages."""

    def other(found: re.Match[str]) -> str:
        words = found["words"] or found[0]
        return (found["text"] or "") + translation(words)

    return _DRAWN.sub(other, picture)
