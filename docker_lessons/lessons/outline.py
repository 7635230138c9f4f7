"""The course's words as JSON: what panels, pages and `docker-lessons steps` show."""

from __future__ import annotations

from typing import Any

from docker_lessons.lessons.pages import PAGES
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps import STEPS
from docker_lessons.world.names import Names


def outline(names: Names) -> dict[str, Any]:
    """Every page and every step, with the course's names in their texts."""
    return {
        "pages": [
            {
                "page": page.page,
                "title": page.title,
                "minutes": page.minutes,
                "steps": [step.id for step in STEPS if step.page == page.page],
            }
            for page in PAGES
        ],
        "steps": [_step(number, step, names) for number, step in enumerate(STEPS, 1)],
    }


def _step(number: int, step: Step, names: Names) -> dict[str, Any]:
    command = step.written(step.command, names)
    # Names bear an address on the learner's own Docker alone.
    asked = names.registry or not step.on_own_docker
    question = step.question if asked else None
    return {
        "step": step.id,
        "number": number,
        "page": step.page,
        "title": step.written(step.title, names),
        "goal": step.written(step.goal, names),
        "command": command,
        "question": question
        and {
            "text": step.written(question.text, names),
            "placeholder": step.written(question.placeholder, names),
            "about": question.about,
        },
        "hints": [step.written(step.hint, names), command],
        "hands": step.hands,
        "reveal_after": step.reveal_after,
        "lines": [
            {"title": step.written(line.title, names), "goal": step.written(line.goal, names)}
            for line in step.lines
        ],
    }
