"""When the command that mends a mistake is shown beside a verdict."""

from typing import Any

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.state import state
from tests.lessons.looks import OTHER, LookBuilder, look


def told(step: str, built: LookBuilder) -> dict[str, Any]:
    """What a line of `/watch` says of a step."""
    seen: Look = built.see()
    judged = {step: judge(chapter.definition().by_id[step], seen)}
    line = state(chapter.definition(), judged, seen.view, seen.names, lambda _: seen)
    verdict: dict[str, Any] = line["verdicts"][step]
    return verdict


@pytest.mark.parametrize(
    ("step", "built", "shown"),
    [
        ("tag", look().built().named("demousr/demorep:latest"), True),
        ("tag", look().built(), False),  # nobody tried yet
        ("tag", look().built().tagged(), False),  # nothing is to be mended
        ("create-repository", look().repository("demorepo"), False),  # no command does it
        ("tag", look().without_engine(), False),  # the world is the matter
        ("run-it", look(), False),  # skipped
        ("second-build", look().built().named("myimage:0.2"), False),  # solve does it
    ],
)
def test_it_is_shown_for_what_was_tried_and_a_command_mends(
    step: str, built: LookBuilder, shown: bool
) -> None:
    assert told(step, built)["repair_shown"] is shown


def test_a_learner_who_is_alone_waits_for_it() -> None:
    said = told("second-push", look().built_second().logged_in().published("2.0"))
    assert (said["repair_shown"], said["repair_after"]) == (True, 300)


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
