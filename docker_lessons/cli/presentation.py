"""Steps, verdicts and the engine in use, as the commands read and print them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE
from docker_lessons.world.failure import EngineError

if TYPE_CHECKING:
    from docker_lessons.world import World


class StepName(click.ParamType):  # type: ignore[type-arg]  # click before 8.4 takes none
    """A step's name, in an argument: another one is a slip in usage, and the shell completes it."""

    name = "step"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Returns the name.

        Raises:
            click.BadParameter: When the course has no such step.
        """
        return str(self._choice().convert(value, param, ctx))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Returns the names that begin so."""
        return self._choice().shell_complete(ctx, param, incomplete)

    def _choice(self) -> click.Choice[str]:
        from docker_lessons.lessons import chapter  # asked when a name is there, not at import

        return click.Choice(chapter.STEPS)


STEP = StepName()

ENGINE = click.option(
    "--engine",
    type=click.Choice((PRACTICE, DOCKER)),
    envvar=CHOICE,
    help="The engine that the lessons work with from now on: the practice engine, or the Docker that this "
    "computer has [the one chosen last; practice at first].",
)
"""The option of the commands that may choose the engine; DOCKER_LESSONS_ENGINE in its place does the same."""


def own_docker(world: World) -> dict[str, str | None] | None:
    """Returns what is known of the learner's own Docker, None if the world works with the practice engine.

    The keys are `socket`, `chosen_by` (what chose it), `version` and `trouble` (why it does not answer); one of the
    last two is None.
    """
    engine = world.engine
    if engine.capabilities.starts_with_world:
        return None
    from docker_lessons.world import (
        own_engine,
    )  # it loads what a start in the practice world has no time for

    told: dict[str, str | None] = {"socket": str(engine.socket), "chosen_by": engine.chosen_by}
    try:
        return told | {"version": str(own_engine.version(engine).get("Version")), "trouble": None}
    except EngineError as error:
        return told | {"version": None, "trouble": str(error)}


def engine_lines(world: World) -> list[str]:
    """Returns a line that names the engine in use, and a second line with what is wrong with it, if anything is."""
    own = own_docker(world)
    if own is None:
        return ["the practice engine"]
    release = f" {own['version']}" if own["version"] else ""
    lines = [f"your own Docker{release} at unix://{own['socket']} (by {own['chosen_by']})"]
    return [*lines, own["trouble"]] if own["trouble"] else lines


MARKS = {"passed": "✓", "skipped": "»", "not yet": "○", "could not check": "‖"}
"""The sign that stands before a step, by its verdict."""


def report(verdict: dict[str, Any]) -> str:
    """Returns a verdict as a few lines: the step, the reason, and what to do."""
    mark = MARKS.get(str(verdict["verdict"]), "?")
    lines = [f"{mark} {verdict['step']}: {verdict['verdict']}", f"  {verdict['text']}"]
    if verdict["verdict"] != "passed":
        lines += [f"  seen:   {verdict['seen']}", f"  wanted: {verdict['wanted']}"]
    if verdict["repair"]:
        lines.append(f"  do:     {verdict['repair']}")
    return "\n".join(lines)
