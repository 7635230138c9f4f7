"""The browser that a worker's tests share, and Playwright's driver: each file that wants it gets the one that runs."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

KEY: pytest.StashKey["Browsers"] = pytest.StashKey()


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

    def before(self, item: pytest.Item) -> None:
        """Ends them if this test is in another file than the last one that had them, and does not want them."""
        if "browsers" in getattr(item, "fixturenames", ()):
            self._file = item.path
        elif self._file != item.path:
            self.close()

    def close(self) -> None:
        """Ends both."""
        self._driver = self._browser = self._file = None
        self._stack.close()
