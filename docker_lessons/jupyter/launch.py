"""The start of JupyterLab on the working copy, which replaces this process."""

import os
import secrets
import sys
from pathlib import Path

from docker_lessons.jupyter import config
from docker_lessons.jupyter.working_copy import FIRST_PAGE
from docker_lessons.world import World, WorldError, control, environment

_GRAPHICAL = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")


def command(pages: Path, extra: list[str], page: str = FIRST_PAGE) -> list[str]:
    """Returns JupyterLab's command line; the learner's own arguments, `extra`, come last and win."""
    arguments = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={pages}"]
    arguments.append(f"--LabApp.default_url=/lab/tree/{page}")
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


def replace_process(world: World, pages: Path, extra: list[str]) -> None:
    """Replaces this process by JupyterLab, which then owns the terminal, the signals and the exit code."""
    environ = variables(world, pages)
    arguments = command(pages, extra, page_to_go_on(world))
    sys.stdout.flush()
    os.chdir(pages)
    os.execve(arguments[0], arguments, environ)  # noqa: S606
