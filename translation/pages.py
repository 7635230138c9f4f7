"""The messages of pages and documents, and these in every language, as files that are committed.

`notebooks/*.ipynb`, the picture on them and the documents are in English; each language has its own in
`notebooks/LANGUAGE/` and `docs/LANGUAGE/`, made from the catalogue of the domain `pages`. What has no translation yet
stays English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from babel.messages import Catalog

from translation import documents, notebook

DOMAIN = "pages"
ROOT = Path(__file__).parents[1]
NOTEBOOKS = "notebooks"


def template() -> Catalog:
    """Returns every message of pages and documents, with the places where it stands."""
    catalog = Catalog(project="docker-lessons", charset="utf-8", fuzzy=False)
    for file, message, about in _messages():
        number = len(catalog)  # keeps them in the order in which they are read
        catalog.add(message, None, [(file, number)], auto_comments=[about] if about else [])
    return catalog


def translation(catalog: Catalog) -> Callable[[str], str]:
    """Returns what gives a message's translation in a catalogue, and the message itself where there is none."""

    def look_up(message: str) -> str:
        found = catalog.get(message)
        return str(found.string) if found and found.string and not found.fuzzy else message

    return look_up


def made(language: str, catalog: Catalog, languages: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yields the files of a language, and their text; `languages` are all that have documents."""
    look_up = translation(catalog)
    for source in _notebooks():
        yield (
            source.parent / language / source.name,
            notebook.translated(source.read_text("utf-8"), look_up),
        )
    for source in _pictures():
        yield (
            source.parent / language / source.name,
            notebook.redrawn(source.read_text("utf-8"), look_up),
        )
    for document in documents.DOCUMENTS:
        text = (ROOT / document).read_text("utf-8")
        yield (
            ROOT / documents.path(document, language),
            documents.translated(text, document, language, look_up, languages),
        )


def english(languages: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Yields the English documents, with the links to all other languages."""
    for document in documents.DOCUMENTS:
        text = (ROOT / document).read_text("utf-8")
        yield (
            ROOT / document,
            documents.with_languages(text, document, documents.ENGLISH, languages),
        )


def write(files: Iterator[tuple[Path, str]]) -> None:
    """Writes files where they are not yet as they should be."""
    for file, text in files:
        if not _is(file, text):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")


def stale(files: Iterator[tuple[Path, str]]) -> Iterator[Path]:
    """Yields the files that are not as they should be."""
    return (file for file, text in files if not _is(file, text))


def _is(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text("utf-8") == text


def _messages() -> Iterator[tuple[str, str, str]]:
    for source in _notebooks():
        for message, about in notebook.messages(source.read_text("utf-8")):
            yield _place(source), message, about
    for source in _pictures():
        for message in notebook.drawn(source.read_text("utf-8")):
            yield _place(source), message, "in the picture; keep it as short"
    for document in documents.DOCUMENTS:
        for message in documents.messages((ROOT / document).read_text("utf-8")):
            yield document, message, ""


def _notebooks() -> list[Path]:
    return sorted((ROOT / NOTEBOOKS).glob("*.ipynb"))


def _pictures() -> list[Path]:
    return sorted((ROOT / NOTEBOOKS).glob("*.svg"))


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
