"""`docker-lessons start`."""

from pathlib import Path

import click

from docker_lessons.cli.words import ENGINE
from docker_lessons.world import World, choice


@click.command()
@click.option(
    "--new-ports", is_flag=True, help="If a port that the world keeps is taken, choose another."
)
@ENGINE
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also lay the pages and the build folder myimage/ into this folder, for a course by terminal.",
)
def command(new_ports: bool, engine: str | None, folder: Path | None) -> None:
    """Start the practice world, and return when engine, registry and Hub answer.

    One service runs in the background from then on, also after the last JupyterLab has gone, until
    `docker-lessons stop`.  Harmless when it runs already.
    """
    world = World.find()
    choice.start(world, engine, pin=True, new_ports=new_ports)
    if folder is not None:
        from docker_lessons.jupyter import working_copy

        working_copy.render(folder.expanduser().absolute(), world)
    click.echo(
        f"The practice world runs: registry {world.registry_url}, Hub {world.hub_url}\n"
        'Lead this terminal into it: eval "$(docker-lessons env)"'
    )
