"""The language of a world: kept with it, and spoken by the processes whose world it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons import language
from docker_lessons.world import World, choice
from tests import tongue


@pytest.fixture(autouse=True)
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Another language, in a process whose world is at `tmp_path / "world"`."""
    monkeypatch.setenv("DOCKER_LESSONS_HOME", str(tmp_path / "world"))
    monkeypatch.delenv("DOCKER_LESSONS_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    yield tongue.speaks(tmp_path / "locale", {}, monkeypatch)
    language.keep("")


def test_a_process_speaks_the_language_of_its_world(other: str) -> None:
    World.find().prepare()
    assert language.current() == "en"
    choice.speak(World.find(), other)
    language.keep("")
    assert World.find().language == other
    assert language.current() == other


def test_the_variable_beats_what_was_kept(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    World.find().prepare()
    choice.speak(World.find(), other)
    monkeypatch.setenv("DOCKER_LESSONS_LANG", "en")
    assert language.current() == "en"


def test_what_was_kept_can_be_taken_back(other: str) -> None:
    World.find().prepare()
    choice.speak(World.find(), other)
    choice.speak(World.find(), "")
    assert World.find().language == ""
    assert language.current() == "en"


def test_a_look_at_another_world_changes_nothing(other: str, tmp_path: Path) -> None:
    elsewhere = World(tmp_path / "elsewhere")
    elsewhere.prepare()
    elsewhere.keep_language(other)
    World.find(tmp_path / "elsewhere")
    assert language.current() == "en"


def test_a_damaged_world_is_no_trouble_before_it_is_used() -> None:
    world = World.find()
    world.prepare()
    world.record.write_text("{")
    World.find()
    assert language.current() == "en"
