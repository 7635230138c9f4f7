"""The language of who opens a page: JupyterLab's, else the browser's; a link may choose it."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jupyter.kernels import kernel_says
from tests.lab import Lab, desk, start

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lab")]

_SETTING = "lab/api/settings/@jupyterlab/translation-extension:plugin"


@pytest.fixture
def lab(short_folder: Path) -> Iterator[Lab]:
    """A lab that nobody has opened, on a system that speaks English."""
    practice = desk(short_folder)
    practice.env.update(LANG="C.UTF-8")
    lab = start(practice, short_folder / "pages")
    yield lab
    lab.end()
    practice.stop()


def open_page(lab: Lab, accepted: str = "en", query: str = "", token: str | None = None) -> None:
    """Asks for a page as a browser does."""
    sent = lab.token if token is None else token
    headers = {"Accept": "text/html", "Accept-Language": accepted, "Authorization": f"token {sent}"}
    request = urllib.request.Request(f"{lab.url}lab/tree/00-start.ipynb{query}", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


def title(lab: Lab) -> str:
    """The first line of the first page."""
    cells = json.loads((lab.pages / "00-start.ipynb").read_bytes())["cells"]
    return "".join(cells[0]["source"]).splitlines()[0]


def test_pages_and_kernels_speak_the_language_of_the_first_browser_and_a_stranger_s_is_none(
    lab: Lab,
):
    english = title(lab)
    open_page(lab, "fr", "?lang=fr", token="guessed")  # gets the page that asks for the token
    assert title(lab) == english
    assert lab.world.language == ""
    open_page(lab, "fr-CA, en;q=0.5")
    french = title(lab)
    assert french != english
    session = lab.open("01-images.ipynb")
    code = "from docker_lessons import language; print(language.current())"
    assert kernel_says(lab, session, code).strip() == "fr"
    assert "Dans ce terminal" in (lab.world.home / "jupyter" / "terminal.sh").read_text()
    open_page(lab, "en")  # another window of another browser
    assert title(lab) == french


def test_the_language_of_jupyterlab_beats_the_browsers(lab: Lab):
    english = title(lab)
    open_page(lab, "fr")
    assert title(lab) != english
    lab.ask("PUT", _SETTING, {"raw": json.dumps({"locale": "en"})})
    open_page(lab, "fr")
    assert title(lab) == english


def test_a_link_chooses_the_language_of_the_world(lab: Lab):
    english = title(lab)
    open_page(lab, "en", "?lang=fr")
    assert title(lab) != english
    assert lab.world.language == "fr"
    lab.practice.command("start", "--lang", "en")
    open_page(lab, "fr")
    assert title(lab) == english
