"""The course in Notebook 7, served by the same Jupyter: one page in a browser tab, and other tabs for the rest."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browsers import LAPTOP
from tests.e2e.course import PATIENCE
from tests.lab import Lab

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(200),
    pytest.mark.xdist_group("lab"),
]


@pytest.fixture(scope="module")
def lab(shared_lab: Lab) -> Lab:
    """The shared lab, as new, with everything done before page 03."""
    shared_lab.begin_anew()
    shared_lab.practice.solve("create-repository")
    return shared_lab


@pytest.fixture(scope="module")
def window(browser: Browser, lab: Lab) -> Iterator[BrowserContext]:
    """A browser's window."""
    context = browser.new_context(viewport=LAPTOP)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()
    lab.close_pages()


@pytest.fixture(scope="module")
def page(window: BrowserContext, lab: Lab) -> Page:
    """Page 03 in Notebook 7, which has begun."""
    page = window.new_page()
    page.goto(f"{lab.url}notebooks/03-tag.ipynb?token={lab.token}")
    expect(opening(page)).to_contain_text("A name for the Hub", timeout=PATIENCE)
    return page


def opening(page: Page) -> Locator:
    return page.locator("section.dl-opening")


def in_a_new_tab(window: BrowserContext, button: Locator) -> Page:
    """Press a button that opens a tab; the tab."""
    with window.expect_page() as opened:
        button.click()
    return opened.value


def test_a_terminal_opens_and_what_is_typed_there_counts(
    page: Page, window: BrowserContext, lab: Lab
):
    cell = page.locator(".jp-CodeCell", has_text='panel("tag")')
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    panel = cell.locator("section.dl")
    expect(panel).to_have_attribute("data-state", "not-yet", timeout=PATIENCE)

    button = opening(page).get_by_role("button", name=re.compile("terminal"))
    terminal = in_a_new_tab(window, button)
    terminal.locator(".jp-Terminal .xterm-helper-textarea").focus()
    terminal.keyboard.type(f"docker tag myimage:0.1 {lab.world.names.target}")
    terminal.keyboard.press("Enter")

    expect(panel).to_have_attribute("data-state", "passed", timeout=PATIENCE)


def test_the_hub_opens_behind_jupyters_own_door(page: Page, window: BrowserContext, lab: Lab):
    hub = in_a_new_tab(window, opening(page).get_by_role("button", name=re.compile("Hub")))

    expect(hub.get_by_role("link", name="Sign in").first).to_be_visible()
    assert hub.url.startswith(f"{lab.url}practice-hub/")


def test_the_way_to_the_next_page_stays_in_this_tab(page: Page, window: BrowserContext):
    tabs = len(window.pages)
    opening(page).get_by_role("link", name="Next:").click()

    page.wait_for_url("**/notebooks/04-push.ipynb*")
    expect(opening(page)).to_contain_text("Log in and push", timeout=PATIENCE)
    assert len(window.pages) == tabs
