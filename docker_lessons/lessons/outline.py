"""The course's words as JSON: what panels, pages and `docker-lessons steps` show."""

from __future__ import annotations

from typing import Any

from docker_lessons.language import gettext
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.wording import command, written
from docker_lessons.world.names import Names
from docker_lessons.world.which_hub import REGISTRY


def outline(definition: CourseDefinition, names: Names, *, runs_containers: bool) -> dict[str, Any]:
    """Returns every page and every step, with the course's names in their texts.

    A step that is skipped because the engine does not run containers has no question.
    """
    return {
        "pages": [
            {
                "page": page.page,
                "title": names.called(gettext(page.title)),
                "minutes": page.minutes,
                "steps": [step.id for step in definition.steps if step.page == page.page],
            }
            for page in definition.pages
        ],
        "steps": [
            _step(number, step, names, asked=runs_containers or not step.needs_containers)
            for number, step in enumerate(definition.steps, 1)
        ],
    }


def _step(number: int, step: Step, names: Names, *, asked: bool) -> dict[str, Any]:
    line = command(step.command, names)
    words = step.at_registry if names.hub == REGISTRY and step.at_registry else step
    question = step.question if asked else None
    return {
        "step": step.id,
        "number": number,
        "page": step.page,
        "title": written(words.title, names),
        "goal": written(words.goal, names),
        "command": line,
        "question": question
        and {
            "text": written(question.text, names),
            "placeholder": written(question.placeholder, names),
            "about": question.about,
        },
        "hints": [written(words.hint, names), line],
        "hands": step.hands,
        "reveal_after": step.reveal_after,
        "lines": [
            {"title": written(line.title, names), "goal": written(line.goal, names)}
            for line in step.lines
        ],
    }
