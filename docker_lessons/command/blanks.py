"""Blanks (`___`) in a docker line: an error or, when the course runs unattended, filled from the step's own command.

A line belongs to the step whose command has the same words around the blanks. The steps of the page that the
notebook has opened are tried first.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docker_lessons.command.docker_failed import OpenBlank
from docker_lessons.findings.finding import Facts, Finding
from docker_lessons.findings.wording import Sentences, tell
from docker_lessons.world import World
from docker_lessons.world.control import ask

SENTENCES: Sentences = {
    "open-blank": {
        "one": "There is still one blank in docker {line}: replace the ___ with the right word, then run the "
        "cell again.",
        "two": "There are still two blanks in docker {line}: replace each ___ with the right word, then run the "
        "cell again.",
        "three": "There are still three blanks in docker {line}: replace each ___ with the right word, then run "
        "the cell again.",
        "more": "There are still {count} blanks in docker {line}: replace each ___ with the right word, then run "
        "the cell again.",
    }
}

_BLANK = re.compile(r"_{3,}")
_COUNTED = {1: "one", 2: "two", 3: "three"}

_opened: str | None = None


def open_page(name: str | None) -> None:
    """Notes which page this kernel has opened, by its name or one of its steps; None for no page."""
    global _opened  # noqa: PLW0603  # one kernel reads one page
    _opened = name


def has_blank(line: str) -> bool:
    """Tells whether a line holds a blank."""
    return _BLANK.search(line) is not None


def open_blank(line: str) -> OpenBlank:
    """Returns the error for the blanks in a line (without the word `docker`)."""
    count = len(_BLANK.findall(line))
    facts: Facts = {"line": line.strip(), "count": count}
    return OpenBlank(tell(Finding("open-blank", facts, _COUNTED.get(count, "more")), SENTENCES))


def filled(line: str, world: World) -> str:
    """Returns the step's own command for a line with blanks; both without the word `docker`.

    That is the repair that the step's verdict gives now, or the step's command where the verdict asks for
    something else first.

    Raises:
        OpenBlank: When no step has such a command.
    """
    commands = [
        command
        for step in _steps(world)
        for command in (
            ask(world, "POST", "/check", {"step": step["step"]}).get("repair"),
            step.get("command"),
        )
        if isinstance(command, str)
    ]
    for blank in (r"\S+", r"\S+(?:\s+\S+)*"):  # one word for each blank, else several
        shape = _shape(line, blank)
        for command in commands:
            if shape.fullmatch(command):
                return command.removeprefix("docker ")
    raise open_blank(line)


def _shape(line: str, blank: str) -> re.Pattern[str]:
    """Returns the pattern of a filled line: its own words, and the pattern `blank` in the place of each blank."""
    words = ["docker", *line.split()]
    return re.compile(r"\s+".join(blank.join(map(re.escape, _BLANK.split(word))) for word in words))


def _steps(world: World) -> Iterator[dict[str, Any]]:
    """Returns the course's steps, those of the opened page first."""
    steps: Sequence[dict[str, Any]] = ask(world, "GET", "/course")["steps"]
    page = next((step["page"] for step in steps if _opened in (step["page"], step["step"])), None)
    yield from sorted(steps, key=lambda step: step.get("page") != page)
