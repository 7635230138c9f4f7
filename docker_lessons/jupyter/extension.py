"""The Jupyter server extension of the course.

Only the folder that `docker_lessons.jupyter.config` writes enables it.  It starts the world and holds a lease on it,
sets the environment of kernels and terminals, lays out the workspace, and keeps one page's kernel at a time.

Source: https://jupyter-server.readthedocs.io/en/latest/developers/extensions.html
"""

import asyncio
import os
import re
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp

from docker_lessons import language
from docker_lessons.jupyter import config, kernels, reader, working_copy
from docker_lessons.language import gettext
from docker_lessons.world import World, WorldError, choice
from docker_lessons.world.lease import Lease


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: ServerApp) -> None:
    """Sets up the server; Jupyter calls it while it starts."""
    world = World.find()
    language.keep(world.language)
    os.environ.pop("JUPYTER_TOKEN", None)  # Jupyter has read it, and kernels must not
    change = config.variables(world, world.home / "jupyter")
    for name, value in change.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    try:
        choice.begin(world, tell=app.log.warning)
    except WorldError as error:  # panels say the same, with what to do about it
        app.log.error(str(error))  # noqa: TRY400  # a sentence, not a traceback
    _lay_out(app)
    reader.watch(app, world)
    one_kernel = kernels.OneKernel(app.session_manager, _is_page)
    if app.event_logger is not None:
        app.event_logger.add_listener(schema_id=kernels.KERNEL_ACTIONS, listener=one_kernel.heard)
    app.web_app.settings["docker_lessons_lease"] = Lease(world, "lab")


async def _start_jupyter_server_extension(app: ServerApp) -> None:
    """Prints the address soon, if `docker-lessons lab` asked for it; Jupyter calls it once its event loop runs."""
    if os.environ.pop(config.ANNOUNCE, None):
        asyncio.get_running_loop().call_later(0.1, _announce, app)


def _announce(app: ServerApp) -> None:
    token = app.identity_provider.token
    address = app.default_url.lstrip("/")
    query = f"?token={token}" if token else ""
    name = "Notebook" if app.default_url.startswith("/notebooks") else "JupyterLab"
    print(  # noqa: T201
        gettext(
            "\n{name} is ready. If your browser doesn't open by itself, go to this address:\n\n"
            "    {address}\n\n"
            "To stop it, press Ctrl+C twice in this window; your pages and your progress stay.\n",
            name=name,
            address=f"{app.connection_url}{address.removeprefix(app.base_url.lstrip('/'))}{query}",
        ),
        flush=True,
    )


def _is_page(path: str) -> bool:
    """Tells whether a path below the working copy is one of the course's pages, or a newer version of one."""
    page = re.sub(r"\.new\.ipynb$", ".ipynb", path)
    return (working_copy.tracked_pages() / page).is_file() and Path(page).name == page


def _lay_out(app: ServerApp) -> None:
    """Saves a default workspace with folded side bars and nothing open, so that the page is shown alone."""
    lab = app.extension_manager.extension_apps.get("jupyterlab", set())
    for one in lab:
        from jupyterlab_server.workspaces_handler import WorkspacesManager

        folder = Path(one.workspaces_dir)
        folder.mkdir(parents=True, exist_ok=True)
        WorkspacesManager(str(folder)).save("default", _workspace())


def _workspace() -> str:
    import json

    sides: dict[str, Any] = {"collapsed": True, "visible": True, "widgets": []}
    layout = {
        "main": {"dock": None},  # JupyterLab takes its "current" for a text, or for absent
        "down": {"size": 0, "widgets": []},
        "left": sides | {"current": None},
        "right": sides | {"current": None},
        "relativeSizes": [0, 1, 0],
        "top": {"simpleVisibility": True},
    }
    return json.dumps({"data": {"layout-restorer:data": layout}, "metadata": {"id": "default"}})
