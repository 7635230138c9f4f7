"""Steps, verdicts and the engine in use, as the commands read and print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from docker_lessons.cli import localized
from docker_lessons.language import N_, gettext
from docker_lessons.world import process, which_hub
from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE
from docker_lessons.world.failure import EngineError

if TYPE_CHECKING:
    from docker_lessons.world import World


class StepName(click.ParamType):  # type: ignore[type-arg]  # click before 8.4 takes none
    """An argument that is a step's name: any other name is a usage error, and the shell completes the names."""

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
        """Returns the names that begin with what was typed."""
        return self._choice().shell_complete(ctx, param, incomplete)

    def _choice(self) -> click.Choice[str]:
        from docker_lessons.lessons import chapter  # asked when a name is there, not at import

        return click.Choice(chapter.STEPS)


STEP = StepName()

ENGINE = localized.option(
    "--engine",
    type=click.Choice((PRACTICE, DOCKER)),
    envvar=CHOICE,
    help="The engine that the lessons use from now on: the practice engine, or the Docker on this "
    "computer [the one you chose last; practice at first].",
)
"""The option of the commands that may choose the engine; DOCKER_LESSONS_ENGINE in its place does the same."""


HUB = localized.option(
    "--hub",
    type=click.Choice((which_hub.PRACTICE, which_hub.DOCKER_IO)),
    envvar=which_hub.CHOICE,
    help="The Hub that you publish to from now on: the practice Hub, or docker.io, the real Docker "
    "Hub, with your own account [the one you chose last; practice at first].",
)
"""The option of the commands that may choose the Hub; DOCKER_LESSONS_HUB in its place does the same."""

ACCOUNT = localized.option(
    "--account",
    metavar="YOURID",
    envvar=which_hub.ACCOUNT,
    help="Your Docker ID, for --hub docker.io, or your username at the registry, for --registry; never a password [the "
    "one you gave last].",
)
"""The option with the learner's account; DOCKER_LESSONS_ACCOUNT in its place does the same."""

REGISTRY = localized.option(
    "--registry",
    metavar="HOST[:PORT][/FOLDER]",
    envvar=which_hub.REGISTRY_CHOICE,
    help="Publish to this registry from now on instead of a Hub, with --account if it wants a login; localhost:5000, for "
    "example. --hub practice switches back.",
)
"""The option of the commands that may choose another registry; DOCKER_LESSONS_REGISTRY in its place does the same."""

AUTHORITY = localized.option(
    "--registry-ca",
    "authority",
    metavar="FILE",
    envvar=which_hub.AUTHORITY,
    help="The certificate (PEM) of the authority that signed the registry's own, if this computer doesn't know it.",
)
"""The option with that registry's authority; DOCKER_LESSONS_REGISTRY_CA in its place does the same."""


def own_docker(world: World) -> dict[str, str | None] | None:
    """Returns what is known of the learner's own Docker, None if the world works with the practice engine.

    The keys are `socket` (its path, or the URL of an engine on a network), `chosen_by` (what chose it), `version` and
    `trouble` (why it does not answer); one of the last two is None.
    """
    engine = world.engine
    if engine.capabilities.starts_with_world:
        return None
    from docker_lessons.world import (
        own_engine,
    )  # it loads what a start in the practice world has no time for

    told: dict[str, str | None] = {"socket": engine.where, "chosen_by": engine.chosen_by}
    try:
        return told | {"version": str(own_engine.version(engine).get("Version")), "trouble": None}
    except EngineError as error:
        return told | {"version": None, "trouble": str(error)}


_PRACTICE_ENGINE = (N_("the practice engine"), N_("It uses the practice engine."))
_OWN_DOCKER = (
    N_("your own Docker {version} at {address} (set by {by})"),
    N_("It uses your own Docker {version} at {address} (set by {by})."),
)
_SILENT_DOCKER = (
    N_("your own Docker at {address} (set by {by})"),
    N_("It uses your own Docker at {address} (set by {by})."),
)
"""What names the engine in use, alone and in a sentence."""


def engine_lines(world: World, *, in_a_sentence: bool = False) -> list[str]:
    """Returns a line that names the engine in use, and a second line with what is wrong with it, if anything is."""
    own = own_docker(world)
    if own is None:
        return [gettext(_PRACTICE_ENGINE[in_a_sentence])]
    facts = {"address": world.engine.address, "by": world.engine.named_by}
    if own["trouble"]:
        return [gettext(_SILENT_DOCKER[in_a_sentence], **facts), own["trouble"]]
    own_docker_line = gettext(_OWN_DOCKER[in_a_sentence], version=own["version"], **facts)
    return [own_docker_line, *relay_lines(world)]


def columns(rows: Sequence[tuple[str, str]], gap: int = 2) -> list[str]:
    """Returns a line for each label and its text; all texts begin in the same column."""
    width = max(len(label) for label, _ in rows) + gap
    return [f"{label:<{width}}{text}" for label, text in rows]


def relay_lines(world: World) -> list[str]:
    """Returns a line about the relay container that leads from the engine in use to the practice registry, if one does."""
    if not world.engine.relay or world.which_hub.is_real:
        return []
    found = process.status(world).get("relay") or {}
    if trouble := found.get("trouble"):
        said = gettext(
            "The container {container}, by which it reaches the practice registry, isn't running: {trouble}. The world "
            "goes on trying; pushes and pulls fail meanwhile.",
            container=world.relay,
            trouble=trouble,
        )
    elif found:
        said = gettext(
            "It reaches the practice registry by the container {container}.", container=world.relay
        )
    else:
        said = gettext(
            "It reaches the practice registry by the container {container}, which runs while the practice world does.",
            container=world.relay,
        )
    return [said]


MARKS = {"passed": "[x]", "skipped": "[-]", "not yet": "[ ]", "could not check": "[?]"}
"""The sign before a step, by its verdict; every font has it."""


_TITLES = {
    "passed": N_("{step}: passed"),
    "skipped": N_("{step}: skipped"),
    "not yet": N_("{step}: not yet"),
    "could not check": N_("{step}: could not check"),
}


def report(verdict: dict[str, Any]) -> str:
    """Returns a verdict as a few lines: the step, the reason, and what to do."""
    mark = MARKS.get(str(verdict["verdict"]), "[?]")
    title = _TITLES[verdict["verdict"]]
    lines = [f"{mark} {gettext(title, step=verdict['step'])}", f"  {verdict['text']}"]
    seen, wanted, do = columns(
        [
            (gettext("seen:"), verdict["seen"]),
            (gettext("wanted:"), verdict["wanted"]),
            (gettext("do:"), verdict["repair"]),
        ],
        gap=1,
    )
    if verdict["verdict"] != "passed":
        lines += [f"  {seen}", f"  {wanted}"]
    if verdict["repair"]:
        lines.append(f"  {do}")
    return "\n".join(lines)
