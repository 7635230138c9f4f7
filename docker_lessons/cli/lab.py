"""`docker-lessons lab`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docker_lessons.cli.words import ENGINE
from docker_lessons.world import World, choice, failure

if TYPE_CHECKING:
    from docker_lessons.jupyter import working_copy


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

    Everything else that you write is passed to JupyterLab:

    \b
      docker-lessons lab --no-browser --port 8890
      docker-lessons lab --ip 0.0.0.0            from outside of a container
    """
    world = World.find()
    serve(world, engine)
    click.echo(f"The practice world runs: registry {world.registry_url}, Hub {world.hub_url}")
    from docker_lessons.jupyter import launch, working_copy

    pages = (folder or working_copy.default_folder()).expanduser().absolute()
    say(working_copy.render(pages, world), pages)
    click.echo("Starting JupyterLab ...")
    launch.replace_process(world, pages, context.args)


def serve(world: World, engine: str | None) -> None:
    """Have the world served; a port that is taken is no reason to keep a learner waiting."""
    try:
        choice.start(world, engine, pin=False)
    except failure.PortTakenError as error:
        click.echo(str(error).partition(" End that program")[0] + " The world gets new ports.")
        choice.start(world, engine, pin=False, new_ports=True)


def say(pages: list[working_copy.Rendered], folder: Path) -> None:
    """What became of the pages, in a line or two."""
    made = sum(page.outcome == "made" for page in pages)
    yours = [page.page for page in pages if page.outcome in {"yours", "beside"}]
    click.echo(f"Your pages: {folder}" + (f" ({made} new)" if made else ""))
    if yours:
        click.echo(f"  kept as you changed them: {', '.join(yours)}")
    for page in pages:
        if page.outcome == "beside":
            click.echo(f"  a newer version of {page.page} lies beside it: {page.path.name}")
        elif page.outcome == "updated":
            click.echo(f"  brought up to date: {page.page}")
