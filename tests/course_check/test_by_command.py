"""A verdict asked over the control socket is what `docker-lessons check --json` prints, and a repair does the same.

The scenarios of the other files ask over the socket; a few are played here by commands in processes of their own,
one for each command that a repair can be.
"""

from collections.abc import Callable, Iterator

import pytest

from docker_lessons.course_check.scenario import every_scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons.verdict import COULD_NOT_CHECK, NOT_YET, PASSED
from docker_lessons.world.engine import PRACTICE
from tests.course_check.playing import Worlds


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A world of this test's own."""
    with Stage() as stage:
        yield stage


def test_both_ways_give_the_same_verdict(stage: Stage) -> None:
    def both(answer: str | None = None) -> str:
        stage.by_command = False
        asked = stage.check(answer)
        stage.by_command = True
        assert stage.check(answer) == asked
        return str(asked["verdict"])

    stage.begin("build-image", before=None)
    assert both() == NOT_YET
    stage.begin("list-images", before="build-image")
    assert both("72ed521ecd1e") == NOT_YET
    assert both(stage.image_id("myimage:0.1")) == PASSED
    stage.begin("run-it", before=None)
    assert both() == NOT_YET
    stage.begin("tag", before=None)
    stage.world.engine_socket.unlink()
    assert both() == COULD_NOT_CHECK
    stage.stop()
    assert both() == COULD_NOT_CHECK


@pytest.fixture(scope="module")
def by_command() -> Iterator[Callable[[str], None]]:
    """Plays a scenario whose every verdict and repair is a command."""
    worlds = Worlds(by_command=True)
    yield lambda name: worlds.play(every_scenario()[name], PRACTICE)
    worlds.close()


@pytest.mark.parametrize(
    "name",
    ["delete-before-push", "repository-answer-spaces", "tag-letter-lost", "world-stopped"],
    ids=["solve", "check-answer", "docker", "start"],
)
def test_a_repair_as_the_learner_types_it_mends(
    by_command: Callable[[str], None], name: str
) -> None:
    by_command(name)
