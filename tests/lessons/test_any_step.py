"""What may be the case in any step: the world is the matter, or a later step undid this one."""

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import unwritable
from docker_lessons.lessons.wording import verdict
from tests.lessons.looks import Case, case, look

FULL = "write /layer: no space left on device"

CASES = (
    case(
        "tag",
        "engine-stopped",
        look().without_engine(),
        "the engine does not answer (No such file or directory)",
        "docker-lessons start",
        facts={"reason": "No such file or directory"},
    ),
    case(
        "tag",
        "engine-stopped",
        look().own_docker().without_engine(),
        "the engine does not answer (No such file or directory)",
        "docker-lessons start --engine practice",
        variant="learners-docker",
        facts={"reason": "No such file or directory"},
    ),
    case(
        "push",
        "hub-unreachable",
        look().without_hub(),
        "the Hub does not answer (Connection refused)",
        "docker-lessons start",
        facts={"reason": "Connection refused"},
    ),
    case(
        "tag",
        "disk-full",
        look().built().typed("docker build -t a myimage", FULL),
        "docker build -t a myimage: write /layer: no space left on device",
        facts={
            "line": "docker build -t a myimage",
            "said": "write /layer: no space left on device",
        },
    ),
    case(
        "tag",
        "undone-since",
        look().passed("tag", "delete-local"),
        "it passed before, and delete-local rightly undid it since",
        facts={"later": "delete-local"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_a_memory_that_cannot_be_written_is_the_disks_matter() -> None:
    step, names = chapter.definition().by_id["tag"], chapter.definition().names
    said = verdict(unwritable(step, "database or disk is full"), step, names)
    assert (said.verdict, said.cause, said.repair) == ("could not check", "disk-full", None)
    assert said.seen == "the course's memory cannot be written (database or disk is full)"
    assert "Make room, then check again." in said.text
