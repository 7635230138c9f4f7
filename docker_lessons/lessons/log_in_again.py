"""A log-in that was tried and did not help: its password was refused again, or it counts somewhere else.

The command that mends it is the same as before, so what is said of it has to go deeper.
"""

from __future__ import annotations

import re
from itertools import takewhile

from docker_lessons.findings.finding import Finding
from docker_lessons.lessons import any_step
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.look import LOG_INS, Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.tries import each_once
from docker_lessons.lessons.wording import command

_NOT_ASKED = re.compile(r"password is empty|non[- ]TTY|not a terminal", re.IGNORECASE)
_PASSWORD = re.compile(rf"password|unauthorized|{_NOT_ASKED.pattern}", re.IGNORECASE)
_REFUSED = re.compile(
    rf"incorrect username or password|unauthorized|{_NOT_ASKED.pattern}", re.IGNORECASE
)
_IN_A_ROW = 2
"""From so many log-ins that were refused in a row on, more is said of them."""
_KEPT_WITHIN = 2.0
"""Seconds after a log-in was answered, by which a client has kept it."""


def asks_again(last: Attempt) -> bool:
    """Whether the same command can be right the next time: a log-in asks for a password that may be another."""
    return last.verb == "login" and last.refused and _PASSWORD.search(last.docker_said) is not None


def about_log_in(step: Step, look: Look) -> Finding | None:
    """Finds what more there is to say of a log-in that is to be done: one was refused again, or counts elsewhere."""
    if tries := _refused_in_a_row(look):
        last, count = tries
        if count < _IN_A_ROW:
            return None
        variant = "none" if _NOT_ASKED.search(last.docker_said) else ""
        if not variant and count > _IN_A_ROW and not look.which_hub.is_real:
            variant = "solved"
        return Finding(any_step.PASSWORD_AGAIN.id, {"count": count}, variant)
    if look.snapshot.log_in or look.snapshot.credential_helper:
        return None
    if others := look.snapshot.other_registries:
        own = command(step.command, look.names) == look.names.log_in  # it has causes of its own
        return None if own else Finding(any_step.LOGGED_IN_ELSEWHERE.id, {"others": others})
    return (
        Finding(any_step.LOGGED_IN_ELSEWHERE.id, {"others": ""}, "not-kept")
        if _not_kept(look)
        else None
    )


def _refused_in_a_row(look: Look) -> tuple[Attempt, int] | None:
    """Returns the newest log-in, if its password was refused, and how many were so in a row; else None."""
    tried = takewhile(
        lambda one: one.refused, (one for one in look.attempts if one.verb in LOG_INS)
    )
    begin = look.view.passed.get("log-in", 0.0)
    refused = [
        one
        for one in tried
        if _REFUSED.search(one.docker_said) and _is_ours(one, look) and one.time > begin
    ]
    if not refused or refused[0] != look.refused_log_in():
        return None
    return refused[0], len(list(each_once(refused)))


def _is_ours(log_in: Attempt, look: Look) -> bool:
    account = log_in.account or log_in.options.get("--username")
    return not account or account == look.names.username


def _not_kept(look: Look) -> bool:
    """Whether a log-in succeeded, but in another client: this one has never had one."""
    last = next((one for one in look.attempts if one.verb in LOG_INS), None)
    if last is None or last.verb != "login" or last.refused or look.passed_once("log-in"):
        return False
    return (
        look.snapshot.time > last.time + _KEPT_WITHIN
    )  # a client keeps it only once it was answered
