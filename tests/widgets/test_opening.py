"""The opening of a page in a real JupyterLab."""

import pytest
from playwright.sync_api import expect

from docker_lessons.world import choice
from tests import programs
from tests.practice import PracticeWorld
from tests.widgets.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]


def test_what_is_missing_before_a_page_is_done_by_one_click(
    notebook: Notebook, lab_world: PracticeWorld
):
    opening = notebook.show('lesson("tag")')
    expect(opening).to_contain_text("Still to do before this page")

    opening.get_by_role("button", name="Do these for me").click()

    expect(opening).to_contain_text("Ready to start", timeout=20_000)
    assert lab_world.check("create-repository")["verdict"] == "passed"
    assert lab_world.check("tag")["verdict"] == "not yet"


def test_the_answer_to_a_blank_is_not_shown_before_anything_was_tried(
    notebook: Notebook, lab_world: PracticeWorld
):
    lab_world.solve("create-repository")

    panel = notebook.show('panel("tag")')

    expect(panel).to_have_attribute("data-state", "not-yet")
    expect(panel.locator("dd").first).not_to_be_empty()
    expect(panel.locator(".dl-repair:visible")).to_have_count(0)


def test_the_hub_and_a_terminal_open_beside_the_page(notebook: Notebook):
    opening = notebook.show('lesson("create-repository")', 'panel("create-repository")')
    page, panel = notebook.page, notebook.panel(1)

    opening.get_by_role("button", name="Open a terminal").click()
    expect(page.locator(".jp-Terminal")).to_be_visible()
    opening.get_by_role("button", name="Open the Hub").click()

    frame = page.locator(".jp-ServerProxy iframe")
    expect(frame).to_be_visible()
    expect(page.frame_locator(".jp-ServerProxy iframe").get_by_role("main")).to_be_visible()
    panel.evaluate("element => element.scrollIntoView({block: 'end'})")
    box, hub = panel.bounding_box(), frame.bounding_box()
    assert box
    assert hub
    assert box["x"] + box["width"] <= hub["x"], "panel and Hub overlap"
    assert box["height"] <= 500, "the panel does not fit on a laptop's screen beside the Hub"


def test_on_a_phone_they_open_as_tabs_over_the_page(notebook: Notebook):
    opening = notebook.show('lesson("create-repository")')
    notebook.page.set_viewport_size({"width": 390, "height": 844})
    opening.get_by_role("button", name="Open the Hub").click()
    frame = notebook.page.locator(".jp-ServerProxy iframe")
    expect(frame).to_be_visible()
    expect(opening).to_be_hidden()
    width = lambda: (frame.bounding_box() or {"width": 0})["width"]  # noqa: E731
    programs.wait_for("the Hub is as wide as the page", lambda: width() > 300)


def test_the_first_page_switches_the_language_of_every_panel_and_of_the_world(
    notebook: Notebook, lab_world: PracticeWorld
):
    opening = notebook.show('lesson("build-image")', 'panel("tag")')
    expect(opening).to_have_attribute("lang", "en")
    try:
        with notebook.page.expect_navigation(url="**lang=fr*"):
            opening.get_by_role("button", name="Français").click()

        expect(opening).to_have_attribute("lang", "fr", timeout=60_000)
        expect(notebook.panel(1)).to_have_attribute("lang", "fr")
        assert lab_world.world.language == "fr"
    finally:
        choice.speak(lab_world.world, "")
