"""Our elements in JupyterLab: no axe violation, in light and dark; nothing wider than a phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.practice import PracticeWorld
from tests.widgets.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

CELLS = (
    'lesson("push")',
    'panel("list-images")',
    'panel("push")',
    'panel("second-build", "second-push", "second-delete", "second-pull")',
)
THEMES = ("JupyterLab Light", "JupyterLab Dark")


@pytest.fixture
def shown(notebook: Notebook, lab_world: PracticeWorld) -> Notebook:
    """A notebook in which every panel shows what the world says: done up to `tag`."""
    lab_world.solve("tag")
    notebook.show(*CELLS)
    expect(notebook.page.locator(".dl")).to_have_count(len(CELLS))
    for number in range(len(CELLS)):
        expect(notebook.panel(number)).not_to_have_attribute("data-state", "waiting")
    expect(notebook.panel(2)).to_have_attribute("data-state", "not-yet")
    return notebook


def violations(page: Page) -> list[str]:
    """What axe finds in our elements, a line each."""
    result = Axe().run(page, context=".dl")
    return [
        f"{found['id']}: {node['html'][:120]} {node['any'][:1]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


def change_theme(page: Page, theme: str) -> None:
    page.evaluate(
        "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", theme
    )
    light = str(theme == THEMES[0]).lower()
    page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{light}'")


@pytest.fixture(params=THEMES)
def page_in_a_theme(shown: Notebook, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The window in light or dark; in light afterwards."""
    change_theme(shown.page, request.param)
    yield shown.page
    change_theme(shown.page, THEMES[0])


def test_axe_finds_nothing_in_any_panel(
    page_in_a_theme: Page, shown: Notebook, lab_world: PracticeWorld
):
    for number in (2, 3):  # the steps that are not done yet
        shown.panel(number).get_by_role("button", name="Hint").first.click()

    assert violations(page_in_a_theme) == []

    lab_world.command("stop")
    for number in range(len(CELLS)):
        expect(shown.panel(number)).to_have_attribute("data-state", "stopped")
    found = violations(page_in_a_theme)
    lab_world.command("start")
    assert found == []


def test_nothing_is_wider_than_a_phone(shown: Notebook):
    narrow = "hosts => hosts.forEach(host => host.style.setProperty('width', '340px', 'important'))"
    shown.page.locator(".dl-host").evaluate_all(narrow)

    for number in range(len(CELLS)):
        fits = shown.panel(number).evaluate("e => e.scrollWidth <= e.clientWidth")
        assert fits, f"{CELLS[number]} is wider than a phone"


def test_commands_names_and_digests_are_not_for_a_translator(shown: Notebook):
    assert shown.page.locator(".dl code:not([translate=no])").count() == 0
    assert shown.page.locator(".dl code").count() > 0
