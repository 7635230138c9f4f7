"""`docker-lessons start`."""

import os
from pathlib import Path

import click

from docker_lessons.cli import localized
from docker_lessons.cli.lang import LANG, keep
from docker_lessons.cli.presentation import ACCOUNT, AUTHORITY, ENGINE, HUB, REGISTRY
from docker_lessons.cli.serving import Chosen, serve
from docker_lessons.language import gettext
from docker_lessons.world import World


@localized.command()
@localized.option(
    "--new-ports", is_flag=True, help="If one of the world's ports is taken, choose another."
)
@ENGINE
@HUB
@ACCOUNT
@REGISTRY
@AUTHORITY
@LANG
@localized.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also put the pages and the folder myimage/ here, to take the course in a terminal.",
)
def command(
    new_ports: bool,
    engine: str | None,
    hub: str | None,
    account: str | None,
    registry: str | None,
    authority: str | None,
    lang: str | None,
    folder: Path | None,
) -> None:
    """Start the practice world, and return once the engine, the registry and the Hub answer.

    It keeps running in the background until `docker-lessons stop`, even after you close the last JupyterLab.  If it
    is already running, this does no harm.

    With --engine docker the lessons use the Docker on this computer, found the way your own docker command finds it;
    --engine practice switches back.  Open terminals and notebooks go on with the new engine, your pages are brought
    up to date, and each engine keeps its own progress.  Nothing of yours is touched.

    With --hub docker.io --account YOURID you publish to the real Docker Hub, in your own account: with your own
    Docker (--engine docker), as you are logged in there, or with the practice engine and an access token that you
    type into its docker login, which this world alone keeps.  The course only looks; --hub practice switches back.

    With --registry HOST:PORT you publish to a registry of your own choice, with either engine: it is asked whether it
    wants a login, and if so, give your username there with --account.  What you type into docker login stays in this
    world, and goes to that registry alone.

    With --lang the course speaks that language from now on, in terminals, on its pages and on the practice Hub.
    """
    world = World.find()
    changed = serve(
        world, Chosen(engine, hub, account, registry, authority), pin=True, new_ports=new_ports
    )
    changed = keep(world, lang) or changed
    if folder is not None:
        from docker_lessons.jupyter import working_copy

        working_copy.render(folder.expanduser().absolute(), world)
    elif changed:
        from docker_lessons.cli.rendered import say
        from docker_lessons.jupyter import working_copy

        if (again := working_copy.render_again(world)) is not None:
            say(again[1], again[0])
            click.echo("  " + gettext("if a page is already open: File, Reload Notebook from Disk"))
    if os.environ.get("DOCKER_HOST") != f"unix://{world.engine_socket}":
        click.echo(gettext('Connect this terminal to it: eval "$(docker-lessons env)"'))
