"""What a look tells of the step `second-build`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from docker_lessons.lessons.steps.second_build import second_id, step
from tests.lessons.looks import (
    FIRST,
    LAYERS,
    MACHINE,
    OTHER,
    OTHER_LAYERS,
    OTHER_MACHINE,
    OTHER_MACHINES_LAYERS,
    REBUILT,
    SECOND,
    SECOND_LAYERS,
    Case,
    LookBuilder,
    cases_of,
    look,
)

LONG = "no " * 80
SHOWN = "... " + LONG.strip()[-200:].partition(" ")[2]
"""More than is shown of what Docker said."""
EMPTY = "the Dockerfile (Dockerfile) cannot be empty"

case = cases_of("second-build")
CASES = (
    case(
        "second-build-unnamed",
        look().image(SECOND),
        "the image bb0000000000, without a name (<none>)",
        "docker tag bb0000000000 myimage:0.2",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-build-holds",
        look().built().built_second(),
        "myimage:0.2 is the image bb0000000000",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-build-refused",
        look().built().typed("docker build -t myimage:0.2", "requires exactly 1 argument"),
        "docker build -t myimage:0.2: requires exactly 1 argument",
        "docker-lessons solve second-build",
        facts={
            "line": "docker build -t myimage:0.2",
            "said": "requires exactly 1 argument",
            "mend": "docker-lessons solve second-build",
        },
    ),
    case(
        "second-same-message",
        look().built().named("myimage:0.2"),
        "myimage:0.2 is aa0000000000: the same two layers as myimage:0.1",
        "docker-lessons solve second-build",
        facts={"id": "aa0000000000"},
    ),
    case(
        "second-other-processor",
        look().built_second().saying_it_is_for(OTHER_MACHINE),
        f"myimage:0.2 is bb0000000000, for the processor {OTHER_MACHINE}",
        f"docker build --no-cache --platform linux/{MACHINE} -t myimage:0.2 myimage",
        facts={"id": "bb0000000000", "processor": OTHER_MACHINE, "wanted": MACHINE},
    ),
    case(
        "second-other-processor",
        look().image(SECOND, "myimage:0.2", layers=(OTHER_MACHINES_LAYERS[0], "sha256:1")),
        f"myimage:0.2 is bb0000000000, for the processor {OTHER_MACHINE}",
        "docker-lessons solve second-build",
        variant="program",
        facts={"id": "bb0000000000", "processor": OTHER_MACHINE, "wanted": MACHINE},
    ),
    case(
        "second-other-program",
        look().image(OTHER, "myimage:0.2"),
        "myimage:0.2 is cc0000000000, built from something else",
        "docker-lessons solve second-build",
        facts={"id": "cc0000000000"},
    ),
    case(
        "second-other-name",
        look().image(SECOND, "myimage:2", "keep:me"),
        "a changed image called myimage:2 and keep:me",
        "docker tag myimage:2 myimage:0.2",
        facts={"names": ("myimage:2", "keep:me"), "first": "myimage:2"},
    ),
    case(
        "second-other-name",
        look().named("a:1", image=SECOND).named("myimage:2", image=SECOND),
        "a changed image called myimage:2 and a:1",
        "docker tag myimage:2 myimage:0.2",
        facts={"names": ("myimage:2", "a:1"), "first": "myimage:2"},
    ),
    case(
        "second-other-name",
        look().image(SECOND, "myimage:0.1"),
        "a changed image called myimage:0.1",
        "docker tag myimage:0.1 myimage:0.2",
        variant="over-first",
        facts={"names": ("myimage:0.1",), "first": "myimage:0.1"},
    ),
    case(
        "second-folder-changed",
        look().built().with_changed("message.txt", "Dockerfile"),
        "the folder myimage, where more than message.txt isn't the way the course made it: Dockerfile",
        "docker-lessons restore",
        facts={"files": ("Dockerfile",)},
    ),
    case(
        "second-build-missing",
        look().built().with_changed("message.txt"),
        "this computer has myimage:0.1",
        "docker-lessons solve second-build",
        facts={"here": ImageNames(shown=("myimage:0.1",), more=0)},
    ),
    case(
        "second-build-missing",
        look().built(),
        "this computer has myimage:0.1",
        "docker-lessons solve second-build",
        facts={"here": ImageNames(shown=("myimage:0.1",), more=0)},
    ),
    case(
        "second-build-holds",
        look().image(SECOND, "myimage:0.2", layers=OTHER_LAYERS),
        "myimage:0.2 is the image bb0000000000",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-build-holds",
        look().image(OTHER, "myimage:0.2", layers=SECOND_LAYERS),
        "myimage:0.2 is the image cc0000000000",
        facts={"id": "cc0000000000"},
    ),
    case(
        "second-build-missing",
        look().built().image(SECOND).starting(),  # what a build left that broke off before CMD
        "this computer has myimage:0.1",
        "docker-lessons solve second-build",
        facts={"here": ImageNames(shown=("myimage:0.1",), more=0)},
    ),
    *(
        case(
            "second-other-program",
            look().image(SECOND, "myimage:0.2", layers=layers),
            "myimage:0.2 is bb0000000000, built from something else",
            "docker-lessons solve second-build",
            facts={"id": "bb0000000000"},
        )
        for layers in ((LAYERS[0],), (LAYERS[1],), LAYERS[::-1])
    ),
    case(
        "second-build-refused",
        look().typed("docker build -t myimage:0.2 zzz", LONG),
        f"docker build -t myimage:0.2 zzz: {SHOWN}",
        "docker-lessons solve second-build",
        facts={
            "line": "docker build -t myimage:0.2 zzz",
            "said": SHOWN,
            "mend": "docker-lessons solve second-build",
        },
    ),
    case(
        "second-build-refused",
        look().typed("docker build -t myimage:0.2 myimage", EMPTY),
        f"docker build -t myimage:0.2 myimage: {EMPTY}",
        "docker-lessons restore",
        facts={
            "line": "docker build -t myimage:0.2 myimage",
            "said": EMPTY,
            "mend": "docker-lessons restore",
        },
    ),
    case(
        "second-same-message",
        look().image(FIRST, "myimage:0.2", layers=OTHER_MACHINES_LAYERS),
        "myimage:0.2 is aa0000000000: the same two layers as myimage:0.1",
        "docker-lessons solve second-build",
        facts={"id": "aa0000000000"},
    ),
    case(
        "second-build-missing",
        look().image(FIRST),  # without a name, and it's the first version
        "this computer has no images",
        "docker-lessons solve second-build",
        facts={"here": ImageNames(shown=(), more=0)},
    ),
    case(
        "second-build-unnamed",  # the newest of several
        look()
        .image(SECOND)
        .made(10)
        .image(OTHER, layers=SECOND_LAYERS)
        .starting("/hello")
        .made(20)
        .image(REBUILT, layers=SECOND_LAYERS)
        .made(15),
        "the image cc0000000000, without a name (<none>)",
        "docker tag cc0000000000 myimage:0.2",
        facts={"id": "cc0000000000"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_the_second_version_is_the_one_here_until_it_was_deleted() -> None:
    seen = look().built_second().fact("second image", OTHER)
    assert second_id(seen.see()) == SECOND
    assert second_id(seen.passed("second-delete").see()) == OTHER
    assert second_id(look().see()) == ""


@pytest.mark.parametrize(
    ("seen", "facts"),
    [
        (look(), {}),
        (look().built_second(), {"second image": SECOND}),
        (look().built_second().without_hub(), {"second image": SECOND}),
        (look().built_second().published("2.0", OTHER), {"second image": SECOND}),
        (look().built_second().passed("second-delete"), {"second image": SECOND}),
        (
            look().built_second().published("2.0", SECOND).passed("second-delete"),
            {"second image": SECOND},
        ),
        (look().built_second().published("2.0", OTHER).passed("second-delete"), {}),
    ],
)
def test_a_pass_establishes_which_image_is_the_second(
    seen: LookBuilder, facts: dict[str, str]
) -> None:
    assert step.facts(seen.see()) == facts
