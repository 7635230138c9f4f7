"""Blanks with nobody there: each becomes its step's own command."""

import pytest

from docker_lessons.command import blanks
from docker_lessons.command.docker_failed import OpenBlank
from docker_lessons.command.magic import run_line
from docker_lessons.world import World
from tests.command.conftest import Cell
from tests.practice import PracticeWorld


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
    world.command("solve", "build-image")
    run_line("tag ___ ___", fresh)
    assert Cell(fresh).say("docker images -q demousr/demorep:1.0").out
    world.command("solve", "push")
    run_line("logout", fresh)
    run_line("login -u ___", fresh)
    assert "Login Succeeded" in capsys.readouterr().out
    assert fresh.account().password not in capsys.readouterr().out
