"""After Shift+Enter JupyterLab scrolls on to the next cell: the panel that was run comes back into sight."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.widgets.bare import show
from tests.widgets.test_own_docker import opening

pytestmark = pytest.mark.browser
NOTEBOOK = """
<div class="jp-NotebookPanel"><div class="jp-WindowedPanel-outer" style="height: 500px; overflow: auto">
  <div class="jp-Cell" id="ran"><div style="height: 60px"></div><div id="widget"></div></div>
  <div class="jp-Cell" style="height: 2000px"></div>
</div></div>"""
SCROLLED_ON = """() => {
  const [ran, next] = document.querySelectorAll(".jp-Cell");
  const content = { widgets: [{ node: ran }, { node: next }], activeCellIndex: ACTIVE };
  const main = { node: document.querySelector(".jp-NotebookPanel"), content };
  window.jupyterapp = { shell: { widgets: () => [main] }, commands: {} };
  document.querySelector(".jp-WindowedPanel-outer").scrollTop = 1000;
}"""
TOPS = """() => ({
  cell: document.getElementById("ran").getBoundingClientRect().top,
  view: document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect().top,
})"""


def shown(page: Page, active: int) -> dict[str, Any]:
    """Where the cell stands once the page has come to rest; `active` is the cell in which the cursor is."""
    before = SCROLLED_ON.replace("ACTIVE", str(active))
    bare = show(page, "opening", opening(), around=NOTEBOOK, before=before)
    expect(bare.page.locator(".jp-NotebookPanel.dl-course")).to_be_visible()
    found: dict[str, Any] = bare.page.evaluate(TOPS)
    return found


def test_what_was_run_comes_back_into_sight_whole(page: Page):
    where = shown(page, active=1)
    assert where["cell"] >= where["view"]


def test_where_the_cursor_is_elsewhere_nothing_moves(page: Page):
    assert shown(page, active=0)["cell"] < 0
