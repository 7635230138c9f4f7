"""Blanks (`___`) in a docker line: open ones get a sentence; with nobody there, the step's own command.

Which step a line belongs to follows from the course's data: the command whose fixed words are the
line's own, on the page that the notebook has opened.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docker_lessons.command.failure import OpenBlank
from docker_lessons.world import World
from docker_lessons.world.control import ask

_BLANK = re.compile(r"_{3,}")
_COUNTS = {1: "one blank", 2: "two blanks", 3: "three blanks"}

_opened: str | None = None


def open_page(name: str | None) -> None:
    """Say which page this kernel has opened, by its name or a step of it: its steps are asked first."""
    global _opened  # noqa: PLW0603  # one kernel reads one page
    _opened = name


def has_blank(line: str) -> bool:
    """Whether a blank stands in `line`."""
    return _BLANK.search(line) is not None


def open_blank(line: str) -> OpenBlank:
    """What a learner is told about the blanks in `line` (without the word `docker`)."""
    count = len(_BLANK.findall(line))
    blanks = _COUNTS.get(count, f"{count} blanks")
    verb = "is" if count == 1 else "are"
    return OpenBlank(
        f"There {verb} still {blanks} in docker {line.strip()}: put the right word in the place of "
        f"{'the' if count == 1 else 'each'} ___, then run the cell again."
    )


def filled(line: str, world: World) -> str:
    """The step's own command for the blanked `line`; both without the word `docker`.

    That is the repair that the step's verdict gives right now, or the step's command where the
    verdict asks for something else first.  Raises: OpenBlank where no step has such a command.
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
    """What a filled line looks like: the line's own words, and `blank` in the place of each blank."""
    words = ["docker", *line.split()]
    return re.compile(r"\s+".join(blank.join(map(re.escape, _BLANK.split(word))) for word in words))


def _steps(world: World) -> Iterator[dict[str, Any]]:
    """The course's steps, those of the opened page first."""
    steps: Sequence[dict[str, Any]] = ask(world, "GET", "/course")["steps"]
    page = next((step["page"] for step in steps if _opened in (step["page"], step["step"])), None)
    yield from sorted(steps, key=lambda step: step.get("page") != page)
