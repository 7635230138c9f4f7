"""One of our widgets in a browser page without Jupyter, shown what a kernel would have sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

from docker_lessons.widgets import source

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A widget</title>
<style>body { margin: 0 } %s</style>%s</html>"""
_ALONE = '<div id="widget"></div>'
_SHOW = """async ([text, state]) => {
  const { render } = (await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })))).default;
  const heard = [];
  window.widget = {
    sent: [],
    get: (name) => state[name],
    on: (event, listener) => heard.push([event, listener]),
    off: () => {},
    send: (message) => window.widget.sent.push(message),
    change: (changes) => {
      Object.assign(state, changes);
      const events = [...Object.keys(changes).map((name) => `change:${name}`), "change"];
      for (const event of events) for (const [name, listener] of heard) if (name === event) listener();
    },
  };
  render({ model: window.widget, el: document.getElementById("widget") });
}"""


@dataclass(frozen=True)
class Bare:
    """A widget that is shown; its state can be changed as the kernel does."""

    page: Page

    @property
    def widget(self) -> Locator:
        """Its outermost element."""
        return self.page.locator("section.dl")

    def change(self, **state: Any) -> None:
        """The kernel sent something new."""
        self.page.evaluate("(changes) => window.widget.change(changes)", state)

    def sent(self) -> list[dict[str, Any]]:
        """What the widget sent to the kernel."""
        found: list[dict[str, Any]] = self.page.evaluate("() => window.widget.sent")
        return found


def show(
    page: Page,
    name: str,
    state: dict[str, Any],
    width: int = 1100,
    *,
    around: str = _ALONE,
    before: str = "() => {}",
) -> Bare:
    """Renders a widget (`panel`, `opening`, `sheet`) with a state of the kernel's, in a window so wide.

    `around` is the body of the page, in which an element `widget` waits; `before` a function that runs first.
    """
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(_PAGE % (source.style(), around))
    page.evaluate(before)
    page.evaluate(_SHOW, [source.script(name), json.loads(json.dumps(state))])
    return Bare(page)
