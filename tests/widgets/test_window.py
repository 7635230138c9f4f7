"""What needs a window of its own in a real JupyterLab: a reload, the way to the next page, a kernel in a broken world."""

import pytest
from playwright.sync_api import Page, expect

from tests import programs
from tests.browsers import Browsers
from tests.e2e.course import opened_in
from tests.lab import Lab
from tests.widgets.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

IMPORT = "from docker_lessons import lesson, panel"


@pytest.fixture
def fresh_lab(shared_lab: Lab) -> Lab:
    """The shared lab, as new."""
    shared_lab.begin_anew()
    return shared_lab


def columns(lab: Lab, workspace: str) -> int:
    """How many columns stand beside each other in a workspace as it is written down; a reload opens that."""
    layout = lab.ask("GET", f"lab/api/workspaces/{workspace}")["data"].get(
        "layout-restorer:data", {}
    )
    dock = layout.get("main", {}).get("dock") or {}
    return len(dock.get("children", ()))


def test_after_a_reload_a_terminal_joins_the_hub_beside(fresh_lab: Lab, page: Page):
    cells = (IMPORT, 'lesson("create-repository")')
    notebook = Notebook.open(fresh_lab, page, cells, name="reload")
    notebook.run_all()
    opening = notebook.panel()
    opening.get_by_role("button", name="Open the Hub").click()
    expect(page.locator(".jp-ServerProxy iframe")).to_be_visible()
    programs.wait_for(
        "JupyterLab has written down two columns", lambda: columns(fresh_lab, "reload") == 2
    )
    page.goto(fresh_lab.address("reload.ipynb", workspace="reload"))
    page.wait_for_selector(".jp-ServerProxy iframe")
    page.locator(".jp-Notebook").click()
    notebook.wait_for_kernel()
    notebook.run_all()
    # What the reload showed again has made room for what the cells show now.
    expect(page.locator(".jp-InputPrompt").last).to_have_text("[4]:")
    opening.get_by_role("button", name="Open a terminal").click()
    terminal = page.locator(".jp-Terminal")
    expect(terminal).to_be_visible()
    box, column = opening.bounding_box(), terminal.bounding_box()
    assert box
    assert column
    assert column["x"] >= box["x"] + box["width"]
    expect(page.locator(".lm-DockPanel-tabBar")).to_have_count(2)


def test_going_to_the_next_page_closes_this_one_and_ends_its_kernel(
    browsers: Browsers, fresh_lab: Lab
):
    with opened_in(browsers, fresh_lab, first="03-tag") as course:
        course.run("open")
        course.cell("open").get_by_role("link", name="Next:").click()
        course.wait_for_page("04-push")
        expect(course.page.get_by_role("tab", name="03-tag.ipynb")).to_have_count(0)
    programs.wait_for(
        "only the next page's kernel is left",
        lambda: "03-tag.ipynb" not in fresh_lab.pages_with_kernels(),
    )
    assert "04-push.ipynb" in fresh_lab.pages_with_kernels()


def test_a_broken_world_is_a_sentence_and_no_traceback(browsers: Browsers, fresh_lab: Lab):
    folder = fresh_lab.pages / "no-world"
    folder.mkdir(exist_ok=True)
    (folder / "somebody-elses-file").touch()
    cells = ("import os\nos.environ['DOCKER_LESSONS_HOME'] = 'no-world'", IMPORT, "lesson('tag')")
    with browsers.window(fresh_lab) as page:
        notebook = Notebook.open_in(page, fresh_lab, cells, name="broken")
        notebook.run_all()

        expect(notebook.panel()).to_have_attribute("data-state", "stopped", timeout=30_000)
        expect(notebook.panel()).to_contain_text("no-world")
        expect(page.locator(".jp-OutputArea-output[data-mime-type*=error]")).to_have_count(0)
