"""`docker-lessons lab`: JupyterLab on the first page, with the practice world behind it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from docker_lessons.jupyter import launch
from docker_lessons.world import process
from docker_lessons.world.names import HUB_PAGES
from tests.programs import wait_for

pytestmark = pytest.mark.slow


def state(desk) -> str:
    return str(process.status(desk.world)["state"])


def leases(desk) -> int:
    return int(process.status(desk.world).get("leases", 0))


def kernel_says(lab, session: dict, code: str, folder) -> str:
    """Run code in a page's kernel, as another client of that kernel."""
    from jupyter_client import BlockingKernelClient, find_connection_file

    client = BlockingKernelClient(
        connection_file=find_connection_file(session["kernel"]["id"], path=[str(folder)])
    )
    client.load_connection_file()
    client.start_channels()
    try:
        _wait_until_ready(client)  # what is published before the channel stands is lost
        said = []
        client.execute_interactive(
            code,
            timeout=60,
            output_hook=lambda m: said.append(m["content"].get("text", "")),
        )
        return "".join(said)
    finally:
        client.stop_channels()


def _wait_until_ready(client) -> None:
    """Wait for a kernel that may still be starting: on a busy machine its heartbeat is late, and looks like death."""
    deadline = time.monotonic() + 90
    while True:
        try:
            client.wait_for_ready(timeout=60)
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def runtime_folder(desk) -> str:
    """Where Jupyter keeps the connection files of that desk's kernels."""
    told = subprocess.run(
        [sys.executable, "-m", "jupyter", "--paths", "--json"],
        env=desk.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(told.stdout)["runtime"][0]


def test_a_kernel_says_nothing_alarming_in_the_terminal(open_lab):
    desk, lab = open_lab
    lab.says()
    session = lab.open("02-repository.ipynb")
    assert kernel_says(lab, session, "print(1 + 1)", runtime_folder(desk)).strip() == "2"
    assert "encryption" not in lab.says()


def test_it_says_what_it_does_and_prints_the_address(open_lab):
    desk, lab = open_lab
    assert "The practice world runs" in lab.said
    assert f"Your pages: {desk.pages} (8 new)" in lab.said
    assert "lab/tree/00-start.ipynb?token=" in lab.said
    assert "Traceback" not in lab.said


def test_the_token_is_on_and_in_no_process_list(open_lab):
    _, lab = open_lab
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{lab.url}api/contents", timeout=20)
    assert refused.value.code == 403
    listing = subprocess.run(
        ["ps", "-eo", "args", "-ww"], capture_output=True, text=True, check=True
    )
    assert lab.token not in listing.stdout


def test_it_works_a_second_time_with_progress_and_pages_kept(desk, start_lab):
    start_lab().end()
    (desk.pages / "03-tag.ipynb").write_text("{}")
    lab = start_lab()
    assert "kept as you changed them: 03-tag.ipynb" in lab.said
    assert (desk.pages / "03-tag.ipynb").read_text() == "{}"


def test_a_second_lab_shares_the_world_and_the_last_one_ends_it(desk, start_lab):
    first, second = start_lab(), start_lab()
    wait_for("both hold a lease", lambda: leases(desk) == 2)
    first.end()
    wait_for("one is left", lambda: leases(desk) == 1)
    second.end()
    wait_for("the world ends", lambda: state(desk) == "stopped", 30)


def test_a_pinned_world_outlives_the_last_lab(desk, start_lab):
    desk.run("start")
    lab = start_lab()
    wait_for("it holds a lease", lambda: leases(desk) == 1)
    lab.end()
    wait_for("the lease has ended", lambda: leases(desk) == 0)
    assert state(desk) == "running"


def test_a_taken_port_does_not_matter(start_lab):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        lab = start_lab(f"--port={other.getsockname()[1]}")
        assert lab.ask("GET", "api/status")


def test_a_taken_port_of_the_world_does_not_matter_either(desk, start_lab):
    desk.run("start")
    desk.run("stop")
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", desk.world.ports()[0]))
        other.listen()
        lab = start_lab()
        assert "is taken by another program now. The world gets new ports." in lab.said


def test_kernels_and_terminals_have_the_worlds_environment(open_lab):
    desk, lab = open_lab
    session = lab.open("01-images.ipynb")
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    seen = json.loads(kernel_says(lab, session, code, runtime_folder(desk)))
    for name, value in desk.world.environment().items():
        assert seen.get(name) == value
    assert seen["PATH"].split(":")[-1] == str(desk.world.bin)
    assert "JUPYTER_TOKEN" not in seen


def test_the_hubs_pages_stand_behind_jupyters_own_door(open_lab):
    _, lab = open_lab
    assert "<title>" in lab.ask("GET", f"{HUB_PAGES}/login")
    with urllib.request.urlopen(f"{lab.url}{HUB_PAGES}/login", timeout=20) as stranger:
        assert stranger.url.startswith(f"{lab.url}login?next=")


def test_no_language_server_is_looked_for(open_lab):
    """JupyterLab's own way to find some runs `npm`, which writes into the learner's HOME."""
    _, lab = open_lab
    with pytest.raises(urllib.error.HTTPError, match="404"):
        lab.ask("GET", "lsp/status")


def test_the_owners_sign_in_page_shows_the_password_and_the_open_port_does_not(open_lab):
    desk, lab = open_lab
    password = desk.world.account().password
    assert password in lab.ask("GET", f"{HUB_PAGES}/login")
    with urllib.request.urlopen(f"{desk.world.hub_url}/login", timeout=20) as page:
        assert password not in page.read().decode()


def test_going_on_ends_the_last_pages_kernel(open_lab):
    _, lab = open_lab
    lab.close_pages()
    lab.open("00-start.ipynb")
    lab.open("01-images.ipynb")
    wait_for("one kernel is left", lambda: lab.pages_with_kernels() == ["01-images.ipynb"], 60)


def test_a_notebook_of_the_learners_own_keeps_its_kernel(open_lab):
    desk, lab = open_lab
    lab.close_pages()
    (desk.pages / "mine.ipynb").write_bytes((desk.pages / "00-start.ipynb").read_bytes())
    lab.open("mine.ipynb")
    lab.open("00-start.ipynb")
    lab.open("01-images.ipynb")
    wait_for(
        "the page's kernel has ended",
        lambda: lab.pages_with_kernels() == ["01-images.ipynb", "mine.ipynb"],
        60,
    )


def test_a_stopped_world_does_not_end_jupyter(desk, start_lab):
    lab = start_lab()
    desk.run("stop")
    assert lab.ask("GET", "api/status")
    desk.run("start")
    wait_for("the lease is taken again", lambda: leases(desk) == 1)


def test_a_later_lab_opens_where_the_learner_stopped(desk, start_lab):
    start_lab().end()
    desk.run("start")
    desk.run("solve", "build-image")
    assert "lab/tree/01-images.ipynb?token=" in start_lab().said


@pytest.mark.parametrize("name", ["DISPLAY", "BROWSER"])
def test_a_browser_is_tried_only_where_one_can_open(monkeypatch, name):
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "--no-browser" in launch.command(Path("/pages"), [])
    monkeypatch.setenv(name, "x")
    assert "--no-browser" not in launch.command(Path("/pages"), [])


def test_the_pages_go_where_dir_says_and_not_into_the_clone(open_lab):
    desk, _ = open_lab
    assert (desk.pages / "00-start.ipynb").is_file()
    assert os.access(desk.pages / "myimage" / "hello", os.X_OK)


def test_a_folder_that_cannot_be_written_is_one_sentence(desk):
    (desk.folder / "file").write_text("")
    done = desk.run("lab", "--dir", str(desk.folder / "file" / "pages"))
    assert done.returncode in {2, 3, 5}
    assert "Traceback" not in done.stderr
