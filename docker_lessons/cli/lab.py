"""`docker-lessons lab`."""

from pathlib import Path

import click

from docker_lessons.cli.presentation import ENGINE
from docker_lessons.cli.rendered import say
from docker_lessons.cli.serving import serve
from docker_lessons.world import World, failure


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@ENGINE
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of your pages [lab/ in a clone, else ~/docker-lessons].",
)
@click.pass_context
def command(context: click.Context, engine: str | None, folder: Path | None) -> None:
    """Open the course in JupyterLab, with the practice world behind it.

    It opens on the first page, later on the page where you stopped.

    Your pages are copies: change them as you like. A page that you changed is never overwritten; a newer version
    is laid beside it as NAME.new.ipynb, and a page that you remove comes back fresh. The world goes on until
    the last JupyterLab has ended (or `docker-lessons stop`, if `start` pinned it).

    With --engine docker the lessons work with the Docker of this computer; see docker-lessons start --help.

    Everything else that you write is passed to JupyterLab:

    \b
      docker-lessons lab --no-browser --port 8890
      docker-lessons lab --ip 0.0.0.0            from outside of a container
    """
    world = World.find()
    _serve(world, engine)
    from docker_lessons.jupyter import launch, working_copy

    pages = (folder or working_copy.default_folder()).expanduser().absolute()
    say(working_copy.render(pages, world), pages)
    click.echo("Starting JupyterLab ...")
    launch.replace_process(world, pages, context.args)


def _serve(world: World, engine: str | None) -> None:
    """Starts the world's service, on new ports if another program listens at one that the world had."""
    try:
        serve(world, engine, pin=False)
    except failure.PortTakenError as error:
        click.echo(str(error).partition(" End that program")[0] + " The world gets new ports.")
        serve(world, engine, pin=False, new_ports=True)
