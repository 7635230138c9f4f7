"""The pages in a real browser: by keyboard, without JavaScript, behind Jupyter's proxy, for all eyes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from docker_lessons.language.catalogue import OTHER_FOLDER
from tests import programs
from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.hub.running import RunningHub

pytestmark = pytest.mark.browser

FOR_STRANGERS = ("", "login", "r/teacherdemo/nothing")
FOR_MEMBERS = (
    "search",
    "u/teacherdemo",
    "repositories",
    "repositories/create",
    "r/demousr/demorep",
    "r/demousr/empty",
    "r/demousr/demorep/tags",
    "r/demousr/demorep/settings",
    "r/demousr/demorep/tags/1.0/delete",
    "r/demousr/demorep?as=stranger",
    "settings/personal-access-tokens",
    "settings/personal-access-tokens/create",
)
_CLIPPED = """() => [...document.querySelectorAll("code")].filter((code) => {
  const right = code.closest(".command, .card, dd, p, body").getBoundingClientRect().right;
  return code.scrollWidth > code.clientWidth + 1 && getComputedStyle(code).display !== "inline"
    || code.getBoundingClientRect().right > Math.min(right, document.documentElement.clientWidth) + 1;
}).map((code) => code.textContent)"""
"""The commands, names and digests of which a part is out of sight."""


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/login")
    page.get_by_label("Username").fill("demousr")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/repositories")


@pytest.fixture
def filled(hub: RunningHub) -> RunningHub:
    """A Hub with what a learner's has at the end, and names as long as they get: with the registry's address."""
    hub.put_before_names("localhost:65535/")

    def fill(it: Any) -> None:
        it.ensure_repository("demousr", "demorep", description="My first image")
        it.ensure_repository("demousr", "empty", private=True)
        it.ensure_repository("teacherdemo", "a-repository-with-quite-a-long-name-for-a-phone")
        it.ensure_image("demousr", "demorep", "1.0", {"a.txt": b"a"})
        it.ensure_image("demousr", "demorep", "a-tag.with_many-characters" * 4, {"a.txt": b"b"})
        it.access_tokens.create("demousr", "aVeryLongDescription" * 5, ["repo:admin"])
        one, _ = it.access_tokens.create(
            "demousr", "laptop", ["repo:write"], expires=time.time() + 60
        )
        it.access_tokens.change(one, is_active=False)

    hub.call(fill)
    return hub


@pytest.mark.parametrize(
    ("scheme", "width", "forced"),
    [
        pytest.param("light", 360, "none", marks=pytest.mark.soak),
        pytest.param("dark", 390, "none", marks=pytest.mark.soak),
        ("light", 240, "none"),  # beside a notebook on a phone
        ("dark", 1280, "none"),
        ("dark", 360, "active"),
    ],
)
def test_no_page_breaks_a_rule_of_accessibility_or_the_width(
    filled: RunningHub, browser: Browser, scheme: Any, width: int, forced: Any
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, forced_colors=forced
    )
    page = context.new_page()
    broken: list[str] = []

    def look(place: str) -> None:
        page.goto(f"{filled.site}/{place}")
        # Under forced colours axe would measure the author's, which are not shown; in a narrow window all is as before.
        if forced == "none" and width > 240:
            broken.extend(
                f"{place}: {violation['id']} {violation['nodes'][0]['html']}"
                for violation in Axe().run(page).response["violations"]
            )
        beyond = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if beyond > 0:
            broken.append(f"{place}: {beyond} pixels too wide")
        broken.extend(f"{place}: not whole: {text}" for text in page.evaluate(_CLIPPED))

    for place in FOR_STRANGERS:
        look(place)
    sign_in(page, filled.site)
    for place in FOR_MEMBERS:
        look(place)
    context.close()
    assert broken == []


def test_longer_words_have_room_on_a_phone(
    filled: RunningHub, browser: Browser, pseudo_folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OTHER_FOLDER, pseudo_folder)
    context = browser.new_context(viewport={"width": 390, "height": 740}, locale="en-XA")
    page = context.new_page()
    page.goto(f"{filled.site}/login")
    page.locator("#username").fill("demousr")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/repositories")
    broken = []
    for place in FOR_MEMBERS:
        page.goto(f"{filled.site}/{place}")
        assert page.locator("html").get_attribute("lang") == "en-XA"
        for direction in ("ltr", "rtl"):
            page.evaluate("(direction) => { document.documentElement.dir = direction }", direction)
            if page.evaluate("document.documentElement.scrollWidth") > 390:
                broken.append(f"{place}, {direction}: too wide")
            broken += [f"{place}: not whole: {text}" for text in page.evaluate(_CLIPPED)]
    context.close()
    assert broken == []


def test_a_repository_is_made_with_the_keyboard_alone_and_without_javascript(
    hub: RunningHub, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(hub.site)
    page.keyboard.press("Tab")
    assert "Skip to the content" in (page.locator(":focus").text_content() or "")
    page.goto(f"{hub.site}/login")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("demousr")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/repositories")
    page.get_by_role("link", name="Create repository").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/create")
    expect(page.get_by_label("Repository name")).to_be_focused()
    page.keyboard.type("demorep")
    page.keyboard.press("Tab")
    page.keyboard.type("by keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/demousr/demorep?done=created")
    context.close()
    made = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    assert (made.is_private, made.description) == (True, "by keyboard")


@pytest.mark.parametrize("script", [True, False])
def test_a_token_is_made_by_keyboard_and_copied_with_and_without_javascript(
    hub: RunningHub, browser: Browser, script: bool
) -> None:
    context = browser.new_context(
        java_script_enabled=script, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    sign_in(page, hub.site)
    page.get_by_role("link", name="Account settings").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Generate new token").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Description")).to_be_focused()
    page.keyboard.type("laptop")
    page.keyboard.press("Enter")
    token = page.locator("#token").inner_text()
    assert token.startswith("dckr_pat_")
    assert "dckr_pat" not in page.url
    if script:
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        page.get_by_role("button", name="Copy").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == token
    else:
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)
        page.locator("#token").click()
        page.keyboard.press("Control+C")
        page.goto(f"{hub.site}/search")
        page.get_by_role("searchbox").focus()
        page.keyboard.press("Control+V")
        assert page.get_by_role("searchbox").input_value() == token
    context.close()


def test_no_page_asks_for_anything_elsewhere_or_complains(
    filled: RunningHub, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    sign_in(page, filled.site)
    for place in FOR_MEMBERS:
        page.goto(f"{filled.site}/{place}")
    context.close()
    assert [url for url in asked if not url.startswith(filled.site)] == []
    assert said == []


@pytest.fixture
def jupyter(hub: RunningHub, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Address and token of a Jupyter under /user/x/ that proxies the owner's socket as `hub`."""
    port = programs.free_port()
    config = tmp_path / "jupyter"
    config.mkdir()
    (config / "jupyter_server_config.json").write_text(
        json.dumps(
            {
                "ServerProxy": {
                    "servers": {
                        "hub": {
                            "command": [],
                            "unix_socket": str(hub.owner_socket),
                            "new_browser_tab": False,
                        }
                    }
                }
            }
        )
    )
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")},
        "HOME": str(tmp_path),
        "JUPYTER_CONFIG_PATH": str(config),
        "JUPYTER_TOKEN": "letmein",
    }
    program = shutil.which("jupyter-server", path=str(Path(sys.executable).parent))
    assert program
    process = subprocess.Popen(
        [
            *(program, "--no-browser", "--allow-root", f"--port={port}"),
            *("--ServerApp.base_url=/user/x/", f"--ServerApp.root_dir={tmp_path}"),
        ],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/user/x"

    def answers() -> bool:
        try:
            return requests.get(f"{address}/api", timeout=2).ok
        except requests.RequestException:  # listening already, or not yet, and not answering
            return False

    try:
        programs.wait_for("Jupyter answers", answers, 60)
        yield address, "letmein"
    finally:
        process.terminate()
        process.wait(20)


def test_behind_jupyters_proxy_the_pages_work_and_show_the_password(
    hub: RunningHub, jupyter: tuple[str, str], browser: Browser
) -> None:
    address, token = jupyter
    context = browser.new_context(viewport={"width": 683, "height": 768})
    page = context.new_page()
    missing: list[str] = []
    page.on("response", lambda got: missing.append(got.url) if got.status >= 400 else None)
    page.goto(f"{address}/hub/login?token={token}")
    aside = page.get_by_role("complementary", name="Your practice account")
    assert PASSWORD in aside.inner_text()
    page.get_by_label("Username").fill("demousr")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/hub/repositories")
    page.get_by_role("link", name="Create repository").click()
    page.get_by_label("Repository name").fill("demorep")
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url(f"{address}/hub/r/demousr/demorep?done=created")
    page.get_by_role("navigation", name="Repository").get_by_role("link", name="Tags").click()
    page.wait_for_url(f"{address}/hub/r/demousr/demorep/tags")
    colour = page.evaluate("getComputedStyle(document.querySelector('.bar')).borderBottomWidth")
    assert colour == "1px"  # the style sheet came along
    paths = {
        cookie["path"] for cookie in context.cookies() if "practice_hub" in cookie.get("name", "")
    }
    assert paths == {"/user/x/hub"}
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(".*/hub/login.*"))
    context.close()
    assert missing == []


def test_on_paper_the_pages_are_light_also_where_the_screen_is_dark(
    hub: RunningHub, browser: Browser
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{hub.site}/login")
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    context.close()
    assert ink == "rgb(27, 39, 48)"
