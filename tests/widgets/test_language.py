"""Every state of the gallery in a language with accents, words 40 % longer, and in one that is written to the left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from docker_lessons.language import speaking
from docker_lessons.language.catalogue import OTHER_FOLDER
from tests import untranslated
from tests.widgets.test_layout import CUT_OFF, OPEN_HELP, gallery
from translation import pseudo

pytestmark = pytest.mark.browser

NAMES = frozenset(
    {
        "demousr",
        "demorep",
        "docker",
        "login",
        "logout",
        "push",
        "pull",
        "images",
        "tag",
        "latest",
        "none",
        "IMAGE",
        "ID",
        "TAG",
        "Already",
        "exists",
        "Docker",
    }
)
"""Words that stand between those of a sentence as names and commands do."""

SAID = """() => [...document.querySelectorAll(".dl")].flatMap((panel) => {
  const found = [];
  const silent = "code, pre, svg, .dl-note, .dl-layer[data-look], .dl-languages button";
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(silent)) found.push(walker.currentNode.data);
  }
  for (const element of panel.querySelectorAll("[aria-label], [title], [placeholder], [data-none]")) {
    if (element.closest(silent) || element.matches(".dl-copy, progress")) continue;
    for (const name of ["aria-label", "title", "placeholder", "data-none"]) {
      if (element.hasAttribute(name)) found.push(element.getAttribute(name));
    }
  }
  return found;
})"""
"""What the panels show and read out, but names, commands and what Docker says."""


@pytest.fixture
def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv(OTHER_FOLDER, str(pseudo.folder(tmp_path / "locale")))
    with speaking(pseudo.LANGUAGE):
        return dict(gallery().states())


@pytest.mark.parametrize(("width", "direction"), [(390, "ltr"), (390, "rtl"), (1366, "ltr")])
def test_every_state_is_told_in_the_language_and_has_room_for_longer_words(
    page: Page, tmp_path: Path, states: dict[str, Any], width: int, direction: str
) -> None:
    for state in states.values():
        state["language"] = state["language"] | {"direction": direction}
    (tmp_path / "gallery.html").write_text(gallery().page(states))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((tmp_path / "gallery.html").as_uri())
    page.wait_for_function(
        "count => document.querySelectorAll('.dl').length === count", arg=len(states)
    )
    assert page.locator(".dl").first.get_attribute("dir") == direction
    said = page.evaluate(SAID)
    page.evaluate(OPEN_HELP)
    said += page.evaluate(SAID)
    assert {word for text in said for word in untranslated.words(text, NAMES)} == set()
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
