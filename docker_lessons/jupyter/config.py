"""The private folder for JUPYTER_CONFIG_PATH, which enables our parts in one Jupyter server and in no other.

Settings: https://jupyter-server.readthedocs.io/en/latest/other/full-config.html and
https://jupyterlab.readthedocs.io/en/stable/user/directories.html
"""

import json
import os
from pathlib import Path
from typing import Any

from docker_lessons.jupyter import terminal
from docker_lessons.jupyter.working_copy import FIRST_PAGE
from docker_lessons.language import gettext
from docker_lessons.world import World, environment, file
from docker_lessons.world.names import HUB_PAGES

EXTENSION = "docker_lessons.jupyter.extension"
LABEXTENSIONS = Path(__file__).parent / "labextension"
"""The folder of our extension of JupyterLab and Notebook, made from `front/src/extension.js`."""
ANNOUNCE = "DOCKER_LESSONS_ANNOUNCE"
"""The variable by which `docker-lessons lab` asks the extension to print the address once the server listens."""


def write(world: World, pages: Path) -> Path:
    """Writes the folder for a Jupyter server whose root is the working copy `pages`, and returns the folder.

    Raises:
        DirectoryError: When the world's directory cannot be written.
        DiskFullError: When there is no room for it.
    """
    folder = world.home / "jupyter"
    labconfig = folder / "labconfig"
    with file.explained(folder / "labconfig"):
        labconfig.mkdir(parents=True, exist_ok=True)
    _write(folder / "jupyter_server_config.json", _server(world, pages, folder))
    _write(folder / "jupyter_lab_config.json", {"LabApp": _front_end() | _lab(folder)})
    _write(folder / "jupyter_notebook_config.json", {"JupyterNotebookApp": _front_end()})
    _write(labconfig / "page_config.json", _page())
    _write(labconfig / "default_setting_overrides.json", _settings())
    return folder


def variables(world: World, folder: Path) -> dict[str, str | None]:
    """Returns the change of a Jupyter server's environment: the world's variables and JUPYTER_CONFIG_PATH.

    None stands for a variable that has to be unset.
    """
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
        "HTMLExporter": {"embed_images": True},  # an exported page holds its pictures
        # Encrypts the connection to kernels that can; otherwise they warn in the terminal that it is not encrypted.
        "KernelManager": {"transport_encryption": "auto"},
        "ServerProxy": {
            # jupyter-server-proxy ignores this in a file of `jupyter_server_config.d`.
            "servers": {
                HUB_PAGES: {
                    "command": [],  # starts nothing: the world's service listens there
                    "unix_socket": str(world.hub_socket),
                    "new_browser_tab": False,
                    "launcher_entry": {"title": gettext("Practice Hub")},
                }
            }
        },
    }


def _front_end() -> dict[str, Any]:
    """Returns the settings that JupyterLab and Notebook have in common."""
    return {
        "expose_app_in_browser": True,  # panels open the Hub and a terminal beside their page
        "extra_labextensions_path": [str(LABEXTENSIONS)],
    }


def _lab(folder: Path) -> dict[str, Any]:
    return {
        "default_url": f"/lab/tree/{FIRST_PAGE}",
        "workspaces_dir": str(folder / "workspaces"),
        "extension_manager": "readonly",  # the other one asks PyPI
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "news_url": None,
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
        # A change of the engine renders the pages again: what was typed before has to be on the disk by then.
        "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},
    }


def _write(path: Path, value: dict[str, Any]) -> None:
    text = (json.dumps(value, indent=2) + "\n").encode()
    if not path.is_file() or path.read_bytes() != text:
        file.write(path, text, 0o600)
