"""Hints help wherever the learner is: nothing that they speak of can have gone."""

import re

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.wording import written

DEFINITION = chapter.definition()
PLACES = (
    r"\b(grey|gray|box|cell|above|below|already|here it is|(?:first|last) page|page before|panel)\b"
)
"""Cells are run, edited and scrolled away, and other pages are closed."""


@pytest.mark.parametrize("step", DEFINITION.steps, ids=lambda step: step.id)
def test_a_hint_speaks_of_nothing_that_may_have_left_the_page(step: Step) -> None:
    assert not re.search(PLACES, step.hint, re.IGNORECASE)


@pytest.mark.parametrize("step", DEFINITION.steps, ids=lambda step: step.id)
def test_a_hint_is_not_the_command_itself(step: Step) -> None:
    hint, command = (written(text, DEFINITION.names) for text in (step.hint, step.command))
    assert len(command.split()) <= 2 or command not in hint
