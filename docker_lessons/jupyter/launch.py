"""The start of JupyterLab, or of Notebook 7, on the working copy, which replaces this process."""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from docker_lessons.jupyter import config
from docker_lessons.jupyter.working_copy import FIRST_PAGE
from docker_lessons.world import World, WorldError, control, environment

_GRAPHICAL = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")


@dataclass(frozen=True)
class FrontEnd:
    """What a learner sees the pages in."""

    module: str
    """The Python module that starts it."""
    default_url: str
    """The name of the setting for the first address."""
    pages: str
    """The path below which it shows pages."""


LAB = FrontEnd("jupyterlab", "LabApp.default_url", "/lab/tree")
NOTEBOOK = FrontEnd("notebook", "JupyterNotebookApp.default_url", "/notebooks")


def command(
    pages: Path, extra: list[str], page: str = FIRST_PAGE, front_end: FrontEnd = LAB
) -> list[str]:
    """Returns Jupyter's command line; the learner's own arguments, `extra`, come last and win."""
    arguments = [sys.executable, "-m", front_end.module, f"--ServerApp.root_dir={pages}"]
    arguments.append(f"--{front_end.default_url}={front_end.pages}/{page}")
    arguments.append("--Application.log_level=ERROR")
    if os.geteuid() == 0:
        arguments.append("--allow-root")  # the usual user of a container
    if not has_browser():
        arguments.append("--no-browser")
    return [*arguments, *extra]


def variables(world: World, pages: Path) -> dict[str, str]:
    """Returns the environment of that command.

    It holds the token, which must not be an argument: every user can list those.
    """
    folder = config.write(world, pages)
    change = config.variables(world, folder)
    base = {"JUPYTER_TOKEN": secrets.token_hex(24)} | dict(os.environ)
    return environment.applied(base, change | {config.ANNOUNCE: "1"})


def page_to_go_on(world: World) -> str:
    """Returns the file name of the page with the first step that was never done, the first page in a new world."""
    try:
        pages = control.ask(world, "GET", "/course", timeout=5)["pages"]
        now = next(control.lines(world, "/watch", timeout=5))["course"]
    except (WorldError, StopIteration, KeyError):
        return FIRST_PAGE
    open_steps = {one["step"] for one in now if not one["done"] and one["verdict"] != "skipped"}
    for page in pages:
        if open_steps.intersection(page["steps"]):
            return f"{page['page']}.ipynb"
    return f"{pages[-1]['page']}.ipynb" if pages else FIRST_PAGE


def has_browser() -> bool:
    """Tells whether a graphical browser can open; a text browser would occupy the terminal."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in _GRAPHICAL)


def replace_process(world: World, pages: Path, extra: list[str], front_end: FrontEnd = LAB) -> None:
    """Replaces this process by Jupyter, which then owns the terminal, the signals and the exit code."""
    environ = variables(world, pages)
    arguments = command(pages, extra, page_to_go_on(world), front_end)
    sys.stdout.flush()
    os.chdir(pages)
    os.execve(arguments[0], arguments, environ)  # noqa: S606
