"""What a look tells of the step `delete-local`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.findings.finding import ImageNames
from tests.lessons.looks import (
    FIRST,
    LAYERS,
    OTHER,
    OTHER_LAYERS,
    REBUILT,
    REGISTRY,
    Case,
    LookBuilder,
    cases_of,
    digest_of,
    look,
    remarks,
)

TARGET = "demousr/demorep:1.0"
NO_IMAGE = "No such image"

IN_USE = "conflict: unable to remove repository reference (must force) - container 0a1b2c3d4e5f is using its referenced image"


def ready() -> LookBuilder:
    return look().built().tagged().pushed()


case = cases_of("delete-local")
CASES = (
    case(
        "delete-both-left",  # it passed once, and a word that's no command is no explanation anymore
        ready()
        .passed("delete-local")
        .typed("docker rim myimage:0.1", "docker: unknown command: docker rim"),
        f"myimage:0.1 and {TARGET} are here",
        f"docker rmi myimage:0.1 {TARGET}",
        facts={"left": f"myimage:0.1 {TARGET}"},
    ),
    case(
        "delete-layers-kept",
        ready().unnamed("myimage:0.1", TARGET).image(REBUILT, "a:1", "b:1"),
        "a:1 b:1 has every layer of the image",
        "docker rmi a:1 b:1",
        facts={"keeper": "a:1 b:1"},
    ),
    case(
        "delete-hub-lost-it",
        look().docker_hub().built().tagged().fact("digest", digest_of(FIRST)),
        "no public repository demousr/demorep on Docker Hub anymore",
        variant="unseen",
    ),
    case(
        "delete-hub-lost-it",
        look().docker_hub().shows_private().built().tagged().fact("digest", digest_of(FIRST)),
        "no repository demousr/demorep on Docker Hub anymore",
        variant="gone",
    ),
    case(
        "delete-misspelled",
        ready().typed("docker delete myimage:0.1", "docker: unknown command: docker delete"),
        "docker delete myimage:0.1: no command called delete",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "line": "docker delete myimage:0.1",
            "word": "delete",
            "left": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "delete-local-holds",
        ready().unnamed("myimage:0.1", TARGET),
        "neither myimage:0.1 nor demousr/demorep:1.0 is here, nor the image aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "delete-before-push",
        look().built().tagged(),
        "the Hub doesn't have demousr/demorep:1.0; the image is only on this computer",
        "docker push demousr/demorep:1.0",
    ),
    case(
        "delete-before-push",
        look().built(),
        "the Hub doesn't have demousr/demorep:1.0; the image is only on this computer",
        "docker-lessons solve push",
        variant="untagged",
    ),
    case(
        "delete-before-push",
        look(),
        "the Hub doesn't have demousr/demorep:1.0, and neither does this computer",
        "docker-lessons solve push",
        variant="gone",
    ),
    case(
        "delete-hub-lost-it",
        look().built().tagged().fact("digest", digest_of(FIRST)),
        "the Hub doesn't have that tag anymore",
        "docker push demousr/demorep:1.0",
        facts={"push": "docker push demousr/demorep:1.0"},
    ),
    case(
        "delete-hub-lost-it",
        look().built().fact("digest", digest_of(FIRST)).published(image=OTHER),
        "the Hub has the image cc0000000000 instead",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="other-image",
        facts={"push": "docker tag myimage:0.1 demousr/demorep:1.0", "there": "cc0000000000"},
    ),
    case(
        "delete-hub-lost-it",
        look()
        .built()
        .image(OTHER, TARGET)
        .fact("image", FIRST)
        .fact("digest", digest_of(FIRST))
        .published(image=OTHER),
        "the Hub has the image cc0000000000 instead",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        variant="other-image",
        facts={"push": "docker tag myimage:0.1 demousr/demorep:1.0", "there": "cc0000000000"},
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
        "delete-rm",
        ready().typed(f"docker rm {TARGET} myimage:0.1", "No such container"),
        "docker rm demousr/demorep:1.0 myimage:0.1: no such container",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "given": "demousr/demorep:1.0 myimage:0.1",
            "left": "myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "delete-container-name",
        ready().typed("docker rmi brave_turing", NO_IMAGE),
        "docker rmi brave_turing: no image with that name",
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
        "myimage:0.1 is still here, and so is the image",
        "docker rmi myimage:0.1",
        facts={"name": "myimage:0.1", "left": "myimage:0.1"},
    ),
    case(
        "delete-one-left",
        ready()
        .fact("image", FIRST)
        .unnamed("myimage:0.1", TARGET)
        .built(REBUILT)
        .passed("delete-local"),
        "myimage:0.1 is the image dd0000000000, which isn't the one that you published",
        "docker rmi myimage:0.1",
        variant="another",
        facts={"name": "myimage:0.1", "left": "myimage:0.1", "id": "dd0000000000"},
    ),
    case(
        "delete-both-left",
        ready().fact("image", FIRST).built(REBUILT),
        "myimage:0.1 is dd0000000000, and demousr/demorep:1.0 is aa0000000000",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        variant="two-images",
        facts={
            "left": "myimage:0.1 demousr/demorep:1.0",
            "built": "dd0000000000",
            "tagged": "aa0000000000",
        },
    ),
    case(
        "delete-container",
        ready().container("c1").typed("docker rm c2", "No such container: c2"),
        "the container c1 (exited) is made from the image",
        "docker rm -f c1",
        facts={"name": "c1", "state": "exited", "all": "c1"},
    ),
    case(
        "delete-rm",
        ready().typed("docker rm aa00", "No such container: aa00"),
        "docker rm aa00: no such container",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"given": "aa00", "left": "myimage:0.1 demousr/demorep:1.0"},
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
        "Force removed both names at once. If you give the names, you see what goes.",
    ),
    case(
        "delete-forced-container",
        ready().unnamed("myimage:0.1", TARGET).container("brave_turing"),
        "Force removed the image while a container still used it: brave_turing. To remove that, too, type docker rm brave_turing. Without force, Docker would have told you.",
        facts={"names": ("brave_turing",), "all": "brave_turing"},
    ),
    case(
        "delete-container-name",
        ready().typed("docker rmi brave_turing:latest", NO_IMAGE),
        "docker rmi brave_turing: no image with that name",
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
        variant="running",
        facts={"name": "brave_turing", "state": "running", "all": "brave_turing calm_hopper"},
    ),
    case(
        "delete-forced-container",
        ready().unnamed("myimage:0.1", TARGET).container("brave_turing").container("calm_hopper"),
        "type docker rm brave_turing calm_hopper.",
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
        "the Hub has the image cc0000000000 instead",
        "docker-lessons solve push",
        variant="other-image",
        facts={"push": "docker-lessons solve push", "there": "cc0000000000"},
    ),
    case(
        "delete-by-id",
        ready()
        .nameless(FIRST)
        .typed("docker rmi aa0000000000", "image is referenced in multiple repositories"),
        "docker rmi aa0000000000 was refused: the image has several names",
        "docker rmi aa0000000000",
        variant="other",
        facts={"given": "aa0000000000", "left": "aa0000000000"},
    ),
    case(
        "delete-both-left",
        look().built().tagged().published(),
        "myimage:0.1 and demousr/demorep:1.0 are here",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={"left": f"myimage:0.1 {TARGET}"},
    ),
    case(
        "delete-refused",
        ready().typed("docker rmi zzz", "something that nobody foresaw"),
        "docker rmi zzz: something that nobody foresaw",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        facts={
            "line": "docker rmi zzz",
            "said": "something that nobody foresaw",
            "mend": "docker rmi myimage:0.1 demousr/demorep:1.0",
        },
    ),
    case(
        "delete-layers-kept",
        ready()
        .unnamed("myimage:0.1", TARGET)
        .image(OTHER, "child:1", layers=(*LAYERS, *OTHER_LAYERS)),
        "child:1 has every layer of the image",
        "docker rmi child:1",
        facts={"keeper": "child:1"},
    ),
    case(
        "delete-layers-kept",
        ready().unnamed("myimage:0.1", TARGET).image(REBUILT).nameless(REBUILT),
        "dd0000000000 has every layer of the image",
        "docker rmi dd0000000000",
        facts={"keeper": "dd0000000000"},
    ),
    case(
        "delete-layers-elsewhere",
        look()
        .own_docker()
        .repository()
        .built()
        .tagged()
        .pushed()
        .unnamed("myimage:0.1", f"{REGISTRY}/{TARGET}")
        .image(OTHER, "theirs:1", "also:1", layers=LAYERS, label="another"),
        "Its layers are still on this computer, in theirs:1 and also:1",
        facts={"keeper": ("theirs:1", "also:1")},
    ),
    case(
        "delete-container",
        ready().container("calm_owl").container("loud_fox", state="running"),
        "the container loud_fox (running) is made from the image",
        "docker rm -f calm_owl loud_fox",
        variant="running",
        facts={"name": "loud_fox", "state": "running", "all": "calm_owl loud_fox"},
    ),
    case(
        "delete-container",
        ready().container("calm_owl", state="created"),
        "the container calm_owl (created) is made from the image",
        "docker rm -f calm_owl",
        variant="created",
        facts={"name": "calm_owl", "state": "created", "all": "calm_owl"},
    ),
    case(
        "delete-container",  # and Docker has just said so: without it, the same line is refused again
        ready().container("calm_owl").typed(f"docker rmi {TARGET}", IN_USE),
        "the container calm_owl (exited) is made from the image",
        "docker rm -f calm_owl",
        facts={"name": "calm_owl", "state": "exited", "all": "calm_owl"},
    ),
    case(
        "delete-misspelled",
        ready().typed("docker rim myimage:0.1", "docker: unknown command: docker rim"),
        "docker rim myimage:0.1: no command called rim",
        f"docker rmi myimage:0.1 {TARGET}",
        facts={
            "line": "docker rim myimage:0.1",
            "word": "rim",
            "left": f"myimage:0.1 {TARGET}",
        },
    ),
    case(
        "delete-by-id",  # one of its names has gone since
        ready()
        .unnamed("myimage:0.1")
        .typed("docker rmi aa0000000000", "image is referenced in multiple repositories"),
        "docker rmi aa0000000000 was refused: the image has several names",
        f"docker rmi {TARGET}",
        variant="other",
        facts={"given": "aa0000000000", "left": TARGET},
    ),
    *(
        case(
            "delete-one-left",
            ready().unnamed("myimage:0.1", TARGET).image(image, name),
            f"{name} is the image {short}, which isn't the one that you published",
            f"docker rmi {name}",
            variant="another",
            facts={"name": name, "left": name, "id": short},
        )
        for name in ("myimage:0.1", TARGET)
        for image, short in ((OTHER, "cc0000000000"), (REBUILT, "dd0000000000"))
    ),
    case(
        "delete-nameless",  # another world built it first, and its label says so
        look().own_docker().repository().image(FIRST, label="another").pushed(),
        "the image aa0000000000 is still here, without a name (<none>)",
        "docker rmi aa0000000000",
        facts={"id": "aa0000000000"},
    ),
    case(
        "delete-both-left",  # built again, tagged and pushed since the first push
        look()
        .built(REBUILT)
        .named(TARGET, image=REBUILT)
        .published(image=REBUILT)
        .fact("image", FIRST)
        .fact("digest", digest_of(FIRST)),
        f"myimage:0.1 and {TARGET} are here",
        f"docker rmi myimage:0.1 {TARGET}",
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
        ((f"docker rmi -f myimage:0.1 {TARGET}",), []),
        (("docker rmi aa0000000000",), []),
        (("docker rmi --force aa0000000000",), ["delete-by-force"]),
        (("docker rmi -f aa0000000000", "docker images"), ["delete-by-force"]),
    ],
)
def test_force_is_remarked_where_it_was_used(lines: tuple[str, ...], found: list[str]) -> None:
    seen = ready().unnamed("myimage:0.1", TARGET)
    for line in lines:
        seen.typed(line, fails=False)
    assert remarks("delete-local", seen) == found
