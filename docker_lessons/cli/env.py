"""`docker-lessons env`."""

import json
import os

import click

from docker_lessons.cli import localized
from docker_lessons.language import CHOICE
from docker_lessons.world import World, environment


@localized.command()
@localized.option("--json", "as_json", is_flag=True, help="One JSON object; null means unset.")
def command(as_json: bool) -> None:
    """Print what connects a Docker client to the practice world.

    In a terminal (sh, bash, zsh):  eval "$(docker-lessons env)"

    It sets where the engine is and where logins are kept, chooses the classic builder, unsets variables that
    point to another Docker, and puts a `docker` command first on PATH that starts your Docker client, if there is
    one, and keeps it from the internet.  Nothing outside this terminal changes.

    DOCKER_HOST always points to the engine that the lessons use, even after `start --engine` has chosen
    another one, so you can go on in the same terminal.  What pointed to your own Docker before is kept in
    DOCKER_LESSONS_OUTSIDE.
    """
    world = World.find()
    world.prepare()
    change = world.environment()
    change["PATH"] = environment.search_path(os.environ.get("PATH", os.defpath), world.bin)
    if chosen := os.environ.get(CHOICE):
        change[CHOICE] = chosen
    if as_json:
        click.echo(json.dumps(change, indent=2))
    else:
        click.echo(environment.shell_lines(change), nl=False)
