"""The opening of a page in a real JupyterLab."""

import pytest
from playwright.sync_api import Page, expect

from tests import programs
from tests.practice import PracticeWorld
from tests.widgets.lab import Lab, Notebook

pytestmark = pytest.mark.browser


def opened(lab: Lab, page: Page, *cells: str, name: str = "page.ipynb") -> Notebook:
    """A page on a laptop's screen whose opening cell has run."""
    page.set_viewport_size({"width": 1366, "height": 768})
    notebook = lab.open(page, "from docker_lessons import lesson, panel", *cells, name=name)
    notebook.run_all()
    expect(notebook.panel()).not_to_have_attribute("data-state", "waiting", timeout=30_000)
    return notebook


def test_what_is_missing_before_a_page_is_done_by_one_click(
    lab: Lab, page: Page, lab_world: PracticeWorld
):
    opening = opened(lab, page, 'lesson("tag")').panel()
    expect(opening).to_contain_text("still to do")

    opening.get_by_role("button", name="Do these for me").click()

    expect(opening).to_contain_text("Everything before this page is done", timeout=20_000)
    assert lab_world.check("create-repository")["verdict"] == "passed"
    assert lab_world.check("tag")["verdict"] == "not yet"


def test_the_answer_to_a_blank_is_not_shown_before_anything_was_tried(
    lab: Lab, page: Page, lab_world: PracticeWorld
):
    lab_world.command("solve", "create-repository")

    panel = opened(lab, page, 'panel("tag")').panel()

    expect(panel.locator("dd").first).not_to_be_empty()
    expect(panel.locator(".dl-repair:visible")).to_have_count(0)


def test_the_hub_and_a_terminal_open_beside_the_page(
    lab: Lab, page: Page, lab_world: PracticeWorld
):
    notebook = opened(lab, page, 'lesson("create-repository")', 'panel("create-repository")')
    opening, panel = notebook.panel(0), notebook.panel(1)

    opening.get_by_role("button", name="Open a terminal beside").click()
    expect(page.locator(".jp-Terminal")).to_be_visible()
    opening.get_by_role("button", name="Open the Hub beside").click()

    frame = page.locator(".jp-ServerProxy iframe")
    expect(frame).to_be_visible()
    expect(page.frame_locator(".jp-ServerProxy iframe").get_by_role("main")).to_be_visible()
    panel.evaluate("element => element.scrollIntoView({block: 'end'})")
    box, hub = panel.bounding_box(), frame.bounding_box()
    assert box
    assert hub
    assert box["x"] + box["width"] <= hub["x"], "panel and Hub overlap"
    assert box["height"] <= 500, "the panel does not fit on a laptop's screen beside the Hub"


def test_on_a_phone_they_open_as_tabs_over_the_page(lab: Lab, page: Page, lab_world: PracticeWorld):
    opening = opened(lab, page, 'lesson("create-repository")').panel(0)
    page.set_viewport_size({"width": 390, "height": 844})
    opening.get_by_role("button", name="Open the Hub beside").click()
    frame = page.locator(".jp-ServerProxy iframe")
    expect(frame).to_be_visible()
    expect(opening).to_be_hidden()
    width = lambda: (frame.bounding_box() or {"width": 0})["width"]  # noqa: E731
    programs.wait_for("the Hub is as wide as the page", lambda: width() > 300)


def test_after_a_reload_a_terminal_joins_the_hub_beside(
    lab: Lab, page: Page, lab_world: PracticeWorld
):
    notebook = opened(lab, page, 'lesson("create-repository")', name="reload.ipynb")
    opening = notebook.panel(0)
    opening.get_by_role("button", name="Open the Hub beside").click()
    expect(page.locator(".jp-ServerProxy iframe")).to_be_visible()
    two = lambda: len(lab.columns("reload")) == 2  # noqa: E731
    programs.wait_for("JupyterLab has written down two columns", two, 60)
    page.goto(page.url.replace("?reset", ""))
    page.wait_for_selector(".jp-ServerProxy iframe")
    page.locator(".jp-Notebook").click()
    notebook.wait_for_kernel()
    notebook.run_all()
    # What the reload showed again has made room for what the cells show now.
    expect(page.locator(".jp-InputPrompt").last).to_have_text("[4]:")
    opening.get_by_role("button", name="Open a terminal beside").click()
    terminal = page.locator(".jp-Terminal")
    expect(terminal).to_be_visible()
    box, column = opening.bounding_box(), terminal.bounding_box()
    assert box
    assert column
    assert column["x"] >= box["x"] + box["width"]
    expect(page.locator(".lm-DockPanel-tabBar")).to_have_count(2)


def test_going_to_the_next_page_closes_this_one_and_ends_its_kernel(
    lab: Lab, page: Page, lab_world: PracticeWorld
):
    cells = ("from docker_lessons import lesson", 'lesson("log-in")')
    lab.write("04-push.ipynb", *cells)
    page.set_viewport_size({"width": 1366, "height": 768})
    notebook = lab.open(page, cells[0], 'lesson("tag")', name="03-tag.ipynb")
    notebook.run_all()

    notebook.panel().get_by_role("link", name="Next:").click()

    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget?.context?.path === '04-push.ipynb'"
    )
    expect(page.get_by_role("tab", name="03-tag.ipynb")).to_have_count(0)
    programs.wait_for("one kernel is left", lambda: len(lab.sessions()) == 1, 60)
    assert lab.sessions()[0]["path"] == "04-push.ipynb"


def test_a_broken_world_is_a_sentence_and_no_traceback(
    lab: Lab, page: Page, lab_world: PracticeWorld
):
    folder = lab.folder / "no-world"
    folder.mkdir(exist_ok=True)
    (folder / "somebody-elses-file").touch()
    name = "import os\nos.environ['DOCKER_LESSONS_HOME'] = 'no-world'\nfrom docker_lessons import lesson"

    notebook = lab.open(page, f"{name}\nlesson('tag')")
    notebook.run_all()

    expect(notebook.panel()).to_have_attribute("data-state", "stopped", timeout=30_000)
    expect(notebook.panel()).to_contain_text("no-world")
    expect(page.locator(".jp-OutputArea-output[data-mime-type*=error]")).to_have_count(0)
