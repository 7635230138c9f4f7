"""A kernel's way into the practice world: a running world, its variables, the command `docker`."""

import os
from typing import TYPE_CHECKING

from docker_lessons.world import World, WorldError, choice, environment

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def enter(shell: "InteractiveShell | None", world: World | None = None) -> str:
    """Starts the world unless it runs, sets this process's variables, and loads `docker` into `shell`.

    Returns a sentence about what failed, or an empty text. Calling it again does no harm.
    """
    found = world or World.find()
    trouble = ""
    try:
        choice.begin(found)
    except (WorldError, OSError) as error:
        trouble = str(error)
    _set_variables(found)
    if shell is not None:
        from docker_lessons.command import magic

        magic.load(shell)
    return trouble


def leave(shell: "InteractiveShell") -> None:
    """Removes the command `docker` from `shell`; the variables stay as they are."""
    from docker_lessons.command import magic

    magic.unload(shell)


def _set_variables(world: World) -> None:
    for name, value in world.environment().items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    os.environ["PATH"] = environment.search_path(os.environ.get("PATH", os.defpath), world.bin)
