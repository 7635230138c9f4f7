"""The pages on a real Docker daemon, with nobody there: each alone in a fresh world, then all of them in order in one.

What that daemon is asked is not ours to see.  But each `docker` line of a cell is told to the world with what the
client answered, so a cell that did nothing fails here too.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.view import Command
from tests.notebooks.pages import NAMES, page
from tests.notebooks.running import nbval, working_copy
from tests.own_docker import own_docker_world
from tests.practice import PracticeWorld

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
REFUSED_ON_PURPOSE = "push-refused"


def typed(world: PracticeWorld) -> list[Command]:
    """The `docker` lines of cells that ended, oldest first."""
    memory = Memory(world.world.memory, chapter.KEY)
    try:
        return list(memory.view().commands)
    finally:
        memory.close()


def assert_done(name: str, commands: list[Command], registry: str) -> None:
    """Each `docker` line of the page was run, in order, ended as the page says, and went nowhere else."""
    lines = [(cell.id, line.split()) for cell in page(name).cells for line in cell.commands()]
    assert len(commands) == len(lines), [command.line for command in commands]
    for command, (cell, words) in zip(commands, lines, strict=True):
        assert words[1] in (command.words[0], "___"), (command.line, cell)
        assert command.exit_code == int(cell == REFUSED_ON_PURPOSE), (command.line, command.said)
        if command.words[0] in ("login", "logout", "push"):
            assert f" {registry}" in command.line


@pytest.mark.parametrize("name", NAMES)
def test_page_runs_alone_on_a_real_docker(name: str, own_docker: PracticeWorld, tmp_path: Path):
    pages = working_copy(tmp_path / "lab", own_docker)
    done = nbval(own_docker, pages / f"{name}.ipynb")
    assert done.returncode == 0, done.stdout[-6000:]
    assert_done(name, typed(own_docker), own_docker.world.names.registry)
    for step in page(name).steps():
        assert own_docker.check(step)["verdict"] == "passed"


@pytest.fixture(scope="class")
def one_world(
    tmp_path_factory: pytest.TempPathFactory, dockerd: str
) -> Iterator[tuple[PracticeWorld, Path]]:
    folder = tmp_path_factory.mktemp("w")
    with own_docker_world(folder, dockerd) as world:
        yield world, working_copy(folder / "lab", world)


class TestAllPagesInOrderOnARealDocker:
    @pytest.mark.parametrize("name", NAMES)
    def test_page(self, name: str, one_world: tuple[PracticeWorld, Path]):
        world, pages = one_world
        before = len(typed(world))
        done = nbval(world, pages / f"{name}.ipynb")
        assert done.returncode == 0, done.stdout[-6000:]
        assert_done(name, typed(world)[before:], world.world.names.registry)

    def test_at_the_end_everything_holds_and_nobody_is_logged_in(
        self, one_world: tuple[PracticeWorld, Path]
    ):
        world, _ = one_world
        verdicts = {
            step: world.check(step)["verdict"] for name in NAMES for step in page(name).steps()
        }
        assert set(verdicts.values()) == {"passed"}, verdicts
        stored = json.loads(Path(world.env["DOCKER_CONFIG"], "config.json").read_text("utf-8"))
        assert [key for key in stored["auths"] if "localhost" in key or "docker.io" in key] == []
