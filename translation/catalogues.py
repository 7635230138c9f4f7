"""A language's catalogues on disk: read, brought up to date with the code, written, compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from docker_lessons.language.catalogue import DOMAIN, FOLDER
from translation import pages, program

TEMPLATES: dict[str, Callable[[], Catalog]] = {
    DOMAIN: program.template,
    pages.DOMAIN: pages.template,
}
"""What makes the template of each domain: the program's messages, and those of pages and documents."""

_WIDTH = 110


def path(language: str, domain: str = DOMAIN) -> Path:
    """Returns where a language's catalogue is."""
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def languages() -> list[str]:
    """Returns the languages that have a catalogue."""
    return sorted(folder.name for folder in FOLDER.iterdir() if (folder / "LC_MESSAGES").is_dir())


def read(language: str, domain: str = DOMAIN) -> Catalog:
    """Returns a language's catalogue, an empty one where there is none yet."""
    file = path(language, domain)
    if not file.is_file():
        return Catalog(locale=language, domain=domain, project="docker-lessons", fuzzy=False)
    with file.open("rb") as opened:
        return read_po(opened, locale=language, domain=domain)


def update(language: str, domain: str = DOMAIN) -> Catalog:
    """Brings a catalogue up to date with the code and writes it; a translation whose message went is dropped.

    Nothing is guessed: a message that was changed is untranslated, and its old translation stays as a comment.
    """
    catalog = read(language, domain)
    catalog.update(TEMPLATES[domain](), no_fuzzy_matching=True, update_creation_date=False)
    for message_id, message in list(catalog.obsolete.items()):
        if not message.string:
            del catalog.obsolete[message_id]
    write(catalog, path(language, domain))
    return catalog


def write(catalog: Catalog, file: Path) -> None:
    """Writes a catalogue without line numbers and dates, which would change with every commit."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(
            opened,
            catalog,
            width=_WIDTH,
            include_lineno=False,
            sort_by_file=True,
            omit_header=False,
        )


def write_pages() -> None:
    """Writes pages and documents in each language."""
    for files in _pages():
        pages.write(files)


def stale_pages() -> list[Path]:
    """Returns the pages and documents that are not as their catalogue says."""
    return [file for files in _pages() for file in pages.stale(files)]


def _pages() -> Iterator[Iterator[tuple[Path, str]]]:
    yield pages.english(languages())
    for language in languages():
        yield pages.made(language, read(language, pages.DOMAIN), languages())


def compile_all() -> None:
    """Compiles the program's catalogue of each language, beside it."""
    for language in languages():
        compiled(read(language), path(language).with_suffix(".mo"))


def compiled(catalog: Catalog, file: Path) -> None:
    """Writes a catalogue as gettext reads it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_mo(opened, catalog)
