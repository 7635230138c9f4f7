"""What the scripts in the browser say, in the language of this kernel: sent along with each widget.

Which messages those are is collected from `front/src/` (`python -m translation update` writes `static/messages.json`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from typing import Any

from docker_lessons.language import CHOICE, ENGLISH, current, known, languages, written
from docker_lessons.language.catalogue import catalogue
from docker_lessons.widgets.source import STATIC
from docker_lessons.world.capabilities import HubKind
from docker_lessons.world.names import Names

MESSAGES = STATIC / "messages.json"
"""A list of messages, of a plural its two forms in English."""

_TRIED = 200
"""For how many numbers the form of a plural is looked up: every rule repeats itself from there on, by hundreds."""


def spoken(names: Names | None = None) -> dict[str, Any]:
    """Returns the current language for the widgets' trait `language`: its tag, direction and messages.

    The messages call the Hub what it is in a world with these `names`, a Hub if they are not known yet.
    """
    return _of(current(), names.hub if names else "practice")


def choices() -> list[dict[str, str]]:
    """Returns the languages that can be chosen, each as `{tag, name}`; none where DOCKER_LESSONS_LANG has chosen."""
    if known(os.environ.get(CHOICE, "")):
        return []
    return [
        {"tag": _tag(language), "name": written.name(language)}
        for language in sorted({ENGLISH, *languages()})
    ]


def _tag(language: str) -> str:
    """Returns a language's name as HTML has it."""
    return language.replace("_", "-")


@cache
def _of(language: str, hub: HubKind) -> dict[str, Any]:
    called = Names(hub=hub).called
    messages = json.loads(MESSAGES.read_text(encoding="utf-8"))
    told = {
        message if isinstance(message, str) else message[0]: _told(language, message, called)
        for message in messages
    }
    return {
        "tag": _tag(language),
        "direction": written.direction(language),
        "messages": {message: found for message, found in told.items() if found != message},
    }


def _told(
    language: str, message: str | list[str], called: Callable[[str], str]
) -> str | dict[str, Any]:
    """Returns a translation; for a plural its different forms, and which of them goes with 0, 1, 2 and so on."""
    found = catalogue(language)
    if isinstance(message, str):
        return called(found.gettext(message))
    one, many = message
    forms = [called(found.ngettext(one, many, number)) for number in range(_TRIED)]
    different = list(dict.fromkeys(forms))
    return {"forms": different, "which": "".join(str(different.index(form)) for form in forms)}
