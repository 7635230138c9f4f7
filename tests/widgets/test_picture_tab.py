"""The picture in a tab of its own, beside the page."""

import pytest
from playwright.sync_api import Locator, expect

from tests.practice import PracticeWorld
from tests.widgets.notebook import Notebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]


def open_picture(panel: Locator) -> Locator:
    """Press the panel's button; the tab."""
    panel.get_by_role("button", name="Open the picture in a tab").click()
    tab = panel.page.locator(".dl-picture-tab")
    expect(tab).to_be_visible()
    return tab


def test_it_stands_beside_the_page_and_follows_the_world(
    notebook: Notebook, lab_world: PracticeWorld
):
    panel = notebook.show('panel("build-image")')
    tab = open_picture(panel)
    expect(tab).not_to_contain_text("myimage")

    lab_world.solve("build-image")

    expect(tab).to_contain_text("myimage", timeout=20_000)
    box, page = tab.bounding_box(), panel.bounding_box()
    assert box
    assert page
    assert box["x"] >= page["x"] + page["width"]


def test_it_stays_when_its_panel_is_gone_and_opens_once(
    notebook: Notebook, lab_world: PracticeWorld
):
    lab_world.solve("build-image")
    tab = open_picture(notebook.show('panel("build-image")'))
    notebook.page.locator(".jp-Notebook").click()
    panel = notebook.show('panel("tag")')

    expect(tab).to_contain_text("myimage")
    open_picture(panel)
    expect(notebook.page.locator(".dl-picture-tab")).to_have_count(1)


def test_it_tells_nothing_that_a_panel_asks_for(notebook: Notebook, lab_world: PracticeWorld):
    lab_world.solve("build-image")
    image = lab_world.python(
        "import docker; print(docker.from_env().images.get('myimage:0.1').short_id)"
    ).stdout.split(":")[1][:10]
    panel = notebook.show('panel("list-images")')

    tab = open_picture(panel)

    expect(tab).to_contain_text("myimage")
    expect(tab).not_to_contain_text(image)
