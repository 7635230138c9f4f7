"""`docker-lessons doctor`."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap

import click

from docker_lessons.cli import localized
from docker_lessons.doctor.examination import Result, Subject, examine
from docker_lessons.doctor.facts.subject import DOCKER_IO
from docker_lessons.language import N_, gettext
from docker_lessons.version import __version__
from docker_lessons.world import World, which_hub
from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE, Kind
from docker_lessons.world.failure import WorldError

IN_THE_WAY = 9
"""The exit code when something is in the way."""

_MARKS = {"fine": "[x]", "in the way": "[!]", "worth knowing": "[i]", "not looked at": "[-]"}
_COLORS = {"fine": "green", "in the way": "red", "worth knowing": "yellow", "not looked at": None}
_STATES = {
    "in the way": N_("in the way"),
    "worth knowing": N_("worth knowing"),
    "not looked at": N_("not looked at: {why}"),
}
_SYSTEMS = {"linux": "Linux", "macos": "macOS", "wsl": "WSL"}
_WIDEST = 80
_ADDRESS = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


class Registry(click.ParamType):  # type: ignore[type-arg]  # click before 8.4 takes none
    """`practice`, `docker.io`, or a registry's address."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Returns the address.

        Raises:
            click.BadParameter: When it isn't one.
        """
        if not _ADDRESS.fullmatch(value):
            self.fail(
                gettext(
                    "{typed!r} isn't a registry's address. Type docker.io, or HOST[:PORT].",
                    typed=value,
                ),
                param,
                ctx,
            )
        return value


@localized.command()
@localized.option(
    "--engine",
    type=click.Choice((PRACTICE, DOCKER)),
    envvar=CHOICE,
    help="Check the practice engine, or the Docker on this computer [the one you chose last; practice at first].",
)
@localized.option(
    "--hub",
    type=Registry(),
    metavar="ADDRESS",
    envvar=which_hub.CHOICE,
    help="Check the way to a registry: docker.io is Docker Hub itself; or HOST[:PORT] [the Hub that you use].",
)
@localized.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(engine: Kind | None, hub: str | None, as_json: bool) -> None:
    """Find out what's in the way on this computer, and how to fix it.

    It looks at Docker, its settings, the network, the disks and the practice world, and takes ten seconds at most.
    It changes nothing and never asks for a password.

    The exit code is 0 if nothing is in the way, and 9 if something is, or didn't answer in time.  With --json: system, engine, hub,
    version, and for each check its check, state (fine, worth knowing, in the way, not looked at), situation, seen,
    repair and system.

    \b
    docker-lessons doctor                                    the engine that you use
    docker-lessons doctor --engine docker                    your own Docker
    docker-lessons doctor --engine docker --hub docker.io    your own Docker, and the real Docker Hub
    """
    world = World.find()
    subject = _subject(world, engine or world.engine.kind, hub)
    facts, results = examine(subject, world, os.environ)
    system = facts.computer.system
    if as_json:
        document = {
            "version": __version__,
            "system": system,
            "engine": subject.engine,
            "hub": subject.hub,
            "checks": [each.document(system) for each in results],
        }
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        _print(subject, _SYSTEMS[system], results)
    if facts.missing or any(each.state == "in the way" for each in results):
        sys.exit(IN_THE_WAY)


def _subject(world: World, engine: Kind, hub: str | None) -> Subject:
    """Returns what is examined; if no `hub` is given, the Hub in use.

    In a damaged world, which the checks report, that is the practice Hub.
    """
    try:
        used = world.which_hub
    except WorldError:
        return Subject(engine, hub or PRACTICE)
    if used.has_pages or hub not in (None, used.registry):
        return Subject(engine, hub or used.kind)
    return Subject(
        engine,
        used.registry,
        is_chosen=True,
        plain=used.scheme == "http",
        authorities=used.authorities,
    )


def _print(subject: Subject, system: str, results: list[Result]) -> None:
    _print_text(_opening(subject, system))
    click.echo()
    width = max(len(each.title) for each in results)
    for each in results:
        _print_line(each, width)
    minor = [each for each in results if each.state == "worth knowing"]
    found = [each for each in results if each.state == "in the way"]
    if not found:
        click.echo()
        _print_text(_all_clear(results))
    for number, each in enumerate(found, 1):
        title = gettext("In the way: {title}", title=each.title)
        if len(found) > 1:
            title = gettext(
                "In the way, {number} of {all}: {title}",
                number=number,
                all=len(found),
                title=each.title,
            )
        _print_finding(title, each)
    for each in minor:
        _print_finding(gettext("Worth knowing: {title}", title=each.title), each)
    if found:
        click.echo()
        _print_text(gettext("When you've done that, run docker-lessons doctor again."))
    elif not subject.is_own_docker:
        _print_text(gettext("To check your own Docker: docker-lessons doctor --engine docker"))


def _opening(subject: Subject, system: str) -> str:
    hubs = {PRACTICE: gettext("the practice Hub"), DOCKER_IO: "Docker Hub"}
    sentence = (
        N_("Looking at your own Docker and {hub}, on {system}. This changes nothing.")
        if subject.is_own_docker
        else N_("Looking at the practice engine and {hub}, on {system}. This changes nothing.")
    )
    return gettext(sentence, hub=hubs.get(subject.hub, subject.hub), system=system)


def _all_clear(results: list[Result]) -> str:
    if any(each.state == "not looked at" for each in results):
        return gettext("Nothing is in the way, as far as this could look.")
    return gettext("Nothing is in the way.")


def _print_text(text: str) -> None:
    for line in _wrapped(text, _columns()):
        click.echo(line)


def _print_line(result: Result, width: int) -> None:
    """Prints the line of one check; what was found there has its own lines below."""
    state = click.style(_MARKS[result.state], fg=_COLORS[result.state])
    seen = result.seen
    if result.state != "fine":
        seen = gettext(_STATES[result.state], why=result.seen)
    first, *rest = _wrapped(seen, _columns() - width - 6)
    click.echo(f"{state} {result.title:<{width}}  {first}")
    for line in rest:
        click.echo(f"{'':<{width + 6}}{line}")


def _print_finding(title: str, result: Result) -> None:
    click.echo()
    click.echo(click.style(title, bold=True))
    for line in _wrapped(result.seen, _columns() - 2):
        click.echo(f"  {line}")
    do = "  " + gettext("Do:") + "   "
    first, *rest = _wrapped(result.repair, _columns() - len(do))
    click.echo(f"{do}{first}")
    for line in rest:
        click.echo(f"{'':<{len(do)}}{line}")


def _wrapped(text: str, width: int) -> list[str]:
    """Breaks a text into lines at spaces only, never within a word or path."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _columns() -> int:
    return min(_WIDEST, max(40, shutil.get_terminal_size().columns))
