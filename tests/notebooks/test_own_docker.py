"""The pages on a real Docker daemon, with nobody there: all of them in order in one world; for long, each alone.

What that daemon is asked is not ours to see.  But each `docker` line of a cell is told to the world with what the
client answered, so a cell that did nothing fails here too.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from docker_lessons.lessons.view import Command
from tests.notebooks.pages import NAMES, STEPS, page
from tests.notebooks.running import (
    UNATTENDED,
    Kernel,
    assert_typed,
    kernel,
    typed,
    verdicts,
    working_copy,
)
from tests.own_docker import own_docker_world
from tests.practice import PracticeWorld

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("notebooks on dockerd"),
]
REFUSED = {"push-refused": 1}
"""The cell whose command is refused, since nobody is logged in yet, and its exit code."""


def assert_done(name: str, commands: list[Command], registry: str) -> None:
    """Each `docker` line of the page was run, in order, ended as the page says, and went nowhere else."""
    assert_typed([name], commands, refused=REFUSED)
    for command in commands:
        if command.words[0] in ("login", "logout", "push"):
            assert f" {registry}" in command.line, f"`{command.line}` goes to another registry"


@dataclass(frozen=True)
class Reader:
    """A kernel that runs pages with nobody there, in a world on a real daemon."""

    world: PracticeWorld
    pages: Path
    kernel: Kernel

    def runs(self, name: str) -> None:
        """Runs a page, all of which has to succeed."""
        before = len(typed(self.world))
        failed = self.kernel.run(self.pages / f"{name}.ipynb")
        assert not failed, failed[0]
        assert_done(name, typed(self.world)[before:], self.world.world.names.registry)


@pytest.fixture(scope="class")
def reader(tmp_path_factory: pytest.TempPathFactory, dockerd: str) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("w")
    with own_docker_world(folder, dockerd) as world:
        pages = working_copy(folder / "lab", world)
        with kernel(world, pages, **UNATTENDED) as running:
            yield Reader(world, pages, running)


class TestAllPagesInOrderOnARealDocker:
    @pytest.mark.parametrize("name", NAMES)
    def test_page(self, name: str, reader: Reader):
        reader.runs(name)

    def test_at_the_end_everything_holds_and_nobody_is_logged_in(self, reader: Reader):
        said = verdicts(reader.world, STEPS)
        assert set(said.values()) == {"passed"}, f"At the end the steps are: {said}"
        config = Path(reader.world.env["DOCKER_CONFIG"], "config.json")
        stored = json.loads(config.read_text("utf-8"))
        kept = [key for key in stored["auths"] if "localhost" in key or "docker.io" in key]
        assert kept == [], f"The log-in is still kept for {kept}"


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_page_runs_alone_on_a_real_docker(name: str, own_docker: PracticeWorld, tmp_path: Path):
    pages = working_copy(tmp_path / "lab", own_docker)
    with kernel(own_docker, pages, **UNATTENDED) as running:
        Reader(own_docker, pages, running).runs(name)
    for step, verdict in verdicts(own_docker, page(name).steps()).items():
        assert verdict == "passed", f"After {name}, {step} is: {verdict}"
