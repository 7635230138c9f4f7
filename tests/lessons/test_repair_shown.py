"""When the command that mends a mistake is shown beside a verdict."""

from typing import Any

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.state import state
from tests.lessons.looks import FIRST, OTHER, LookBuilder, look


def told(step: str, built: LookBuilder) -> dict[str, Any]:
    """What a line of `/watch` says of a step."""
    seen: Look = built.see()
    judged = {step: judge(chapter.definition(), chapter.definition().by_id[step], seen)}
    line = state(chapter.definition(), judged, seen.view, seen.names, lambda _: seen)
    verdict: dict[str, Any] = line["verdicts"][step]
    return verdict


WITHHELD, BUTTON, OPEN = "withheld", "behind the button", "open"


@pytest.mark.parametrize(
    ("step", "built", "shown"),
    [
        ("tag", look().built().named("demousr/demorep:latest"), BUTTON),
        ("tag", look().built(), WITHHELD),  # nobody tried yet
        ("tag", look().built().tagged(), WITHHELD),  # nothing is to be mended
        ("create-repository", look().repository("demorepo"), WITHHELD),  # no command does it
        ("run-it", look().running_nothing("no proot"), WITHHELD),  # skipped
        ("second-build", look().built().named("myimage:0.2"), WITHHELD),  # solve does it
        ("tag", look().without_engine(), OPEN),  # the world is the matter
        ("push", look().built().tagged().without_hub(), OPEN),
        ("tag", look().own_docker().without_engine(), OPEN),
    ],
)
def test_a_mistake_hides_its_repair_behind_a_button_and_a_broken_world_shows_it(
    step: str, built: LookBuilder, shown: str
) -> None:
    assert told(step, built)["repair_shown"] == shown


def test_what_nobody_watched_is_out_of_the_learners_hands() -> None:
    gone = look().built().tagged().pushed().unnamed("myimage:0.1", "demousr/demorep:1.0")
    said = told("pull-back", gone.unwatched().image(FIRST, "demousr/demorep:1.0"))
    assert (said["cause"], said["repair_shown"]) == ("nobody-watched", OPEN)


PUSH = "docker push demousr/demorep:1.0"


@pytest.mark.parametrize(
    ("step", "built"),
    [
        ("log-in", look().asks_helper("desktop")),
        (
            "log-in",
            look().typed(
                "docker login -u demousr",
                'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH',
            ),
        ),
        (
            "push",
            look()
            .built()
            .tagged()
            .repository()
            .logged_in()
            .typed(PUSH, "received unexpected HTTP status: 503 Service Unavailable"),
        ),
        (
            "push",
            look()
            .built()
            .tagged()
            .repository()
            .logged_in()
            .typed(PUSH, "dial tcp 127.0.0.1:5000: connect: connection refused"),
        ),
    ],
)
def test_where_another_line_would_not_have_helped_the_repair_is_shown_at_once(
    step: str, built: LookBuilder
) -> None:
    said = told(step, built)
    assert said["repair"]
    assert (said["verdict"], said["repair_shown"]) == ("not yet", OPEN), said["finding"]


TAG = "docker tag myimage:0.1 demousr/demorep"
REFUSED_TAG = "/images/myimage:0.1/tag?repo=demousr/Demorep&tag=1.0"


@pytest.mark.parametrize(
    ("step", "built", "shown"),
    [
        # The second try of the step's own command, whatever is wrong with it, and though Docker took it.
        ("tag", look().built().typed(f"{TAG}:0.1", fails=False).typed(f"{TAG}:O.1"), OPEN),
        ("tag", look().built().typed(TAG).typed(TAG), OPEN),
        ("tag", look().built().typed(TAG.replace("tag", "tga")).typed(TAG), OPEN),
        ("tag", look().built().typed(f"sudo {TAG}").typed(TAG), OPEN),
        # Looking is no try, nor is another step's command.
        ("tag", look().built().typed(TAG).typed("docker images", fails=False), BUTTON),
        ("tag", look().built().typed(TAG).typed("docker push demousr/demorep:1.0"), BUTTON),
        # A cause that says "still to do" hides its repair until something was tried.
        ("tag", look().built().typed("docker images", fails=False), WITHHELD),
        # From a terminal too; but one try that is heard in two ways is one.
        ("tag", look().built().asked(REFUSED_TAG, "no").later().asked(REFUSED_TAG, "no"), OPEN),
        ("tag", look().built().asked(REFUSED_TAG, "no").typed(TAG, "no"), BUTTON),
        ("tag", look().built().asked(REFUSED_TAG, "no").asked(REFUSED_TAG, "no"), BUTTON),
        ("tag", look().built().later().named("a/b:1").later().named("a/c:1"), OPEN),
        ("tag", look().built().named("a/b:1").typed("docker tag myimage:0.1 a/b:1"), BUTTON),
        # Answers, where a command finds the right one.
        ("list-images", look().built().answered_wrongly("list-images", "0.1"), BUTTON),
        (
            "list-images",
            look()
            .built()
            .answered_wrongly("list-images", "0.1")
            .answered_wrongly("list-images", "211B"),
            OPEN,
        ),
        # One name of two taken off is half of the way.
        (
            "delete-local",
            look()
            .built()
            .tagged()
            .pushed()
            .typed("docker rmi a", fails=False)
            .typed("docker rmi b"),
            BUTTON,
        ),
        (
            "delete-local",
            look().built().tagged().pushed().typed("docker rmi a").typed("docker rmi b"),
            OPEN,
        ),
    ],
)
def test_the_second_failure_of_a_step_opens_its_repair(
    step: str, built: LookBuilder, shown: str
) -> None:
    assert told(step, built)["repair_shown"] == shown


def test_what_failed_before_a_steps_turn_came_is_not_counted() -> None:
    """The page lets everybody push before they log in."""
    push = "docker push demousr/demorep:1.0"
    before = look().built().tagged().repository().typed(push, "denied").typed(push, "denied")
    turn = before.logged_in().passed("log-in").later()
    assert told("push", turn)["repair_shown"] == BUTTON
    assert told("push", turn.typed("docker push demousr/demorep"))["repair_shown"] == BUTTON
    assert told("push", turn.typed("docker push demorep:1.0"))["repair_shown"] == OPEN


def test_what_was_tried_before_a_step_passed_is_no_failure() -> None:
    twice = look().built().typed(TAG).typed(TAG).passed("tag").later()
    assert told("tag", twice.named("demousr/demorep:latest"))["repair_shown"] == BUTTON


def test_the_command_that_made_a_step_hold_is_no_failure_though_it_is_told_late() -> None:
    right = "docker tag myimage:0.1 demousr/demorep:1.0"
    late = look().built().tagged().passed("tag").typed(right, fails=False).later()
    lost = late.unnamed("demousr/demorep:1.0").named("demousr/demorep:latest")
    assert told("tag", lost)["repair_shown"] == BUTTON
    assert told("tag", lost.typed(TAG))["repair_shown"] == BUTTON
    assert told("tag", lost.typed(TAG))["repair_shown"] == OPEN


def test_a_refusal_right_after_the_step_before_passed_is_a_failure() -> None:
    early = look().built().repository().passed("create-repository").typed(TAG).typed(TAG)
    assert told("tag", early)["repair_shown"] == OPEN


def test_a_learner_who_is_alone_waits_for_it() -> None:
    said = told("second-push", look().built_second().logged_in().published("2.0"))
    assert said["repair_shown"] == BUTTON
    assert "repair_after" not in said


def test_beside_the_words_stands_what_was_found() -> None:
    said = told("tag", look().built().named("demousr/demorep:latest"))
    facts = {"name": "demousr/demorep:latest"}
    assert said["finding"] == {"cause": "tag-latest", "variant": "", "facts": facts}
    assert said["remarks"] == []
    left = told("tag", look().built().tagged().named("demousr/demorep:latest"))
    assert left["remarks"] == [{"cause": "tag-latest-left", "variant": "", "facts": facts}]


def test_lists_of_names_are_told_as_lists() -> None:
    others = told("tag", look().built().named("keep:me", "and:me"))["finding"]
    assert others["facts"] == {"others": ["keep:me", "and:me"]}
    here = told("build-image", look().image(OTHER, "theirs:1"))["finding"]
    assert here["facts"] == {"here": {"shown": ["theirs:1"], "more": 0}}
