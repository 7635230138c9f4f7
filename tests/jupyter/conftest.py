"""A JupyterLab as `docker-lessons lab` starts it, driven over HTTP."""

import contextlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.world import World
from tests.practice import COMMAND, clean_environment
from tests.programs import free_port, wait_for


@dataclass
class Lab:
    """One `docker-lessons lab` that runs; `said` is what it printed until its address stood there."""

    process: subprocess.Popen[str]
    said: str
    url: str
    token: str

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One request to the Jupyter server, with its token; the JSON answer, or the text."""
        request = urllib.request.Request(
            f"{self.url}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read().decode()
        with contextlib.suppress(ValueError):
            return json.loads(text)
        return text

    def open(self, page: str) -> dict[str, Any]:
        """Open a page as JupyterLab does: a session with a kernel."""
        kernel = {"name": "python3"}
        session = {"path": page, "name": page, "type": "notebook", "kernel": kernel}
        opened: dict[str, Any] = self.ask("POST", "api/sessions", session)
        return opened

    def pages_with_kernels(self) -> list[str]:
        """The paths of all sessions."""
        return sorted(session["path"] for session in self.ask("GET", "api/sessions"))

    def close_pages(self) -> None:
        """End all sessions, so that the next test begins without; going on may be ending one already."""
        for session in self.ask("GET", "api/sessions"):
            with contextlib.suppress(urllib.error.HTTPError):
                self.ask("DELETE", f"api/sessions/{session['id']}")
        wait_for("no page has a kernel", lambda: self.pages_with_kernels() == [], 60)

    def says(self) -> str:
        """What it has printed since it was asked last."""
        said = ""
        while select.select([self.process.stdout], [], [], 0)[0]:
            if not (data := os.read(self.process.stdout.fileno(), 65536)):
                break
            said += data.decode()
        return said

    def end(self) -> None:
        """As a closed window ends it."""
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        self.process.wait()


@dataclass
class Desk:
    """Where a learner sits: a HOME, a world, a folder for pages."""

    folder: Path
    env: dict[str, str]

    @property
    def world(self) -> World:
        """The world of this desk."""
        return World(self.folder / "world")

    @property
    def pages(self) -> Path:
        """The working copy."""
        return self.folder / "pages"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `docker-lessons ARGUMENTS`."""
        return subprocess.run(
            [str(COMMAND), *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def lab(self, *arguments: str) -> Lab:
        """Start `docker-lessons lab` and read until it has printed its address."""
        command = [str(COMMAND), "lab", "--dir", str(self.pages), *arguments]
        if not any(argument.startswith("--port") for argument in arguments):
            command.append(f"--port={free_port()}")
        process = subprocess.Popen(
            command,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
            start_new_session=True,
        )
        said = ""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None:
            if select.select([process.stdout], [], [], 0.5)[0]:
                said += os.read(process.stdout.fileno(), 65536).decode()
            if found := re.search(r"(http://\S+?/)lab/tree/(\S+)\?token=(\w+)", said):
                return Lab(process, said, found[1], found[3])
        process.kill()
        raise AssertionError(f"no address was printed:\n{said}")


@pytest.fixture
def desk(short_folder: Path) -> Iterator[Desk]:
    """A desk at which nobody has sat yet; its world is ended afterwards."""
    desk = Desk(short_folder, clean_environment(short_folder, short_folder / "world"))
    yield desk
    desk.run("stop")


@pytest.fixture(scope="module")
def open_lab() -> Iterator[tuple[Desk, Lab]]:
    """A desk with one lab that the tests of a module share: they only look, and open pages."""
    folder = Path(tempfile.mkdtemp(prefix="dl-", dir="/tmp"))
    desk = Desk(folder, clean_environment(folder, folder / "world"))
    lab = desk.lab()
    yield desk, lab
    lab.end()
    desk.run("stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start_lab(desk: Desk) -> Iterator[Callable[..., Lab]]:
    """Starts labs at the desk; all are ended afterwards."""
    labs: list[Lab] = []

    def start(*arguments: str) -> Lab:
        labs.append(desk.lab(*arguments))
        return labs[-1]

    yield start
    for lab in labs:
        lab.end()
