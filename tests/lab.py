"""`docker-lessons lab`: JupyterLab with the course in it, asked over HTTP; one for all tests that need none of their own."""

import contextlib
import json
import re
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.jupyter import working_copy
from docker_lessons.language import ENGLISH, speaking
from docker_lessons.world import World, process
from docker_lessons.world.engine import PRACTICE
from tests.practice import COMMAND, PracticeWorld, clean_environment, empty
from tests.programs import free_port, wait_for

_SECONDS = 120
_ADDRESS = re.compile(r"(http://\S+?/)(?:lab/tree|notebooks)/\S+\?token=(\w+)")


@dataclass
class Lab:
    """One `docker-lessons lab` that runs; `said` is what it printed until its address stood there."""

    practice: PracticeWorld
    pages: Path
    process: subprocess.Popen[bytes]
    log: Path
    said: str
    url: str
    token: str
    laid_out: dict[str, bytes]
    """The browser's workspaces as they were then, by file name."""
    _read: int = 0

    @property
    def world(self) -> World:
        """The world behind it."""
        return self.practice.world

    def address(self, page: str, workspace: str = "") -> str:
        """Where a browser opens a page, in a workspace of that name, or in the one that everybody begins with."""
        place = f"lab/workspaces/{workspace}" if workspace else "lab"
        return f"{self.url}{place}/tree/{page}?token={self.token}"

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
        """Opens a page as JupyterLab does: a session with a kernel."""
        kernel = {"name": "python3"}
        session = {"path": page, "name": page, "type": "notebook", "kernel": kernel}
        opened: dict[str, Any] = self.ask("POST", "api/sessions", session)
        return opened

    def pages_with_kernels(self) -> list[str]:
        """The paths of all sessions."""
        return sorted(session["path"] for session in self.ask("GET", "api/sessions"))

    def close_pages(self) -> None:
        """Ends all sessions, so that the next test begins without; going on may be ending one already."""
        for session in self.ask("GET", "api/sessions"):
            with contextlib.suppress(urllib.error.HTTPError):
                self.ask("DELETE", f"api/sessions/{session['id']}")
        wait_for("no page has a kernel", lambda: self.pages_with_kernels() == [])

    def begin_anew(self, language: str = ENGLISH) -> None:
        """Gives the next test a world and pages that are as new, no kernel, and nothing open in the browser."""
        self.close_pages()
        if not self._is_served(language):
            self.practice.command("start", "--engine", "practice", "--lang", language)
        empty(self.world)
        for path in self.pages.iterdir():  # the folder stays: the server works in it
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        with speaking(language):
            working_copy.render(self.pages, self.world)
        self.forget_windows()

    def _is_served(self, language: str) -> bool:
        """Tells whether its world runs with the practice engine, in this language."""
        world = self.world
        running = process.status(world)["state"] == "running"
        return running and world.engine.kind == PRACTICE and world.language == language

    def forget_windows(self) -> None:
        """Lays out the browser's first workspace as it was when the lab began, and removes the others."""
        folder = _workspaces(self.world)
        for path in folder.iterdir():
            path.unlink()
        for name, text in self.laid_out.items():
            (folder / name).write_bytes(text)

    def says(self) -> str:
        """What it has printed since it was asked last."""
        with self.log.open("rb") as log:
            log.seek(self._read)
            said = log.read()
            self._read = log.tell()
        return said.decode(errors="replace")

    def end(self) -> None:
        """Ends it as a closed window does."""
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()
        self.process.wait()


def desk(folder: Path) -> PracticeWorld:
    """Where a learner sits who has done nothing yet: an empty HOME, and a world that was never started."""
    home = folder / "home"
    home.mkdir()
    return PracticeWorld(folder / "world", clean_environment(home, folder / "world"), {})


def start(practice: PracticeWorld, pages: Path, *arguments: str) -> Lab:
    """Runs `docker-lessons lab` on these pages, and returns once it has printed its address."""
    command = [str(COMMAND), "lab", "--dir", str(pages), "--no-browser", *arguments]
    if not any(argument.startswith("--port") for argument in arguments):
        command.append(f"--port={free_port()}")
    log = Path(tempfile.mkstemp(prefix="lab-", suffix=".log", dir=pages.parent)[1])
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=practice.env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def said() -> str:
        return log.read_text(errors="replace")

    wait_for(
        "the lab prints its address, or ends",
        lambda: _ADDRESS.search(said()) is not None or process.poll() is not None,
        _SECONDS,
    )
    found = _ADDRESS.search(said())
    if found is None:
        pytest.fail(f"The lab ended and printed no address:\n{said()}")
    laid_out = {path.name: path.read_bytes() for path in _workspaces(practice.world).iterdir()}
    return Lab(practice, pages, process, log, said(), found[1], found[2], laid_out)


@pytest.fixture(scope="session")
def shared_lab() -> Iterator[Lab]:
    """The lab that a worker's tests share, one after the other, as the last of them left it."""
    folder = Path(tempfile.mkdtemp(prefix="dl-"))
    practice = PracticeWorld.start(folder)
    lab = start(practice, folder / "pages")
    yield lab
    lab.end()
    practice.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _workspaces(world: World) -> Path:
    return world.home / "jupyter" / "workspaces"
