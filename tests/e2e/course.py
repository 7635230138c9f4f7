"""The course as `docker-lessons lab` opens it, with somebody at the browser."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, FrameLocator, Locator, Page, expect

from docker_lessons.language import ENGLISH, gettext, speaking
from docker_lessons.world.names import Names
from tests.browsers import LAPTOP, READY, Browsers, open_page
from tests.e2e.told import part_of
from tests.lab import Lab

HUB, TERMINAL = "Open the Hub", "Open a terminal"
"""The buttons of a page's opening."""
PATIENCE = 60_000  # milliseconds, on a machine with other work
# JupyterLab keeps what is out of sight out of the page; the test scrolls to cells by their number.
NOTEBOOK = "[...window.jupyterapp.shell.widgets('main')].find((w) => w.isVisible && w.context?.path?.endsWith('.ipynb'))"
# What the page itself scrolls to meanwhile, as when a cell has ended, takes the first try's place.
SHOW = f"""async (number) => {{
  const notebook = {NOTEBOOK}.content;
  notebook.activeCellIndex = number;
  const scroll = () => notebook.scrollToItem(number, "start");
  await scroll().catch(scroll);
}}"""
OF_ANOTHER_PAGE = "Canceled future"
"""What JupyterLab says of a page's requests when that page was closed with its kernel, as the last test's in a window."""

# What a terminal shows is drawn on a canvas; its text is in xterm.js's buffer.
TERMINAL_SAYS = """(text) => {
  const terminals = [...window.jupyterapp.shell.widgets("main")].filter((w) => w.isVisible && w.content?._term);
  const buffer = terminals.at(-1)?.content._term.buffer.active;
  const lines = Array.from({ length: buffer?.length ?? 0 }, (_, row) => buffer.getLine(row));
  return lines.map((line) => (line.isWrapped ? "" : "\\n") + line.translateToString(true)).join("").includes(text);
}"""


@dataclass(frozen=True)
class Course:
    """A lab of the course, open in a browser."""

    page: Page
    lab: Lab

    @property
    def pages(self) -> Path:
        """The working copy."""
        return self.lab.pages

    @property
    def names(self) -> Names:
        """The course's names with the engine that is in use now."""
        return self.lab.world.names

    @property
    def language(self) -> str:
        """The language of the course."""
        return self.lab.world.language or ENGLISH

    def said(self, message: str) -> str:
        """A message as the course tells it now."""
        with speaking(self.language):
            return gettext(message)

    def explains(self, panel: Locator, cause: str, variant: str = "") -> None:
        """The panel comes to tell this cause."""
        told = part_of(cause, variant, self.language)
        expect(panel).to_contain_text(told, timeout=PATIENCE)

    def wait_for_page(self, name: str) -> None:
        """Return when a page of the course is open and its kernel is ready to run cells."""
        current = f"window.jupyterapp?.shell?.currentWidget?.context?.path === '{name}.ipynb'"
        self.page.wait_for_function(f"() => {current}", timeout=PATIENCE)
        self.page.wait_for_function(READY, timeout=PATIENCE)

    def wait_until_idle(self) -> None:
        """Return when no cell runs: one that fails takes those with it that wait."""
        self.page.wait_for_function(READY, timeout=PATIENCE)

    def next_page(self, name: str) -> None:
        """Go on by the link at the page's end."""
        self.show("next")
        self.cell("next").get_by_role("link").first.click()
        self.wait_for_page(name)

    def wait_for_text(self, text: str) -> None:
        """Return when a cell of the open page holds that text, in its source."""
        holds = "(text) => NOTEBOOK?.content.widgets.some((cell) => cell.model.sharedModel.getSource().includes(text))"
        self.page.wait_for_function(holds.replace("NOTEBOOK", NOTEBOOK), arg=text, timeout=PATIENCE)

    def wait_until_saved(self) -> None:
        """Return when the open page is on the disk as it stands here."""
        self.page.wait_for_function(f"() => !{NOTEBOOK}.context.model.dirty", timeout=PATIENCE)

    def cell(self, cell_id: str) -> Locator:
        """A cell by its id."""
        number = self._number(cell_id)
        return self.page.locator(
            f".jp-NotebookPanel:visible .jp-Cell[data-windowed-list-index='{number}']"
        )

    def show(self, cell_id: str) -> Locator:
        """Bring a cell into sight."""
        self.page.evaluate(SHOW, self._number(cell_id))
        cell = self.cell(cell_id)
        expect(cell).to_be_visible(timeout=PATIENCE)
        return cell

    def run(self, cell_id: str, source: str | None = None) -> Locator:
        """Type a source over a cell's own, if one is given, and press Shift+Enter; its output when it has ended."""
        cell = self.show(cell_id)
        editor = cell.locator(".cm-content")
        editor.click()
        if source is not None:
            self._write(editor, source)
        self.page.keyboard.press("Shift+Enter")
        return cell.locator(".jp-OutputArea")

    def _write(self, editor: Locator, source: str) -> None:
        """Put a source in the place of the active cell's; JupyterLab takes the keys for itself until it edits."""
        is_written = (
            f"(source) => {NOTEBOOK}.content.activeCell.model.sharedModel.getSource() === source"
        )
        while not self.page.evaluate(is_written, source):
            editor.click()
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(source)

    def panel(self, cell_id: str) -> Locator:
        """Run a panel's cell; the panel."""
        self.run(cell_id)
        panel = self.cell(cell_id).locator("section.dl")
        expect(panel).to_be_visible(timeout=PATIENCE)
        return panel

    def hub(self) -> FrameLocator:
        """The Hub's pages as they stand beside the page."""
        return self.page.frame_locator("iframe[src*='practice-hub']")

    def open_beside(self, button: str) -> None:
        """Press one of the opening cell's buttons; returns when a terminal is there, if it is one."""
        terminals = self.page.locator(".jp-Terminal")
        before = terminals.count()
        self.show("open").get_by_role("button", name=self.said(button)).click()
        if button == TERMINAL:
            expect(terminals).to_have_count(before + 1, timeout=PATIENCE)
            expect(terminals.last.locator(".xterm-helper-textarea")).to_be_focused(timeout=PATIENCE)

    def type_in_terminal(self, line: str, until: str | None = None) -> None:
        """Type a line in the terminal that stands beside the page, and wait `until` it holds that text."""
        self.page.locator(".jp-Terminal:visible .xterm-helper-textarea").last.focus()
        self.page.keyboard.insert_text(line)
        self.page.keyboard.press("Enter")
        if until is not None:
            self.page.wait_for_function(TERMINAL_SAYS, arg=until, timeout=PATIENCE)

    def _number(self, cell_id: str) -> int:
        cells = self.page.evaluate(f"{NOTEBOOK}.content.widgets.map((cell) => cell.model.id)")
        return int(cells.index(cell_id))


@contextlib.contextmanager
def opened(browser: Browser, lab: Lab, first: str = "00-start") -> Iterator[Course]:
    """A lab in a browser window of its own, of a small laptop's size, with the page `first` in it."""
    with contextlib.closing(browser.new_context(viewport=LAPTOP)) as context:
        page = context.new_page()
        with _nothing_fails(page):
            page.goto(lab.address(f"{first}.ipynb"))
            course = Course(page, lab)
            course.wait_for_page(first)
        yield course


@contextlib.contextmanager
def opened_in(browsers: Browsers, lab: Lab, first: str) -> Iterator[Course]:
    """The window that the tests of the shared lab have one after the other, with the page `first` in it."""
    with browsers.window(lab) as page:
        with _nothing_fails(page, but=OF_ANOTHER_PAGE):
            open_page(page, lab, f"{first}.ipynb")
            course = Course(page, lab)
            course.wait_for_page(first)
        yield course


@contextlib.contextmanager
def _nothing_fails(page: Page, but: str | None = None) -> Iterator[None]:
    page.set_default_timeout(PATIENCE)
    failed: list[str] = []

    def note(error: Error) -> None:
        if but is None or but not in error.message:
            failed.append(f"{error}\n{error.stack}")

    page.on("pageerror", note)
    yield
    page.remove_listener("pageerror", note)
    assert not failed, f"a script failed while the page was opened: {failed[0]}"
