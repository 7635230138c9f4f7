"""Where the course stands, as JSON: the part of a line of `/watch` that is about steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.memory import View
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps import STEPS


def state(
    judged: Mapping[str, Judgement], view: View, look: Callable[[Step], Look]
) -> dict[str, Any]:
    """Verdicts, progress and answers of the steps that were judged; `look` gives what a step sees."""
    known = [step for step in STEPS if step.id in judged]
    answers = {step: {"text": text, "accepted": False} for step, text in view.refused.items()}
    answers |= {step: {"text": text, "accepted": True} for step, text in view.accepted.items()}
    return {
        "course": [
            {
                "step": step.id,
                "verdict": judged[step.id].verdict.verdict,
                "done": view.progress.get(step.id),
            }
            for step in known
        ],
        "verdicts": {name: one.verdict.document() for name, one in judged.items()},
        # The last cause of a step says that nothing was tried yet.
        "untouched": [
            step.id
            for step in known
            if judged[step.id].verdict.cause == step.diagnoses.causes[-1].id
        ],
        "lines": {
            step.id: [judged[step.id].verdict.passed or line.holds(seen) for line in step.lines]
            for step in known
            if step.lines and (seen := look(step)).snapshot.host is not None
        },
        "answers": answers,
    }
