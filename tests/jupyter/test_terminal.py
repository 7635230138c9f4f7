"""The terminal beside a page, as a person sits before it: what it says is true for the engine in use."""

import os
import pty
import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from docker_lessons.jupyter import terminal
from docker_lessons.world import World
from tests.practice import PracticeWorld, practice_world

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running_world() -> Iterator[PracticeWorld]:
    """A practice world, as the last test left it."""
    with practice_world() as world:
        yield world


@pytest.fixture
def world(running_world: PracticeWorld) -> PracticeWorld:
    """A practice world that runs, on the practice engine."""
    running_world.command("start", "--engine", "practice")
    return running_world


def take_docker(world: PracticeWorld, address: str) -> None:
    """Has the lessons work with the Docker at this address."""
    done = world.run("start", "--engine", "docker", DOCKER_HOST=address)
    assert done.returncode == 0, f"`start --engine docker` failed: {done.stderr}"


class Screen:
    """A shell on a terminal of its own."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=env,
            cwd=env["HOME"],
            start_new_session=True,
        )
        os.close(theirs)
        self.text = ""

    def see(self, pattern: str, seconds: float = 60) -> str:
        """Read until this stands there; what was read goes from the screen."""
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.text)):
            assert time.monotonic() < deadline, f"No {pattern!r} on the screen, but {self.text!r}"
            if select.select([self._ours], [], [], 0.5)[0]:
                self.text += os.read(self._ours, 65536).decode(errors="replace")
        read, self.text = self.text[: found.end()], self.text[found.end() :]
        return read

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{line}\n".encode())

    def close(self) -> None:
        """Close the window."""
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@contextmanager
def opened(world: PracticeWorld, folder: Path) -> Iterator[Screen]:
    """A terminal as Jupyter opens one; `env` is Jupyter's own, and led nowhere yet."""
    made = folder / "jupyter"
    made.mkdir(exist_ok=True)
    screen = Screen(terminal.shell_command(World(world.home), made), {**world.env, "TERM": "dumb"})
    try:
        yield screen
    finally:
        with suppress(OSError):
            screen.close()


@pytest.fixture(params=["bash", "sh"])
def shell(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The shell that such a terminal has: bash where there is one."""
    if request.param == "sh":
        monkeypatch.setattr(shutil, "which", lambda name: None)
    elif not shutil.which("bash"):
        pytest.skip("bash is not installed")
    return str(request.param)


@pytest.mark.usefixtures("shell")
def test_it_says_which_engine_it_reaches_also_after_a_switch(world, empty_dockerd, short_folder):
    with opened(world, short_folder) as screen:
        assert "docker reaches your practice engine and nothing else" in screen.see(
            r"practice\S*[$#] "
        )
        take_docker(world, empty_dockerd)
        screen.type("echo on")
        screen.see(r"\non\r\n.*docker\S*[$#] ")
        world.command("stop")
        screen.type("echo on")
        screen.see(r"\non\r\n.*stopped\S*[$#] ")


def test_one_that_opens_after_the_switch_greets_with_the_truth(world, empty_dockerd, short_folder):
    take_docker(world, empty_dockerd)
    with opened(world, short_folder) as screen:
        said = screen.see(r"docker\S*[$#] ")
    assert "reaches your own Docker" in said
    assert "nothing else" not in said


def test_one_that_opens_in_a_stopped_world_says_so(world, short_folder):
    world.command("stop")
    with opened(world, short_folder) as screen:
        assert "stopped" in screen.see(r"stopped\S*[$#] ")


@pytest.mark.usefixtures("shell")
def test_a_log_in_asks_for_no_password_while_the_engine_is_silent(world, short_folder):
    """A client by itself would take the password to the real Docker Hub."""
    with opened(world, short_folder) as screen:
        screen.see(r"practice\S*[$#] ")
        world.command("stop")
        screen.type("docker login -u demousr")
        said = screen.see(r"stopped\S*[$#] ")
    assert "nobody was asked for a password and none was sent" in said
    assert "Password" not in said


def test_a_log_in_is_the_clients_own_otherwise(world, short_folder):
    account = World(world.home).account()
    with opened(world, short_folder) as screen:
        screen.see(r"practice\S*[$#] ")
        screen.type("docker login -u demousr")
        screen.see("Password: ")
        screen.type(account.password)
        screen.see("Login Succeeded")
