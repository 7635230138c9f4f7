"""What a look tells of the step `second-delete`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import (
    FIRST,
    OTHER,
    OTHER_LAYERS,
    SECOND,
    SECOND_LAYERS,
    Case,
    LookBuilder,
    cases_of,
    look,
)

IMAGE, TARGET = "myimage:0.2", "demousr/demorep:2.0"

LONG = "no " * 80
SHOWN = "... " + LONG.strip()[-200:].partition(" ")[2]
"""More than is shown of what Docker said."""

IN_USE = "conflict: unable to remove repository reference (must force) - container 0a1b2c3d4e5f is using its referenced image"


def ready() -> LookBuilder:
    return (
        look()
        .built_second()
        .named(TARGET, image=SECOND)
        .published("2.0", SECOND)
        .fact("second image", SECOND)
    )


case = cases_of("second-delete")
CASES = (
    case(
        "second-delete-layers-kept",
        ready()
        .unnamed("myimage:0.2", TARGET)
        .image(OTHER, "a:1", "b:1", layers=SECOND_LAYERS, label="w1"),
        "a:1 b:1 has every layer of the image",
        "docker rmi a:1 b:1",
        facts={"keeper": "a:1 b:1"},
    ),
    case(
        "second-delete-holds",
        ready().unnamed(IMAGE, TARGET),
        "no name of the image bb0000000000 is here",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-delete-not-published",
        look().built_second(),
        "the second version isn't on the Hub",
        "docker-lessons solve second-push",
    ),
    case(
        "second-delete-container",
        ready().container("brave_turing", SECOND),
        "the container brave_turing (exited) is made from the image",
        "docker rm -f brave_turing",
        facts={"name": "brave_turing", "state": "exited", "all": "brave_turing"},
    ),
    case(
        "second-delete-refused",
        ready().typed("docker rmi bb0000000000", "image is referenced in multiple repositories"),
        "docker rmi bb0000000000: image is referenced in multiple repositories",
        "docker rmi myimage:0.2 demousr/demorep:2.0",
        facts={
            "line": "docker rmi bb0000000000",
            "said": "image is referenced in multiple repositories",
            "left": "myimage:0.2 demousr/demorep:2.0",
        },
    ),
    case(
        "second-delete-nameless",
        ready().nameless(SECOND),
        "the image bb0000000000 is still here, without a name",
        "docker rmi bb0000000000",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-delete-left",
        ready(),
        "still here: myimage:0.2 and demousr/demorep:2.0",
        "docker rmi myimage:0.2 demousr/demorep:2.0",
        facts={
            "names": ("myimage:0.2", "demousr/demorep:2.0"),
            "left": "myimage:0.2 demousr/demorep:2.0",
        },
    ),
    case(
        "second-delete-left",
        ready().unnamed(IMAGE, TARGET).named(TARGET, image=FIRST),
        "still here: demousr/demorep:2.0",
        "docker rmi demousr/demorep:2.0",
        facts={"names": ("demousr/demorep:2.0",), "left": "demousr/demorep:2.0"},
    ),
    case(
        "second-delete-not-published",
        look().built_second().fact("second image", SECOND).unnamed(IMAGE),
        "the second version isn't on the Hub",
        "docker-lessons solve second-push",
    ),
    case(
        "second-delete-not-published",
        look().built_second().fact("second image", SECOND).published("2.0", FIRST).unnamed(IMAGE),
        "the second version isn't on the Hub",
        "docker-lessons solve second-push",
    ),
    case(
        "second-delete-container",
        ready().container("brave_turing", SECOND).container("calm_hopper", SECOND),
        "the container brave_turing (exited) is made from the image",
        "docker rm -f brave_turing calm_hopper",
        facts={"name": "brave_turing", "state": "exited", "all": "brave_turing calm_hopper"},
    ),
    case(
        "second-delete-refused",
        ready().nameless(SECOND).typed("docker rm zzz", LONG),
        f"docker rm zzz: {SHOWN}",
        "docker rmi bb0000000000",
        facts={"line": "docker rm zzz", "said": SHOWN, "left": "bb0000000000"},
    ),
    case(
        "second-delete-container",
        ready().container("calm_owl", SECOND, state="paused"),
        "the container calm_owl (paused) is made from the image",
        "docker rm -f calm_owl",
        variant="running",
        facts={"name": "calm_owl", "state": "paused", "all": "calm_owl"},
    ),
    case(
        "second-delete-container",
        ready().container("calm_owl", SECOND, state="created"),
        "the container calm_owl (created) is made from the image",
        "docker rm -f calm_owl",
        variant="created",
        facts={"name": "calm_owl", "state": "created", "all": "calm_owl"},
    ),
    case(
        "second-delete-container",  # and Docker has just said so
        ready().container("calm_owl", SECOND).typed(f"docker rmi {TARGET}", IN_USE),
        "the container calm_owl (exited) is made from the image",
        "docker rm -f calm_owl",
        facts={"name": "calm_owl", "state": "exited", "all": "calm_owl"},
    ),
    case(
        "second-delete-layers-kept",
        ready()
        .unnamed("myimage:0.2", TARGET)
        .image(OTHER, "child:1", layers=(*SECOND_LAYERS, *OTHER_LAYERS)),
        "child:1 has every layer of the image",
        "docker rmi child:1",
        facts={"keeper": "child:1"},
    ),
    case(
        "second-delete-nameless",  # another world built it first, and its label says so
        look()
        .own_docker()
        .image(SECOND, label="another")
        .published("2.0", SECOND)
        .fact("second image", SECOND),
        "the image bb0000000000 is still here, without a name",
        "docker rmi bb0000000000",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-delete-left",  # its names have moved to another image: they go first
        ready().image(OTHER, IMAGE, TARGET),
        f"still here: {IMAGE} and {TARGET}",
        f"docker rmi {IMAGE} {TARGET}",
        facts={"names": (IMAGE, TARGET), "left": f"{IMAGE} {TARGET}"},
    ),
    case(
        "second-delete-left",
        ready().unnamed(IMAGE, TARGET).image(OTHER, TARGET, layers=SECOND_LAYERS),
        f"still here: {TARGET}",
        f"docker rmi {TARGET}",
        facts={"names": (TARGET,), "left": TARGET},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()
