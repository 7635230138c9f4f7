"""A step's name and a verdict, as a terminal has them."""

from typing import Any

import click

from docker_lessons.lessons.undone import UNDONE_BY
from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE

STEP = click.Choice(tuple(UNDONE_BY))
"""A step's name, in an argument: another one is a slip in usage, and the shell completes it."""

ENGINE = click.option(
    "--engine",
    type=click.Choice((PRACTICE, DOCKER)),
    envvar=CHOICE,
    help="The engine that the lessons work with from now on: the practice engine, or the Docker that this "
    "computer has [the one chosen last; practice at first].",
)
"""The option of the commands that may choose; DOCKER_LESSONS_ENGINE in its place does the same."""

MARKS = {"passed": "✓", "skipped": "»", "not yet": "○", "could not check": "‖"}


def report(verdict: dict[str, Any]) -> str:
    """A verdict on a few lines: what, why, and what to do."""
    mark = MARKS.get(str(verdict["verdict"]), "?")
    lines = [f"{mark} {verdict['step']}: {verdict['verdict']}", f"  {verdict['text']}"]
    if verdict["verdict"] != "passed":
        lines += [f"  seen:   {verdict['seen']}", f"  wanted: {verdict['wanted']}"]
    if verdict["repair"]:
        lines.append(f"  do:     {verdict['repair']}")
    return "\n".join(lines)
