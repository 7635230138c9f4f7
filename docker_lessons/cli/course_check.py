"""`docker-lessons course-check`."""

import os
import signal
import sys
import time

import click

from docker_lessons.cli import localized
from docker_lessons.language import gettext, ngettext
from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE, Kind


@localized.command()
@localized.option(
    "--only", default="", help="Only those with this text in their name, such as tag-."
)
@localized.option(
    "--jobs", type=click.IntRange(1, 16), default=None, help="How many worlds at a time."
)
@localized.option(
    "--engine",
    type=click.Choice((PRACTICE, DOCKER)),
    default=PRACTICE,
    envvar=CHOICE,
    show_default=True,
    help=f"The engine to test it on; setting {CHOICE} does the same.",
)
def command(only: str, jobs: int | None, engine: Kind) -> None:
    """Test the course itself in throwaway worlds.

    Before a step, its check must say not yet, and its solution must make it pass.  Each mistake that the course
    knows is made with a real client: it must get its own cause, and its repair must fix it.  A broken world must
    give could not check.  Your own world isn't touched.  You get a line for each test, and a total; the exit code is
    1 if any of them failed.

    With --engine docker, everything that can be is tested on Docker daemons that the test starts itself (as root,
    with dockerd installed) and removes again.  If it can't start one, it runs only the solutions, on your own Docker,
    in a throwaway world: its images are labeled and removed again, it refuses to start if you already use one of its
    names, and it lists everything on your Docker before and after.  Any difference is a failure.
    """
    from docker_lessons.course_check import daemon, learners_docker
    from docker_lessons.course_check.check import course_check
    from docker_lessons.course_check.run import Result

    results: list[Result] = []

    def note(result: Result) -> None:
        results.append(result)
        mark = "[-]" if result.skipped else "[!]" if result.error else "[x]"
        click.echo(f"{mark} {result.name}: {result.skipped or result.says}")
        if result.error:
            click.echo(f"    {result.error}")

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # in order, as Ctrl-C
    began = time.monotonic()
    if engine == DOCKER and (reason := daemon.why_not()):
        theirs = learners_docker.find()
        click.echo(
            gettext(
                "The test can't start a Docker daemon of its own: it {reason}.\n"
                "So it runs only the solutions, on your Docker ({socket}, {by}), and compares\n"
                "what's there before and after.",
                reason=reason,
                socket=theirs.socket,
                by=theirs.named_by,
            )
        )
        learners_docker.check(theirs, note)
    else:
        jobs = jobs or (os.cpu_count() or 1) + 1
        course_check(lambda name: only in name, jobs, note, engine)
    failed = [result for result in results if result.error]
    skipped = sum(bool(result.skipped) for result in results)
    passed = len(results) - len(failed) - skipped
    took = f"{time.monotonic() - began:.0f}"
    total = gettext(
        "{passed} of {all} as they should be, in {seconds} s",
        passed=passed,
        all=len(results),
        seconds=took,
    )
    if skipped:
        total = ngettext(
            "{passed} of {all} as they should be, {number} skipped, in {seconds} s",
            "{passed} of {all} as they should be, {number} skipped, in {seconds} s",
            skipped,
            passed=passed,
            all=len(results),
            seconds=took,
        )
    click.echo(total)
    sys.exit(1 if failed or not results else 0)
