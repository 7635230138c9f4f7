"""`docker-lessons reset`."""

import shutil

import click

from docker_lessons.cli import leftovers, localized
from docker_lessons.language import gettext
from docker_lessons.world import World, docker_config, process

REMEMBERED = (
    "engine",
    "hub",
    "memory*.db",
    "memory*.db-wal",
    "memory*.db-shm",
    "known-digests.json",
)
"""Patterns of the files that `reset` removes from a world's directory: images, repositories, and the progress with
each engine."""


@localized.command()
@localized.option("--yes", is_flag=True, help="Don't ask.")
def command(yes: bool) -> None:
    """Start over: remove the practice world's images, repositories, login and progress.

    It tells you what it will do, and asks. Your pages, the account with its password, and the addresses stay; the
    folder myimage/ next to your pages goes back to how it was. Nothing outside the practice world is touched.

    While the lessons use your own Docker, the images that the course made there are removed, too: by name, never by
    force. No container, no other image and nothing else of yours is removed.
    """
    world = World.find()
    if not world.made:
        click.echo(
            gettext(
                "There's no practice world at {folder}, so there's nothing to reset.",
                folder=world.home,
            )
        )
        return
    found = leftovers.find(world) if world.engine.capabilities.engine_is_shared else None
    click.echo(
        gettext(
            "This empties the practice world at {folder}: all the practice engine's images, the Hub's "
            "repositories, your login and your progress. Your pages stay.",
            folder=world.home,
        )
    )
    for line in leftovers.plan(world, found) if found else ():
        click.echo(line)
    for line in leftovers.elsewhere(world):
        click.echo(line)
    if not yes:
        _ask()
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
    click.echo(gettext("The practice world is empty again. Your first step: build-image."))


def _ask() -> None:
    """Asks once more; anything but a yes ends the command."""
    from docker_lessons.command.consent import is_yes

    answer: str = click.prompt(
        gettext("Start over? [y/N]:"), default="", show_default=False, prompt_suffix=" "
    )
    if not is_yes(answer):
        raise click.Abort


def empty(world: World) -> None:
    """Removes images, repositories, log-ins and progress; after a kill, the next reset or start completes it."""
    trash = world.home / "trash"
    trash.mkdir(mode=0o700, exist_ok=True)
    for path in [found for pattern in REMEMBERED for found in world.home.glob(pattern)]:
        shutil.rmtree(trash / path.name, ignore_errors=True)
        path.rename(trash / path.name)
    shutil.rmtree(trash, ignore_errors=True)
    docker_config.forget(world.docker_config)
