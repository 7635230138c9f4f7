"""`docker-lessons course-check`."""

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import click

from docker_lessons.cli import localized
from docker_lessons.cli.presentation import ACCOUNT, AUTHORITY, HUB, REGISTRY
from docker_lessons.cli.serving import Chosen, chosen_hub
from docker_lessons.language import N_, gettext, ngettext
from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE, Kind
from docker_lessons.world.which_hub import WhichHub

if TYPE_CHECKING:
    from docker_lessons.course_check.elsewhere import Elsewhere


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
@HUB
@ACCOUNT
@REGISTRY
@AUTHORITY
@localized.option(
    "--mistakes",
    is_flag=True,
    help="Make the mistakes on your own Docker, too; it must be empty, and in use for nothing else.",
)
def command(
    only: str,
    jobs: int | None,
    engine: Kind,
    hub: str | None,
    account: str | None,
    registry: str | None,
    authority: str | None,
    mistakes: bool,
) -> None:
    """Test the course itself in throwaway worlds.

    Before a step, its check must say not yet, and its solution must make it pass.  Each mistake that the course
    knows is made with a real client: it must get its own cause, and its repair must fix it.  A broken world must
    give could not check.  Your own world isn't touched.  You get a line for each test, and a total; the exit code is
    1 if any of them failed.

    With --engine docker, everything that can be is tested on Docker daemons that the test starts itself (as root,
    with dockerd installed) and removes again.  If it can't start one, or if DOCKER_HOST or a context names a Docker,
    it's your own Docker that is tested, and with the solutions only: in a throwaway world, whose images are labeled
    and removed again.  It refuses to start if you already use one of its names, and it lists everything on your
    Docker before and after.  Any difference is a failure.

    With --hub docker.io or --registry, the test publishes there, as you, and removes what it pushed.  It refuses to
    start if the course's repository is already there, and asks for the password or access token; if its input isn't
    a terminal, it reads it from there.
    """
    from docker_lessons.course_check import daemon, learners_docker
    from docker_lessons.course_check.check import course_check
    from docker_lessons.course_check.docker_place import DockerPlace
    from docker_lessons.course_check.run import Result

    results: list[Result] = []

    def note(result: Result) -> None:
        results.append(result)
        mark = "[-]" if result.skipped else "[!]" if result.error else "[x]"
        click.echo(f"{mark} {result.name}: {result.skipped or result.says}")
        if result.error:
            click.echo(f"    {result.error}")

    def wanted(name: str) -> bool:
        return only in name

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # in order, as Ctrl-C
    began = time.monotonic()
    elsewhere = _elsewhere(Chosen(engine, hub, account, registry, authority))
    if engine == DOCKER and (reason := _why_theirs(daemon.why_not())):
        place = DockerPlace.of_learner(os.environ)
        where = str(place.variables["DOCKER_HOST"]).removeprefix("unix://")
        sentence = (
            N_(
                "{reason} So it makes the solutions and the mistakes on your Docker ({where}),\n"
                "and compares what's there before and after."
            )
            if mistakes
            else N_(
                "{reason} So it runs only the solutions, on your Docker ({where}), and compares\n"
                "what's there before and after."
            )
        )
        click.echo(gettext(sentence, reason=reason, where=where))
        play = learners_docker.check_mistakes if mistakes else learners_docker.check
        play(place, note, wanted, elsewhere=elsewhere)
    else:
        jobs = jobs or (os.cpu_count() or 1) + 1
        course_check(wanted, jobs, note, engine, elsewhere=elsewhere)
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


def _why_theirs(no_daemon: str) -> str:
    """Returns why the test is on the learner's own Docker, '' where it starts daemons of its own."""
    from docker_lessons.course_check import learners_docker

    if learners_docker.is_named(os.environ):
        return gettext("DOCKER_HOST or a context names a Docker.")
    if no_daemon:
        return gettext(
            "The test can't start a Docker daemon of its own: it {reason}.", reason=no_daemon
        )
    return ""


def _elsewhere(chosen: Chosen) -> "Elsewhere | None":
    """Returns where the test publishes, if that isn't the practice Hub, and asks for the password there.

    Raises:
        HubChoiceError: When the account is missing, or isn't a Docker ID.
        RegistryAwayError: When no registry answers at the address.
    """
    from docker_lessons.course_check.elsewhere import Elsewhere

    hub = chosen_hub(WhichHub(), chosen)
    if hub is None or not hub.is_real:
        return None
    if not hub.asks_for_log_in:
        return Elsewhere(hub)
    if sys.stdin.isatty():
        asked = gettext("Password or access token of {account}", account=hub.account)
        return Elsewhere(hub, click.prompt(asked, hide_input=True))
    return Elsewhere(hub, sys.stdin.readline().rstrip("\n"))
