"""Start JupyterLab on the working copy, in this process's place."""

import os
import secrets
import sys
from pathlib import Path

from docker_lessons.jupyter import config
from docker_lessons.world import World, environment

_GRAPHICAL = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME")


def command(pages: Path, extra: list[str]) -> list[str]:
    """The command line of JupyterLab; `extra` are arguments of the learner's own, which win."""
    arguments = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={pages}"]
    arguments.append("--Application.log_level=ERROR")
    if os.geteuid() == 0:
        arguments.append("--allow-root")  # the usual user of a container
    if not has_browser():
        arguments.append("--no-browser")
    return [*arguments, *extra]


def variables(world: World, pages: Path) -> dict[str, str]:
    """The environment of that command; the token stands in it because a process list shows arguments."""
    folder = config.write(world, pages)
    change = config.variables(world, folder)
    base = {"JUPYTER_TOKEN": secrets.token_hex(24)} | dict(os.environ)
    return environment.applied(base, change | {config.ANNOUNCE: "1"})


def has_browser() -> bool:
    """Whether a graphical browser can open; a text browser would take over the terminal."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in _GRAPHICAL)


def replace_process(world: World, pages: Path, extra: list[str]) -> None:
    """Become JupyterLab: signals, exit code and terminal are its own from here on."""
    environ = variables(world, pages)
    arguments = command(pages, extra)
    sys.stdout.flush()
    os.chdir(pages)
    os.execve(arguments[0], arguments, environ)  # noqa: S606
