"""A kernel's way into the practice world: a running world, its variables, the command `docker`."""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.command import blanks
from docker_lessons.world import World, WorldError, choice, environment

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_entered = False


def enter(shell: "InteractiveShell | None", world: World | None = None) -> str:
    """Starts the world unless it runs, sets this process's variables, and loads `docker` into `shell`.

    Returns a sentence about what failed, or an empty text. Calling it again does no harm.
    """
    global _entered  # noqa: PLW0603  # one kernel, one world
    _entered = True
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


def enter_page(shell: "InteractiveShell | None", name: str | None, world: World) -> str:
    """Enters the world as `enter` does, and notes which page is open, by its name or one of its steps."""
    blanks.open_page(name)
    return enter(shell, world)


def enter_first(shell: "InteractiveShell | None", step: str | None) -> None:
    """Enters the world that the environment names, unless an earlier cell has entered a world."""
    if not _entered:
        enter_page(shell, step, World.find())


def way_in(world: World) -> str:
    """Returns a shell line that leads a terminal of this Jupyter into the world and to its page.

    Empty in a Jupyter that `docker-lessons lab` or Binder configured: its terminals are there already.
    """
    if str(world.home / "jupyter") in os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep):
        return ""
    own = shlex.quote(str(world.bin / "docker-lessons"))
    return f'cd {shlex.quote(str(Path.cwd()))} && eval "$({own} env)"'


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
