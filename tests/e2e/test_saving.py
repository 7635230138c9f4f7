"""A page is saved behind the learner's back, and never asks them about it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.lab import PATIENCE, lab
from tests.practice import PracticeWorld

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(200)]

LONGER_THAN_AUTOSAVE = 7_000  # milliseconds
CLOSED = """(path) => ![...window.jupyterapp.shell.widgets("main")].some((page) => page.context?.path === path)"""
SAVE_BEFORE_SHOWN_ANEW = """async () => {
  const { context } = window.jupyterapp.shell.currentWidget;
  await context.save(); // no autosave comes between
  const { revert } = context;
  context.revert = async () => {
    context.revert = revert;
    context.model.dirty = true;
    context.save().then(() => { window.saved = true; });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await context.revert();
  };
}"""


def expect_no_question(page: Page) -> None:
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def test_a_page_left_while_its_save_takes_long_asks_nothing(
    browser: Browser, world: PracticeWorld, tmp_path: Path
):
    def late(route: Route) -> None:
        if route.request.method != "PUT":
            return route.fallback()
        answer = route.fetch()
        course.page.wait_for_timeout(LONGER_THAN_AUTOSAVE)
        return route.fulfill(response=answer)

    with lab(browser, world, tmp_path) as course:
        course.run("open")
        expect(course.page.locator(".dl-course")).to_be_visible(timeout=PATIENCE)
        course.page.route("**/api/contents/00-start.ipynb*", late)
        course.next_page("01-images")
        course.page.wait_for_function(CLOSED, arg="00-start.ipynb", timeout=PATIENCE)
        expect_no_question(course.page)


def test_a_page_saved_while_a_switch_writes_it_anew_asks_nothing(
    browser: Browser, beside_docker: PracticeWorld, short_folder: Path
):
    with lab(browser, beside_docker, short_folder, first="07-after") as course:
        course.run("open")
        expect(course.page.locator(".dl-course")).to_be_visible(timeout=PATIENCE)
        course.page.evaluate(SAVE_BEFORE_SHOWN_ANEW)
        beside_docker.command("start", "--engine", "docker")
        course.wait_for_text("Back to the practice engine")
        course.page.wait_for_function("() => window.saved", timeout=PATIENCE)
        expect_no_question(course.page)
