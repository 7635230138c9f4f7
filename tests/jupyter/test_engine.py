"""Another engine while a lab is open: its kernel and its terminal go there, and nothing is started anew."""

import json
import re
import time
from contextlib import contextmanager, suppress

import pytest
import websocket

from docker_lessons.world import process
from tests.jupyter.conftest import Desk
from tests.jupyter.test_lab import kernel_says, runtime_folder
from tests.servers import docker, inventory

pytestmark = pytest.mark.slow

ASK = (
    "import subprocess; print(subprocess.run(['docker', 'version', '--format', '{{.Server.Version}}'],"
    " capture_output=True, text=True).stdout)"
)


@pytest.fixture
def desk_with_docker(desk: Desk, empty_dockerd: str) -> Desk:
    """A desk whose learner has a Docker of their own."""
    desk.env["DOCKER_HOST"] = empty_dockerd
    return desk


def release(address: str) -> str:
    return docker(address, "version", "--format", "{{.Server.Version}}").strip()


class Terminal:
    """A terminal of Jupyter's, over its websocket."""

    def __init__(self, lab) -> None:
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
            assert time.monotonic() < deadline, f"{pattern!r} is not in {self.text!r}"
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
def terminal(lab):
    opened = Terminal(lab)
    try:
        yield opened
    finally:
        opened.close()


def test_kernel_and_terminal_follow_a_switch_there_and_back(
    desk_with_docker, start_lab, empty_dockerd
):
    desk, real = desk_with_docker, release(empty_dockerd)
    before = inventory(empty_dockerd)
    lab = start_lab()
    session = lab.open("01-images.ipynb")
    ours = kernel_says(lab, session, ASK, runtime_folder(desk)).strip()
    assert ours
    assert ours != real
    with terminal(lab) as screen:
        screen.see(r"practice\S*[$#] ")

        said = desk.run("start", "--engine", "docker")
        assert said.returncode == 0, said.stderr
        assert f"Your pages: {desk.pages}" in said.stdout
        assert desk.world.names.target in (desk.pages / "03-tag.ipynb").read_text()
        assert kernel_says(lab, session, ASK, runtime_folder(desk)).strip() == real
        screen.type("docker version --format 'it is {{.Server.Version}}'")
        screen.see(rf"it is {re.escape(real)}\r\n")
        screen.see(r"docker\S*[$#] ")

        assert desk.run("start", "--engine", "practice").returncode == 0
        assert kernel_says(lab, session, ASK, runtime_folder(desk)).strip() == ours
        screen.type("docker version --format 'it is {{.Server.Version}}'")
        screen.see(rf"it is {re.escape(ours)}\r\n")
    assert lab.pages_with_kernels() == ["01-images.ipynb"]  # the same kernel, all the time
    assert inventory(empty_dockerd) == before


def test_a_lab_begins_with_the_learners_own_docker(desk_with_docker, start_lab, empty_dockerd):
    desk, before = desk_with_docker, inventory(empty_dockerd)
    lab = start_lab("--engine", "docker")
    assert f"your own Docker {release(empty_dockerd)} at {empty_dockerd}" in lab.said
    assert process.status(desk.world)["engine_kind"] == "docker"
    target = desk.world.names.target
    assert target in (desk.pages / "03-tag.ipynb").read_text()
    session = lab.open("03-tag.ipynb")
    said = kernel_says(lab, session, ASK, runtime_folder(desk))
    assert said.strip() == release(empty_dockerd)
    solved = desk.run("solve", "push")
    assert solved.returncode == 0, solved.stdout + solved.stderr
    assert target in docker(empty_dockerd, "images", "--format", "{{.Repository}}:{{.Tag}}")
    assert desk.run("reset", "--yes").returncode == 0
    assert inventory(empty_dockerd) == before


def test_a_lab_that_is_refused_says_why_and_opens_nothing(desk):
    desk.env["DOCKER_HOST"] = "tcp://127.0.0.1:2375"
    done = desk.run("lab", "--engine", "docker", "--dir", str(desk.pages), "--no-browser")
    assert done.returncode == 8
    assert "over the network, at tcp://127.0.0.1:2375" in done.stderr
    assert not desk.pages.exists()
