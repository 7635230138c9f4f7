"""Another engine while a lab is open: its kernel and its terminal go there, and nothing is started anew."""

import json
import re
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress

import pytest
import websocket

from docker_lessons.world import process
from tests.jupyter.kernels import kernel_says
from tests.lab import Lab
from tests.practice import PracticeWorld
from tests.servers import docker, inventory

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lab")]

ASK = (
    "import subprocess; print(subprocess.run(['docker', 'version', '--format', '{{.Server.Version}}'],"
    " capture_output=True, text=True).stdout)"
)


def release(address: str) -> str:
    return docker(address, "version", "--format", "{{.Server.Version}}").strip()


class Terminal:
    """A terminal of Jupyter's, over its websocket."""

    def __init__(self, lab: Lab) -> None:
        name = lab.ask("POST", "api/terminals")["name"]
        address = lab.url.replace("http", "ws", 1)
        self._socket = websocket.create_connection(
            f"{address}terminals/websocket/{name}?token={lab.token}", timeout=1
        )
        self.text = ""

    def see(self, pattern: str) -> str:
        """Read until this stands there; what was read goes from the screen."""
        deadline = time.monotonic() + 60
        while not (found := re.search(pattern, self.text)):
            assert time.monotonic() < deadline, f"No {pattern!r} on the screen, but {self.text!r}"
            with suppress(websocket.WebSocketTimeoutException):
                kind, *rest = json.loads(self._socket.recv())
                self.text += rest[0] if kind == "stdout" else ""
        read, self.text = self.text[: found.end()], self.text[found.end() :]
        return read

    def type(self, line: str) -> None:
        """Type a line."""
        self._socket.send(json.dumps(["stdin", f"{line}\r"]))

    def close(self) -> None:
        """Close the window."""
        self._socket.close()


@contextmanager
def terminal(lab: Lab):
    opened = Terminal(lab)
    try:
        yield opened
    finally:
        opened.close()


def test_kernel_and_terminal_follow_a_switch_there_and_back(open_lab: Lab, empty_dockerd: str):
    open_lab.begin_anew()
    real, target = release(empty_dockerd), open_lab.pages / "03-tag.ipynb"
    before = inventory(empty_dockerd)
    session = open_lab.open("01-images.ipynb")
    ours = kernel_says(open_lab, session, ASK).strip()
    assert ours
    assert ours != real
    with terminal(open_lab) as screen:
        screen.see(r"practice\S*[$#] ")

        said = open_lab.practice.run("start", "--engine", "docker", DOCKER_HOST=empty_dockerd)
        assert said.returncode == 0, said.stderr
        assert f"Your pages: {open_lab.pages}" in said.stdout
        assert open_lab.world.names.target in target.read_text()
        assert kernel_says(open_lab, session, ASK).strip() == real
        screen.type("docker version --format 'it is {{.Server.Version}}'")
        screen.see(rf"it is {re.escape(real)}\r\n")
        screen.see(r"docker\S*[$#] ")

        open_lab.practice.command("start", "--engine", "practice")
        assert kernel_says(open_lab, session, ASK).strip() == ours
        screen.type("docker version --format 'it is {{.Server.Version}}'")
        screen.see(rf"it is {re.escape(ours)}\r\n")
    assert open_lab.pages_with_kernels() == ["01-images.ipynb"]  # the same kernel, all the time
    assert inventory(empty_dockerd) == before


def test_a_lab_begins_with_the_learners_own_docker(
    desk: PracticeWorld, start_lab: Callable[..., Lab], empty_dockerd: str
):
    desk.env["DOCKER_HOST"] = empty_dockerd
    before = inventory(empty_dockerd)
    lab = start_lab("--engine", "docker")
    assert f"your own Docker {release(empty_dockerd)} at {empty_dockerd}" in lab.said
    assert process.status(desk.world)["engine_kind"] == "docker"
    target = desk.world.names.target
    assert target in (lab.pages / "03-tag.ipynb").read_text()
    session = lab.open("03-tag.ipynb")
    assert kernel_says(lab, session, ASK).strip() == release(empty_dockerd)
    solved = desk.run("solve", "push")
    assert solved.returncode == 0, solved.stdout + solved.stderr
    assert target in docker(empty_dockerd, "images", "--format", "{{.Repository}}:{{.Tag}}")
    assert desk.run("reset", "--yes").returncode == 0
    assert inventory(empty_dockerd) == before


def test_a_lab_that_is_refused_says_why_and_opens_nothing(desk: PracticeWorld):
    desk.env["DOCKER_HOST"] = "tcp://127.0.0.1:2375"
    pages = desk.home.parent / "pages"
    done = desk.run("lab", "--engine", "docker", "--dir", str(pages), "--no-browser")
    assert done.returncode == 8
    assert "Your Docker at tcp://127.0.0.1:2375 (DOCKER_HOST) can't be reached" in done.stderr
    assert not pages.exists()
