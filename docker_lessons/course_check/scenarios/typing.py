"""Slips in the line itself: the cell says what was meant, and the line that it proposes works."""

from __future__ import annotations

import re

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Failed, Stage

_PROPOSAL = re.compile(r"docker [^\n]*$")
TARGET = "demousr/demorep:1.0"


def _says(stage: Stage, line: str, *parts: str, fails: bool = True) -> str:
    """Types a line in a cell; returns its sentence, which has to hold these parts."""
    sentence = stage.cell(line, fails=fails).strip().splitlines()[-1]
    missing = [part for part in map(stage.rendered, parts) if part not in sentence]
    if missing:
        raise Failed(f"`{line}`: {missing} is not in what the cell says: {sentence!r}")
    return sentence


def _leads_on(stage: Stage, line: str, *parts: str, fails: bool = True) -> None:
    """Types a line, then the one that the cell proposes, which passes the step."""
    sentence = _says(stage, line, *parts, fails=fails)
    proposal = _PROPOSAL.search(sentence.rpartition(": ")[2].rpartition("? ")[2])
    if proposal is None:
        raise Failed(f"`{line}`: the cell proposes nothing: {sentence!r}")
    stage.verbatim(proposal[0], cell=True)
    stage.passes()


def _is_told(stage: Stage, line: str, *parts: str, fails: bool = True) -> None:
    """Types a line, then the step's own repair."""
    _says(stage, line, *parts, fails=fails)
    stage.check()
    stage.mends()


@scenario("typing-long-dash", "build-image")
def long_dash(stage: Stage) -> None:
    """A long dash before an option."""
    _leads_on(stage, "docker build \N{EN DASH}t myimage:0.1 myimage", "long dash")


@scenario("typing-joined", "build-image")
def cut_in_two(stage: Stage) -> None:
    """A command in two pieces."""
    _leads_on(stage, "docker bu ild -t myimage:0.1 myimage", "no command called bu")


@scenario("typing-synonym", "push")
def synonym(stage: Stage) -> None:
    """Another tool's word for a command: upload."""
    _leads_on(stage, f"docker upload {TARGET}", "no command called upload")


@scenario("typing-curly-quotes", "tag")
def curly_quotes(stage: Stage) -> None:
    """Curly quotes around a name."""
    quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{TARGET}\N{RIGHT DOUBLE QUOTATION MARK}"
    _leads_on(stage, f"docker tag myimage:0.1 {quoted}", "curly")


@scenario("typing-invisible", "tag")
def invisible(stage: Stage) -> None:
    """An invisible character, copied from a page."""
    line = f"docker tag myimage\N{ZERO WIDTH SPACE}:0.1 {TARGET}"
    _leads_on(stage, line, "invisible characters")


@scenario("typing-colon-for-slash", "tag", with_address=False)
def colon_for_slash(stage: Stage) -> None:
    """demousr:demorep/1.0"""
    _leads_on(stage, "docker tag myimage:0.1 demousr:demorep/1.0", "are swapped")


@scenario("typing-slash-for-colon", "tag", with_address=False)
def slash_for_colon(stage: Stage) -> None:
    """demousr/demorep/1.0, which Docker takes."""
    line = "docker tag myimage:0.1 demousr/demorep/1.0"
    _leads_on(stage, line, "are swapped", fails=False)


@scenario("typing-empty-account", "tag")
def empty_account(stage: Stage) -> None:
    """/demorep:1.0: the variable before the slash was empty."""
    _is_told(stage, "docker tag myimage:0.1 /demorep:1.0", "the account before the / is missing")


@scenario("typing-placeholder", "tag")
def placeholder(stage: Stage) -> None:
    """YOUR_NAME/demorep:1.0, as it was printed."""
    _is_told(stage, "docker tag myimage:0.1 YOUR_NAME/demorep:1.0", "is only a placeholder")


@scenario("typing-plugin", "tag")
def plugin(stage: Stage) -> None:
    """A command of an extra that isn't installed."""
    _is_told(stage, "docker desktop start", "This course doesn't need it")


@scenario("typing-image-alone", "tag")
def image_alone(stage: Stage) -> None:
    """docker image, for docker images."""
    _is_told(stage, "docker image myimage", "docker images myimage")


@scenario("typing-output", "tag")
def output(stage: Stage) -> None:
    """The header of the table was pasted with the command."""
    _is_told(stage, "docker images REPOSITORY TAG", "Leave out REPOSITORY")


@scenario("typing-password", "log-in")
def password(stage: Stage) -> None:
    """A wrong password after -p, where a shell may have changed it."""
    _is_told(stage, "docker login -u demousr -p Wr0ngSecret", "can change a password")
