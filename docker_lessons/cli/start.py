"""`docker-lessons start`."""

import os
from pathlib import Path

import click

from docker_lessons.cli.presentation import ENGINE
from docker_lessons.cli.serving import serve
from docker_lessons.world import World


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

    With --engine docker the lessons work with the Docker of this computer, found as your own docker command finds
    it; with --engine practice they come back.  Open terminals and notebooks go on with the new engine, your pages
    are brought up to date, and progress is kept for each engine by itself.  Nothing of yours is touched.
    """
    world = World.find()
    changed = serve(world, engine, pin=True, new_ports=new_ports)
    if folder is not None:
        from docker_lessons.jupyter import working_copy

        working_copy.render(folder.expanduser().absolute(), world)
    elif changed:
        from docker_lessons.cli.rendered import say
        from docker_lessons.jupyter import working_copy

        if (again := working_copy.render_again(world)) is not None:
            say(again[1], again[0])
            click.echo("  a page that is open already: File, Reload Notebook from Disk")
    if os.environ.get("DOCKER_HOST") != f"unix://{world.engine_socket}":
        click.echo('Lead this terminal into it: eval "$(docker-lessons env)"')
