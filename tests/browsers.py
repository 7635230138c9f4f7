"""The browser that a worker's tests share, and Playwright's driver: each file that wants it gets the one that runs."""

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as WaitedInVain

from tests.lab import Lab

KEY: pytest.StashKey["Browsers"] = pytest.StashKey()
LAPTOP = {"width": 1366, "height": 768}
READY = """() => {
  const context = window.jupyterapp?.shell?.currentWidget?.sessionContext;
  const kernel = context?.session?.kernel;
  return Boolean(context?.isReady) && kernel?.connectionStatus === "connected" && kernel?.status === "idle";
}"""
"""Whether the page in front has a kernel that can run cells."""

_OPEN = """async (path) => {
  const { commands, serviceManager } = window.jupyterapp;
  await serviceManager.sessions.refreshRunning(); // the last test's were ended behind its back
  commands.execute("docmanager:open", { path });
}"""
_SECONDS = 60
_LOADED = """() => window.jupyterapp?.restored.then(() => {
  window.jupyterapp.shell.collapseLeft();
  window.isAsLoaded = true; // until somebody loads it anew
  return true;
})"""
_EMPTY = """() => {
  if (!window.isAsLoaded) return false;
  for (const tab of [...window.jupyterapp.shell.widgets("main")]) tab.dispose();
  return document.querySelector(".jp-Dialog") === null;
}"""


def open_page(window: Page, lab: Lab, name: str) -> None:
    """Opens a notebook in a window in which the lab is loaded, and returns when its kernel is ready.

    Now and then JupyterLab comes to no kernel there, for a reason that isn't known; then it is loaded anew.
    """
    window.evaluate(_OPEN, name)
    try:
        window.wait_for_function(READY, timeout=_SECONDS * 1000 / 3)
    except WaitedInVain:
        window.goto(lab.address(name))
        window.wait_for_function(READY, timeout=_SECONDS * 1000)


class Browsers:
    """Starts driver and browser for the first that wants them, and ends them before a file that does not.

    The driver keeps an event loop running in the tests' thread, where no other can run meanwhile.
    """

    def __init__(self, arguments: dict[str, Any]) -> None:
        self._arguments = arguments
        self._stack = ExitStack()
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._file: Path | None = None
        self._window: Page | None = None

    def driver(self) -> Playwright:
        """Returns Playwright's driver."""
        if self._driver is None:
            self._driver = self._stack.enter_context(sync_playwright())
        return self._driver

    def browser(self) -> Browser:
        """Returns the browser."""
        if self._browser is None:
            self._browser = self.driver().chromium.launch(**self._arguments)
            self._stack.callback(self._browser.close)
        return self._browser

    @contextlib.contextmanager
    def window(self, lab: Lab) -> Iterator[Page]:
        """Gives the window in which the tests of a worker have its lab, with nothing open, as large as on a laptop.

        To load JupyterLab takes most of what it takes to open a page in it. Who fails in the window, loads it anew or
        leaves a question open is the last one to have it.
        """
        if self._window is None:
            self._window = self.browser().new_context(viewport=LAPTOP).new_page()
            self._window.goto(f"{lab.url}lab/workspaces/shared?token={lab.token}&reset")
            self._window.wait_for_function(_LOADED, timeout=_SECONDS * 1000)
        window, self._window = self._window, None
        with ExitStack() as at_fault:
            at_fault.callback(window.context.close)
            yield window
            window.unroute_all()
            window.set_viewport_size(LAPTOP)
            if window.evaluate(_EMPTY):
                self._window = window
                at_fault.pop_all()

    def before(self, item: pytest.Item) -> None:
        """Ends them if this test is in another file than the last one that had them, and does not want them."""
        if "browsers" in getattr(item, "fixturenames", ()):
            self._file = item.path
        elif self._file != item.path:
            self.close()

    def close(self) -> None:
        """Ends both."""
        self._driver = self._browser = self._file = self._window = None
        self._stack.close()
