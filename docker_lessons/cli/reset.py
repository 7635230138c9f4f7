"""`docker-lessons reset`."""

import json
import shutil
from pathlib import Path

import click

from docker_lessons.world import World, docker_config, process

REMEMBERED = ("engine", "hub", "memory.db", "memory.db-wal", "memory.db-shm")
"""What a world remembers: images and events, repositories, progress and answers."""


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(yes: bool) -> None:
    """Begin again: remove the practice world's images, repositories, log-in and progress.

    It asks first. Your pages, the account with its password and the addresses stay; the folder myimage/ beside
    your pages becomes as it was. Nothing outside of the practice world is touched.
    """
    world = World.find()
    if not world.made:
        click.echo(f"There is no practice world at {world.home}: nothing to reset.")
        return
    if not yes:
        click.echo(f"This empties the practice world at {world.home}:")
        click.echo("all its images, its Hub's repositories, and your progress. Your pages stay.")
        click.confirm("Begin again?", abort=True)
    was = process.status(world)
    process.stop(world)
    empty(world)
    pages = _pages(world)
    if pages is not None:
        from docker_lessons.jupyter import working_copy

        working_copy.restore_build_folder(pages, world)
    if was["state"] == "running":
        process.start(world, pin=bool(was.get("pinned")))
    click.echo("The practice world is as new. The first step: build-image.")


def empty(world: World) -> None:
    """Remove what the world remembers; killed half-way, the next reset or start finishes it."""
    trash = world.home / "trash"
    trash.mkdir(mode=0o700, exist_ok=True)
    for name in REMEMBERED:
        path = world.home / name
        if path.exists():
            shutil.rmtree(trash / name, ignore_errors=True)
            path.rename(trash / name)
    shutil.rmtree(trash, ignore_errors=True)
    docker_config.forget(world.docker_config)


def _pages(world: World) -> Path | None:
    """The working copy that `lab` opened last."""
    try:
        settings = json.loads((world.home / "jupyter" / "jupyter_server_config.json").read_bytes())
        folder = Path(settings["ServerApp"]["root_dir"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder if (folder / "myimage").is_dir() else None
