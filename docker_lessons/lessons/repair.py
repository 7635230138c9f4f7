"""Where it is decided how a repair is shown: for the panel and for its still text.

`docker-lessons check` is asked for by name, and answers with every repair. A step's `reveal_after` is waited for in
`widgets.panel`, which knows for how long a page is open.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from docker_lessons.findings import docker_answers
from docker_lessons.lessons import any_step, elsewhere
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.tries import failures
from docker_lessons.lessons.verdict import COULD_NOT_CHECK, NOT_YET, Verdict

Shown = Literal["withheld", "behind the button", "open"]
WITHHELD: Final = "withheld"
BEHIND_THE_BUTTON: Final = "behind the button"
OPEN: Final = "open"

ENOUGH = 2
"""Failures of a step after which its repair is shown."""

_SOLVED = re.compile(r"docker-lessons (?:solve|check) ")
"""What has an act at the Hub done, or gives an answer."""


def repair_shown(
    definition: CourseDefinition, step: Step, judgement: Judgement, said: Verdict, look: Look
) -> Shown:
    """Tells how the command that repairs a mistake is shown, once the step's `reveal_after` is over.

    After a first mistake it is behind a button, so that learners can think for themselves. It is open after the
    second, where the command that was told did not help, and where thinking doesn't help. It is withheld from a step
    that nobody has tried yet, since it would solve the step, and where it is not a command for a learner to type, as
    for an act at the Hub: *show me* does that.
    """
    if not said.repair:
        return WITHHELD
    if judgement.verdict == COULD_NOT_CHECK or _out_of_hand(step, judgement):
        return OPEN
    if judgement.verdict != NOT_YET or _SOLVED.match(said.repair):
        return WITHHELD
    if any(one.cause == any_step.TRIED.id for one in judgement.remarks):
        return OPEN
    count = failures(definition, step, said.repair, look)
    if count >= ENOUGH:
        return OPEN
    return BEHIND_THE_BUTTON if count or _is_mistake(step, judgement) else WITHHELD


def _is_mistake(step: Step, judgement: Judgement) -> bool:
    """Whether more was found than the last cause of a step says, which is that it is still to be done."""
    return judgement.finding.cause != step.diagnoses.causes[-1].id


def _out_of_hand(step: Step, judgement: Judgement) -> bool:
    """Whether it is out of the learner's hands, by its cause or by Docker's answer, which names its variant."""
    answer = judgement.finding.variant.partition("/")[0]
    if answer in docker_answers.NOT_THE_LEARNERS:
        return True
    causes = (*step.diagnoses.causes, *any_step.WORLD_CAUSES, *elsewhere.CAUSES)
    return any(one.out_of_hand for one in causes if one.id == judgement.finding.cause)
