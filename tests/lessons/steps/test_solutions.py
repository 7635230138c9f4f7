"""What each step's solution does in a look; that the acts themselves are true is proved in worlds (`tests/course_check`)."""

from unittest.mock import Mock, create_autospec

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.steps.second_build import SECOND_MESSAGE
from tests.lessons.looks import (
    FIRST,
    LAYERS,
    OTHER,
    REBUILT,
    SECOND,
    SECOND_LAYERS,
    LookBuilder,
    digest_of,
    look,
)
from tests.lessons.steps.test_pull_back import gone_without_hub, unlisted_by_containerd

IMAGE, TARGET = "myimage:0.1", "demousr/demorep:1.0"
SECOND_IMAGE, SECOND_TARGET = "myimage:0.2", "demousr/demorep:2.0"


OF_REGISTRY = "registry.example.com:5000/class/demousr/demorep"


def published() -> LookBuilder:
    return look().built().tagged().digested(TARGET).pushed()


def gone() -> LookBuilder:
    return published().unnamed(IMAGE, TARGET).passed("delete-local")


def second() -> LookBuilder:
    return look().built_second().fact("second image", SECOND)


SOLUTIONS: dict[str, dict[str, tuple[LookBuilder, list[str]]]] = {
    "build-image": {"it is built": (look(), [f"build {IMAGE}"])},
    "list-images": {
        "its ID is read": (look().built(), ["did.append docker images", "answer aa0000000000"]),
        "there is none to read": (look(), []),
    },
    "create-repository": {
        "it is created": (
            look(),
            ["create_repository demorep", "answer docker pull demousr/demorep"],
        ),
        "it is made public": (
            look().repository(private=True),
            ["make_public demorep", "answer docker pull demousr/demorep"],
        ),
        "it is there": (look().repository(), ["answer docker pull demousr/demorep"]),
        "a push makes it": (look().at_registry(), [f"answer docker pull {OF_REGISTRY}"]),
    },
    "tag": {"it is tagged": (look().built(), [f"tag {IMAGE} {TARGET}"])},
    "log-in": {"the log-in is kept": (look(), ["log_in"])},
    "push": {
        "it has no name for the Hub": (
            look().built(),
            [f"tag {IMAGE} {TARGET}", f"push {TARGET}"],
        ),
        "it is tagged": (look().built().tagged(), [f"push {TARGET}"]),
        "it was pushed and is here": (published(), [f"push {TARGET}"]),
        "it was pushed, and another one is here": (
            published().named(TARGET, image=REBUILT),
            [f"tag {IMAGE} {TARGET}", f"push {TARGET}"],
        ),
        "nothing is here": (
            look(),
            [f"build {IMAGE}", f"tag {IMAGE} {TARGET}", f"push {TARGET}"],
        ),
        "another one was pushed over it": (
            gone().published(image=REBUILT),
            [f"point_hub_tag demousr/demorep 1.0 {digest_of(FIRST)}"],
        ),
    },
    "see-tag": {
        "its digest is read": (
            published(),
            [
                "did.append look at the Tags page of the repository on the Hub",
                f"answer sha256:{digest_of(FIRST)[7:19]}",
            ],
        ),
        "its digest is read here": (
            look().at_registry().published(),
            [
                f"did.append docker images --digests {OF_REGISTRY}",
                f"answer sha256:{digest_of(FIRST)[7:19]}",
            ],
        ),
        "there is none to read": (look(), []),
    },
    "delete-local": {
        "it has two names": (published(), [f"remove look {IMAGE} {TARGET}"]),
        "it has another name, too": (
            published().named("extra:1"),
            [f"remove look {IMAGE} {TARGET} extra:1"],
        ),
        "it has none": (published().nameless(FIRST), [f"remove look {FIRST}"]),
        "its names have moved": (
            published().image(OTHER, IMAGE, TARGET),
            [f"remove look {IMAGE} {TARGET} {FIRST}"],
        ),
        "others keep its layers": (
            published().image(REBUILT, "child:1").image(OTHER, layers=LAYERS),
            [f"remove look {IMAGE} {TARGET} child:1 {OTHER}"],
        ),
        "it is gone": (gone(), []),
    },
    "pull-back": {
        "it is gone": (gone(), ["become_stranger look", f"pull {TARGET}"]),
        "it is gone, and from the Hub, too": (
            gone_without_hub(),
            ["become_stranger look", f"pull {TARGET}"],
        ),
        "it was pulled, and isn't listed": (
            unlisted_by_containerd(),
            ["become_stranger look", f"remove look {TARGET}", f"pull {TARGET}"],
        ),
        "it came back with another name": (
            gone().named(TARGET, "extra:1"),
            ["become_stranger look", f"remove look {TARGET} extra:1", f"pull {TARGET}"],
        ),
        "it is here without a name": (
            gone().image(FIRST).nameless(FIRST),
            ["become_stranger look", f"remove look {FIRST}", f"pull {TARGET}"],
        ),
        "another image has its name": (
            gone().named(TARGET, image=OTHER),
            ["become_stranger look", f"remove look {TARGET}", f"pull {TARGET}"],
        ),
        "another image has its layers": (
            gone().image(REBUILT, "again:1"),
            ["become_stranger look", "remove look again:1", f"pull {TARGET}"],
        ),
        "an image without a name has its layers": (
            gone().image(REBUILT),
            ["become_stranger look", f"remove look {REBUILT}", f"pull {TARGET}"],
        ),
    },
    "run-it": {
        "it is run": (
            gone().pulled(),
            [f"run {TARGET}", "answer Image created"],
        ),
        "it has run": (
            gone().pulled().ran(TARGET),
            ["answer Image created"],
        ),
        "it ended with an error": (
            gone().pulled().ran(TARGET, 1),
            [f"run {TARGET}", "answer Image created"],
        ),
        "it starts nothing by itself": (
            gone().pulled().starting(),
            [f"run {TARGET} /hello", "answer Image created"],
        ),
        "it is not here": (
            gone(),
            [f"run {TARGET}", "answer Image created"],
        ),
        "nothing runs": (gone().pulled().running_nothing("no way"), []),
    },
    "second-build": {"it is built": (look(), [f"build {SECOND_IMAGE} {SECOND_MESSAGE}"])},
    "second-push": {
        "it is not built": (
            look(),
            [
                f"build {SECOND_IMAGE} {SECOND_MESSAGE}",
                f"tag {SECOND_IMAGE} {SECOND_TARGET}",
                f"push {SECOND_TARGET}",
            ],
        ),
        "it is built": (
            second(),
            [f"tag {SECOND_IMAGE} {SECOND_TARGET}", f"push {SECOND_TARGET}"],
        ),
        "it is tagged": (second().named(SECOND_TARGET, image=SECOND), [f"push {SECOND_TARGET}"]),
        "another image is tagged": (
            second().named(SECOND_TARGET, image=OTHER),
            [f"tag {SECOND_IMAGE} {SECOND_TARGET}", f"push {SECOND_TARGET}"],
        ),
        "another image has its name, and it has the other": (
            second().named(SECOND_TARGET, image=SECOND).named(SECOND_IMAGE, image=OTHER),
            [
                f"build {SECOND_IMAGE} {SECOND_MESSAGE}",
                f"tag {SECOND_IMAGE} {SECOND_TARGET}",
                f"push {SECOND_TARGET}",
            ],
        ),
        "another image has its name": (
            second().named(SECOND_IMAGE, image=OTHER).passed("second-delete"),
            [
                f"build {SECOND_IMAGE} {SECOND_MESSAGE}",
                f"tag {SECOND_IMAGE} {SECOND_TARGET}",
                f"push {SECOND_TARGET}",
            ],
        ),
    },
    "second-delete": {
        "it has two names": (
            second().named(SECOND_TARGET, image=SECOND),
            [f"remove look {SECOND_IMAGE} {SECOND_TARGET}"],
        ),
        "it has none": (second().nameless(SECOND), [f"remove look {SECOND}"]),
        "its names have moved": (
            second().image(OTHER, SECOND_IMAGE, SECOND_TARGET),
            [f"remove look {SECOND_IMAGE} {SECOND_TARGET} {SECOND}"],
        ),
        "another keeps its layers": (
            second().published("2.0", SECOND).image(OTHER, "child:1", layers=SECOND_LAYERS),
            [f"remove look {SECOND_IMAGE} child:1"],
        ),
        "it is gone": (second().unnamed(SECOND_IMAGE), []),
    },
    "second-pull": {
        "it is gone": (
            second().unnamed(SECOND_IMAGE).passed("second-delete"),
            ["leave_pull look demousr/demorep:2.0", f"pull {SECOND_TARGET}"],
        ),
        "it is here": (
            second().named(SECOND_TARGET, image=SECOND),
            [
                f"remove look {SECOND_IMAGE} {SECOND_TARGET}",
                "leave_pull look demousr/demorep:2.0",
                f"pull {SECOND_TARGET}",
            ],
        ),
        "its names have moved": (
            second().image(OTHER, SECOND_TARGET).nameless(SECOND),
            [
                f"remove look {SECOND_TARGET} {SECOND}",
                "leave_pull look demousr/demorep:2.0",
                f"pull {SECOND_TARGET}",
            ],
        ),
        "another keeps its layers": (
            second()
            .published("2.0", SECOND)
            .unnamed(SECOND_IMAGE)
            .image(OTHER, "child:1", layers=SECOND_LAYERS),
            [
                "remove look child:1",
                "leave_pull look demousr/demorep:2.0",
                f"pull {SECOND_TARGET}",
            ],
        ),
    },
    "clean-up": {
        "nothing is left": (look(), ["log_out"]),
        "names are left": (published(), ["log_out", f"remove look {IMAGE} {TARGET}"]),
        "an image without a name is left": (
            published().nameless(FIRST),
            ["log_out", f"remove look {FIRST}"],
        ),
        "somebody else's image is here": (look().image(OTHER, "theirs:1"), ["log_out"]),
    },
}


def at_registry() -> LookBuilder:
    return look().at_registry().built_second()


YOURS = {
    "create-repository": {
        "there is none on Docker Hub": (look().docker_hub(), True),
        "it is private there": (look().docker_hub().repository(private=True), True),
        "it is public there": (look().docker_hub().repository(), False),
        "Docker Hub doesn't answer": (look().docker_hub().without_hub(), False),
        "there is none on the practice Hub": (look(), False),
        "a push makes it": (look().at_registry(), False),
    },
    "log-in": {
        "on Docker Hub": (look().docker_hub(), True),
        "on the practice Hub": (look(), False),
    },
    "push": {"on Docker Hub": (look().docker_hub(), True), "on the practice Hub": (look(), False)},
    "pull-back": {
        "from Docker Hub": (look().docker_hub(), False),
        "from a registry": (look().at_registry(), True),
        "from one that asks for no login": (look().at_registry(asks=False), False),
    },
    "second-push": {
        "it is tagged": (
            look().docker_hub().built_second().named(SECOND_TARGET, image=SECOND),
            True,
        ),
        "it isn't": (look().docker_hub().built_second(), False),
        "another image is": (
            look().docker_hub().built_second().named(SECOND_TARGET, image=OTHER),
            False,
        ),
        "on the practice Hub": (second().named(SECOND_TARGET, image=SECOND), False),
        "nothing is here": (look().docker_hub(), False),
    },
    "second-pull": {
        "it is here": (at_registry(), False),
        "it is gone": (look().at_registry(), True),
        "it is gone, on Docker Hub": (look().docker_hub(), False),
    },
}
"""Whether what a solution leaves to do is for the learner alone."""


@pytest.mark.parametrize(
    ("step", "situation"), [(step, each) for step, cases in YOURS.items() for each in cases]
)
def test_what_is_the_learners_alone_is_left_to_them(step: str, situation: str) -> None:
    seen, is_yours = YOURS[step][situation]
    assert chapter.definition().by_id[step].is_yours(seen.see()) is is_yours


async def did(step: str, seen: LookBuilder, *, tags_move: bool = True) -> list[str]:
    """The acts of a step's solution, in words; `tags_move` tells whether the Hub puts a tag back."""
    doing, looked = create_autospec(Solution, instance=True), seen.see()
    doing.point_hub_tag.return_value = tags_move
    doing.attach_mock(Mock(), "did")
    await chapter.definition().by_id[step].solve(doing, looked)
    return [
        " ".join([name, *("look" if each is looked else str(each) for each in arguments)])
        for name, arguments, _ in doing.mock_calls
    ]


@pytest.mark.parametrize(
    ("step", "situation"), [(step, each) for step, cases in SOLUTIONS.items() for each in cases]
)
async def test_a_solution_does_what_is_left_to_do(step: str, situation: str) -> None:
    seen, acts = SOLUTIONS[step][situation]
    assert await did(step, seen) == acts


async def test_where_the_hub_puts_no_tag_back_the_image_is_pushed_again() -> None:
    acts = await did("push", gone().published(image=REBUILT), tags_move=False)
    assert acts[1:] == [f"build {IMAGE}", f"tag {IMAGE} {TARGET}", f"push {TARGET}"]


def test_each_solution_is_tried() -> None:
    assert set(SOLUTIONS) == set(chapter.STEPS)
