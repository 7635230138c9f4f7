"""`docker-lessons status`."""

import json

import click

from docker_lessons.cli.presentation import engine_lines, own_docker
from docker_lessons.world import World, process


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(as_json: bool) -> None:
    """Say whether the practice world runs, its three addresses, and which engine it works with.

    `state` is running or stopped; `engine`, `registry` and `hub` are the addresses (null before the first
    start), `target` is the name that the course pushes.  `engine_kind` is practice or docker; with docker,
    `own_docker` holds socket, chosen_by, version and trouble of your own Docker, else it is null.  The exit code
    is 0 for both states.
    """
    world = World.find()
    found = process.status(world)
    if as_json:
        click.echo(json.dumps(found | {"own_docker": own_docker(world)}, indent=2))
        return
    click.echo(f"state     {found['state']}")
    click.echo(f"engine    {found['engine']}")
    for line in engine_lines(world):
        click.echo(f"          {line}")
    for name in ("registry", "hub", "target"):
        click.echo(f"{name:<9} {found[name] or 'not chosen yet'}")
    click.echo(f"folder    {world.home}")
    if found["state"] == "stopped":
        click.echo("Start it: docker-lessons start")
