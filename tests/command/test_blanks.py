"""Blanks with nobody there: each becomes its step's own command."""

from collections.abc import Iterator

import pytest

from docker_lessons.command import blanks
from docker_lessons.command.docker_failed import OpenBlank
from docker_lessons.command.magic import run_line
from docker_lessons.world import World
from tests.command.conftest import Cell
from tests.practice import PracticeWorld, practice_world


@pytest.fixture(scope="module")
def world() -> Iterator[PracticeWorld]:
    """A world of this file's own: which command fills a blank follows from what was done in it."""
    with practice_world() as world:
        yield world


@pytest.fixture
def fresh(world: PracticeWorld, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("DOCKER_LESSONS_UNATTENDED", "1")
    return World.find(world.home)


@pytest.mark.parametrize(
    ("opened", "line", "command"),
    [
        ("03-tag", "tag ___ ___", "tag myimage:0.1 demousr/demorep:1.0"),
        ("04-push", "push ___", "push demousr/demorep:1.0"),
        ("04-push", "login -u ___", "login -u demousr"),
        ("05-pull-back", "rmi ___ ___", "rmi myimage:0.1 demousr/demorep:1.0"),
    ],
)
def test_a_blank_becomes_the_steps_own_command(fresh: World, opened: str, line: str, command: str):
    blanks.open_page(opened)
    assert blanks.filled(line, fresh) == command
    blanks.open_page(None)
    assert blanks.filled(line, fresh) == command


def test_a_blank_that_no_step_knows_stays_open(fresh: World):
    with pytest.raises(OpenBlank, match="There is still one blank in docker history ___"):
        run_line("history ___", fresh)


def test_a_filled_blank_runs(world: PracticeWorld, fresh: World, capsys):
    world.solve("build-image")
    run_line("tag ___ ___", fresh)
    assert Cell(fresh).say("docker images -q demousr/demorep:1.0").out
    world.solve("push")
    run_line("logout", fresh)
    run_line("login -u ___", fresh)
    assert "Login Succeeded" in capsys.readouterr().out
    assert fresh.account().password not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("push ___", "There is still one blank in docker push ___: replace the ___ with the right word, then run the cell again."),
        ("tag ___ ___", "There are still two blanks in docker tag ___ ___: replace each ___ with the right word, then run the cell again."),
        ("a ___ ___ ___", "There are still three blanks in docker a ___ ___ ___"),
        ("___ ____ ___ ___", "There are still 4 blanks in docker ___ ____ ___ ___"),
    ],
)  # fmt: skip
def test_open_blanks_are_counted(line: str, sentence: str):
    assert str(blanks.open_blank(line)).startswith(sentence)
