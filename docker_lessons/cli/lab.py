"""`docker-lessons lab`."""

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from docker_lessons.cli import localized
from docker_lessons.cli.lang import LANG, keep
from docker_lessons.cli.presentation import ACCOUNT, AUTHORITY, ENGINE, HUB, REGISTRY
from docker_lessons.cli.rendered import say
from docker_lessons.cli.serving import Chosen, serve
from docker_lessons.language import gettext
from docker_lessons.world import World, failure


@localized.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
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
    help="The folder for your pages [lab/ in a clone, or else ~/docker-lessons].",
)
@localized.option("--notebook", is_flag=True, help="Open it in Notebook 7 instead of JupyterLab.")
@click.pass_context
def command(
    context: click.Context,
    engine: str | None,
    hub: str | None,
    account: str | None,
    registry: str | None,
    authority: str | None,
    lang: str | None,
    folder: Path | None,
    notebook: bool,
) -> None:
    """Open the course in JupyterLab, with its practice world.

    It opens the first page, and later the page where you stopped.

    Your pages are copies, so change them as you like. A page that you changed is never overwritten: a newer
    version is saved next to it as NAME.new.ipynb. If you delete a page, it comes back fresh. The world keeps
    running until the last JupyterLab has ended (or until `docker-lessons stop`, if you ran `start`).

    With --engine docker the lessons use the Docker on this computer, and with --hub docker.io --account YOURID you
    publish to the real Docker Hub, with --registry HOST:PORT to a registry of your own choice, and with --lang you choose the language; see docker-lessons start --help.

    Any other arguments are passed on to JupyterLab:

    \b
      docker-lessons lab --no-browser --port 8890
      docker-lessons lab --ip 0.0.0.0            to reach it from outside a container
    """
    if notebook and find_spec("notebook") is None:
        raise click.ClickException(
            gettext(
                "Notebook 7 is not installed beside the course. Install it, then try again: "
                "{python} -m pip install notebook",
                python=shlex.quote(sys.executable),
            )
        )
    world = World.find()
    _serve(world, Chosen(engine, hub, account, registry, authority))
    keep(world, lang)
    from docker_lessons.jupyter import launch, working_copy

    pages = (folder or working_copy.default_folder()).expanduser().absolute()
    say(working_copy.render(pages, world), pages)
    click.echo(gettext("Starting {name} ...", name="Notebook 7" if notebook else "JupyterLab"))
    launch.replace_process(world, pages, context.args, launch.NOTEBOOK if notebook else launch.LAB)


def _serve(world: World, chosen: Chosen) -> None:
    """Starts the world's service, on new ports if another program listens at one that the world had."""
    try:
        serve(world, chosen, pin=False)
    except failure.PortTakenError:
        click.echo(
            gettext(
                "A port of the practice world is now taken by another program. The practice world gets new ports."
            )
        )
        serve(world, chosen, pin=False, new_ports=True)
