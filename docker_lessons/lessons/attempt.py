"""What a learner tried: a command line that was typed in a cell, or a request that a server answered.

The same try may be seen twice. What the client itself refuses is seen in a cell alone; what the
engine or the Hub refuses is seen from every terminal of the world.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from docker_lessons.lessons.view import Act, Command, View

UNKNOWN_COMMAND = re.compile(r"is not a docker command|unknown command|knows these commands only")
"""What docker 20.10, docker 28 and the course's own front end say of a word that is no command."""

_VALUED = frozenset(
    {
        "-t", "--tag", "-f", "--file", "-u", "--username", "-p", "--password", "--platform",
        "--build-arg", "--format", "--filter", "-e", "--env", "--name", "-v", "--volume", "-w",
        "--network", "--label", "--target", "--progress", "-n", "--config", "-H", "--host",
    }
)  # fmt: skip
"""Options that take the next word as their value (docker's command line reference)."""

_ECHO = 10.0
"""Seconds; a daemon pushes layers side by side, and gives up at the first that is refused."""

_SHORT = {"ls": "images", "rm": "rmi", "remove": "rmi"}
_VERSION = re.compile(r"^/v\d+\.\d+(?=/)")
_ENGINE = (
    ("build", "POST", re.compile(r"/build")),
    ("tag", "POST", re.compile(r"/images/(?P<name>.+)/tag")),
    ("push", "POST", re.compile(r"/images/(?P<name>.+)/push")),
    ("pull", "POST", re.compile(r"/images/create")),
    ("rmi", "DELETE", re.compile(r"/images/(?P<name>.+)")),
    ("rm", "DELETE", re.compile(r"/containers/(?P<name>.+)")),
    ("run", "POST", re.compile(r"/containers/create")),
    ("login", "POST", re.compile(r"/auth")),
    ("load", "POST", re.compile(r"/images/load")),
)


@dataclass(frozen=True)
class Attempt:
    """One try of one docker command."""

    time: float
    verb: str
    """The command's first word; `image rm` is `rmi`, `image tag` is `tag`, and so on."""
    arguments: tuple[str, ...]
    """What is no option, after the verb."""
    options: dict[str, str]
    refused: bool
    said: str
    """What was answered."""
    line: str
    """The command as it was typed, or as it must have been."""
    typed: bool
    """Whether the command line itself was seen."""
    account: str | None = None

    @property
    def target(self) -> str:
        """The last argument, '' without one."""
        return self.arguments[-1] if self.arguments else ""


def of_command(command: Command) -> Attempt:
    """Reads a command line."""
    words = list(command.words)
    if words[:1] == ["image"] and len(words) > 1:
        words = [_SHORT.get(words[1], words[1]), *words[2:]]
    elif words[:1] == ["container"] and len(words) > 1:
        words = words[1:]
    options: dict[str, str] = {}
    arguments: list[str] = []
    rest = iter(words[1:])
    for word in rest:
        if word.startswith("-") and len(word) > 1:
            name, equals, value = word.partition("=")
            options[name] = value if equals else next(rest, "") if name in _VALUED else ""
        else:
            arguments.append(word)
    return Attempt(
        time=command.time,
        verb=words[0] if words else "",
        arguments=tuple(arguments),
        options=options,
        refused=command.exit_code != 0,
        said=command.said,
        line=command.line,
        typed=True,
    )


def of_act(act: Act) -> Attempt | None:
    """Reads a request to the engine; returns None for one that is no try of a docker command."""
    if act.server != "engine":
        return None
    parts = urlsplit(act.path)
    path = _VERSION.sub("", parts.path)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    for verb, method, pattern in _ENGINE:
        match = pattern.fullmatch(path)
        if act.method != method or not match:
            continue
        name = _familiar(unquote(match.groupdict().get("name", "")))
        tag = query.get("tag", "")
        options: dict[str, str] = {}
        if verb == "tag":
            arguments = [name, _joined(_familiar(query.get("repo", "")), tag)]
        elif verb == "push":
            arguments = [_joined(name, tag)]
        elif verb == "pull":
            arguments = [_joined(_familiar(query.get("fromImage", "")), tag)]
        elif verb == "build":
            arguments, options = [], {"-t": query.get("t", "")}
        else:
            arguments = [name] if name else []
        written = [f"{key} {value}" for key, value in options.items() if value]
        return Attempt(
            time=act.time,
            verb=verb,
            arguments=tuple(arguments),
            options=options,
            refused=act.refused,
            said=act.message,
            line=" ".join(("docker", verb, *written, *arguments)),
            typed=False,
            account=act.account,
        )
    return None


def attempts(view: View) -> Iterator[Attempt]:
    """Yields every remembered try, newest first."""
    typed = [of_command(command) for command in view.commands]
    heard = [attempt for act in view.acts if (attempt := of_act(act))]
    found = [*typed, *(one for one in heard if not _is_echo(one, typed))]
    found.sort(key=lambda attempt: attempt.time, reverse=True)
    return iter(found)


def _is_echo(heard: Attempt, typed: list[Attempt]) -> bool:
    """Whether it is one more layer's refusal, heard from the registry after the command that was typed had ended."""
    return heard.verb == "push" and any(
        one.verb == "push"
        and one.refused
        and 0 <= heard.time - one.time < _ECHO
        and one.target.startswith(f"{heard.target}:")
        for one in typed
    )


def _joined(name: str, tag: str) -> str:
    if not tag:
        return name
    return f"{name}@{tag}" if tag.startswith("sha256:") else f"{name}:{tag}"


def _familiar(name: str) -> str:
    """A name as people write it: recent clients send `docker.io/library/myimage` in full."""
    name = name.removeprefix("docker.io/")
    return name.removeprefix("library/")
