"""The option `--lang` of the commands that may choose the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docker_lessons import language
from docker_lessons.cli import localized
from docker_lessons.language import gettext

if TYPE_CHECKING:
    from docker_lessons.world import World


def _prefer(context: click.Context, option: click.Parameter, chosen: str | None) -> str | None:
    """Switches the rest of this command, including its help, to the chosen language."""
    if chosen:
        language.prefer(chosen)
    return chosen


LANG = localized.option(
    "--lang",
    type=click.Choice((language.ENGLISH, *language.languages())),
    is_eager=True,
    callback=_prefer,
    help="The language of the course from now on [the one you chose last; JupyterLab's or the system's at first].",
)
"""The option itself; DOCKER_LESSONS_LANG, which is kept nowhere, beats what it chose."""


def keep(world: World, chosen: str | None) -> bool:
    """Saves the language that the option chose for the world, says so, and tells whether it was another one before."""
    if not chosen:
        return False
    from docker_lessons.world import choice

    before = world.language
    choice.speak(world, chosen)
    # Translators: name your own language: what is chosen here is the language that this is told in.
    click.echo(gettext("The course now speaks English."))
    return before != chosen
