"""What a page's opening says is missing, and whether the course may do it; nothing of it needs a page."""

from typing import Any

import pytest

from docker_lessons.widgets.follower import Sight
from docker_lessons.widgets.opening import can_catch_up, missing_before

STEPS = [("create-repository", "02-repository"), ("tag", "03-tag"), ("push", "04-push")]
COURSE = {
    "pages": [{"page": page, "steps": [step]} for step, page in STEPS],
    "steps": [{"step": step, "page": page, "title": step} for step, page in STEPS],
}


def sight(done: dict[str, str | None], **verdicts: dict[str, Any]) -> Sight:
    """What is known of the world: how steps were done, and verdicts by step."""
    told = {step.replace("_", "-"): verdict for step, verdict in verdicts.items()}
    course = [
        {"step": step, "verdict": told[step]["verdict"], "done": done.get(step)} for step in told
    ]
    return Sight("live", "", COURSE, {"verdicts": told, "course": course})


def said(verdict: str, cause: str | None = None, *, show_me: bool = True) -> dict[str, Any]:
    return {"verdict": verdict, "cause": cause, "show_me": show_me}


AWAY = said("could not check", "hub-unreachable", show_me=False)


@pytest.mark.parametrize(
    ("done", "missing"),
    [
        ({"create-repository": "by hand", "tag": "by hand"}, []),
        ({"create-repository": "shown", "tag": "by hand"}, []),
        ({"tag": "by hand"}, ["create-repository"]),
    ],
)
def test_what_passed_is_not_missing_while_the_hub_does_not_answer(
    done: dict[str, str | None], missing: list[str]
) -> None:
    seen = sight(done, create_repository=AWAY, tag=said("passed"), push=AWAY)
    assert [one["step"] for one in missing_before("push", seen)] == missing


def test_what_was_undone_is_missing() -> None:
    undone = said("not yet", "repository-missing")
    seen = sight({"create-repository": "by hand"}, create_repository=undone, tag=said("passed"))
    assert [one["step"] for one in missing_before("push", seen)] == ["create-repository"]


@pytest.mark.parametrize("may", [True, False])
def test_the_course_does_what_is_missing_where_it_may(may: bool) -> None:
    missing = said("not yet", "repository-missing", show_me=may)
    seen = sight({}, create_repository=missing, tag=said("not yet", "tag-missing", show_me=may))
    assert can_catch_up(missing_before("push", seen), seen) is may
