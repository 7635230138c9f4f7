"""The latest act is what gets answered: one that Docker refused, and of which a step's own causes say nothing.

A push is denied, say, and then the login is refused; an image is missing, and then its build fails.
"""

from __future__ import annotations

from dataclasses import replace

from docker_lessons.findings.command_line import parse_text
from docker_lessons.findings.finding import Finding
from docker_lessons.lessons import any_step
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import Judgement, judge
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import NOT_YET
from docker_lessons.lessons.wording import command, repair_of

_BELONG = {"push": {"login", "tag"}, "pull": {"login"}}
"""The commands that a step may need first, by the one that it is done with."""
_ECHO = 10.0
"""Seconds within which what a server heard belongs to a command that was typed."""


def answer_latest(
    definition: CourseDefinition, step: Step, judgement: Judgement, look: Look
) -> Judgement:
    """Returns the judgement with what Docker said to the latest act, where that was refused and goes unanswered."""
    said = any_step.LATEST_REFUSED.finding(look)
    if said is None or look.last_act is None or judgement.verdict != NOT_YET:
        return judgement
    repair, own = repair_of(judgement, step, look.names), _verb(command(step.command, look.names))
    verb = look.last_act.verb
    if verb == own or verb not in {_verb(repair), *_BELONG.get(own, ())}:
        return judgement
    if judge(definition, step, _without(look, look.last_act)).finding != judgement.finding:
        return judgement  # which is about that act
    facts = {**said.facts, "mend": _mend(said, look) if verb == "login" else repair}
    return replace(judgement, finding=replace(said, facts=facts), beneath=None)


def _without(look: Look, act: Attempt) -> Look:
    """Returns the look without an act, and without what a server heard of it besides."""
    parts = [one.verb == act.verb and act.time - one.time < _ECHO for one in look.attempts]
    last = max(at for at, is_part in enumerate(parts) if is_part)
    return replace(look, passed_over=last + 1)


def _mend(said: Finding, look: Look) -> str:
    """What comes after a login that was refused."""
    return look.log_in_past_helper if "helper" in said.variant else look.names.log_in


def _verb(line: str) -> str:
    return parse_text(line).verb
