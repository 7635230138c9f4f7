"""What a look tells of the step `second-push`: each cause and each remark, with its facts and its words."""

import pytest

from tests.lessons.looks import FIRST, OTHER, SECOND, Case, LookBuilder, cases_of, look, told

IMAGE, TARGET = "myimage:0.2", "demousr/demorep:2.0"
DENIED = "denied: requested access to the resource is denied"

LONG = "no " * 80
SHOWN = "... " + LONG.strip()[-200:].partition(" ")[2]
"""More than is shown of what Docker said."""


def ready() -> LookBuilder:
    return look().built_second().named(TARGET, image=SECOND)


case = cases_of("second-push")
CASES = (
    case(
        "second-push-missing",
        look().repository().built_second().named("demousr/demorep:2.0", image=FIRST).logged_in(),
        "demousr/demorep on the Hub has no tag 2.0; demousr/demorep:2.0 here is the image aa0000000000",
        "docker tag myimage:0.2 demousr/demorep:2.0",
        variant="another",
        facts={
            "tagged": "aa0000000000",
            "id": "bb0000000000",
            "next": "docker tag myimage:0.2 demousr/demorep:2.0",
        },
    ),
    case(
        "second-push-holds",
        ready().published("2.0", SECOND),
        "the Hub's demousr/demorep:2.0 is sha256:9b0000000000, the image bb0000000000",
        facts={"digest": "9b0000000000", "id": "bb0000000000"},
    ),
    case(
        "second-push-not-logged-in",
        ready().typed(f"docker push {TARGET}", DENIED),
        "a push of demousr/demorep:2.0 that was denied; no saved login",
        "docker login -u demousr",
        facts={"given": "demousr/demorep:2.0"},
    ),
    case(
        "second-push-not-logged-in",
        ready().typed(f"docker push {TARGET}", "authentication required"),
        "a push of demousr/demorep:2.0 that was denied; no saved login",
        "docker login -u demousr",
        facts={"given": "demousr/demorep:2.0"},
    ),
    case(
        "second-push-refused",
        look().built_second().logged_in().typed(f"docker push {TARGET}", "does not exist locally"),
        "docker push demousr/demorep:2.0: does not exist locally",
        "docker tag myimage:0.2 demousr/demorep:2.0",
        facts={
            "line": "docker push demousr/demorep:2.0",
            "said": "does not exist locally",
            "next": "docker tag myimage:0.2 demousr/demorep:2.0",
        },
    ),
    case(
        "second-push-over-first",
        look().docker_hub().built_second().published("1.0", SECOND),
        "the Hub's 1.0 is the second version now, bb0000000000; there is no 2.0",
        "docker tag myimage:0.2 demousr/demorep:2.0",
        facts={"id": "bb0000000000", "next": "docker tag myimage:0.2 demousr/demorep:2.0"},
    ),
    case(
        "second-push-over-first",
        look().built_second().published("1.0", SECOND),
        "the Hub's 1.0 is the second version now, bb0000000000; there is no 2.0",
        "docker tag myimage:0.2 demousr/demorep:2.0",
        facts={"id": "bb0000000000", "next": "docker tag myimage:0.2 demousr/demorep:2.0"},
    ),
    case(
        "second-push-first-image",
        ready().logged_in().published("2.0"),
        "the Hub's 2.0 is the image aa0000000000",
        "docker push demousr/demorep:2.0",
        variant="tagged",
        facts={
            "there": "aa0000000000",
            "id": "bb0000000000",
            "next": "docker push demousr/demorep:2.0",
        },
    ),
    *(
        case(
            "second-push-first-image",
            seen.published("2.0"),
            "the Hub's 2.0 is the image aa0000000000",
            f"docker tag {source} {TARGET}",
            facts={
                "there": "aa0000000000",
                "id": "bb0000000000",
                "next": f"docker tag {source} {TARGET}",
            },
        )
        for seen, source in (
            (look().built_second(), IMAGE),
            (look().image(SECOND, "mine:1").fact("second image", SECOND), "mine:1"),
            (
                look().image(SECOND, "mine:1").image(OTHER, IMAGE).fact("second image", SECOND),
                "mine:1",
            ),
        )
    ),
    case(
        "second-push-other-tag",
        ready().published("latest", SECOND).published("2", SECOND),
        "the second version is on the Hub as latest and 2",
        "docker push demousr/demorep:2.0",
        facts={"tags": ("latest", "2"), "next": "docker push demousr/demorep:2.0"},
    ),
    case(
        "second-push-other-repository",
        ready().repository().published("2.0", SECOND, repository="demorpe").logged_in(),
        "the second version is on the Hub as demousr/demorpe:2.0; demousr/demorep has no tag 2.0",
        "docker push demousr/demorep:2.0",
        facts={"there": ("demousr/demorpe:2.0",), "next": "docker push demousr/demorep:2.0"},
    ),
    case(
        "second-push-not-built",
        look(),
        "no myimage:0.2 on this computer",
        "docker-lessons solve second-build",
    ),
    case(
        "second-push-not-built",
        look().named("demousr/demorep:2.0", image=SECOND).published("2.0", SECOND),
        "the second version, called demousr/demorep:2.0; no myimage:0.2",
        "docker tag demousr/demorep:2.0 myimage:0.2",
        variant="other-name",
        facts={"names": ("demousr/demorep:2.0",), "first": "demousr/demorep:2.0"},
    ),
    case(
        "second-push-missing",
        look().built_second(),
        "demousr/demorep on the Hub has no tag 2.0",
        "docker tag myimage:0.2 demousr/demorep:2.0",
        facts={"next": "docker tag myimage:0.2 demousr/demorep:2.0"},
    ),
    case(
        "second-push-missing",
        ready(),
        "demousr/demorep on the Hub has no tag 2.0; demousr/demorep:2.0 is ready here",
        "docker push demousr/demorep:2.0",
        variant="tagged",
        facts={"next": "docker push demousr/demorep:2.0"},
    ),
    case(
        "second-push-missing",
        look().fact("second image", SECOND),
        "demousr/demorep on the Hub has no tag 2.0",
        "docker-lessons solve second-build",
        variant="gone",
        facts={"next": "docker-lessons solve second-build"},
    ),
    case(
        "second-push-refused",
        ready().typed("docker tag zzz", LONG),
        f"docker tag zzz: {SHOWN}",
        "docker push demousr/demorep:2.0",
        facts={
            "line": "docker tag zzz",
            "said": SHOWN,
            "next": "docker push demousr/demorep:2.0",
        },
    ),
    case(
        "second-push-refused",
        ready().typed("docker push zzz", "does not exist locally"),
        "docker push zzz: does not exist locally",
        "docker push demousr/demorep:2.0",
        facts={
            "line": "docker push zzz",
            "said": "does not exist locally",
            "next": "docker push demousr/demorep:2.0",
        },
    ),
    case(
        "second-push-other-account",
        look()
        .built_second()
        .named(TARGET, image=SECOND)
        .logged_in("other", may_push=False)
        .typed(f"docker push {TARGET}", "denied: requested access to the resource is denied"),
        "a push of demousr/demorep:2.0 that was denied: you are logged in as other",
        "docker login -u demousr",
        facts={"given": TARGET, "account": "other"},
    ),
    *(
        case(
            "second-push-missing",  # built once, and called otherwise now
            seen.fact("second image", SECOND),
            f"demousr/demorep on the Hub has no tag 2.0{ready}",
            repair,
            variant="tagged" if ready else "",
            facts={"next": repair},
        )
        for seen, ready, repair in (
            (ready().unnamed(IMAGE), f"; {TARGET} is ready here", f"docker push {TARGET}"),
            (ready().image(OTHER, IMAGE), f"; {TARGET} is ready here", f"docker push {TARGET}"),
            (
                look().built_second().named("mine:1", image=SECOND).unnamed(IMAGE),
                "",
                f"docker tag mine:1 {TARGET}",
            ),
            (
                look().built_second().named("mine:1", image=SECOND).image(OTHER, IMAGE),
                "",
                f"docker tag mine:1 {TARGET}",
            ),
            (
                look().built_second().named("mine:1", image=SECOND),
                "",
                f"docker tag {IMAGE} {TARGET}",
            ),
            (look().image(SECOND), "", f"docker tag bb0000000000 {TARGET}"),
        )
    ),
    *(
        case(
            "second-push-missing",
            seen.fact("second image", SECOND),
            "demousr/demorep on the Hub has no tag 2.0",
            "docker-lessons solve second-build",
            variant="gone",
            facts={"next": "docker-lessons solve second-build"},
        )
        for seen in (ready().unnamed(IMAGE, TARGET), look().image(OTHER, IMAGE, TARGET))
    ),
    case(
        "second-push-first-image",
        look().published("2.0", OTHER).fact("second image", SECOND),
        "the Hub's 2.0 is the image cc0000000000",
        "docker-lessons solve second-build",
        variant="gone",
        facts={
            "there": "cc0000000000",
            "id": "bb0000000000",
            "next": "docker-lessons solve second-build",
        },
    ),
    case(
        "second-push-not-built",
        look().image(OTHER, IMAGE).image(SECOND, "mine:1"),
        "myimage:0.2 is cc0000000000, which isn't a second version",
        "docker-lessons solve second-build",
        variant="other-content",
        facts={"id": "cc0000000000"},
    ),
)


@pytest.mark.parametrize("one", CASES, ids=str)
def test_tells(one: Case) -> None:
    one.check()


def test_on_docker_hub_nobody_is_sent_to_a_push_that_the_course_leaves_to_them() -> None:
    text = told("second-push", look().docker_hub().built_second().published("1.0", SECOND))
    assert "solve" not in text
    assert text.endswith("tag the first version's image as demousr/demorep:1.0 again, and push it.")
