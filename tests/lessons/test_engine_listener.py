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
