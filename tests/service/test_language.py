"""The language of a running world: a switch restarts nothing, and what a service reports is told as its starter reads."""

import socket
from pathlib import Path

import pytest

from docker_lessons import language
from docker_lessons.world import World, choice, control, process
from docker_lessons.world.failure import PortTakenError
from tests import tongue
from tests.practice import PracticeWorld

pytestmark = pytest.mark.whole


def test_a_switch_is_told_to_who_reads_and_restarts_nothing(world: PracticeWorld) -> None:
    before = world.status()["pid"]
    reading = control.lines(world.world, "/watch")
    assert next(reading)["language"] == ""
    choice.speak(world.world, "fr")
    try:
        assert any(line["language"] == "fr" for line in reading)
    finally:
        language.keep("")
    assert world.status()["pid"] == before


def test_why_a_world_does_not_start_is_told_in_the_language_of_who_starts_it(
    short_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(short_folder))
    world = World(short_folder / "world")
    world.prepare()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        world.keep_ports(taken.getsockname()[1], taken.getsockname()[1])
        with (
            language.speaking(tongue.marks_messages(tmp_path, monkeypatch)),
            pytest.raises(PortTakenError, match=r"^⟦Port \d+, which this world uses .*⟧$"),
        ):
            process.start(world)
