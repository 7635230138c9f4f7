"""`docker-lessons check`."""

import json
import sys
from http import HTTPStatus
from typing import Any

import click

from docker_lessons.cli import localized
from docker_lessons.cli.presentation import STEP, report
from docker_lessons.language import gettext
from docker_lessons.lessons.verdict import COULD_NOT_CHECK, EXIT_CODES
from docker_lessons.world import World, control
from docker_lessons.world.control import RefusedError
from docker_lessons.world.failure import WorldError

_USAGE = 2
_SECONDS = 60.0


@localized.command()
@localized.argument("step", type=STEP, metavar="STEP")
@localized.option("--answer", help="Your answer, if the step asks for one.")
@localized.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(step: str, answer: str | None, as_json: bool) -> None:
    """Check a step against the world as it is now.

    The exit code is 0 for passed or skipped, 1 for not yet, 2 for a step that doesn't exist, and 3 for could not
    check (the practice world has a problem; it isn't your fault).  With --json: step, verdict, cause, seen, wanted,
    repair, text.  An answer that is accepted is kept.

    \b
    docker-lessons check tag
    docker-lessons check list-images --answer 72ed521ecd1e
    """
    question: dict[str, Any] = {"step": step}
    if answer is not None:
        question["answer"] = answer
    try:
        verdict = control.ask(World.find(), "POST", "/check", question, timeout=_SECONDS)
    except RefusedError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            click.echo(str(error), err=True)
            sys.exit(EXIT_CODES[COULD_NOT_CHECK])
        click.echo(gettext("{why} docker-lessons steps lists them.", why=error), err=True)
        sys.exit(_USAGE)
    except WorldError as error:
        verdict = _stopped(step, str(error))
    click.echo(json.dumps(verdict, indent=2, ensure_ascii=False) if as_json else report(verdict))
    sys.exit(EXIT_CODES[str(verdict["verdict"])])


def _stopped(step: str, sentence: str) -> dict[str, Any]:
    return {
        "step": step,
        "verdict": COULD_NOT_CHECK,
        "cause": "world-stopped",
        "seen": gettext("nothing answers at the practice world's address"),
        "wanted": gettext("a practice world that is running"),
        "repair": "docker-lessons start",
        "text": sentence,
    }
