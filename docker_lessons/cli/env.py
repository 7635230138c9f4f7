"""`docker-lessons env`."""

import json
import os

import click

from docker_lessons.world import World, environment


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object; null: unset.")
def command(as_json: bool) -> None:
    """Print what leads a Docker client into the practice world.

    In a terminal (sh, bash, zsh):  eval "$(docker-lessons env)"

    It sets where the engine is and where log-ins are kept, chooses the classic builder, unsets what would
    lead elsewhere, and puts a `docker` at the end of PATH for computers that have none.  Nothing outside this
    terminal changes.

    DOCKER_HOST leads to whichever engine the lessons work with, also after `start --engine` has chosen another:
    the terminal goes on as it is.  What named your own Docker before is kept in DOCKER_LESSONS_OUTSIDE.
    """
    world = World.find()
    world.prepare()
    change = world.environment()
    change["PATH"] = environment.search_path(os.environ.get("PATH", os.defpath), world.bin)
    if as_json:
        click.echo(json.dumps(change, indent=2))
    else:
        click.echo(environment.shell_lines(change), nl=False)
