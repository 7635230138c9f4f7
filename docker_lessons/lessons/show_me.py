"""Where it is decided what *show me* does first, and that it is not offered where it could only refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docker_lessons.lessons import any_step
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import PASSED, SKIPPED

LookAt = Callable[[Step], Look]


def is_due(one: Step, target: Step, judgement: Judgement, look: Look) -> bool:
    """Whether a step is to be done on the way to the target.

    A step that passed once is left out where the Hub can't be seen, and where only the learner can do it again and the
    target doesn't need the Hub.
    """
    if judgement.verdict in (PASSED, SKIPPED):
        return False
    if one is target or not look.passed_once(one.id):
        return True
    if hub_is_away(judgement):
        return False
    return target.needs_hub or look.snapshot.host is None or not one.is_yours(look)


def hub_is_away(judgement: Judgement) -> bool:
    """Whether nothing is known of the step, since the Hub can't be seen."""
    return judgement.finding.cause == any_step.HUB_UNREACHABLE.id


def may_show(
    definition: CourseDefinition, step: Step, judged: Mapping[str, Judgement], look: LookAt
) -> bool:
    """Whether *show me* would do anything: not if it began with what only the learner may do, or the Hub is away."""
    for one in definition.until(step):
        judgement = judged.get(one.id)
        if judgement is None or judgement.verdict in (PASSED, SKIPPED):
            continue  # without a look, since this is asked of every step whenever something changes
        seen = look(one)
        if is_due(one, step, judgement, seen):
            return not hub_is_away(judgement) and (
                seen.snapshot.host is None or not one.is_yours(seen)
            )
    return True
