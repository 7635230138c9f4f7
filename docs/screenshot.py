"""Take docs/screenshot.png of the running course, and docs/fr/screenshot.png, one in each language.

It's the page `03-tag`, with the slip that nearly everybody makes once.

Run by `make screenshot`; needs a Chromium.
"""

import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Locator, expect, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from docker_lessons.language import ENGLISH, languages  # noqa: E402
from tests import lab, programs  # noqa: E402
from tests.e2e.course import PATIENCE, opened  # noqa: E402
from tests.practice import PracticeWorld  # noqa: E402
from translation.documents import path  # noqa: E402

SLIP = "docker tag myimage:0.1 demousr/demorep"


def main() -> None:
    """Take a picture in each language."""
    for language in (ENGLISH, *languages()):
        take(language, ROOT / path("docs/screenshot.png", language))


def take(language: str, picture: Path) -> None:
    """Walk to the slip and take the picture."""
    with tempfile.TemporaryDirectory(prefix="dl-", dir="/tmp") as folder, sync_playwright() as play:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(
            executable_path=programs.required(*programs.CHROMIUM),
            args=["--disable-gpu", *arguments],
        )
        with contextlib.ExitStack() as at_the_end:
            at_the_end.callback(browser.close)
            world = PracticeWorld.start(Path(folder))
            at_the_end.callback(world.stop)
            world.command("solve", "create-repository")
            running = lab.start(world, Path(folder) / "pages", "--lang", language)
            at_the_end.callback(running.end)
            course = at_the_end.enter_context(opened(browser, running, first="03-tag"))
            course.run("open")
            course.run("tag", SLIP)
            panel = course.panel("panel-tag")
            expect(panel).to_contain_text("latest", timeout=PATIENCE)
            course.show("tag")
            settled(panel)
            course.page.screenshot(path=picture)


def settled(look: Locator, seconds: float = 0.6) -> None:
    """Wait until a part of the page has kept its size for a moment, for a picture of it."""
    end = time.monotonic() + seconds
    before = look.bounding_box()
    while time.monotonic() < end:
        look.page.wait_for_timeout(100)
        now = look.bounding_box()
        if now != before:
            before, end = now, time.monotonic() + seconds


if __name__ == "__main__":
    main()
