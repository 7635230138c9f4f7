"""The latest act is what gets answered: one that Docker refused, and of which a step's own causes say nothing.

A push is denied, say, and then the login is refused; an image is missing, and then its build fails.
"""

from __future__ import annotations

import shlex
from dataclasses import replace

from docker_lessons.findings.command_line import parse
from docker_lessons.findings.finding import Finding
from docker_lessons.lessons import any_step
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import Judgement, judge
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import NOT_YET
from docker_lessons.lessons.wording import repair_of

_BELONG = {"push": {"login", "tag"}, "pull": {"login"}}
"""The commands that a step may need first, by the one that it is done with."""


def answer_latest(
    definition: CourseDefinition, step: Step, judgement: Judgement, look: Look
) -> Judgement:
    """Returns the judgement with what Docker said to the latest act, where that was refused and goes unanswered."""
    said = any_step.LATEST_REFUSED.finding(look)
    if said is None or look.last_act is None or judgement.verdict != NOT_YET:
        return judgement
    repair, own = repair_of(judgement, step, look.names), _verb(step.command)
    verb = look.last_act.verb
    if verb == own or verb not in {_verb(repair), *_BELONG.get(own, ())}:
        return judgement
    without = replace(look, passed_over=look.attempts.index(look.last_act) + 1)
    if judge(definition, step, without).finding != judgement.finding:
        return judgement  # which is about that act
    facts = {**said.facts, "mend": _mend(said, look) if verb == "login" else repair}
    return replace(judgement, finding=replace(said, facts=facts), beneath=None)


def _mend(said: Finding, look: Look) -> str:
    """What comes after a login that was refused."""
    return "docker-lessons solve log-in" if "helper" in said.variant else look.names.log_in


def _verb(line: str) -> str:
    return parse(shlex.split(line)).verb
