"""`docker-lessons solve`."""

import json
import sys
from http import HTTPStatus

import click

from docker_lessons.cli import localized
from docker_lessons.cli.presentation import STEP, report
from docker_lessons.world import World, control
from docker_lessons.world.control import RefusedError

_USAGE = 2
_SECONDS = 120.0


@localized.command()
@localized.argument("step", type=STEP, metavar="STEP")
@localized.option("--json", "as_json", is_flag=True, help="One JSON object: step, did, verdict.")
def command(step: str, as_json: bool) -> None:
    """Do a step, and any steps it needs first.

    What is already done stays as it is.  Steps that are done this way count as shown, not as done by hand.
    The exit code is the one that `check` would then give.
    """
    try:
        done = control.ask(World.find(), "POST", "/solve", {"step": step}, timeout=_SECONDS)
    except RefusedError as error:
        click.echo(str(error), err=True)
        sys.exit(_USAGE if error.status == HTTPStatus.NOT_FOUND else 1)
    if as_json:
        click.echo(json.dumps(done, indent=2, ensure_ascii=False))
    else:
        for act in done["did"]:
            click.echo(f"  {act}")
        click.echo(report(done["verdict"]))
    sys.exit({"passed": 0, "skipped": 0, "could not check": 3}.get(done["verdict"]["verdict"], 1))
