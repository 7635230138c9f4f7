"""Where the course stands, as JSON: the part of a line of `/watch` that is about steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.repair import repair_shown
from docker_lessons.lessons.show_me import may_show
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import PASSED
from docker_lessons.lessons.view import View
from docker_lessons.lessons.wording import verdict
from docker_lessons.world.names import Names


def state(
    definition: CourseDefinition,
    judged: Mapping[str, Judgement],
    view: View,
    names: Names,
    look: Callable[[Step], Look],
) -> dict[str, Any]:
    """Returns verdicts, progress and answers of the steps that were judged; `look` gives what a step sees."""
    known = [step for step in definition.steps if step.id in judged]
    answers = {step: {"text": text, "accepted": False} for step, text in view.refused.items()}
    answers |= {step: {"text": text, "accepted": True} for step, text in view.accepted.items()}
    return {
        "course": [
            {
                "step": step.id,
                "verdict": judged[step.id].verdict,
                "done": view.progress.get(step.id),
            }
            for step in known
        ],
        "verdicts": {
            step.id: {
                **_told(definition, step, judged[step.id], names, look(step)),
                "show_me": may_show(definition, step, judged, look),
            }
            for step in known
        },
        "lines": {
            step.id: [judged[step.id].verdict == PASSED or line.holds(seen) for line in step.lines]
            for step in known
            if step.lines and (seen := look(step)).snapshot.host is not None
        },
        "answers": answers,
    }


def _told(
    definition: CourseDefinition, step: Step, judgement: Judgement, names: Names, seen: Look
) -> dict[str, Any]:
    """A verdict in words, and what was found, for those who put it into words of their own."""
    said = verdict(judgement, step, names)
    return {
        **said.document(),
        "finding": judgement.finding.document(),
        "remarks": [one.document() for one in judgement.remarks],
        "repair_shown": repair_shown(definition, step, judgement, said, seen),
    }
