"""The start of a world's service with the chosen engine, which `start` and `lab` have in common."""

from __future__ import annotations

import click

from docker_lessons.cli.presentation import engine_lines
from docker_lessons.world import Names, World, choice
from docker_lessons.world.engine import Engine


def serve(world: World, engine: str | None, *, pin: bool, new_ports: bool = False) -> bool:
    """Starts the service if it does not run, prints what runs, and tells whether the engine or the names changed.

    Raises:
        WorldError: When the service did not start, or the engine cannot be used.
    """
    before, names = world.engine, world.names
    choice.start(world, engine, pin=pin, new_ports=new_ports)
    click.echo(f"The practice world runs: registry {world.registry_url}, Hub {world.hub_url}")
    engine_in_use, *trouble = engine_lines(world)
    click.echo(f"It works with {engine_in_use}.")
    for line in trouble:
        click.echo(line)
    for line in _changes(before, names, world):
        click.echo(line)
    return (before.kind, before.socket, names) != (
        world.engine.kind,
        world.engine.socket,
        world.names,
    )


def _changes(before: Engine, names: Names, world: World) -> list[str]:
    """Returns lines for the learner about a change of names, port or engine."""
    now = world.names
    lines = []
    if now.bear_an_address and now.registry != names.registry:
        lines.append(
            f"Names of the course begin with {now.prefix} here: the target is {now.target}, "
            f"and you log in with {now.log_in}."
        )
    if now.bear_an_address and names.bear_an_address and now.registry != names.registry:
        lines.append(
            f"The registry has a new port. What is named {names.prefix}... on your Docker stays, and nothing answers "
            "there any more: name it anew with docker tag, or remove the name with docker rmi."
        )
    if before.capabilities.engine_is_shared and not world.engine.capabilities.engine_is_shared:
        lines.append(
            "What the course made on your own Docker stays there. To remove it: "
            "docker-lessons start --engine docker, then docker-lessons reset."
        )
    return lines
