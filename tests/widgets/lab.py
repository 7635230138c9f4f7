"""JupyterLab as the course starts it, and a notebook in it, driven by a real browser."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4
from playwright.sync_api import Locator, Page

from docker_lessons.jupyter import launch
from docker_lessons.world import World
from tests import programs

READY = """() => {
  const kernel = window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel;
  return Boolean(kernel) && kernel.connectionStatus === "connected" && kernel.status === "idle";
}"""
OPEN_SECONDS = 60


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab; `folder` is its root."""

    url: str
    folder: Path
    env: Mapping[str, str]

    def write(self, name: str, *cells: str) -> None:
        """Writes a notebook with these code cells."""
        notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.folder / name)

    def open(self, page: Page, *cells: str, name: str = "page.ipynb") -> Notebook:
        """A notebook with these code cells, open in the browser, its kernel ready."""
        self.write(name, *cells)
        page.goto(f"{self.url}lab/workspaces/{name.removesuffix('.ipynb')}/tree/{name}?reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=OPEN_SECONDS * 1000)
        notebook = Notebook(page)
        notebook.wait_for_kernel()
        page.evaluate(
            "() => window.jupyterapp.shell.collapseLeft()"
        )  # as `docker-lessons lab` opens
        return notebook

    def columns(self, workspace: str) -> list[dict[str, Any]]:
        """What stands beside each other in a workspace as it is written down; a reload opens that."""
        url = f"{self.url}lab/api/workspaces/{workspace}"
        with urllib.request.urlopen(url, timeout=20) as answer:
            layout = json.load(answer)["data"].get("layout-restorer:data", {})
        dock = layout.get("main", {}).get("dock") or {}
        return list(dock.get("children", ()))

    def sessions(self) -> list[dict[str, Any]]:
        """What runs: notebooks with their kernels."""
        with urllib.request.urlopen(f"{self.url}api/sessions", timeout=20) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def shut_kernels(self) -> None:
        """Ends all kernels, so that the next test begins without."""
        for session in self.sessions():
            url = f"{self.url}api/sessions/{session['id']}"
            with contextlib.suppress(urllib.error.HTTPError):
                urllib.request.urlopen(
                    urllib.request.Request(url, method="DELETE"), timeout=20
                ).close()


@dataclass(frozen=True)
class Notebook:
    """A notebook that is open in the browser."""

    page: Page

    def wait_for_kernel(self) -> None:
        """Returns when the kernel of the notebook in front can run cells."""
        self.page.wait_for_function(READY, timeout=OPEN_SECONDS * 1000)

    def run_all(self) -> None:
        """Runs every cell, in order, and returns at once."""
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")

    def panel(self, number: int = 0) -> Locator:
        """One of our widgets on the page, counted from 0."""
        return self.page.locator(".dl").nth(number)


@contextlib.contextmanager
def jupyterlab(home: Path, folder: Path, env: Mapping[str, str]) -> Iterator[Lab]:
    """JupyterLab with the course's configuration for the world at `home`, without a token, on a free port."""
    folder.mkdir(parents=True, exist_ok=True)
    port = programs.free_port()
    base = {name: value for name, value in env.items() if not name.startswith("JUPYTER_")}
    variables = _variables(World.find(home), folder, base)
    arguments = [
        *launch.command(folder, []),
        *("--no-browser", f"--port={port}", "--IdentityProvider.token="),
        "--ServerApp.disable_check_xsrf=True",
    ]
    with (folder.parent / "jupyter.log").open("wb") as log:
        process = subprocess.Popen(
            arguments, env=variables, stdout=log, stderr=log, cwd=folder, start_new_session=True
        )
    url = f"http://127.0.0.1:{port}/"
    try:
        programs.wait_for("JupyterLab answers", lambda: _answers(url), OPEN_SECONDS)
        yield Lab(url, folder, variables)
    finally:
        programs.end(process)


def _variables(world: World, folder: Path, base: Mapping[str, str]) -> dict[str, str]:
    kept = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(base)
        return launch.variables(world, folder)
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}api", timeout=2):
            return True
    except OSError:
        time.sleep(0.1)
        return False
