"""Docker lines run as a cell runs them, in a practice world that the folder's tests share."""

import io
import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from docker_lessons.command import run
from docker_lessons.oci.docker_hub import INDEX_SERVER
from docker_lessons.world import World
from tests import programs
from tests.practice import PracticeWorld, practice_world

DOCKERFILE = 'FROM scratch\nCOPY message.txt /message.txt\nCMD ["/message.txt"]\n'


NEW_CLIENT = "docker 28 or newer"
BOTH_CLIENTS = pytest.mark.parametrize("client", programs.DOCKER_CLIS, indirect=True)
"""For what the two clients say or do in ways of their own; any other test runs with the new one."""


@dataclass(frozen=True)
class Elsewhere(World):
    """A world whose engine is another one."""

    address: str = ""

    def environment(self) -> dict[str, str | None]:
        return {**super().environment(), "DOCKER_HOST": self.address}


@dataclass(frozen=True)
class Said:
    exit_code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The line that comes after Docker's own words."""
        return (self.err or self.out).splitlines()[-1]


@dataclass(frozen=True)
class Cell:
    """Runs docker lines as a cell does."""

    world: World

    def say(self, line: str, password: str | None = None) -> Said:
        out, err = io.StringIO(), io.StringIO()
        code = run(shlex.split(line), world=self.world, stdin_password=password, out=out, err=err)
        return Said(code, out.getvalue(), err.getvalue())

    def log_in(self) -> None:
        account = self.world.account()
        assert self.say(f"docker login -u {account.username}", account.password).exit_code == 0


@pytest.fixture(scope="session")
def practice() -> Iterator[PracticeWorld]:
    with practice_world() as world:
        yield world


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the lines are typed."""
    return page_folder(tmp_path_factory.mktemp("page"))


def page_folder(folder: Path) -> Path:
    """Fills a folder as pages have one: `myimage/` holds a Dockerfile."""
    build = folder / "myimage"
    build.mkdir()
    (folder / "empty").mkdir()
    (build / "Dockerfile").write_text(DOCKERFILE)
    (build / "message.txt").write_text("Image created\n")
    (build / "misspelt").write_text("FROM scratch\nCOPPY a /a\n")
    (build / "page").write_text("<!DOCTYPE html>\n<html></html>\n")
    (build / "missing").write_text("FROM scratch\nCOPY nothing /a\n")
    (build / "runs").write_text("FROM scratch\nRUN true\n")
    (build / "stranger").write_text("FROM nosuchimage\n")
    return folder


@pytest.fixture
def client(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of the one docker client on PATH: the new one, unless a test asks for both."""
    program = programs.docker_cli(getattr(request, "param", NEW_CLIENT))
    links = tmp_path / "only"
    links.mkdir()
    (links / "docker").symlink_to(program)
    monkeypatch.setenv("PATH", f"{links}{os.pathsep}{os.environ['PATH']}")
    return str(links / "docker")


@dataclass
class Beginning:
    """Where each test begins: `myimage:0.1` is built and named `demousr/demorep:1.0`, nobody is logged in."""

    cell: Cell
    reached: bool = False

    def reach(self) -> Cell:
        if not self.reached:
            if INDEX_SERVER in (self.cell.world.docker_config / "config.json").read_text():
                self.cell.say("docker logout")
            if self.cell.say("docker tag myimage:0.1 demousr/demorep:1.0").exit_code:
                assert self.cell.say("docker build -q -t myimage:0.1 myimage").exit_code == 0
                assert self.cell.say("docker tag myimage:0.1 demousr/demorep:1.0").exit_code == 0
            self.reached = True
        return self.cell


@pytest.fixture(scope="module")
def beginning(practice: PracticeWorld) -> Beginning:
    return Beginning(Cell(World.find(practice.home)))


@pytest.fixture
def unchanged(
    beginning: Beginning, folder: Path, client: str, monkeypatch: pytest.MonkeyPatch
) -> Cell:
    """A cell of the practice world, for a test that changes nothing in it."""
    monkeypatch.chdir(folder)
    return beginning.reach()


@pytest.fixture
def cell(unchanged: Cell, beginning: Beginning) -> Cell:
    """The same for a test that may change what it likes."""
    beginning.reached = False
    return unchanged
