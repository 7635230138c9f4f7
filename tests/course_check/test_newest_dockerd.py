"""The chapter and its mistakes on the newest dockerd that Debian has, with either of its image stores.

What its builder, its stores and its refusals word or number otherwise than dockerd 20.10 has to be told as truly.
`make test` plays the solutions, and those scenarios in which it differs most; `make soak` plays them all.
"""

import pytest

from docker_lessons.course_check import inventory, learners_docker
from docker_lessons.course_check.run import Result
from docker_lessons.course_check.scenario import every_scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.world.engine import DOCKER
from docker_lessons.world.environment import OUTSIDE
from tests.course_check.playing import Worlds

DIFFERENT = (
    "build-changed-file",  # which layers are the course's
    "images-answer-digest",  # with containerd's store an ID is a digest
    "digest-answer-image-id",
    "delete-by-id",
    "delete-by-force",
    "delete-container",
    "pull-not-deleted",
    "pull-unknown-tag",
    "pull-stored-log-in",
    "push-not-logged-in",
    "push-somebody-elses",
    "push-layers-exist",
    "run-older-copy",
)
"""The scenarios whose answers, IDs or events differ from those of dockerd 20.10."""


def scenarios() -> list[object]:
    return [
        pytest.param(name, marks=[] if name in DIFFERENT else [pytest.mark.soak])
        for name, one in every_scenario().items()
        if not one.unfit(DOCKER)
    ]


@pytest.fixture
def stage(newest_dockerd: Worlds) -> Stage:
    """A world, as new, on the daemon."""
    made = newest_dockerd.give(DOCKER)
    made.begin("list-images", before="build-image")
    return made


@pytest.mark.parametrize("name", scenarios())
def test_mistake(newest_dockerd: Worlds, name: str) -> None:
    newest_dockerd.play(every_scenario()[name], DOCKER)


def test_the_whole_chapter_after_which_all_else_is_as_before(
    newest_dockerd: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest_dockerd.end(DOCKER)  # no world of the course's is on it
    socket = newest_dockerd.daemon().socket
    before = inventory.take(socket)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{socket}")
    monkeypatch.delenv(OUTSIDE, raising=False)
    results: list[Result] = []
    learners_docker.check(learners_docker.find(), results.append)
    assert [f"{one.name}: {one.error}" for one in results if one.error] == []
    assert {"solution-push", "solution-run-it", "inventory"} <= {one.name for one in results}
    assert before.differences(inventory.take(socket)) == []
