"""`docker-lessons restore`."""

import contextlib
from pathlib import Path

import click

from docker_lessons.cli import localized
from docker_lessons.language import gettext
from docker_lessons.world import World, control, file
from docker_lessons.world.failure import WorldError


@localized.command()
def command() -> None:
    """Restore the folder myimage to the way the course made it.

    That is the folder myimage where you are, or else the one beside your pages. Files of the course that you changed
    are kept under another name, such as Dockerfile.mine, and other files in the folder are left alone.
    """
    from docker_lessons.jupyter import working_copy
    from docker_lessons.lessons import build_folder, chapter

    contents, world = chapter.definition().image, World.find()
    folder = Path(contents.folder)
    pages = working_copy.last(world)
    if not folder.exists() and pages is not None:
        folder = pages / contents.folder
    with file.explained(folder / "Dockerfile"):
        kept = build_folder.restore(folder, contents, world.label, world.engine.architecture)
    # A course that watches knows from it that the next build is another try.
    with contextlib.suppress(WorldError):
        control.ask(world, "POST", "/commands", {"argv": ["docker-lessons", "restore"]})
    click.echo(gettext("{folder} is back to the way the course made it.", folder=folder))
    for path in kept:
        click.echo(gettext("Your own version is kept as {path}.", path=path))
