"""A notebook of one's own in the course's JupyterLab, driven by a real browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import nbformat
from nbformat import v4
from playwright.sync_api import Locator, Page, expect

from tests.browsers import LAPTOP, READY, open_page
from tests.lab import Lab

OPEN_SECONDS = 60
_NOTEBOOK = "[...window.jupyterapp.shell.widgets('main')].find((widget) => widget.context?.path === 'page.ipynb')"
_REPLACE = f"""(sources) => {{
  const notebook = {_NOTEBOOK};
  const {{ sharedModel }} = notebook.content.model;
  sharedModel.transact(() => {{
    sharedModel.deleteCellRange(0, sharedModel.cells.length);
    sharedModel.insertCells(0, sources.map((source) => ({{ cell_type: "code", source, metadata: {{}} }})));
  }});
  window.jupyterapp.shell.activateById(notebook.id);
}}"""
_CLOSE_OTHERS = f"""async () => {{
  const notebook = {_NOTEBOOK};
  for (const other of [...window.jupyterapp.shell.widgets("main")]) if (other !== notebook) other.close();
  const {{ kernel }} = notebook.sessionContext.session;
  const isRunning = (cell) => cell.model.executionState === "running";
  if (notebook.content.widgets.some(isRunning)) await kernel.interrupt();
}}"""


@dataclass(frozen=True)
class Notebook:
    """A notebook that is open in the browser."""

    page: Page
    lab: Lab

    @classmethod
    def open(cls, lab: Lab, page: Page, cells: Sequence[str] = (), name: str = "page") -> Notebook:
        """Opens a notebook with these code cells in a workspace of its own, with a new kernel that is ready."""
        _write(lab, cells, name)
        page.set_viewport_size(LAPTOP)
        page.goto(f"{lab.address(f'{name}.ipynb', workspace=name)}&reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=OPEN_SECONDS * 1000)
        notebook = cls(page, lab)
        notebook.wait_for_kernel()
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")  # as the course opens
        return notebook

    @classmethod
    def open_in(
        cls, window: Page, lab: Lab, cells: Sequence[str] = (), name: str = "page"
    ) -> Notebook:
        """Opens such a notebook in a window in which the lab is loaded."""
        _write(lab, cells, name)
        open_page(window, lab, f"{name}.ipynb")
        return cls(window, lab)

    def wait_for_kernel(self) -> None:
        """Returns when the kernel of the notebook in front can run cells."""
        self.page.wait_for_function(READY, timeout=OPEN_SECONDS * 1000)

    def show(self, *cells: str) -> Locator:
        """Puts these code cells in the place of all others and runs them; the first widget, once it shows the world."""
        self.page.evaluate(_REPLACE, ["from docker_lessons import lesson, panel", *cells])
        self.run_all()
        expect(self.panel()).not_to_have_attribute("data-state", "waiting")
        return self.panel()

    def run_all(self) -> None:
        """Runs every cell, in order, and returns at once."""
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")

    def panel(self, number: int = 0) -> Locator:
        """One of our widgets on the page, counted from 0."""
        return self.page.locator(".dl").nth(number)

    def tidy(self) -> None:
        """Closes what stands beside the notebook, and ends what its cells are busy with.

        The page hears late that its kernel is busy; that a cell runs it knows at once.
        """
        self.page.set_viewport_size(LAPTOP)
        self.page.evaluate(_CLOSE_OTHERS)
        self.wait_for_kernel()


def _write(lab: Lab, cells: Sequence[str], name: str) -> None:
    written = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    written.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(written, lab.pages / f"{name}.ipynb")
