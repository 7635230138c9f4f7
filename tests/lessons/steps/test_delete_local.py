"""What a look tells of the step `delete-local`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from tests.lessons.looks import (
    FIRST,
    OTHER,
    REBUILT,
    Case,
    LookBuilder,
    cases_of,
    digest_of,
    look,
    remarks,
)

TARGET = "demousr/demorep:1.0"
NO_IMAGE = "No such image"


def ready() -> LookBuilder:
    return look().built().tagged().pushed()


case = cases_of("delete-local")
CASES = (
    case(
        "delete-local-holds",
        ready().unnamed("myimage:0.1", TARGET),
        "neither myimage:0.1 nor demousr/demorep:1.0 is here, nor the image aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "delete-before-push",
        look().built().tagged(),
        "the Hub does not have demousr/demorep:1.0; the image is on this computer alone",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "delete-before-push",
        look().built(),
        "the Hub does not have demousr/demorep:1.0; the image is on this computer alone",
        "docker-lessons solve push",
        variant="untagged",
    ),
    case(
        "delete-before-push",
        look(),
        "the Hub does not have demousr/demorep:1.0; nothing of it here either",
        "docker-lessons solve push",
        variant="gone",
    ),
    case(
        "delete-hub-lost-it",
        look().built().tagged().fact("digest", digest_of(FIRST)),
        "the Hub has no such tag any more",
        "docker push demousr/demorep:1.0",
        facts={"push": "docker push demousr/demorep:1.0"},
    ),
    case(
        "delete-hub-lost-it",
        look().built().fact("digest", digest_of(FIRST)).published(image=OTHER),
        "the Hub has the image cc0000000000 in its place",
        "docker-lessons solve push",
        variant="other-image",
        facts={"push": "docker-lessons solve push", "there": "cc0000000000"},
    ),
    case(
        "delete-by-id",
        ready().typed("docker rmi aa0000000000", "image is referenced in multiple repositories"),
        "docker rmi aa0000000000 was refused: the image has 2 names",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"given": "aa0000000000", "left": "myimage:0.1 demousr/demorep:1.0", "count": 2},
    ),
    case(
        "delete-by-id",
        ready()
        .unnamed("myimage:0.1", TARGET)
        .built(REBUILT)
        .passed("delete-local")
        .typed("docker rmi dd0000000000", "image is referenced in multiple repositories"),
        "docker rmi dd0000000000 was refused: the image has several names",
        "docker rmi myimage:0.1",
        variant="other",
        facts={"given": "dd0000000000", "left": "myimage:0.1"},
    ),
    case(
        "delete-no-tag",
        ready().typed("docker rmi demousr/demorep", NO_IMAGE),
        "docker rmi demousr/demorep: no image demousr/demorep:latest",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/demorep", "left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "delete-rm",
        ready().typed(f"docker rm {TARGET}", "No such container"),
        "docker rm demousr/demorep:1.0: no such container",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"given": "demousr/demorep:1.0", "left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "delete-container-name",
        ready().typed("docker rmi brave_turing", NO_IMAGE),
        "docker rmi brave_turing: no image of that name",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"name": "brave_turing", "left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "delete-unknown-name",
        ready().typed("docker rmi zzz:1", NO_IMAGE),
        "docker rmi zzz:1: this computer has myimage:0.1 and demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "given": "zzz:1",
            "here": ImageNames(shown=("myimage:0.1", "demousr/demorep:1.0"), more=0),
            "left": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "delete-unknown-name",
        ready().typed("docker rmi myimag:0.1", NO_IMAGE),
        "docker rmi myimag:0.1: this computer has myimage:0.1 and demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        variant="near",
        facts={
            "given": "myimag:0.1",
            "here": ImageNames(shown=("myimage:0.1", "demousr/demorep:1.0"), more=0),
            "left": "myimage:0.1 demousr/demorep:1.0",
            "near": "myimage:0.1",
        },
    ),
    case(
        "delete-container",
        ready().container("brave_turing").container("calm_hopper"),
        "the container brave_turing (exited) is made from the image",
        "docker rm -f brave_turing calm_hopper",
        facts={"name": "brave_turing", "state": "exited", "all": "brave_turing calm_hopper"},
    ),
    case(
        "delete-third-name",
        ready().named("keep:me").unnamed("myimage:0.1", TARGET),
        "the image aa0000000000 is still here, as keep:me",
        "docker rmi keep:me",
        facts={"id": "aa0000000000", "others": ("keep:me",), "left": "keep:me"},
    ),
    case(
        "delete-nameless",
        ready().nameless(FIRST),
        "the image aa0000000000 is still here, without a name (<none>)",
        "docker rmi aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "delete-one-left",
        ready().unnamed(TARGET),
        "myimage:0.1 is still here, and with it the image",
        "docker rmi myimage:0.1",
        facts={"name": "myimage:0.1", "left": "myimage:0.1"},
    ),
    case(
        "delete-both-left",
        ready(),
        "myimage:0.1 and demousr/demorep:1.0 are here",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "delete-by-force",
        ready().unnamed("myimage:0.1", TARGET).typed("docker rmi -f aa0000000000", fails=False),
        "Force took both names off at once. By names one sees what goes.",
    ),
    case(
        "delete-forced-container",
        ready().unnamed("myimage:0.1", TARGET).container("brave_turing"),
        "Force took the image away under the container brave_turing, which is left without it: docker rm brave_turing takes that away too. Without force Docker would have told you.",
        facts={"names": ("brave_turing",), "all": "brave_turing"},
    ),
    case(
        "delete-container-name",
        ready().typed("docker rmi brave_turing:latest", NO_IMAGE),
        "docker rmi brave_turing: no image of that name",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"name": "brave_turing", "left": "myimage:0.1 demousr/demorep:1.0"},
    ),
    case(
        "delete-unknown-name",
        ready().typed("docker rmi zzz:1 yyy:2", NO_IMAGE),
        "docker rmi zzz:1 yyy:2: this computer has myimage:0.1 and demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "given": "zzz:1 yyy:2",
            "here": ImageNames(shown=("myimage:0.1", "demousr/demorep:1.0"), more=0),
            "left": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "delete-unknown-name",
        ready().typed("docker rmi myimage:0.1", NO_IMAGE),
        "docker rmi myimage:0.1: this computer has myimage:0.1 and demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "given": "myimage:0.1",
            "here": ImageNames(shown=("myimage:0.1", "demousr/demorep:1.0"), more=0),
            "left": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "delete-container",
        ready().container("brave_turing", state="running").container("calm_hopper"),
        "the container brave_turing (running) is made from the image",
        "docker rm -f brave_turing calm_hopper",
        facts={"name": "brave_turing", "state": "running", "all": "brave_turing calm_hopper"},
    ),
    case(
        "delete-forced-container",
        ready().unnamed("myimage:0.1", TARGET).container("brave_turing").container("calm_hopper"),
        "docker rm brave_turing calm_hopper takes",
        facts={"names": ("brave_turing", "calm_hopper"), "all": "brave_turing calm_hopper"},
    ),
    case(
        "delete-no-tag",
        ready().typed("docker rmi demousr/demorep:latest", NO_IMAGE),
        "docker rmi demousr/demorep: no image demousr/demorep:latest",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"name": "demousr/demorep", "left": f"myimage:0.1 {TARGET}"},
    ),
    case(
        "delete-no-tag",
        ready()
        .image(OTHER, "localhost:5000/theirs:1")
        .typed("docker rmi localhost:5000/theirs", NO_IMAGE),
        "docker rmi localhost:5000/theirs: no image localhost:5000/theirs:latest",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"name": "localhost:5000/theirs", "left": f"myimage:0.1 {TARGET}"},
    ),
    case(
        "delete-hub-lost-it",
        ready().unnamed("myimage:0.1", TARGET).published(image=OTHER),
        "the Hub has the image cc0000000000 in its place",
        "docker-lessons solve push",
        variant="other-image",
        facts={"push": "docker-lessons solve push", "there": "cc0000000000"},
    ),
    case(
        "delete-by-id",
        ready()
        .nameless(FIRST)
        .typed("docker rmi aa0000000000", "image is referenced in multiple repositories"),
        "docker rmi aa0000000000 was refused: the image has 0 names",
        "docker rmi aa0000000000",
        facts={"given": "aa0000000000", "left": "aa0000000000", "count": 0},
    ),
    case(
        "delete-both-left",
        look().built().tagged().published(),
        "myimage:0.1 and demousr/demorep:1.0 are here",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"left": f"myimage:0.1 {TARGET}"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((), []),
        ((f"docker rmi myimage:0.1 {TARGET}",), []),
        ((f"docker rmi -f myimage:0.1 {TARGET}",), ["delete-by-force"]),
        ((f"docker rmi --force myimage:0.1 {TARGET}",), ["delete-by-force"]),
        (("docker rmi aa0000000000",), ["delete-by-force"]),
        (("docker rmi -f aa0000000000", "docker images"), ["delete-by-force"]),
    ],
)
def test_force_is_remarked_where_it_was_used(lines: tuple[str, ...], found: list[str]) -> None:
    seen = ready().unnamed("myimage:0.1", TARGET)
    for line in lines:
        seen.typed(line, fails=False)
    assert remarks("delete-local", seen) == found
