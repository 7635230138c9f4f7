"""A language for tests, with the few translations that a test gives it, or with every message marked."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages import Catalog

from docker_lessons.language.catalogue import DOMAIN, OTHER_FOLDER
from translation import definitions
from translation.catalogues import compiled
from translation.program import template

LANGUAGE = "eo"
"""Its name, which a browser may ask for; the course has no catalogue of it."""


def speaks(folder: Path, translations: Mapping[str, str], patch: pytest.MonkeyPatch) -> str:
    """Lets this process speak the language, with these translations of messages, and returns its name."""
    catalog = Catalog(locale=LANGUAGE)
    for message, translation in translations.items():
        catalog.add(message, translation)
    return _speaks(folder, catalog, patch)


def marks_messages(folder: Path, patch: pytest.MonkeyPatch) -> str:
    """Lets this process tell every message of the program between ⟦ and ⟧, and returns the language's name.

    So is told what stands in definitions with nothing in it to translate, such as a name alone.
    """
    catalog = Catalog(locale=LANGUAGE)
    for one in definitions.texts():
        if isinstance(one.text, str) and one.text:
            catalog.add(one.text, f"⟦{one.text}⟧")
    for message in template():
        if isinstance(message.id, str) and message.id:
            catalog.add(message.id, f"⟦{message.id}⟧")
        elif message.id:
            catalog.add(message.id, tuple(f"⟦{one}⟧" for one in message.id))
    return _speaks(folder, catalog, patch)


def _speaks(folder: Path, catalog: Catalog, patch: pytest.MonkeyPatch) -> str:
    compiled(catalog, folder / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.mo")
    patch.setenv(OTHER_FOLDER, str(folder))
    return LANGUAGE
