"""`docker-lessons reset`."""

import shutil

import click

from docker_lessons.cli import leftovers
from docker_lessons.world import World, docker_config, process

REMEMBERED = ("engine", "hub", "memory*.db", "memory*.db-wal", "memory*.db-shm")
"""Patterns of the files that `reset` removes from a world's directory: images, repositories, and the progress with
each engine."""


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(yes: bool) -> None:
    """Begin again: remove the practice world's images, repositories, log-in and progress.

    It says what it will do and asks. Your pages, the account with its password and the addresses stay; the folder
    myimage/ beside your pages becomes as it was. Nothing outside of the practice world is touched.

    While the lessons work with your own Docker, the images that the course made there are removed as well, by their
    names and never by force, and no container, no other image and nothing else of yours.
    """
    world = World.find()
    if not world.made:
        click.echo(f"There is no practice world at {world.home}: nothing to reset.")
        return
    found = leftovers.find(world) if world.engine.capabilities.engine_is_shared else None
    click.echo(
        f"This empties the practice world at {world.home}: all images of the practice engine, the Hub's "
        "repositories, your log-in, and your progress. Your pages stay."
    )
    for line in leftovers.plan(world, found) if found else ():
        click.echo(line)
    if not yes:
        click.confirm("Begin again?", abort=True)
    was = process.status(world)
    process.stop(world)
    if found:
        for line in leftovers.outcome(leftovers.remove(world, found)):
            click.echo(line)
    empty(world)
    from docker_lessons.jupyter import working_copy

    pages = working_copy.last(world)
    if pages is not None and (pages / working_copy.BUILD_FOLDER).is_dir():
        working_copy.restore_build_folder(pages, world)
    if was["state"] == "running":
        process.start(world, pin=bool(was.get("pinned")))
    click.echo("The practice world is as new. The first step: build-image.")


def empty(world: World) -> None:
    """Removes images, repositories, log-ins and progress; after a kill, the next reset or start completes it."""
    trash = world.home / "trash"
    trash.mkdir(mode=0o700, exist_ok=True)
    for path in [found for pattern in REMEMBERED for found in world.home.glob(pattern)]:
        shutil.rmtree(trash / path.name, ignore_errors=True)
        path.rename(trash / path.name)
    shutil.rmtree(trash, ignore_errors=True)
    docker_config.forget(world.docker_config)
