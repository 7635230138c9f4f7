"""`docker-lessons steps`."""

import json
from typing import Any

import click

from docker_lessons.cli import localized
from docker_lessons.cli.presentation import MARKS
from docker_lessons.language import N_, gettext
from docker_lessons.world import World, control
from docker_lessons.world.failure import WorldError, WorldStopped

_DONE = {"by hand": N_("{title} (by hand)"), "shown": N_("{title} (shown)")}
"""How a step is listed, by the way in which it was passed."""


@localized.command()
@localized.option(
    "--json", "as_json", is_flag=True, help="A JSON list: each step with its verdict."
)
def command(as_json: bool) -> None:
    """List the steps of the course and how far you are.

    `done` tells how a step was passed: by hand, or shown by a solution.
    """
    world, trouble = World.find(), ""
    try:
        course = control.ask(world, "GET", "/course")
        state = next(control.lines(world, "/watch"))
    except WorldError as error:
        if not isinstance(error, WorldStopped):
            trouble = str(error)
        from docker_lessons.lessons import chapter
        from docker_lessons.lessons.outline import outline

        definition = chapter.definition()
        names = definition.names_in(world.names)
        course, state = outline(definition, names, runs_containers=True), {}
    progress = {row["step"]: row for row in state.get("course", [])}
    steps: list[dict[str, Any]] = [
        {
            "step": step["step"],
            "page": step["page"],
            "title": step["title"],
            "goal": step["goal"],
            "verdict": progress.get(step["step"], {}).get("verdict"),
            "done": progress.get(step["step"], {}).get("done"),
        }
        for step in course["steps"]
    ]
    if as_json:
        click.echo(json.dumps(steps, indent=2, ensure_ascii=False))
        return
    for step in steps:
        mark = MARKS.get(str(step["verdict"]), "   ")
        done = _DONE.get(str(step["done"]))
        title = gettext(done, title=step["title"]) if done else step["title"]
        click.echo(f"{mark} {step['step']:<18} {title}")
    if not state:
        click.echo(trouble or gettext("The practice world is stopped: docker-lessons start"))
