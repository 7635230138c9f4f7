"""A page of the course begins by itself: its first cell is run as soon as it has a kernel."""

import pytest
from playwright.sync_api import expect

from tests.browsers import Browsers
from tests.e2e.course import NOTEBOOK, PATIENCE, opened_in
from tests.lab import Lab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(200),
    pytest.mark.xdist_group("lab"),
]

RESTART = f"() => {{ {NOTEBOOK}.sessionContext.session.kernel.restart() }}"


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    """The shared lab, as new."""
    shared_lab.begin_anew()
    return shared_lab


def test_cells_that_are_run_before_there_is_a_kernel_wait_for_it(browsers: Browsers, lab: Lab):
    with opened_in(browsers, lab, first="02-repository") as course:
        expect(course.cell("open").locator("section.dl")).to_be_visible(timeout=PATIENCE)
        course.cell("open").get_by_role("link", name="Next:").click()
        course.page.wait_for_function(f"() => {NOTEBOOK}?.context.path === '03-tag.ipynb'")
        course.page.wait_for_function(f"() => {NOTEBOOK}.content.widgets.length > 5")
        course.page.evaluate(
            f"""() => {{
              const notebook = {NOTEBOOK};
              const cells = notebook.content.widgets;
              notebook.content.activeCellIndex = cells.findIndex((cell) => cell.model.id === "panel-tag");
              window.jupyterapp.commands.execute("notebook:run-cell");
            }}"""
        )
        expect(course.show("panel-tag").locator("section.dl")).to_be_visible(timeout=PATIENCE)
        expect(course.show("open").locator("section.dl")).to_be_visible(timeout=PATIENCE)


def test_a_page_runs_its_first_cell_when_it_is_opened_and_when_its_kernel_was_restarted(
    browsers: Browsers, lab: Lab
):
    with opened_in(browsers, lab, first="03-tag") as course:
        expect(course.cell("open").locator("section.dl")).to_be_visible(timeout=PATIENCE)
        course.page.evaluate(RESTART)
        expect(course.run("images")).to_contain_text("REPOSITORY", timeout=PATIENCE)


CLOSED_AND_OPENED = f"""() => {{
  const page = {NOTEBOOK};
  page.dispose();
  return window.jupyterapp.commands.execute("docmanager:open", {{ path: "04-push.ipynb" }}).then(() => null);
}}"""


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("docker login -u demousr", "() => location.reload()"),
        ("docker system prune", CLOSED_AND_OPENED),
    ],
    ids=["reloaded", "closed and opened"],
)
def test_a_page_that_is_left_while_docker_asks_begins_again(
    browsers: Browsers, lab: Lab, line: str, left: str
):
    """JupyterLab shows a question only where it was asked, and until it's answered a kernel runs nothing."""
    with opened_in(browsers, lab, first="04-push") as course:
        expect(course.cell("open").locator("section.dl")).to_be_visible(timeout=PATIENCE)
        course.run("login", line)
        expect(course.page.locator(".jp-Stdin-input")).to_be_visible(timeout=PATIENCE)
        course.page.evaluate(left)
        expect(course.page.locator(".jp-Stdin-input")).to_have_count(0, timeout=PATIENCE)
        course.wait_for_page("04-push")
        expect(course.cell("open").locator("section.dl")).to_be_visible(timeout=PATIENCE)
        expect(course.run("login", "docker images")).to_contain_text("REPOSITORY", timeout=PATIENCE)


def test_a_cell_that_says_more_than_the_course_does_not_run_by_itself(browsers: Browsers, lab: Lab):
    """To open a notebook runs nothing that somebody else wrote."""
    path = lab.pages / "03-tag.ipynb"
    own = 'lesson(\\"tag\\")'
    path.write_text(path.read_text().replace(own, own + "\\nprint(1)"))
    with opened_in(browsers, lab, first="03-tag") as course:
        course.page.wait_for_timeout(3_000)  # longer than a page needs to begin
        expect(course.cell("open").locator(".jp-InputPrompt")).to_have_text("[ ]:")
