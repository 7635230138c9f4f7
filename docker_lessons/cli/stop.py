"""`docker-lessons stop`."""

import click

from docker_lessons.world import World, process


@click.command()
def command() -> None:
    """End the practice world's service in good order.

    Images, repositories and progress stay; `docker-lessons start` or `lab` goes on from there.
    """
    if process.stop(World.find()):
        click.echo("The practice world is stopped. Nothing is lost.")
    else:
        click.echo("The practice world was not running.")
