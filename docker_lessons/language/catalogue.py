"""The catalogues of messages: a folder for each language under `docker_lessons/locale/`, compiled, as gettext has them.

Source: GNU gettext manual, section "Locating Message Catalog Files".
"""

from __future__ import annotations

import functools
import gettext
import os
from pathlib import Path
from typing import Final

DOMAIN: Final = "docker_lessons"
FOLDER: Final = Path(__file__).parents[1] / "locale"
OTHER_FOLDER: Final = "DOCKER_LESSONS_LOCALE"
"""The variable with a folder whose catalogues come before our own, for a translator who tries one."""


def languages() -> tuple[str, ...]:
    """Returns the languages that have a compiled catalogue, such as `fr`, in their order."""
    return _found(tuple(_folders()))


@functools.cache
def _found(folders: tuple[Path, ...]) -> tuple[str, ...]:
    found = {
        path.parts[-3] for folder in folders for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    }
    return tuple(sorted(found))


def catalogue(language: str) -> gettext.NullTranslations:
    """Returns a language's messages; where it has no catalogue, those that leave everything in English."""
    return _read(language, tuple(_folders()))


@functools.cache
def _read(language: str, folders: tuple[Path, ...]) -> gettext.NullTranslations:
    for folder in folders:
        try:
            return gettext.translation(DOMAIN, folder, [language])
        except (OSError, ValueError):  # none there, or one that is damaged
            continue
    return gettext.NullTranslations()


def _folders() -> list[Path]:
    other = os.environ.get(OTHER_FOLDER)
    return [Path(other), FOLDER] if other else [FOLDER]
