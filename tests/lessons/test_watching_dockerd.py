"""A real dockerd is watched: it forgets all but 256 events, everything when it ends, and others use it too."""

import contextlib
import os
import signal
from collections.abc import Iterator
from http import HTTPStatus

import pytest

from docker_lessons.course_check import daemon as own_daemon
from docker_lessons.course_check import engine_api
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter
from docker_lessons.lessons.memory import Memory
from docker_lessons.world import control, process
from tests import programs

TARGET = "demousr/demorep:1.0"


@pytest.fixture(scope="module")
def daemon() -> Iterator[own_daemon.Daemon]:
    """A dockerd of this file's own, which a test may end and start anew."""
    if reason := own_daemon.why_not():
        pytest.skip(f"needs root (a dockerd of one's own): {reason}")
    with own_daemon.Daemon() as made:
        yield made


@pytest.fixture
def alone(daemon: own_daemon.Daemon) -> Iterator[Stage]:
    """A world with that dockerd, after everything up to pull-back was done."""
    with Stage(daemon=daemon, by_command=False) as made:
        made.begin("pull-back", before="see-tag")
        made.docker("save", "-o", str(made.work / "saved.tar"), TARGET)
        made.solve("delete-local")
        yield made


def load(stage: Stage) -> None:
    """Bring the image back from a file while the world is stopped, and its registry with it."""
    engine = f"unix://{stage.daemon.socket}"
    stage.docker("-H", engine, "load", "-i", str(stage.work / "saved.tar"))


def flood(stage: Stage) -> None:
    """More events of others than a daemon remembers."""
    engine = ("-H", f"unix://{stage.daemon.socket}")
    stage.docker(*engine, "build", "-q", "-t", "theirs:0", "-", given="FROM scratch\nLABEL a=b\n")
    for number in range(13):
        names = [f"theirs:{number}-{each}" for each in range(20)]
        for name in names:
            path = f"/images/theirs:0/tag?repo=theirs&tag={name.partition(':')[2]}"
            assert engine_api.ask(stage.daemon.socket, "POST", path)[0] == HTTPStatus.CREATED
        stage.docker(*engine, "rmi", *names)  # twenty events in one call
    stage.docker(*engine, "rmi", "theirs:0")


def engine_up(stage: Stage, wanted: bool) -> None:
    """Wait until `/watch` tells by itself whether the engine is there."""
    lines = control.lines(stage.world, "/watch")
    with contextlib.closing(lines):
        programs.wait_for("the engine's state is told", lambda: next(lines)["engine_up"] == wanted)


def test_a_flood_of_others_events_hides_nothing_and_is_not_kept(alone: Stage) -> None:
    flood(alone)
    alone.docker("pull", TARGET)
    alone.passes()
    alone.stop()
    memory = Memory(alone.world.memory, chapter.KEY)
    kept = memory.view()
    memory.close()
    assert not [event for event in kept.events if "theirs" in event.name + event.id]
    assert kept.gaps == ()


def test_what_happened_while_the_course_was_killed_is_asked_for(alone: Stage) -> None:
    os.kill(int(process.status(alone.world)["pid"]), signal.SIGKILL)
    load(alone)
    alone.start()
    alone.says("pull-loaded")


def test_what_came_while_nobody_watched_and_the_daemon_forgot_is_neither_passed_nor_blamed(
    alone: Stage,
) -> None:
    alone.stop()
    load(alone)
    alone.daemon.stop()
    alone.daemon.start()
    alone.start()
    alone.says("nobody-watched", seen=["wasn't watching between"])
    alone.repair()
    alone.docker("pull", TARGET)
    alone.passes()


def test_a_flood_while_nobody_watched_is_a_time_unwatched(alone: Stage) -> None:
    alone.stop()
    load(alone)
    flood(alone)
    alone.start()
    alone.says("nobody-watched")


def test_a_daemon_that_ends_and_comes_back_is_told_and_watched_again(alone: Stage) -> None:
    alone.daemon.stop()
    engine_up(alone, False)
    said = alone.check()
    assert (said["verdict"], said["cause"]) == ("could not check", "engine-stopped")
    assert said["repair"] == "docker-lessons start --engine practice"
    assert "Start your Docker as you always do" in said["text"]
    alone.daemon.start()
    engine_up(alone, True)
    alone.docker("pull", TARGET)  # it was gone before and after, so the pull alone brought it
    alone.passes()
