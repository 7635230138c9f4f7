"""A page is saved behind the learner's back, and never asks them about it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browsers import Browsers
from tests.e2e.course import PATIENCE, Course, opened_in
from tests.lab import Lab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(200),
    pytest.mark.xdist_group("lab"),
]

AUTOSAVE = "@jupyterlab/docmanager-extension:plugin"
LONGER_THAN_AUTOSAVE = 2_500  # milliseconds
LONGER_THAN_LOOKS = 1_500  # milliseconds; a page looks twice a second whether it was written anew
CLOSED = """(path) => ![...window.jupyterapp.shell.widgets("main")].some((page) => page.context?.path === path)"""
SAVE_BEFORE_SHOWN_ANEW = """async () => {
  const { context } = window.jupyterapp.shell.currentWidget;
  const { contents } = window.jupyterapp.serviceManager;
  await context.save(); // no autosave comes between
  const show = context.dlShowAnew;
  context.dlShowAnew = async () => {
    const { hash } = await contents.get(context.path, { content: false, hash: true });
    if (hash !== context.contentsModel.hash) {
      context.dlShowAnew = show;
      context.model.dirty = true;
      context.save().then(() => { window.saved = true; });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    return show();
  };
}"""
COUNT_REVERTS_WHILE_SAVED = """async () => {
  const { context } = window.jupyterapp.shell.currentWidget;
  const { revert } = context;
  let reverts = 0;
  context.revert = () => { reverts += 1; return revert.call(context); };
  context.model.sharedModel.cells[0].setSource("Typed by a learner");
  await context.save();
  return reverts;
}"""


def expect_no_question(page: Page) -> None:
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def run_the_opening(course: Course) -> None:
    """Run the page's first cell, and wait until the page is one of the course."""
    course.run("open")
    expect(course.page.locator(".dl-course")).to_be_visible(timeout=PATIENCE)


def switch_to_docker(course: Course, dockerd: str) -> None:
    """Takes the learner's own Docker, and waits until page 07 is shown anew."""
    done = course.lab.practice.run("start", "--engine", "docker", DOCKER_HOST=dockerd)
    assert done.returncode == 0, done.stderr
    course.wait_for_text("Back to the practice engine")


def answer_saves_late(page: Page, name: str, milliseconds: int) -> None:
    """From now on the page of this name is saved at once, and JupyterLab is told so late."""

    def late(route: Route) -> None:
        if route.request.method != "PUT":
            return route.fallback()
        answer = route.fetch()
        page.wait_for_timeout(milliseconds)
        return route.fulfill(response=answer)

    page.route(f"**/api/contents/{name}*", late)


@pytest.fixture
def autosaving_lab(shared_lab: Lab) -> Iterator[Lab]:
    """The shared lab, as new, which saves a page once a second."""
    shared_lab.begin_anew()
    shared_lab.ask("PUT", f"lab/api/settings/{AUTOSAVE}", {"raw": '{"autosaveInterval": 1}'})
    yield shared_lab
    shared_lab.ask("PUT", f"lab/api/settings/{AUTOSAVE}", {"raw": "{}"})


def test_a_page_left_while_its_save_takes_long_asks_nothing(
    browsers: Browsers, autosaving_lab: Lab
):
    with opened_in(browsers, autosaving_lab, "00-start") as course:
        run_the_opening(course)
        answer_saves_late(course.page, "00-start.ipynb", LONGER_THAN_AUTOSAVE)
        course.next_page("01-images")
        course.page.wait_for_function(CLOSED, arg="00-start.ipynb", timeout=PATIENCE)
        expect_no_question(course.page)


def test_a_page_saved_while_a_switch_writes_it_anew_asks_nothing(
    browsers: Browsers, shared_lab: Lab, empty_dockerd: str
):
    shared_lab.begin_anew()
    with opened_in(browsers, shared_lab, first="07-after") as course:
        run_the_opening(course)
        course.page.evaluate(SAVE_BEFORE_SHOWN_ANEW)
        switch_to_docker(course, empty_dockerd)
        course.page.wait_for_function("() => window.saved", timeout=PATIENCE)
        expect_no_question(course.page)


def test_a_page_saved_after_a_switch_is_not_taken_for_one_written_anew(
    browsers: Browsers, shared_lab: Lab, empty_dockerd: str
):
    shared_lab.begin_anew()
    with opened_in(browsers, shared_lab, first="07-after") as course:
        run_the_opening(course)
        course.wait_until_saved()
        switch_to_docker(course, empty_dockerd)
        course.wait_until_saved()
        answer_saves_late(course.page, "07-after.ipynb", LONGER_THAN_LOOKS)
        assert course.page.evaluate(COUNT_REVERTS_WHILE_SAVED) == 0
