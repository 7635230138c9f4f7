"""Every state of the gallery, on a phone and on a laptop: nothing cut off, no blank area, headings in order."""

from __future__ import annotations

import contextlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from docker_lessons.language import speaking
from tests.widgets import bare

pytestmark = pytest.mark.browser

GALLERY = Path(__file__).parents[2] / "docs" / "gallery.py"
WIDTHS = (240, 390, 700, 1366)
OWN_DOCKER = ("demousr/", "localhost:65535/demousr/")
"""What names look like beside a Docker of one's own: longer by the registry's address."""
LANGUAGES = {"practice": "en", "own docker": "fr"}
"""In which the states are told with each engine: French words are longer."""

OPEN_HELP = """() => {
  for (const button of document.querySelectorAll(".dl button[aria-expanded=false]")) button.click();
}"""
CUT_OFF = """() => {
  const found = [];
  for (const panel of document.querySelectorAll(".dl")) {
    const { right } = panel.getBoundingClientRect();
    for (const element of panel.querySelectorAll("*")) {
      const { overflowX, display } = getComputedStyle(element);
      if (element.closest(".dl-away, svg, progress, .dl-flying") || !element.textContent.trim()) continue;
      const cut = overflowX !== "visible" && display !== "inline" && element.scrollWidth > element.clientWidth + 1;
      if (cut || element.getBoundingClientRect().right > right + 1)
        found.push(`${panel.parentElement.id}: ${element.className || element.tagName}: ${element.textContent}`);
    }
  }
  return found;
}"""
BLANK = """() => [...document.querySelectorAll(".dl")].map((panel) => {
  const filled = [...panel.querySelectorAll("*")].filter((element) =>
    !element.closest(".dl-away") && (element.matches("button, input, svg, a, code, .dl-side, .dl-strip, .dl-text")
      || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())));
  const boxes = filled.map((element) => element.getBoundingClientRect()).filter((box) => box.height);
  boxes.sort((one, other) => one.top - other.top);
  let { top: bottom } = panel.getBoundingClientRect();
  let widest = 0;
  for (const box of boxes) {
    widest = Math.max(widest, box.top - bottom);
    bottom = Math.max(bottom, box.bottom);
  }
  return [panel.parentElement.id, Math.max(widest, panel.getBoundingClientRect().bottom - bottom)];
})"""

ON_THE_NUMBER = """() => {
  const boxes = [...document.querySelectorAll(".dl header")].flatMap((header) => {
    const number = header.querySelector(".dl-number")?.getBoundingClientRect();
    const buttons = [...header.querySelectorAll("button")].filter((button) => button.offsetParent);
    return number ? buttons.map((button) => [button.textContent, number, button.getBoundingClientRect()]) : [];
  });
  return boxes.filter(([, number, box]) => box.top < number.bottom && box.left < number.right).map(([text]) => text);
}"""


def gallery() -> Any:
    """The module that draws every state of a panel."""
    spec = importlib.util.spec_from_file_location("gallery", GALLERY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.contextmanager
def drawn(browser: Browser, folder: Path, engine: str) -> Iterator[Page]:
    """Gives a page with all states, as they are with an engine."""
    made = gallery()
    with speaking(LANGUAGES[engine]):
        shown = json.dumps(made.states())
    if engine == "own docker":
        shown = shown.replace(*OWN_DOCKER)
    (folder / "gallery.html").write_text(made.page(json.loads(shown)))
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto((folder / "gallery.html").as_uri())
        page.wait_for_function(
            "count => document.querySelectorAll('.dl').length === count", arg=len(json.loads(shown))
        )
        yield page


def resize(page: Page, width: int) -> None:
    """Gives the window another width, and the panels time to see it: they keep their heights until then."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


WIDTHS_WITH = {"practice": (240, 1366), "own docker": (390, 700)}
"""The widths in which `make test` looks at what an engine's panels show; `make soak` looks at all of them."""


def _every_width() -> list[object]:
    return [
        pytest.param(engine, width, marks=[] if width in each else [pytest.mark.soak])
        for engine, each in WIDTHS_WITH.items()
        for width in WIDTHS
    ]


in_every_width = pytest.mark.parametrize(("engine", "width"), _every_width(), indirect=["engine"])


@pytest.fixture(scope="module", params=["practice", "own docker"])
def engine(request: pytest.FixtureRequest) -> str:
    """The practice engine, and a Docker of one's own."""
    return str(request.param)


@pytest.fixture(scope="module")
def states(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, engine: str
) -> Iterator[Page]:
    """A page with all states, for tests that only look at it, in any width."""
    with drawn(browser, tmp_path_factory.mktemp("gallery"), engine) as page:
        yield page


@pytest.fixture(scope="module")
def helped(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, engine: str
) -> Iterator[Page]:
    """The same with all help open."""
    with drawn(browser, tmp_path_factory.mktemp("gallery"), engine) as page:
        page.evaluate(OPEN_HELP)
        yield page


@in_every_width
def test_nothing_is_cut_off_and_nothing_scrolls_to_the_side(helped: Page, width: int):
    resize(helped, width)
    assert helped.evaluate(CUT_OFF) == []
    assert helped.evaluate("document.documentElement.scrollWidth") <= width


@in_every_width
def test_no_panel_has_a_blank_area(states: Page, width: int):
    resize(states, width)
    assert [each for each in states.evaluate(BLANK) if each[1] > 40] == []


@in_every_width
def test_no_button_covers_the_number_of_the_page(states: Page, width: int):
    resize(states, width)
    assert states.evaluate(ON_THE_NUMBER) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sheet_shows_whole_commands(page: Page, width: int):
    command = "docker push localhost:65535/demousr/demorep:1.0-and-more"
    state = {"account": "demousr", "commands": [command, "docker logout"], "shown": []}
    bare.show(page, "sheet", state, width)
    assert page.evaluate(CUT_OFF) == []
    assert page.locator("pre").inner_text().splitlines() == [
        command.replace("demousr", "YOU"),
        "docker logout",
    ]


def test_on_the_sheet_the_field_stands_right_below_its_label(page: Page):
    state = {"account": "demousr", "commands": ["docker images"] * 7, "shown": []}
    bare.show(page, "sheet", state, 1366)
    label = page.locator("label").bounding_box()
    field = page.locator("input").bounding_box()
    assert label is not None
    assert field is not None
    assert field["y"] - (label["y"] + label["height"]) < label["height"]


def test_the_headings_of_a_page_skip_no_level(states: Page):
    """As on a page of the course: its title, its opening, the next heading, the panels."""
    title = states.evaluate_handle("document.createElement('h1')")
    states.evaluate(
        "title => document.body.prepend(Object.assign(title, { textContent: 'Tag' }))", title
    )
    found = Axe().run(states, options={"runOnly": ["heading-order", "empty-heading"]})
    assert [violation["id"] for violation in found.response["violations"]] == []
    levels = states.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.map((one) => +one.tagName[1])"
    )
    assert levels[:2] == [1, 2]
    assert {*levels[2:]} <= {2, 3}
    states.evaluate("title => title.remove()", title)
