"""`docker-lessons stop`."""

import click

from docker_lessons.cli import localized
from docker_lessons.language import gettext
from docker_lessons.world import World, process


@localized.command()
def command() -> None:
    """Stop the practice world.

    Images, repositories and progress stay; `docker-lessons start` or `lab` continues from there.
    """
    if process.stop(World.find()):
        click.echo(gettext("The practice world is stopped. Nothing is lost."))
    else:
        click.echo(gettext("The practice world was not running."))
