"""What `docker` alone, `docker help`, `docker image` and `docker container` print: the commands that the front end has."""

from collections.abc import Iterable, Mapping, Sequence

from docker_lessons.command.frontend.usage import COMMANDS
from docker_lessons.findings.command_line import parse
from docker_lessons.language import gettext

_ASKS = frozenset({"help", "--help", "-h"})
_IN_IMAGE = {
    "build": "build",
    "history": "history",
    "inspect": "inspect",
    "ls": "images",
    "pull": "pull",
    "push": "push",
    "rm": "rmi",
    "tag": "tag",
}
"""The commands behind `docker image`, with the short name of each."""
IN_CONTAINER = {"logs": "logs", "ls": "ps", "rm": "rm", "run": "run"}
"""The commands behind `docker container`, with the short name of each."""


def usage_for(words: Sequence[str]) -> str:
    """Returns the answer to a line that asks how docker, or one of its commands, is used; '' for another line."""
    asks = not words or words[0] in _ASKS
    topic = list(words[1:] if asks else words)
    if asks and not topic:
        about = gettext("The course's own docker: it has the commands of the course.")
        return _listing("docker [OPTIONS] COMMAND", about, {verb: verb for verb in COMMANDS})
    group = [word for word in topic if word not in _ASKS]
    if group == ["image"]:
        return _listing("docker image COMMAND", "Manage images", _IN_IMAGE)
    if group == ["container"]:
        return _listing("docker container COMMAND", "Manage containers", IN_CONTAINER)
    usage = COMMANDS.get(parse(("docker", *topic)).verb) if asks else None
    return usage.help() if usage else ""


def _listing(line: str, about: str, commands: Mapping[str, str]) -> str:
    """Returns a usage as the client prints it; `commands` has the name and the short name of each."""
    return "\n".join(
        [f"Usage:  {line}", "", about, "", "Commands:", *_rows(commands.items()), "", _more(line)]
    )


def _rows(commands: Iterable[tuple[str, str]]) -> Iterable[str]:
    for name, verb in commands:
        yield f"  {name:<11} {COMMANDS[verb].about.splitlines()[0]}"


def _more(line: str) -> str:
    return f"Run '{line.replace(' [OPTIONS]', '')} --help' for more information on a command."
