"""A page as it is saved: the last state of its widgets as text, for when there is no kernel, or no JupyterLab."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import programs
from tests.browsers import Browsers
from tests.e2e.course import PATIENCE, Course, opened, opened_in
from tests.lab import Lab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(200),
    pytest.mark.xdist_group("lab"),
]

GO_ON = "Run this cell to go on."
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    """The shared lab, as new, with everything done before page 03."""
    return as_before_page_03(shared_lab)


def as_before_page_03(lab: Lab) -> Lab:
    """Empties a lab, and does everything that comes before page 03."""
    lab.begin_anew()
    lab.practice.solve("create-repository")
    return lab


def on_page_03(course: Course) -> None:
    """Run the opening and the panel, and then do the step elsewhere."""
    course.run("open")
    panel = course.panel("panel-tag")
    expect(panel).to_have_attribute("data-state", "not-yet", timeout=PATIENCE)
    course.lab.practice.solve("tag")
    expect(panel).to_have_attribute("data-state", "passed", timeout=PATIENCE)


def saved(lab: Lab) -> str:
    """Page 03 as it is on the disk."""
    return (lab.pages / "03-tag.ipynb").read_text()


def wait_until_saved(lab: Lab) -> None:
    """Return when what the panel says now is on the disk."""
    programs.wait_for("the page is saved as it is", lambda: ": passed" in saved(lab), 30)


@pytest.fixture(scope="class")
def left(browsers: Browsers, shared_lab: Lab) -> Lab:
    """The lab after page 03 was read in it and its window closed; the kernel is still there."""
    lab = as_before_page_03(shared_lab)
    with opened_in(browsers, lab, first="03-tag") as course:
        on_page_03(course)
        wait_until_saved(lab)
    return lab


def outputs(text: str) -> list[dict]:
    """All outputs of a page."""
    return [out for cell in json.loads(text)["cells"] for out in cell.get("outputs", ())]


class TestAPageThatWasLeft:
    """One page, read once; the last test ends its kernel."""

    def test_a_page_is_saved_with_the_last_state_of_its_widgets(self, left: Lab):
        opening, panel = outputs(saved(left))

        for output in (opening, panel):
            assert set(output["data"]) == {"text/plain", "text/html"}
        assert "Page 03: A name for the Hub" in "".join(opening["data"]["text/plain"])
        assert "4 of 15 steps done" in "".join(opening["data"]["text/plain"])
        assert "[x] Tag the image for the Hub: passed" in "".join(panel["data"]["text/plain"])
        assert left.world.account().password not in saved(left)

    def test_an_export_shows_what_the_page_shows(self, left: Lab):
        import nbconvert  # takes its time, in each worker

        html, _ = nbconvert.HTMLExporter().from_filename(str(left.pages / "03-tag.ipynb"))

        assert "Page 03: A name for the Hub" in html
        assert "[x] Tag the image for the Hub: passed" in html

    def test_a_page_whose_kernel_lives_is_live_again(self, browser: Browser, left: Lab):
        with opened(browser, left, first="03-tag") as course:
            panel = course.show("panel-tag").locator("section.dl")
            expect(panel).to_have_attribute("data-state", "passed", timeout=PATIENCE)

    def test_a_page_whose_kernel_has_ended_is_read_as_text(self, browsers: Browsers, left: Lab):
        left.close_pages()
        with opened_in(browsers, left, first="03-tag") as course:
            panel = course.show("panel-tag")
            expect(panel).to_contain_text("Tag the image for the Hub: passed")
            expect(panel).to_contain_text(GO_ON)
            expect(course.page.get_by_text("Error displaying widget")).to_have_count(0)
            expect(course.panel("panel-tag")).to_have_attribute("data-state", "passed")
            expect(panel).not_to_contain_text(GO_ON)


def test_a_panel_whose_kernel_was_restarted_says_so(browsers: Browsers, lab: Lab):
    with opened_in(browsers, lab, first="03-tag") as course:
        on_page_03(course)
        course.page.evaluate(
            "() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart() }"
        )
        expect(course.cell("panel-tag")).to_contain_text(GO_ON)
        expect(course.cell("panel-tag")).to_contain_text("Tag the image for the Hub: passed")
        opening = course.show("open").locator("section.dl")
        expect(opening).to_be_visible(timeout=PATIENCE)  # the page has begun again


def test_a_page_that_nobody_touches_stays_as_it_was_saved(browsers: Browsers, lab: Lab):
    with opened_in(browsers, lab, first="03-tag") as course:
        on_page_03(course)
        wait_until_saved(lab)
        course.page.wait_for_timeout(3_000)  # what came at the same time was saved together
        before = (lab.pages / "03-tag.ipynb").stat().st_mtime_ns
        course.page.wait_for_timeout(6_000)  # longer than it takes to save by itself
        assert (lab.pages / "03-tag.ipynb").stat().st_mtime_ns == before


def test_what_others_wrote_into_a_page_is_no_error(browsers: Browsers, lab: Lab):
    """A page that an editor saved names a widget, which ended with its kernel."""
    path = Path(lab.pages / "03-tag.ipynb")
    page = json.loads(path.read_text())
    cell = next(cell for cell in page["cells"] if cell["id"] == "panel-tag")
    view = {"model_id": "0" * 32, "version_major": 2, "version_minor": 0}
    data = {WIDGET: view, "text/plain": "panel('tag')\nas an editor left it"}
    cell["outputs"] = [
        {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
    ]
    path.write_text(json.dumps(page))
    with opened_in(browsers, lab, first="03-tag") as course:
        expect(course.show("panel-tag")).to_contain_text("as an editor left it", timeout=PATIENCE)
        expect(course.page.get_by_text("Error displaying widget")).to_have_count(0)
