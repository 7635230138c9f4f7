"""The first thing that a learner sees: the page, and nothing beside it."""

import pytest
from playwright.sync_api import Page

from tests.browsers import Browsers
from tests.lab import Lab
from tests.programs import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("lab")]

READY = "() => Boolean(window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel)"
TERMINAL = (
    "Array.from(window.jupyterapp.shell.widgets('main'))"
    ".map(one => one.content?.session).find(one => one?.send)"
)
OPEN = "() => Array.from(window.jupyterapp.shell.widgets('main')).map(one => one.title.label)"


def test_the_first_page_is_open_alone_and_nothing_comes_from_elsewhere(open_lab: Lab, page: Page):
    elsewhere = []
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((open_lab.url, "data:", "blob:"))
            else elsewhere.append(request.url)
        ),
    )
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(open_lab.address("00-start.ipynb"))
    page.wait_for_function(READY, timeout=90_000)
    assert page.evaluate(OPEN) == ["00-start.ipynb"]
    assert not page.locator(".jp-FileBrowser").is_visible()
    assert page.evaluate("() => window.jupyterapp.shell.leftCollapsed")
    assert not page.get_by_text("Would you like to").is_visible()
    assert elsewhere == []


def test_a_terminal_is_in_the_practice_world(open_lab: Lab, browsers: Browsers):
    words = "pwd > where.txt; which -a docker-lessons > which.txt; env > begun; mv begun environment.txt\r"
    with browsers.window(open_lab) as page:
        page.evaluate("() => { window.jupyterapp.commands.execute('terminal:create-new') }")
        page.wait_for_function(
            f"() => {TERMINAL}?.connectionStatus === 'connected'", timeout=60_000
        )
        page.evaluate(f"words => {TERMINAL}.send({{type: 'stdin', content: [words]}})", words)
        wait_for("the shell has answered", (open_lab.pages / "environment.txt").is_file, 60)
    seen = (open_lab.pages / "environment.txt").read_text()
    for name, value in open_lab.world.environment().items():
        assert (f"\n{name}={value}\n" in f"\n{seen}") is (value is not None)
    assert str(open_lab.world.bin / "docker-lessons") in (open_lab.pages / "which.txt").read_text()
    assert (open_lab.pages / "where.txt").read_text().strip() == str(open_lab.pages)
