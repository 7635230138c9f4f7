"""Every state of the gallery in a language with accents, words 40 % longer, and in one that is written to the left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from docker_lessons.language import speaking
from docker_lessons.language.catalogue import OTHER_FOLDER
from docker_lessons.widgets import speech
from tests import untranslated
from tests.widgets.test_layout import CUT_OFF, OPEN_HELP, gallery
from translation import pseudo

pytestmark = pytest.mark.browser

OF_THE_WORLD = {"title", "goal", "text", "seen", "wanted", "trouble", "halted", "said", "hints"}
OF_THE_WORLD |= {"placeholder", "engine", "hub_name"}
"""What a world's service says, by the name of the trait or field."""

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


def in_pseudo(value: Any, name: str = "") -> Any:
    """A state as the service of a world would tell it in that language."""
    if isinstance(value, dict):
        return {key: in_pseudo(one, key) for key, one in value.items()}
    if name == "hints" and value:
        return [pseudo.accented(value[0]) if value[0] else value[0], *value[1:]]
    if isinstance(value, list):
        return [in_pseudo(one, name) for one in value]
    return pseudo.accented(value) if name in OF_THE_WORLD and isinstance(value, str) else value


@pytest.fixture
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv(OTHER_FOLDER, str(pseudo.folder(tmp_path / "locale")))
    with speaking(pseudo.LANGUAGE):
        return speech.spoken()


@pytest.mark.parametrize(("width", "direction"), [(390, "ltr"), (390, "rtl"), (1366, "ltr")])
def test_every_state_is_told_in_the_language_and_has_room_for_longer_words(
    page: Page, tmp_path: Path, language: dict[str, Any], width: int, direction: str
) -> None:
    made = gallery()
    states = {name: in_pseudo(state) for name, state in made.STATES.items()}
    for state in states.values():
        state["language"] = language | {"direction": direction}
    (tmp_path / "gallery.html").write_text(made.page(json.loads(json.dumps(states))))
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
