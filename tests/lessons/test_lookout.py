"""A look is made once for all steps, and anew after everything that is remembered or seen."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.lookout import Lookout
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.view import Command
from docker_lessons.world import Names
from docker_lessons.world.snapshot import Snapshot
from docker_lessons.world.which_hub import WhichHub


def seen_now() -> Snapshot:
    return Snapshot(0.0, None, "", None, "", None)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    memory = Memory(tmp_path / "memory.db", "a-course")
    yield memory
    memory.close()


@pytest.fixture
def lookout(memory: Memory) -> Lookout:
    world: Any = SimpleNamespace(engine=None, which_hub=WhichHub(), id="1", relay="relay")
    observer: Any = SimpleNamespace(names=Names(username="demousr"), real_hub=None)
    listener: Any = None
    lookout = Lookout(chapter.definition(), world, observer, memory, listener)
    lookout.snapshot = seen_now()
    return lookout


def test_all_steps_are_judged_by_one_look(lookout: Lookout) -> None:
    assert lookout.look() is lookout.look()


def test_what_is_remembered_meanwhile_is_in_the_next_look(lookout: Lookout, memory: Memory) -> None:
    assert lookout.look().attempts == ()
    memory.add_command(Command(1.0, ("docker", "tag", "a", "b"), 1, "no such image"))
    assert [one.verb for one in lookout.look().attempts] == ["tag"]


def test_what_is_seen_meanwhile_is_in_the_next_look(lookout: Lookout) -> None:
    before = lookout.look()
    lookout.snapshot = seen_now()
    assert lookout.look().snapshot is lookout.snapshot is not before.snapshot


def test_each_answer_has_a_look_of_its_own(lookout: Lookout) -> None:
    assert [lookout.look(None, answer).answer for answer in ("0.1", "1.0", None)] == [
        "0.1",
        "1.0",
        None,
    ]
