"""The Hub's pages beside a notebook: dark beside a dark JupyterLab, whatever the computer's own setting is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browsers import Browsers
from tests.lab import Lab
from tests.widgets.notebook import Notebook
from tests.widgets.test_accessibility import THEMES, change_theme

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("lab")]

LIGHTNESS = """() => {
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
  return (red + green + blue) / 3 / 255;
}"""


@pytest.fixture(
    params=["dark", *(pytest.param(other, marks=pytest.mark.soak) for other in ("null", "light"))]
)
def window(browsers: Browsers, shared_lab: Lab, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window on a computer whose setting is light, or dark, or none (`null`): then frames follow by themselves."""
    shared_lab.begin_anew()
    with browsers.window(shared_lab) as page:
        page.emulate_media(color_scheme=request.param)
        yield page
        change_theme(page, THEMES[0])
        page.emulate_media(color_scheme="light")  # as a browser of a test's begins
    shared_lab.close_pages()


def frame_of_hub(page: Page) -> Frame:
    element = page.locator("iframe[src*='practice-hub']").element_handle()
    frame = element.content_frame()
    assert frame
    frame.wait_for_load_state()
    return frame


def test_the_hub_beside_the_notebook_has_jupyterlabs_colours(shared_lab: Lab, window: Page):
    cells = ("from docker_lessons import lesson", 'lesson("create-repository")')
    notebook = Notebook.open_in(window, shared_lab, cells, name="beside")
    notebook.run_all()
    notebook.panel().get_by_role("button", name="Open the Hub").click()
    expect(window.locator("iframe[src*='practice-hub']")).to_be_visible()
    hub = frame_of_hub(window)

    change_theme(window, THEMES[1])
    hub.wait_for_function(f"() => ({LIGHTNESS})() < 0.2")
    hub.locator("a", has_text="Sign in").first.click()  # and so has every page behind a link
    hub.wait_for_url("**/login")
    hub.wait_for_function(f"() => ({LIGHTNESS})() < 0.2")
    window.evaluate("() => window.jupyterapp.shell.widgets('main').next().value.close()")
    assert hub.evaluate(LIGHTNESS) < 0.2, "without the notebook it is light again"

    change_theme(window, THEMES[0])
    hub.wait_for_function(f"() => ({LIGHTNESS})() > 0.8")
