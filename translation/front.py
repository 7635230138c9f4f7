"""The messages of the front end, which a kernel looks up in its language and sends to the browser."""

from __future__ import annotations

import json

from docker_lessons.widgets.speech import MESSAGES
from translation import program

_FOLDER = "front/src/"


def text() -> str:
    """Returns the file that lists the messages of `front/src/`, one a line."""
    found = [
        message.id
        for message in program.template()
        if message.id and any(place.startswith(_FOLDER) for place, _ in message.locations)
    ]
    lines = ",\n".join(sorted(json.dumps(message, ensure_ascii=False) for message in found))
    return f"[\n{lines}\n]\n"


def write() -> None:
    """Writes that file anew."""
    MESSAGES.write_text(text(), encoding="utf-8")
