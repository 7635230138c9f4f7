"""How far an engine was heard, and what it is asked for next."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from docker_lessons.lessons.engine_listener import EngineListener
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.view import Heard
from docker_lessons.world.engine import DOCKER, PRACTICE, Engine
from docker_lessons.world.host import SECOND, Event
from docker_lessons.world.names import Names

PULL = Event(7 * SECOND, "image", "pull", "demousr/demorep:2.0", "demousr/demorep", ())


class ForgetfulHost:
    """An engine that remembers nothing of what it was heard to say, as a daemon that was started anew."""

    def __init__(self) -> None:
        self.asked_since: list[int] = []

    async def events(self, since: int, until: int) -> list[Event]:
        self.asked_since.append(since)
        return [PULL] if since <= PULL.time and len(self.asked_since) > 1 else []


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    memory = Memory(tmp_path / "memory.db", "course")
    memory.keep_heard(Heard(9.0, 8 * SECOND, "image", "untag", "sha256:1"))
    return memory


async def test_what_was_missed_once_is_not_heard_later_as_if_it_were_new(memory: Memory):
    host = ForgetfulHost()
    observer = SimpleNamespace(host=host, names=Names())
    engine = Engine(PRACTICE, Path("/x/practice.sock"))
    listener = EngineListener(observer, memory, engine, "", lambda: None)
    await listener.catch_up()
    assert len(memory.view().gaps) == 1
    await listener.catch_up()
    assert host.asked_since[1] > 9 * SECOND, "an event of before the gap is asked for again"
    assert memory.view().events == ()
    memory.close()


@pytest.mark.parametrize(("kind", "from_the_beginning"), [(PRACTICE, True), (DOCKER, False)])
async def test_what_a_docker_engine_did_before_the_course_began_is_not_asked_for(
    tmp_path: Path, kind: str, from_the_beginning: bool
):
    """A name that was there before a reset, and is gone, is no name that the learner took off."""
    memory, host = Memory(tmp_path / "new.db", "course"), ForgetfulHost()
    observer = SimpleNamespace(host=host, names=Names())
    listener = EngineListener(
        observer, memory, Engine(kind, Path("/x/docker.sock")), "w0", lambda: None
    )
    await listener.catch_up()
    assert (host.asked_since == [0]) is from_the_beginning
    memory.close()


class Remembering:
    """An engine that remembers all that it did, and tells it from a time on, that one included."""

    def __init__(self, *events: Event) -> None:
        self.told = list(events)

    async def events(self, since: int, until: int) -> list[Event]:
        return [event for event in self.told if since <= event.time]


REMOVED = Event(8 * SECOND, "image", "untag", "sha256:1", "sha256:1", ())
LATER = Event(9 * SECOND, "image", "tag", "sha256:2", "myimage:0.1", ())


@pytest.mark.parametrize("heard", [(PULL,), (PULL, REMOVED)], ids=["not all", "all"])
async def test_what_was_done_before_a_reset_is_not_heard_after_it(
    tmp_path: Path, heard: tuple[Event, ...]
) -> None:
    """The course forgot it, and the engine did not."""
    memory, host = Memory(tmp_path / "new.db", "course"), Remembering(*heard)
    engine = Engine(PRACTICE, Path("/x/practice.sock"))

    def listener() -> EngineListener:
        observer = SimpleNamespace(host=host, names=Names())
        return EngineListener(observer, memory, engine, "w0", lambda: None)

    first = listener()
    await first.catch_up()
    host.told = [PULL, REMOVED]
    await first.begin_anew()
    memory.forget_progress()
    host.told.append(LATER)
    for one in (first, listener()):  # the same service, and the next one
        await one.catch_up()
        assert memory.view().events == (LATER,)
    memory.close()


BUILT = Event(7 * SECOND, "image", "build", "sha256:3", "3" * 64, ())
"""All that Podman tells of a build."""
SOMEBODYS = Event(8 * SECOND, "image", "build", "sha256:4", "4" * 64, ())


async def test_a_build_that_names_no_image_is_the_courses_once_its_image_is_known(tmp_path: Path):
    memory, host = Memory(tmp_path / "new.db", "course"), Remembering(BUILT, SOMEBODYS)
    observer = SimpleNamespace(host=host, names=Names())
    engine = Engine(DOCKER, Path("/x/podman.sock"))
    listener = EngineListener(observer, memory, engine, "w0", lambda: None)
    memory.keep_heard(Heard(1.0, SECOND, "image", "tag", "sha256:0"))
    await listener.catch_up()
    assert memory.view().events == ()
    listener.know(["sha256:3"])
    assert memory.view().events == (BUILT,)
    memory.close()


async def test_a_build_of_before_a_reset_is_not_heard_when_its_image_is_known(tmp_path: Path):
    memory, host = Memory(tmp_path / "new.db", "course"), Remembering(BUILT)
    observer = SimpleNamespace(host=host, names=Names())
    engine = Engine(DOCKER, Path("/x/podman.sock"))
    listener = EngineListener(observer, memory, engine, "w0", lambda: None)
    memory.keep_heard(Heard(1.0, SECOND, "image", "tag", "sha256:0"))
    await listener.begin_anew()
    memory.forget_progress()
    listener.know(["sha256:3"])
    assert memory.view().events == ()
    memory.close()
