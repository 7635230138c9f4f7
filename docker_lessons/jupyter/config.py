"""The private folder for JUPYTER_CONFIG_PATH: it switches our parts on for one Jupyter, and for no other."""

import json
import os
from pathlib import Path
from typing import Any

from docker_lessons.jupyter import terminal
from docker_lessons.jupyter.working_copy import FIRST_PAGE
from docker_lessons.world import World, environment, file
from docker_lessons.world.names import HUB_PAGES

EXTENSION = "docker_lessons.jupyter.extension"
ANNOUNCE = "DOCKER_LESSONS_ANNOUNCE"
"""Set by `docker-lessons lab`: print the address once the server listens."""


def write(world: World, pages: Path) -> Path:
    """Write the folder for a Jupyter whose root is the working copy `pages`; returns it."""
    folder = world.home / "jupyter"
    labconfig = folder / "labconfig"
    with file.explained(folder / "labconfig"):
        labconfig.mkdir(parents=True, exist_ok=True)
    _write(folder / "jupyter_server_config.json", _server(world, pages, folder))
    _write(folder / "jupyter_lab_config.json", _lab(folder))
    _write(labconfig / "page_config.json", _page())
    _write(labconfig / "default_setting_overrides.json", _settings())
    return folder


def variables(world: World, folder: Path) -> dict[str, str | None]:
    """What a Jupyter server is started with: the world's variables, and the way to `folder`."""
    others = [
        part
        for part in os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)
        if part and part != str(folder)
    ]
    return world.environment() | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join([str(folder), *others]),
        "PATH": environment.search_path(os.environ.get("PATH", os.defpath), world.bin),
    }


def _server(world: World, pages: Path, folder: Path) -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {
                EXTENSION: True,
                "jupyter_server_proxy": True,
                "jupyter_lsp": False,  # it runs `npm` at every start, for editors that no page uses
            },
            "root_dir": str(pages),
            "terminado_settings": {"shell_command": terminal.shell_command(world, folder)},
        },
        # A kernel that says it can be is encrypted; without this it says in the terminal that it is not.
        "KernelManager": {"transport_encryption": "auto"},
        "ServerProxy": {
            # In a `jupyter_server_config.d` file this would be ignored silently.
            "servers": {
                HUB_PAGES: {
                    "command": [],  # attach to the service that runs
                    "unix_socket": str(world.hub_socket),
                    "new_browser_tab": False,
                    "launcher_entry": {"title": "Practice Hub"},
                }
            }
        },
    }


def _lab(folder: Path) -> dict[str, Any]:
    return {
        "LabApp": {
            "default_url": f"/lab/tree/{FIRST_PAGE}",
            "expose_app_in_browser": True,  # a panel opens the Hub and a terminal beside its page
            "workspaces_dir": str(folder / "workspaces"),
            "extension_manager": "readonly",  # the other one asks PyPI
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "news_url": None,
        }
    }


def _page() -> dict[str, Any]:
    return {
        "buildAvailable": False,
        "buildCheck": False,
        "disabledExtensions": {
            "@jupyterlab/apputils-extension:announcements": True,
            "@jupyterlab/extensionmanager-extension": True,
        },
    }


def _settings() -> dict[str, Any]:
    return {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        # A switch of the engine writes the pages anew; what was typed before it has to be on the disk by then.
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},
    }


def _write(path: Path, value: dict[str, Any]) -> None:
    text = (json.dumps(value, indent=2) + "\n").encode()
    if not path.is_file() or path.read_bytes() != text:
        file.write(path, text, 0o600)
