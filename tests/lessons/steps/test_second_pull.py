"""What a look tells of the step `second-pull`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import (
    FIRST,
    OTHER,
    REBUILT,
    SECOND,
    SECOND_LAYERS,
    Case,
    LookBuilder,
    cases_of,
    look,
)

HIDDEN = "pull access denied for demousr/demorep, repository does not exist or may require 'docker login'"
IMAGE, TARGET = "myimage:0.2", "demousr/demorep:2.0"

LONG = "no " * 80
SHOWN = "... " + LONG.strip()[-200:].partition(" ")[2]
"""More than is shown of what Docker said."""


def published() -> LookBuilder:
    return (
        look()
        .built_second()
        .named(TARGET, image=SECOND)
        .published("2.0", SECOND)
        .fact("second image", SECOND)
    )


def gone() -> LookBuilder:
    return published().unnamed(IMAGE, TARGET).passed("second-delete")


case = cases_of("second-pull")
CASES = (
    case(
        "second-pull-layers-here",
        gone().image(OTHER, "a:1", "b:1", layers=SECOND_LAYERS, label="w1").pulled(TARGET, SECOND),
        f"a:1 b:1 had every layer of {TARGET} before the pull",
        f"docker rmi {TARGET} a:1 b:1",
        facts={"keeper": "a:1 b:1", "left": f"{TARGET} a:1 b:1"},
    ),
    case(
        "second-pull-layers-kept",
        gone().image(OTHER, "a:1", "b:1", layers=SECOND_LAYERS, label="w1"),
        "a:1 b:1 has every layer of the image",
        "docker rmi a:1 b:1",
        facts={"keeper": "a:1 b:1"},
    ),
    case(
        "second-pull-rebuilt",  # something else, so that its name is enough to remove
        gone().named(TARGET, image=OTHER),
        f"{TARGET} is cc0000000000 here; the Hub's is bb0000000000",
        f"docker rmi {TARGET}",
        variant="named",
        facts={"id": "cc0000000000", "published": "bb0000000000", "names": TARGET},
    ),
    case(
        "second-pull-rebuilt",
        gone().image(REBUILT, TARGET, layers=SECOND_LAYERS).event("tag", REBUILT, TARGET),
        f"{TARGET} is dd0000000000 here; the Hub's is bb0000000000",
        f"docker rmi {TARGET}",
        facts={"id": "dd0000000000", "published": "bb0000000000", "names": TARGET},
    ),
    case(
        "second-pull-not-published",
        look().docker_hub().fact("second digest", "sha256:9b"),
        "no public repository demousr/demorep on Docker Hub anymore",
        variant="unseen",
    ),
    case(
        "second-pull-not-published",
        look().docker_hub().shows_private().fact("second digest", "sha256:9b"),
        "no repository demousr/demorep on Docker Hub anymore",
        variant="gone",
    ),
    case(
        "second-pull-holds",
        gone().pulled(TARGET, SECOND),
        "a pull brought demousr/demorep:2.0 back: the image bb0000000000",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-pull-not-published",
        look(),
        "the second version isn't on the Hub",
        "docker-lessons solve second-push",
    ),
    case(
        "second-pull-not-published",
        look().fact("second image", SECOND).fact("second digest", "sha256:9b"),
        "the second version isn't on the Hub",
        "docker-lessons solve second-push",
        variant="deleted",
    ),
    case(
        "second-pull-layers-here",
        gone()
        .image(OTHER, "myimage:0.2", layers=SECOND_LAYERS)
        .event("tag", OTHER, "myimage:0.2")
        .pulled("demousr/demorep:2.0", SECOND),
        "myimage:0.2 had every layer of demousr/demorep:2.0 before the pull",
        "docker rmi myimage:0.2 demousr/demorep:2.0",
        facts={"keeper": "myimage:0.2", "left": "myimage:0.2 demousr/demorep:2.0"},
    ),
    case(
        "second-pull-refused",
        gone().typed("docker pull demousr/demorep", "manifest unknown"),
        "docker pull demousr/demorep: manifest unknown",
        "docker pull demousr/demorep:2.0",
        facts={
            "line": "docker pull demousr/demorep",
            "said": "manifest unknown",
            "mend": "docker pull demousr/demorep:2.0",
        },
    ),
    *(
        case(
            "second-pull-refused",
            seen.typed(f"docker pull {TARGET}", HIDDEN),
            f"docker pull {TARGET}: {HIDDEN}",
            mend,
            variant="pull-denied/named",
            facts={
                "line": f"docker pull {TARGET}",
                "said": HIDDEN,
                "mend": mend,
                "name": "demousr/demorep",
            },
        )
        for seen, mend in (
            (gone().made_private(), "docker login -u demousr"),
            (gone().made_private().logged_in(), f"docker pull {TARGET}"),
            (gone(), f"docker pull {TARGET}"),
        )
    ),
    case(
        "second-nobody-watched",
        gone().unwatched().image(SECOND, TARGET).event("load", SECOND),
        "the image bb0000000000 is back; the course wasn't watching for a while",
        "docker rmi demousr/demorep:2.0",
        facts={"id": "bb0000000000", "left": "demousr/demorep:2.0"},
    ),
    case(
        "second-pull-not-by-pull",
        gone().image(SECOND, TARGET).event("load", SECOND),
        "the image bb0000000000 came back with docker load",
        "docker rmi demousr/demorep:2.0",
        facts={"id": "bb0000000000", "left": "demousr/demorep:2.0", "action": "load"},
    ),
    case(
        "second-pull-not-by-pull",
        gone().built_second(),
        "the image bb0000000000 came back with a build or docker tag, not with a pull",
        "docker rmi myimage:0.2",
        variant="built",
        facts={"id": "bb0000000000", "left": "myimage:0.2"},
    ),
    case(
        "second-pull-not-by-pull",
        gone().pulled("demousr/demorep:latest", SECOND),
        "the image bb0000000000 came back with a pull of demousr/demorep:latest",
        "docker rmi demousr/demorep:latest",
        variant="other-name",
        facts={
            "id": "bb0000000000",
            "left": "demousr/demorep:latest",
            "other": "demousr/demorep:latest",
        },
    ),
    case(
        "second-pull-rebuilt",
        gone().image(REBUILT, TARGET, IMAGE),
        "demousr/demorep:2.0 is dd0000000000 here; the Hub's is bb0000000000",
        "docker rmi demousr/demorep:2.0 myimage:0.2",
        facts={
            "id": "dd0000000000",
            "published": "bb0000000000",
            "names": "demousr/demorep:2.0 myimage:0.2",
        },
    ),
    case(
        "second-pull-rebuilt",
        gone().image(FIRST, TARGET, "demousr/demorep:1.0"),  # whose own pull is to stay
        "demousr/demorep:2.0 is aa0000000000 here; the Hub's is bb0000000000",
        "docker rmi demousr/demorep:2.0",
        variant="named",
        facts={
            "id": "aa0000000000",
            "published": "bb0000000000",
            "names": "demousr/demorep:2.0",
        },
    ),
    case(
        "second-pull-still-here",
        published(),
        "the image bb0000000000 is still here; it hasn't been removed yet",
        "docker rmi myimage:0.2 demousr/demorep:2.0",
        facts={"id": "bb0000000000", "left": "myimage:0.2 demousr/demorep:2.0"},
    ),
    case(
        "second-pull-still-here",
        gone().image(SECOND, TARGET),
        f"the image bb0000000000 was gone and is here again; no pull of {TARGET} was seen",
        f"docker rmi {TARGET}",
        variant="again",
        facts={"id": "bb0000000000", "left": TARGET},
    ),
    case(
        "second-pull-still-here",
        gone().pulled(TARGET, SECOND).named("keep:me", image=SECOND).unnamed(TARGET),
        "the image bb0000000000 is here, but not as demousr/demorep:2.0",
        "docker pull demousr/demorep:2.0",
        variant="name-removed",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-pull-layers-kept",
        gone().image(OTHER, "other:1", layers=SECOND_LAYERS, label="w0"),
        "other:1 has every layer of the image",
        "docker rmi other:1",
        facts={"keeper": "other:1"},
    ),
    case(
        "second-pull-missing",
        gone(),
        "no demousr/demorep:2.0 on this computer",
        "docker pull demousr/demorep:2.0",
    ),
    case(
        "second-pull-refused",
        gone().typed("docker pull zzz", LONG),
        f"docker pull zzz: {SHOWN}",
        "docker pull demousr/demorep:2.0",
        facts={
            "line": "docker pull zzz",
            "said": SHOWN,
            "mend": "docker pull demousr/demorep:2.0",
        },
    ),
    case(
        "second-pull-still-here",
        published().typed("docker pull zzz", "no"),
        "the image bb0000000000 is still here; it hasn't been removed yet",
        "docker rmi myimage:0.2 demousr/demorep:2.0",
        facts={"id": "bb0000000000", "left": "myimage:0.2 demousr/demorep:2.0"},
    ),
    case(
        "second-pull-still-here",
        published().unwatched(),
        "the image bb0000000000 is still here; it hasn't been removed yet",
        "docker rmi myimage:0.2 demousr/demorep:2.0",
        facts={"id": "bb0000000000", "left": "myimage:0.2 demousr/demorep:2.0"},
    ),
    case(
        "second-pull-still-here",  # whatever has its layers: its name is to be fetched
        gone()
        .image(OTHER, "keeper:1", layers=SECOND_LAYERS)
        .pulled(TARGET, SECOND)
        .named("keep:me", image=SECOND)
        .unnamed(TARGET),
        f"the image bb0000000000 is here, but not as {TARGET}",
        f"docker pull {TARGET}",
        variant="name-removed",
        facts={"id": "bb0000000000"},
    ),
    case(
        "second-pull-rebuilt",  # pulled rightly, and then the name moved
        gone().pulled(TARGET, SECOND).named("keep:me", image=SECOND).named(TARGET, image=OTHER),
        f"{TARGET} is cc0000000000 here; the Hub's is bb0000000000",
        f"docker rmi {TARGET}",
        variant="named",
        facts={"id": "cc0000000000", "published": "bb0000000000", "names": TARGET},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()
