"""The process that holds a world's lock: it is ended, however it hangs, and nobody else is."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from docker_lessons.world import World, WorldError, holder, process

HOLD = """
import signal, sys, time
from pathlib import Path
from docker_lessons.service.__main__ import lock
from docker_lessons.world import World
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
assert lock(World(Path(sys.argv[2])))
print("locked", flush=True)
time.sleep(600)
"""


@pytest.fixture
def world(short_folder, monkeypatch):
    """A world, with short times to wait."""
    monkeypatch.setattr(process, "STOP_SECONDS", 0.2)
    monkeypatch.setattr(process, "TERMINATE_SECONDS", 0.5)
    monkeypatch.setattr(process, "START_SECONDS", 0.2)
    world = World(short_folder / "world")
    world.prepare()
    return world


@pytest.fixture
def hold(world):
    """Start a process that holds the world's lock and answers nobody."""
    running = []

    def start(*how: str, name: str = "docker_lessons.service") -> subprocess.Popen[bytes]:
        one = subprocess.Popen(
            [sys.executable, "-c", HOLD, name, str(world.home), *how], stdout=subprocess.PIPE
        )
        running.append(one)
        assert one.stdout
        assert one.stdout.readline() == b"locked\n"
        return one

    yield start
    for one in running:
        one.kill()
        one.communicate()


@pytest.fixture
def signals(monkeypatch):
    """What would have been sent, and to whom."""
    sent: list[tuple[int, int]] = []

    class Recorded:
        def __getattr__(self, name: str) -> object:
            return getattr(os, name)

        def kill(self, number: int, what: int) -> None:
            sent.append((number, what))

    monkeypatch.setattr(holder, "os", Recorded())
    return sent


def test_one_that_does_not_answer_is_asked_to_end(world, hold):
    one = hold()
    assert process.stop(world)
    assert one.wait(10) == -signal.SIGTERM


def test_one_that_ignores_that_is_killed(world, hold):
    one = hold("stubborn")
    assert process.stop(world)
    assert one.wait(10) == -signal.SIGKILL
    assert not process.stop(world)


def test_one_that_was_halted_is_ended(world, hold):
    one = hold()
    one.send_signal(signal.SIGSTOP)
    assert process.stop(world)
    assert one.wait(10) in {-signal.SIGTERM, -signal.SIGKILL}


@pytest.mark.parametrize("number", [0, 1, -1, -4242, "0", None, True, 1.5, 10**30])
def test_nobody_gets_a_signal_by_a_number_that_names_no_service(world, hold, signals, number):
    hold()
    for lock in ({"pid": number}, {"pid": number, "computer": os.uname().nodename}):
        world.lock.write_text(json.dumps(lock))
        with pytest.raises(WorldError, match="doesn't end"):
            process.stop(world)
    assert signals == []


@pytest.mark.parametrize("content", ["", "{", "[]", "7", "\x00", '{"pid": {}}', "x" * 5000])
def test_nobody_gets_a_signal_by_a_lock_that_says_nothing(world, hold, signals, content):
    hold()
    world.lock.write_text(content)
    with pytest.raises(WorldError, match="doesn't end"):
        process.stop(world)
    assert signals == []


def test_nobody_gets_the_signal_of_a_service_on_another_computer(world, hold, signals):
    one = hold()
    world.lock.write_text(json.dumps({"pid": one.pid, "computer": "elsewhere.example"}))
    with pytest.raises(WorldError, match="on the computer where it was started"):
        process.stop(world)
    assert signals == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells what a process is")
def test_a_number_that_another_program_got_since_is_left_alone(world, hold, signals):
    hold(name="something-else")
    with pytest.raises(WorldError, match="doesn't end"):
        process.stop(world)
    assert signals == []


def test_a_world_that_is_not_served_has_no_holder(world, hold):
    one = hold()
    assert holder.holder(world) == one.pid
    one.kill()
    one.wait(10)
    assert holder.holder(world) is None
    assert not holder.send(world, signal.SIGTERM)
