"""`docker-lessons status`."""

import json

import click

from docker_lessons.world import World, process


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(as_json: bool) -> None:
    """Say whether the practice world runs, and its three addresses.

    `state` is running or stopped; `engine`, `registry` and `hub` are the addresses (null before the first
    start), `target` is the name that the course pushes.  The exit code is 0 for both states.
    """
    world = World.find()
    found = process.status(world)
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    click.echo(f"state     {found['state']}")
    for name in ("engine", "registry", "hub", "target"):
        click.echo(f"{name:<9} {found[name] or 'not chosen yet'}")
    click.echo(f"folder    {world.home}")
    if found["state"] == "stopped":
        click.echo("Start it: docker-lessons start")
