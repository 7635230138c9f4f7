"""`docker-lessons lab`: JupyterLab on the first page, with the practice world behind it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from docker_lessons.jupyter import launch
from docker_lessons.world.names import HUB_PAGES
from tests.jupyter.kernels import kernel_says
from tests.lab import Lab
from tests.practice import PracticeWorld
from tests.programs import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lab")]


def test_a_kernel_says_nothing_alarming_in_the_terminal(open_lab: Lab):
    open_lab.says()
    session = open_lab.open("02-repository.ipynb")
    assert kernel_says(open_lab, session, "print(1 + 1)").strip() == "2"
    assert "encryption" not in open_lab.says()


def test_it_says_what_it_does_and_prints_the_address(open_lab: Lab):
    assert "The practice world is running" in open_lab.said
    assert f"Your pages: {open_lab.pages} (8 new)" in open_lab.said
    assert "lab/tree/00-start.ipynb?token=" in open_lab.said
    assert "Traceback" not in open_lab.said


def test_an_exported_page_holds_its_pictures(open_lab: Lab):
    exported = open_lab.ask("GET", "nbconvert/html/00-start.ipynb")
    assert "data:image/svg+xml;base64," in exported
    assert 'src="map.svg"' not in exported


def test_the_token_is_on_and_in_no_process_list(open_lab: Lab):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{open_lab.url}api/contents", timeout=20)
    assert refused.value.code == 403
    refused.value.close()
    listing = subprocess.run(
        ["ps", "-eo", "args", "-ww"], capture_output=True, text=True, check=True
    )
    assert open_lab.token not in listing.stdout


def test_kernels_and_terminals_have_the_worlds_environment(open_lab: Lab):
    session = open_lab.open("01-images.ipynb")
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    seen = json.loads(kernel_says(open_lab, session, code))
    for name, value in open_lab.world.environment().items():
        assert seen.get(name) == value
    assert seen["PATH"].split(":")[0] == str(open_lab.world.bin)
    assert "JUPYTER_TOKEN" not in seen


def test_the_hubs_pages_stand_behind_jupyters_own_door(open_lab: Lab):
    assert "<title>" in open_lab.ask("GET", f"{HUB_PAGES}/login")
    with urllib.request.urlopen(f"{open_lab.url}{HUB_PAGES}/login", timeout=20) as stranger:
        assert stranger.url.startswith(f"{open_lab.url}login?next=")


def test_no_language_server_is_looked_for(open_lab: Lab):
    """JupyterLab's own way to find some runs `npm`, which writes into the learner's HOME."""
    with pytest.raises(urllib.error.HTTPError, match="404"):
        open_lab.ask("GET", "lsp/status")


def test_the_owners_sign_in_page_shows_the_password_and_the_open_port_does_not(open_lab: Lab):
    password = open_lab.world.account().password
    assert password in open_lab.ask("GET", f"{HUB_PAGES}/login")
    with urllib.request.urlopen(f"{open_lab.world.hub_url}/login", timeout=20) as page:
        assert password not in page.read().decode()


def test_going_on_ends_the_last_pages_kernel(open_lab: Lab):
    open_lab.close_pages()
    open_lab.open("00-start.ipynb")
    open_lab.open("01-images.ipynb")
    wait_for("one kernel is left", lambda: open_lab.pages_with_kernels() == ["01-images.ipynb"], 60)


def test_a_notebook_of_the_learners_own_keeps_its_kernel(open_lab: Lab):
    open_lab.close_pages()
    (open_lab.pages / "mine.ipynb").write_bytes((open_lab.pages / "00-start.ipynb").read_bytes())
    open_lab.open("mine.ipynb")
    open_lab.open("00-start.ipynb")
    open_lab.open("01-images.ipynb")
    wait_for(
        "the page's kernel has ended",
        lambda: open_lab.pages_with_kernels() == ["01-images.ipynb", "mine.ipynb"],
        60,
    )


@pytest.mark.parametrize("name", ["DISPLAY", "BROWSER"])
def test_a_browser_is_tried_only_where_one_can_open(monkeypatch, name):
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "--no-browser" in launch.command(Path("/pages"), [])
    monkeypatch.setenv(name, "x")
    assert "--no-browser" not in launch.command(Path("/pages"), [])


def test_a_folder_that_cannot_be_written_is_one_sentence(desk: PracticeWorld):
    (desk.home.parent / "file").write_text("")
    done = desk.run("lab", "--dir", str(desk.home.parent / "file" / "pages"))
    assert done.returncode in {2, 3, 5}
    assert "Traceback" not in done.stderr
