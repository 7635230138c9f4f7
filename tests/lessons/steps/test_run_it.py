"""What a look tells of the step `run-it`: each cause and each remark, with its facts and its words."""

import pytest

from docker_lessons.language import later
from tests.lessons.looks import (
    FIRST,
    OTHER,
    OTHER_MACHINE,
    OTHER_MACHINES_LAYERS,
    REBUILT,
    START,
    Case,
    LookBuilder,
    cases_of,
    digest_of,
    look,
    remarks,
    told,
)

TARGET = "demousr/demorep:1.0"
NO_SHELL = 'unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown'

ASKED = f"docker run --platform linux/{OTHER_MACHINE} {TARGET}"
NO_MATCH = f"no matching manifest for linux/{OTHER_MACHINE} in the manifest list entries"

LONG = "no " * 80
SHOWN = "... " + LONG.strip()[-200:].partition(" ")[2]
"""More than is shown of what Docker said."""


def ready() -> LookBuilder:
    return look().built().tagged()


case = cases_of("run-it")
CASES = (
    case(
        "run-misspelled",
        ready().typed(f"docker rnu --rm {TARGET}", "unknown flag: --rm"),
        f"docker rnu --rm {TARGET}: no command called rnu",
        f"docker run --rm {TARGET}",
        facts={"line": f"docker rnu --rm {TARGET}", "word": "rnu"},
    ),
    case(
        "run-own-program",
        ready().typed(f"docker run --rm {TARGET}", NO_SHELL),
        f"docker run --rm {TARGET}: no program /bin/sh in the image",
        f"docker run --rm {TARGET} /hello",
        facts={"line": f"docker run --rm {TARGET}", "program": "/bin/sh"},
    ),
    case(
        "run-own-program",
        ready().typed(f"docker run --rm {TARGET}", "unable to upgrade to tcp, received 409"),
        f"docker run --rm {TARGET}: Podman couldn't start the image's program",
        f"docker run --rm {TARGET} /hello",
        facts={"line": f"docker run --rm {TARGET}"},
        variant="unnamed",
    ),
    *(
        case(
            "run-own-program",
            ready().typed(f"docker run --rm {TARGET}", said),
            f"docker run --rm {TARGET}: the image starts nothing",
            f"docker run --rm {TARGET} /hello",
            facts={"line": f"docker run --rm {TARGET}"},
            variant="nothing",
        )
        for said in (
            "docker: Error response from daemon: No command specified",
            "docker: Error response from daemon: no command specified",
            (
                "docker: Error response from daemon: container create: no command or entrypoint provided, and no CMD or "
                "ENTRYPOINT from image"
            ),  # Podman's
        )
    ),
    case(
        "run-it-holds",
        ready().ran(TARGET).answered("Image created"),
        "a container made from demousr/demorep:1.0 ended with exit code 0; you answered Image created",
        facts={"given": "Image created"},
    ),
    case(
        "no-containers",
        look().running_nothing("there is no proot here"),
        "an engine that doesn't run containers",
        facts={"why": later("there is no proot here")},
    ),
    case(
        "run-no-answer",
        ready().ran(FIRST[:19]),
        "a container made from demousr/demorep:1.0 ended with exit code 0; no answer yet",
        "docker-lessons check run-it --answer 'Image created'",
    ),
    case(
        "run-answer-wrong",
        ready().ran(TARGET).answered("Hello"),
        "the answer Hello",
        "docker-lessons check run-it --answer 'Image created'",
        facts={"given": "Hello"},
    ),
    case(
        "run-platform",
        ready().typed(f"docker run {TARGET}", "exec format error"),
        "an image for another processor: Docker runs on amd64 here",
        "docker build -t myimage:0.1 myimage",
        facts={"machine": "amd64"},
    ),
    case(
        "run-platform",
        look().image(FIRST, TARGET, layers=OTHER_MACHINES_LAYERS),
        "an image for another processor: Docker runs on amd64 here",
        "docker build -t myimage:0.1 myimage",
        facts={"machine": "amd64"},
    ),
    *(
        case(
            "run-platform",
            ready().typed(ASKED, said),
            f"{TARGET}, which is for amd64, and a command that asked for another processor",
            f"docker run --rm {TARGET}",
            variant="asked",
            facts={"machine": "amd64"},
        )
        for said in (
            f"{TARGET} was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64",
            f"{TARGET} was found but does not provide the specified platform (linux/arm64)",
            "exec format error",
        )
    ),
    case(  # which isn't here, and the Hub has it for this processor
        "run-platform",
        look().built().published().typed(ASKED, NO_MATCH),
        f"{TARGET}, which is for amd64, and a command that asked for another processor",
        f"docker run --rm {TARGET}",
        variant="asked",
        facts={"machine": "amd64"},
    ),
    *(
        case(
            "run-platform",
            seen.typed(ASKED, NO_MATCH),
            "an image for another processor: Docker runs on amd64 here",
            "docker build -t myimage:0.1 myimage",
            facts={"machine": "amd64"},
        )
        for seen in (
            look().built(),
            look().built().without_hub(),
            look().built().published(layers=OTHER_MACHINES_LAYERS),
        )
    ),
    case(
        "run-no-tag",
        ready().typed("docker run demousr/demorep", "Unable to find image"),
        "docker run demousr/demorep: no image demousr/demorep:latest",
        "docker run --rm demousr/demorep:1.0",
        facts={"given": "demousr/demorep"},
    ),
    case(
        "run-other-tag",
        ready().ran("demousr/demorep:0.1"),
        "a container made from demousr/demorep:0.1",
        "docker run --rm demousr/demorep:1.0",
        facts={"name": "demousr/demorep:0.1"},
    ),
    *(
        case(
            "run-no-answer",
            ready().digested(TARGET).ran(name),
            "a container made from demousr/demorep:1.0 ended with exit code 0; no answer yet",
            "docker-lessons check run-it --answer 'Image created'",
        )
        for name in (
            "docker.io/demousr/demorep:1.0",
            "index.docker.io/demousr/demorep:1.0",
            f"demousr/demorep@{digest_of(FIRST)}",
            f"docker.io/demousr/demorep:1.0@{digest_of(FIRST)}",
        )
    ),
    case(
        "run-other-name",
        ready().ran("demousr/demorep@sha256:" + "0" * 64),
        "docker run demousr/demorep@sha256:" + "0" * 64 + ": no such image here",
        "docker run --rm demousr/demorep:1.0",
        variant="absent",
        facts={"name": "demousr/demorep@sha256:" + "0" * 64},
    ),
    case(
        "run-other-name",
        ready().ran("myimage:0.1"),
        "docker run myimage:0.1",
        "docker run --rm demousr/demorep:1.0",
        facts={"name": "myimage:0.1"},
    ),
    case(
        "run-other-name",
        ready().typed("docker run zzz", "Unable to find image"),
        "docker run zzz: no such image here",
        "docker run --rm demousr/demorep:1.0",
        variant="absent",
        facts={"name": "zzz"},
    ),
    case(
        "run-failed",
        ready().ran(TARGET, 1),
        "a container made from demousr/demorep:1.0 ended with exit code 1",
        "docker run --rm demousr/demorep:1.0",
        facts={"code": "1"},
    ),
    case(
        "run-refused",
        ready().typed(f"docker run {TARGET} sh", "exec: sh: not found"),
        "docker run demousr/demorep:1.0 sh: exec: sh: not found",
        "docker run --rm demousr/demorep:1.0",
        facts={"line": "docker run demousr/demorep:1.0 sh", "said": "exec: sh: not found"},
    ),
    case(
        "run-missing",
        ready(),
        "no container made from demousr/demorep:1.0 was seen",
        "docker run --rm demousr/demorep:1.0",
    ),
    case(
        "run-container-left",
        ready()
        .ran(TARGET)
        .container("brave_turing")
        .container("calm_hopper")
        .answered("Image created"),
        "Without --rm, a container stays after it ends, and keeps its image. To remove brave_turing and calm_hopper, type docker rm brave_turing calm_hopper.",
        facts={"names": ("brave_turing", "calm_hopper"), "all": "brave_turing calm_hopper"},
    ),
    case(
        "run-answer-wrong",
        ready().ran(TARGET).answered("z" * 61),
        f"the answer {'z' * 60}…",
        "docker-lessons check run-it --answer 'Image created'",
        facts={"given": "z" * 60 + "…"},
    ),
    case(
        "run-no-tag",
        ready().typed("docker run demousr/demorep:latest", "Unable to find image"),
        "docker run demousr/demorep: no image demousr/demorep:latest",
        "docker run --rm demousr/demorep:1.0",
        facts={"given": "demousr/demorep"},
    ),
    case(
        "run-no-tag",
        ready().typed("docker run myimage", "Unable to find image"),
        "docker run myimage: no image myimage:latest",
        "docker run --rm demousr/demorep:1.0",
        facts={"given": "myimage"},
    ),
    case(
        "run-other-name",
        ready().image(OTHER, "theirs:latest").typed("docker run theirs", "exec: no"),
        "docker run theirs",
        "docker run --rm demousr/demorep:1.0",
        facts={"name": "theirs"},
    ),
    case(
        "run-other-name",
        ready().image(OTHER, "localhost:5000/theirs:latest").ran("localhost:5000/theirs"),
        "docker run localhost:5000/theirs",
        "docker run --rm demousr/demorep:1.0",
        facts={"name": "localhost:5000/theirs"},
    ),
    case(
        "run-other-name",
        ready().ran("dd0000000000"),
        "docker run dd0000000000: no such image here",
        "docker run --rm demousr/demorep:1.0",
        variant="absent",
        facts={"name": "dd0000000000"},
    ),
    case(
        "run-refused",
        ready().typed(f"docker run {TARGET} zzz", LONG),
        f"docker run {TARGET} zzz: {SHOWN}",
        "docker run --rm demousr/demorep:1.0",
        facts={"line": f"docker run {TARGET} zzz", "said": SHOWN},
    ),
    case(
        "run-other-tag",
        ready().ran("demousr/demorep:2.0").event("tag", FIRST, "keep:me"),
        "a container made from demousr/demorep:2.0",
        "docker run --rm demousr/demorep:1.0",
        facts={"name": "demousr/demorep:2.0"},
    ),
    case(
        "run-missing",
        look().image(OTHER, TARGET),
        "no container made from demousr/demorep:1.0 was seen",
        "docker run --rm demousr/demorep:1.0",
    ),
    case(
        "run-missing",
        look().built(),
        "no container made from demousr/demorep:1.0 was seen",
        "docker run --rm demousr/demorep:1.0",
    ),
    case(
        "run-older-copy",
        ready().published(image=OTHER),
        "demousr/demorep:1.0 here is the image aa0000000000; the Hub's is cc0000000000",
        "docker pull demousr/demorep:1.0",
        facts={"id": "aa0000000000", "there": "cc0000000000"},
    ),
    case(
        "run-older-copy",  # and what it printed is right
        ready().published(image=OTHER).ran(TARGET).answered("Image created"),
        "demousr/demorep:1.0 here is the image aa0000000000; the Hub's is cc0000000000",
        "docker pull demousr/demorep:1.0",
        facts={"id": "aa0000000000", "there": "cc0000000000"},
    ),
    *(
        case(
            "run-it-holds",
            seen.ran(TARGET).answered("Image created"),
            "a container made from demousr/demorep:1.0 ended with exit code 0; you answered Image created",
            facts={"given": "Image created"},
        )
        for seen in (ready().published(), ready().without_hub())
    ),
    *(
        case(
            "run-missing",
            seen,
            "no container made from demousr/demorep:1.0 was seen",
            "docker run --rm demousr/demorep:1.0",
        )
        for seen in (
            ready().started(TARGET).answered("Image created"),  # and it hasn't ended
            ready()
            .ran(TARGET)
            .fact(f"absent {FIRST}", str(START + 3)),  # before the image was gone
            look().published(),
            ready().passed("run-it").typed("docker rnu", "unknown command"),
        )
    ),
    case(
        "run-other-name",
        ready().typed("docker run myimage:0.1", NO_SHELL),
        "docker run myimage:0.1",
        "docker run --rm demousr/demorep:1.0",
        facts={"name": "myimage:0.1"},
    ),
    case(
        "run-refused",
        ready().typed(f"docker run {TARGET} zzz", NO_SHELL),
        f"docker run {TARGET} zzz: {NO_SHELL}",
        "docker run --rm demousr/demorep:1.0",
        variant="no-such-program",
        facts={"program": "/bin/sh"},
    ),
    *(
        case(
            "run-refused",
            ready().typed(line, "something odd"),
            f"{line}: something odd",
            "docker run --rm demousr/demorep:1.0",
            facts={"line": line, "said": "something odd"},
        )
        for line in (f"docker run {TARGET}", f"docker run {TARGET} myimage")
    ),
    case(
        "run-no-tag",
        ready().typed("docker run demousr/demorep sh", "Unable to find image"),
        "docker run demousr/demorep: no image demousr/demorep:latest",
        "docker run --rm demousr/demorep:1.0",
        facts={"given": "demousr/demorep"},
    ),
    case(
        "run-older-copy",  # and it ran, and what it printed was read
        ready().published(image=OTHER).ran(TARGET).answered("An older one"),
        "demousr/demorep:1.0 here is the image aa0000000000; the Hub's is cc0000000000",
        "docker pull demousr/demorep:1.0",
        facts={"id": "aa0000000000", "there": "cc0000000000"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_nothing_is_remarked_where_no_container_stays() -> None:
    assert remarks("run-it", ready().ran(TARGET).answered("Image created")) == []


def test_what_was_pushed_after_the_hub_was_looked_at_is_no_older_copy() -> None:
    built = look().docker_hub().repository().built().published("1.0").image(REBUILT, TARGET)
    older = built.seen_at_hub()
    stale = "Your copy isn't the image that's on the Hub now"
    assert stale in told("run-it", older)
    assert stale in told("run-it", older.event("push", "demousr/other:1", "demousr/other:1"))
    assert stale in told("run-it", older.event("push", TARGET, TARGET).seen_at_hub())
    pushed = older.event("push", TARGET, TARGET)
    assert stale not in told("run-it", pushed)
    assert stale in told("run-it", pushed.later().seen_at_hub())
