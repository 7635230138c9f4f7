"""`docker-lessons course-check`."""

import os
import signal
import sys
import time

import click

from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE, Kind


@click.command()
@click.option("--only", default="", help="Only what has this text in its name, such as tag-.")
@click.option("--jobs", type=click.IntRange(1, 16), default=None, help="Worlds at a time.")
@click.option(
    "--engine",
    type=click.Choice((PRACTICE, DOCKER)),
    default=PRACTICE,
    envvar=CHOICE,
    show_default=True,
    help=f"The engine to test it on; {CHOICE} in its place does the same.",
)
def command(only: str, jobs: int | None, engine: Kind) -> None:
    """Test the course itself in throwaway worlds.

    Before a step its check must say not yet, and its solution must make it pass; each mistake that the course
    knows is made with a real client, must get its own cause, and its repair must mend it; a broken world must
    give could not check.  Your own world is not touched.  A line for each, and a total; exit code 1 when one failed.

    With --engine docker all that fits is done on Docker daemons of the test's own, which it starts (as root, with
    dockerd installed) and removes.  Where it cannot, it plays the solutions alone on your own Docker, in a
    throwaway world: its images carry a label and are removed, names that you use already are a reason to
    refuse, and all that your Docker holds is listed before and after; any difference is a failure.
    """
    from docker_lessons.course_check import daemon, learners_docker
    from docker_lessons.course_check.check import course_check
    from docker_lessons.course_check.run import Result

    results: list[Result] = []

    def note(result: Result) -> None:
        results.append(result)
        mark = "–" if result.skipped else "✗" if result.error else "✓"
        click.echo(f"{mark} {result.name}: {result.skipped or result.says}")
        if result.error:
            click.echo(f"    {result.error}")

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # in order, as Ctrl-C
    began = time.monotonic()
    if engine == DOCKER and (reason := daemon.why_not()):
        theirs = learners_docker.find()
        click.echo(
            f"No Docker daemon of the test's own can be started: it {reason}.\n"
            f"So only the solutions are played, on your Docker ({theirs.socket}, {theirs.chosen_by}), and what it\n"
            "holds is compared before and after."
        )
        learners_docker.check(theirs, note)
    else:
        jobs = jobs or (os.cpu_count() or 1) + 1
        course_check(lambda name: only in name, jobs, note, engine)
    failed = [result for result in results if result.error]
    skipped = sum(bool(result.skipped) for result in results)
    passed = len(results) - len(failed) - skipped
    click.echo(
        f"{passed} of {len(results)} as they have to be"
        + (f", {skipped} skipped" if skipped else "")
        + f", in {time.monotonic() - began:.0f} s"
    )
    sys.exit(1 if failed or not results else 0)
