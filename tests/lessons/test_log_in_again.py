"""A log-in that is refused once more, or that counts somewhere else, is not answered in the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.circles import lead_on
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.latest_act import answer_latest
from docker_lessons.lessons.verdict import Verdict
from docker_lessons.lessons.wording import verdict
from tests.lessons.looks import SECOND, LookBuilder, look

WRONG = "unauthorized: incorrect username or password"
LOG_IN, SOLVE = "docker login -u demousr", "docker-lessons solve log-in"
DENIED = "denied: requested access to the resource is denied"


def told(step: str, built: LookBuilder) -> Verdict:
    """What is said of a step, with the remarks that lead on."""
    definition, seen = chapter.definition(), built.see()
    one = definition.by_id[step]
    judgement = answer_latest(definition, one, judge(definition, one, seen), seen)
    return verdict(lead_on(one, judgement, seen, None)[0], one, seen.names)


def in_a_cell(seen: LookBuilder, said: str = WRONG) -> LookBuilder:
    """A login in a cell, which a practice engine hears, too."""
    return seen.typed(LOG_IN, said).asked("/auth", said, account="demousr").later()


def in_a_terminal(seen: LookBuilder, said: str = WRONG) -> LookBuilder:
    """A login in a terminal."""
    return seen.asked("/auth", said, account="demousr").later()


def empty(seen: LookBuilder) -> LookBuilder:
    """A login in a window that asks for nothing."""
    return in_a_cell(seen, "Error: Cannot perform an interactive login from a non TTY device")


@pytest.mark.parametrize(
    ("step", "world"),
    [
        ("log-in", look),
        ("push", lambda: look().built().tagged().repository().typed("docker push x", DENIED)),
        ("log-in", lambda: look().docker_hub()),
        ("log-in", lambda: look().own_docker()),
    ],
    ids=["log-in", "push", "Docker Hub", "own Docker"],
)
@pytest.mark.parametrize("tried", [in_a_cell, in_a_terminal, empty])
def test_the_second_one_goes_deeper(
    step: str, world: Callable[[], LookBuilder], tried: Callable[[LookBuilder], LookBuilder]
) -> None:
    first, second = told(step, tried(world())), told(step, tried(tried(world())))
    third = told(step, tried(tried(tried(world()))))
    assert "in a row" not in first.text
    assert " 2 in a row" in second.text or " 2 times without" in second.text
    assert len({first.text, second.text, third.text}) == len("123")


def test_the_third_one_is_left_to_the_course() -> None:
    seen = in_a_cell(in_a_cell(look()))
    assert told("log-in", seen).repair == LOG_IN
    assert told("log-in", in_a_cell(seen)).repair == SOLVE


def test_at_docker_hub_nobody_but_the_learner_can_log_in() -> None:
    seen = in_a_cell(in_a_cell(in_a_cell(look().docker_hub())))
    assert told("log-in", seen).repair == LOG_IN


@pytest.mark.parametrize(
    "before",
    [
        lambda: look().typed("docker login -u demouser", WRONG),
        lambda: look().typed("docker login --pass x", "unknown flag: --pass"),
        lambda: in_a_cell(look()).typed(LOG_IN, fails=False),
        lambda: in_a_cell(look()).later().passed("log-in"),
    ],
    ids=["another account", "an option", "logged in since", "shown since"],
)
def test_what_was_no_wrong_password_does_not_count(before: Callable[[], LookBuilder]) -> None:
    assert "in a row" not in told("log-in", in_a_cell(before().later())).text


ELSEWHERE = "127.0.0.1:5056"


@pytest.mark.parametrize(
    ("step", "seen"),
    [
        ("push", look().built().tagged().repository()),
        ("push", look().built().tagged().repository().typed("docker push x", DENIED)),
        ("second-push", look().pushed().built_second().named("demousr/demorep:2.0", image=SECOND)),
        ("see-tag", look().at_registry(hidden=True).built().tagged()),
    ],
    ids=["before a push", "after a push", "second push", "a registry that hides"],
)
def test_a_login_at_another_address_is_named(step: str, seen: LookBuilder) -> None:
    before = told(step, seen)
    after = told(step, seen.logged_in_elsewhere(ELSEWHERE))
    assert after.repair == before.repair
    assert f"a login for {ELSEWHERE}" in after.text


def test_a_login_that_another_client_kept_is_told_of() -> None:
    seen = look().typed(LOG_IN, fails=False)
    assert "doesn't have it" not in told("log-in", seen).text  # the client may be about to keep it
    assert "doesn't have it" in told("log-in", seen.later()).text


def test_a_login_that_is_gone_was_kept() -> None:
    seen = look().typed(LOG_IN, fails=False).passed("log-in").later()
    assert "doesn't have it" not in told("log-in", seen).text
