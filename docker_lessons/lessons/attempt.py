"""A learner's tries: command lines that were typed in a cell, and requests that a server answered.

The same try may be seen twice. What the client itself refuses is seen in a cell alone; what the
engine or the Hub refuses is seen from every terminal of the world.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from docker_lessons.findings import misspelling
from docker_lessons.findings.command_line import parse, parse_text
from docker_lessons.findings.podman_words import in_dockers_words
from docker_lessons.lessons.view import Act, Command, View

_KNOWN = 1_000
"""Acts and commands that are read once each, as many as are remembered."""

_ECHO = 10.0
"""Seconds; a daemon pushes layers side by side, and gives up at the first that is refused."""

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


_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True)
class Attempt:
    """A try of a docker command."""

    time: float
    verb: str
    """The command's short name: `rmi` for `image rm`, `images` for `image ls`; `sudo` for a line behind it."""
    arguments: tuple[str, ...]
    """The words behind the command that are neither options nor their values."""
    options: dict[str, str]
    """Each option by its long name, with its last value; '' for an option that takes none."""
    refused: bool
    said: str
    """The end of what was answered."""
    line: str
    """The command as it was typed, or as a request shows it."""
    typed: bool
    """Whether the command line itself was seen."""
    account: str | None = None

    @cached_property
    def docker_said(self) -> str:
        """What was answered, in Docker's words, also where it was Podman."""
        return in_dockers_words(self.said)

    @property
    def target(self) -> str:
        """The last argument, '' where there is none."""
        return self.arguments[-1] if self.arguments else ""

    @property
    def meant(self) -> str:
        """The command that was meant by a word that isn't one; '' where nothing likely is."""
        line = parse_text(self.line)
        typed = "".join(line.command[:1])
        mended = misspelling.meant(line, typed) if typed else ""
        return parse_text(mended).verb if mended else ""


@lru_cache(maxsize=_KNOWN)
def of_command(command: Command) -> Attempt:
    """Reads a command line; behind `sudo` no command ran, so its verb is `sudo`."""
    line = parse(command.argv)
    return Attempt(
        time=command.time,
        verb="sudo" if line.sudo else line.verb,
        arguments=("docker", line.verb, *line.operands) if line.sudo else line.operands,
        options={option.name: option.value or "" for option in line.options},
        refused=command.exit_code != 0,
        said=command.said,
        line=command.line,
        typed=True,
    )


@lru_cache(maxsize=_KNOWN)
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
            arguments, options = [], {"--tag": query.get("t", "")}
        else:
            arguments = [name] if name else []
            options = {"--force": ""} if query.get("force") in _TRUE else {}
        written = [f"-t {tagged}"] if (tagged := options.get("--tag")) else []
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


def attempts(view: View) -> tuple[Attempt, ...]:
    """Returns every remembered try, newest first."""
    typed = [of_command(command) for command in view.commands]
    heard = [attempt for act in view.acts if (attempt := of_act(act))]
    found = [*typed, *(one for one in heard if not _is_echo(one, typed))]
    found.sort(key=lambda attempt: attempt.time, reverse=True)
    return tuple(found)


def _is_echo(heard: Attempt, typed: list[Attempt]) -> bool:
    """Tells whether this is one more layer of a typed push, refused after the client had already ended."""
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
    """Returns a name as people write it: recent clients send `docker.io/library/myimage` in full."""
    name = name.removeprefix("docker.io/")
    return name.removeprefix("library/")
