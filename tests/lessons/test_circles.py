"""A repair that was just tried in vain is not offered again."""

from __future__ import annotations

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.circles import Told, lead_on
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.verdict import Verdict
from docker_lessons.lessons.wording import verdict
from tests.lessons.looks import FIRST, OTHER, OWN_REGISTRY, REBUILT, LookBuilder, look

BUILD = "docker build -t myimage:0.1 myimage"
TARGET = "demousr/demorep:1.0"
PUSH = f"docker push {TARGET}"
TAG = f"docker tag myimage:0.1 {TARGET}"
LONG_AGO = 0.0
"""The cause was found before anything was done."""


def repair(step: str, built: LookBuilder, since: float = LONG_AGO) -> str | None:
    """The repair that is told of a step whose cause was there since then."""
    return told(step, built, since).repair


def text(step: str, built: LookBuilder) -> str:
    """What is said of a step whose cause was there from the beginning."""
    return told(step, built, LONG_AGO).text


def told(step: str, built: LookBuilder, since: float) -> Verdict:
    """What is told of a step whose cause was there since then."""
    definition, seen = chapter.definition(), built.see()
    one = definition.by_id[step]
    judged = judge(definition, one, seen)
    judgement, _ = lead_on(one, judged, seen, Told(judged.finding.cause, since, ""))
    return verdict(judgement, one, seen.names)


def other_content() -> LookBuilder:
    """`myimage:0.1`, built from something else."""
    return look().image(OTHER, "myimage:0.1")


def test_a_repair_that_nobody_tried_is_told() -> None:
    assert repair("tag", look().built().named("demorep:1.0")) == TAG


@pytest.mark.parametrize(
    "tried",
    [
        other_content().typed(BUILD, fails=False),
        other_content().typed("docker build --tag myimage:0.1 myimage", fails=False),
        other_content().asked("/v1.41/build?t=myimage%3A0.1"),  # in some terminal
        other_content().event("tag", OTHER, "myimage:0.1"),  # where only events are heard
    ],
    ids=["in a cell", "with the long option", "in a terminal", "by its event"],
)
def test_one_that_was_just_tried_goes_deeper(tried: LookBuilder) -> None:
    assert repair("build-image", tried) == "docker-lessons restore"


def test_what_was_run_is_named_only_where_it_was_seen() -> None:
    """A build that was only heard may have been another one: of another folder, or with other options."""
    heard = other_content().asked(
        "/v1.41/build?t=myimage%3A0.1&target=x", "failed to reach build target x"
    )
    by_event = other_content().event("tag", OTHER, "myimage:0.1")
    for built in (heard, by_event):
        said = text("build-image", built)
        assert said.endswith(
            "A build or tag under that name didn't help just now. Try this instead: docker-lessons restore"
        )
    assert f"You've just run {BUILD}" in text(
        "build-image", other_content().typed(BUILD, fails=False)
    )
    assert f"You've just run {TAG}" in text(
        "tag",
        look()
        .built()
        .image(OTHER, TARGET)
        .asked("/v1.41/images/myimage:0.1/tag?repo=demousr/demorep&tag=1.0"),
    )


NO_HOST = (
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host'
)
LOG_IN = "docker login -u demousr"


@pytest.mark.parametrize(
    ("step", "tried"),
    [
        ("log-in", look().docker_hub().repository().typed(LOG_IN, NO_HOST)),
        ("log-in", look().own_docker().docker_hub().repository().typed(LOG_IN, NO_HOST)),
        ("log-in", look().at_registry().typed(f"{LOG_IN} {OWN_REGISTRY}", NO_HOST)),
        (
            "push",
            look().docker_hub().repository().keeps_log_in().built().tagged().typed(PUSH, NO_HOST),
        ),
    ],
    ids=["Docker Hub", "Docker Hub, own Docker", "registry", "push"],
)
def test_what_only_the_learner_may_do_is_no_way_deeper_for_the_course(
    step: str, tried: LookBuilder
) -> None:
    assert repair(step, tried) == "docker-lessons doctor"


def ready() -> LookBuilder:
    """Everything is there for a push to Docker Hub."""
    return look().docker_hub().repository().keeps_log_in().built().tagged()


PULL = f"docker pull {TARGET}"


@pytest.mark.parametrize("lines", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize(
    ("step", "built", "line", "said"),
    [
        ("push", ready(), PUSH, "toomanyrequests: Too Many Requests (HAP429)."),
        ("push", ready(), PUSH, "received unexpected HTTP status: 503 Service Unavailable"),
        (
            "pull-back",
            ready().pushed().unnamed("myimage:0.1", TARGET).passed("delete-local"),
            PULL,
            "toomanyrequests: You have reached your unauthenticated pull rate limit.",
        ),
        (
            "push",
            look().repository().logged_in().built().tagged(),
            PUSH,
            "unexpected status from HEAD request to http://localhost:5000/v2/: 429 Too Many Requests",
        ),
    ],
    ids=["requests", "outage", "downloads", "practice Hub"],
)
def test_where_only_time_helps_the_same_line_stays_the_one_to_run(
    step: str, built: LookBuilder, line: str, said: str, lines: int
) -> None:
    tried = built
    for _ in range(lines):
        tried = tried.typed(line, said)
    assert repair(step, tried) == line
    assert "it didn't help" not in text(step, tried)


def test_a_look_at_the_images_is_no_new_act() -> None:
    seen = other_content().typed(BUILD, fails=False).typed("docker images", fails=False)
    assert repair("build-image", seen) == "docker-lessons restore"


def test_what_was_done_before_the_cause_was_there_is_no_try_of_its_repair() -> None:
    seen = other_content().typed(BUILD, fails=False)
    assert repair("build-image", seen, since=seen.see().snapshot.time + 1) == BUILD


def test_another_act_since_makes_the_repair_worth_telling_again() -> None:
    seen = other_content().typed(BUILD, fails=False).typed("docker rmi hello:1", "No such image")
    assert repair("build-image", seen) == BUILD


def test_a_change_that_nobody_typed_makes_it_worth_telling_again() -> None:
    built = look().built().typed(TAG, fails=False)
    for _ in range(4):
        built = built.event("untag", "sha256:1", "sha256:1")
    assert repair("tag", built.named("demorep:1.0")) == TAG


@pytest.mark.parametrize(
    "last",
    [
        look().built().asked("/v2/demousr/demorpe/blobs/uploads/", server="hub", account="demousr"),
        look().built().typed("docker login -u demousr", fails=False),
        look().built().typed("docker pull hello-world", fails=False),
    ],
    ids=["a push", "a login", "a pull"],
)
def test_what_an_engine_tells_right_after_another_act_is_an_act_of_its_own(
    last: LookBuilder,
) -> None:
    """A tag in a terminal that nobody hears, a second after something that was heard."""
    assert repair("tag", last.event("tag", FIRST, TARGET)) == "docker-lessons solve tag"


def test_the_same_log_in_may_be_typed_again_with_another_password() -> None:
    seen = look().typed("docker login -u demousr", "unauthorized: incorrect username or password")
    assert repair("log-in", seen) == "docker login -u demousr"


@pytest.mark.parametrize(
    ("built", "told"),
    [
        (look().built().tagged(), "docker login -u demousr"),
        (look().built().tagged().logged_in(), "docker push demousr/demorep:1.0"),
        (look().built().tagged().asks_helper("pass"), "docker push demousr/demorep:1.0"),
    ],
    ids=["logged out", "logged in", "nobody can tell"],
)
def test_a_push_is_told_to_who_is_logged_in(built: LookBuilder, told: str) -> None:
    assert repair("push", built) == told


def test_every_rung_of_the_ladder_is_told_once() -> None:
    seen = look().built().named("demorep:1.0")
    told = []
    for _ in range(3):
        seen = seen.typed(TAG, fails=False)
        said = str(repair("tag", seen))
        told.append(said)
        seen = seen.typed(said, fails=False)
    # At the end nothing is left that goes further.
    assert told == ["docker-lessons solve tag", "docker-lessons reset", TAG]


def test_the_sentence_says_what_was_tried_and_what_goes_further() -> None:
    definition, seen = chapter.definition(), other_content().typed(BUILD, fails=False).see()
    one = definition.by_id["build-image"]
    judged = judge(definition, one, seen)
    judgement, _ = lead_on(one, judged, seen, Told(judged.finding.cause, LONG_AGO, ""))
    said = verdict(judgement, one, seen.names).text
    assert said.endswith(
        "You've just run docker build -t myimage:0.1 myimage, and it didn't help here. Try this instead: docker-lessons restore"
    )


def test_a_repair_that_was_done_is_named_before_the_one_that_follows_it() -> None:
    """Two repairs of one cause are told in two texts, each of which stays while nothing happens."""
    definition = chapter.definition()
    one = definition.by_id["push"]
    told: Told | None = None
    texts = []
    seen = look().built().published("latest")
    for doing in (None, TAG, None, "docker login -u demousr"):
        if doing:
            seen = seen.typed(doing, fails=False)
        if doing == TAG:
            seen = seen.tagged()
        if doing and doing.startswith("docker login"):
            seen = seen.logged_in()
        at = seen.see()
        judgement, told = lead_on(one, judge(definition, one, at), at, told)
        said = verdict(judgement, one, at.names)
        texts.append((said.repair, said.text))
    assert [repair for repair, _ in texts] == [
        TAG,
        "docker login -u demousr",
        "docker login -u demousr",
        "docker push demousr/demorep:1.0",
    ]
    assert texts[1] == texts[2]
    assert len({text for _, text in texts}) == 3
    assert texts[3][1].endswith("docker login -u demousr is done. This comes next.")


def test_a_name_taken_off_by_itself_is_not_the_removal_of_all() -> None:
    """A request for each name is heard; the line that names all is done when none is left."""
    seen = look().built().tagged().pushed().asked("/images/myimage:0.1", method="DELETE")
    assert repair("delete-local", seen.unnamed("myimage:0.1")) == "docker rmi demousr/demorep:1.0"


def published() -> LookBuilder:
    """Pushed, and still here under both names."""
    return look().built().tagged().digested(TARGET).pushed()


def kept_by_another() -> LookBuilder:
    """Gone, but another image of the course's has its layers."""
    gone = published().unnamed("myimage:0.1", TARGET).passed("delete-local")
    return gone.image(REBUILT, "other:1")


@pytest.mark.parametrize(
    ("built", "told"),
    [
        (published(), f"docker rmi myimage:0.1 {TARGET}"),
        (published().container("fox"), "docker rm -f fox"),
        (published().container("fox", state="running"), "docker rm -f fox"),
        (published().container("fox").container("owl"), "docker rm -f fox owl"),
        (published().container("fox", image=OTHER), f"docker rmi myimage:0.1 {TARGET}"),
        (kept_by_another(), "docker rmi other:1"),
        (kept_by_another().container("fox", image=REBUILT), "docker rm -f fox"),
    ],
)
def test_a_container_goes_before_the_image_that_it_keeps(built: LookBuilder, told: str) -> None:
    assert repair("pull-back", built) == told


def test_a_name_that_is_not_the_last_may_go_from_under_a_container() -> None:
    built = published().named("demousr/demorep:latest").container("fox")
    assert "docker rm" not in str(repair("push", built))


def test_what_keeps_an_image_is_named() -> None:
    definition, seen = chapter.definition(), published().container("fox").see()
    one = definition.by_id["pull-back"]
    judgement, _ = lead_on(one, judge(definition, one, seen), seen, None)
    assert "The container fox keeps the image" in verdict(judgement, one, seen.names).text


@pytest.mark.parametrize(
    ("step", "built", "told"),
    [
        ("see-tag", look().docker_hub().repository().keeps_log_in(), BUILD),
        ("see-tag", look().docker_hub().repository().keeps_log_in().built(), TAG),
        ("pull-back", look().docker_hub().repository().keeps_log_in().built(), TAG),
        (
            "second-delete",
            look().docker_hub().repository().keeps_log_in().built_second(),
            "docker tag myimage:0.2 demousr/demorep:2.0",
        ),
        ("see-tag", look().repository().built(), "docker-lessons solve push"),
    ],
)
def test_where_only_the_learner_publishes_the_next_command_is_told(
    step: str, built: LookBuilder, told: str
) -> None:
    assert repair(step, built) == told


RUN = f"docker run --rm {TARGET}"
DENIED = "pull access denied for demousr/demorepo, repository does not exist or may require 'docker login'"


@pytest.mark.parametrize(
    ("built", "repair_"),
    [
        (look(), "docker-lessons solve push"),
        (look().built(), "docker-lessons solve push"),
        (look().repository(), "docker-lessons solve push"),
        (look().published("2.0"), "docker-lessons solve push"),
        (look().built().tagged(), RUN),
        (look().published(), RUN),
        (look().published().made_private(), LOG_IN),
        (look().published().made_private().logged_in(), RUN),
        (look().docker_hub().shows_private(), "docker-lessons check"),
        (look().at_registry(), "docker-lessons check"),
        (look().docker_hub(), RUN),
        (look().at_registry(hidden=True), f"docker run --rm {OWN_REGISTRY}/class/{TARGET}"),
        (look().without_hub(), RUN),
        (look().typed("docker run demousr/demorep:2.0", "no"), "docker-lessons solve push"),
    ],
    ids=[
        "nothing",
        "built",
        "a repository",
        "another tag",
        "here",
        "at the Hub",
        "private",
        "private, and logged in",
        "Docker Hub",
        "a registry",
        "perhaps private",
        "perhaps hidden",
        "no Hub",
        "after a refusal",
    ],
)
def test_what_docker_could_not_find_is_not_told_to_be_run(built: LookBuilder, repair_: str) -> None:
    assert repair("run-it", built) == repair_


def gone() -> LookBuilder:
    """Pushed, and removed from here."""
    return look().built().tagged().pushed().unnamed("myimage:0.1", TARGET)


@pytest.mark.parametrize(
    ("step", "built", "repair_"),
    [
        ("pull-back", gone(), PULL),
        ("pull-back", gone().made_private(), LOG_IN),
        ("pull-back", gone().made_private().logged_in(), PULL),
        ("run-it", look().built().tagged().published().made_private(), RUN),
        (
            "run-it",
            look().published().made_private().typed("docker pull demousr/demorepo:1.0", DENIED),
            LOG_IN,
        ),
    ],
    ids=["public", "private", "logged in", "here", "after a refusal"],
)
def test_what_is_private_is_not_told_to_be_fetched_by_a_stranger(
    step: str, built: LookBuilder, repair_: str
) -> None:
    assert repair(step, built) == repair_
