"""Our elements in JupyterLab: no axe violation, in light and dark; nothing wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.practice import PracticeWorld
from tests.widgets.lab import Lab, Notebook

pytestmark = pytest.mark.browser

CELLS = (
    'from docker_lessons import lesson, panel\nlesson("push")',
    'panel("list-images")',
    'panel("push")',
    'panel("second-build", "second-push", "second-delete", "second-pull")',
)
THEMES = ("JupyterLab Light", "JupyterLab Dark")


def looked(notebook: Notebook) -> None:
    """Wait until every panel shows what the world says."""
    expect(notebook.page.locator(".dl")).to_have_count(len(CELLS))
    for number in range(len(CELLS)):
        expect(notebook.panel(number)).not_to_have_attribute("data-state", "waiting")


def violations(page: Page) -> list[str]:
    """What axe finds in our elements, a line each."""
    result = Axe().run(page, context=".dl")
    return [
        f"{found['id']}: {node['html'][:120]} {node['any'][:1]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_any_panel(lab: Lab, page: Page, lab_world: PracticeWorld, theme: str):
    lab_world.command("solve", "tag")
    notebook = lab.open(page, *CELLS)
    page.evaluate(
        "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", theme
    )
    dark = str(theme == THEMES[1]).lower()
    page.wait_for_function(f"() => document.body.dataset.jpThemeLight !== '{dark}'")
    notebook.run_all()
    looked(notebook)
    for number in (2, 3):  # the steps that are not done yet
        notebook.panel(number).get_by_role("button", name="Hint").first.click()

    assert violations(page) == []

    lab_world.command("stop")
    for number in range(len(CELLS)):
        expect(notebook.panel(number)).to_have_attribute("data-state", "stopped")
    assert violations(page) == []
    lab_world.command("start")


def test_nothing_is_wider_than_a_phone(lab: Lab, page: Page, lab_world: PracticeWorld):
    lab_world.command("solve", "tag")
    notebook = lab.open(page, *CELLS)
    notebook.run_all()
    looked(notebook)
    page.add_style_tag(content=".dl-host { width: 340px !important }")

    for number in range(len(CELLS)):
        assert notebook.panel(number).evaluate("e => e.scrollWidth <= e.clientWidth")


def test_commands_names_and_digests_are_not_for_a_translator(
    lab: Lab, page: Page, lab_world: PracticeWorld
):
    lab_world.command("solve", "tag")
    notebook = lab.open(page, *CELLS)
    notebook.run_all()
    looked(notebook)

    assert page.locator(".dl code:not([translate=no])").count() == 0
    assert page.locator(".dl code").count() > 0
