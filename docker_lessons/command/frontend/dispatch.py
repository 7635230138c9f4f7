"""From words to the command that answers them, and from its end to an exit code."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.command.frontend.overview import IN_CONTAINER, usage_for
from docker_lessons.command.frontend.usage import COMMANDS
from docker_lessons.command.stream import PlainStream
from docker_lessons.findings.command_line import parse
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.misspelling import is_of_plugin, is_real
from docker_lessons.findings.wording import Sentences, tell

SENTENCES: Sentences = {
    "client-missing": {
        "linux": "This computer doesn't have a docker client, and the course's own knows only these commands: {known}. "
        "For {asked}, get the client: https://docs.docker.com/engine/install/binaries/ (you need only the file docker)",
        "darwin": "This computer doesn't have a docker client, and the course's own knows only these commands: {known}. "
        "For {asked}, get the client: brew install docker, or https://docs.docker.com/desktop/",
        "elsewhere": "This computer doesn't have a docker client, and the course's own knows only these commands: "
        "{known}. For {asked}, get the client: https://docs.docker.com/get-started/get-docker/",
    }
}
_SYSTEMS = frozenset({"linux", "darwin"})
_MODULES = {
    "build": "image_build",
    "history": "looking",
    "images": "looking",
    "inspect": "looking",
    "login": "credentials",
    "logout": "credentials",
    "logs": "containers",
    "ps": "containers",
    "pull": "push_pull",
    "push": "push_pull",
    "rm": "containers",
    "rmi": "naming",
    "run": "running",
    "tag": "naming",
    "version": "version",
}


def main(
    words: Sequence[str],
    environment: Mapping[str, str],
    out: PlainStream,
    err: PlainStream,
    *,
    feed: str | None = None,
) -> int:
    """Runs `docker WORDS` without a client, in `environment`; returns the client's exit code.

    `feed` is read in the place of standard input, where it is given.
    """
    if asked := usage_for(words):
        out.write(f"{asked}\n")
        return 0
    line = parse(("docker", *words))
    of_another = "container" in line.command and line.verb not in IN_CONTAINER.values()
    if line.global_options or of_another or line.verb not in COMMANDS:
        typed = line.command[:1]
        is_dockers = not typed or (is_real(typed[0]) and not is_of_plugin(typed[0]))
        err.write(f"{_how_to_get(words) if is_dockers else _no_such_command(typed[0])}\n")
        return 1
    usage = COMMANDS[line.verb]
    try:
        options = usage.read(line)
        if "help" in options:
            out.write(f"{usage.help()}\n")
            return 0
        call = Invocation(options, line.operands, environment, out, err, feed)
        module = import_module(f"docker_lessons.command.frontend.{_MODULES[line.verb]}")
        try:
            code: int = getattr(module, line.verb)(call)
        finally:
            if "engine" in vars(call):
                call.engine.close()
    except Failed as failure:
        if str(failure):
            err.write(f"{failure}\n")
        return failure.exit_code
    return code


def _no_such_command(typed: str) -> str:
    """Returns the client's own message for a word that is no command, or a command of a plugin that is missing."""
    return f"docker: unknown command: docker {typed}\n\nRun 'docker --help' for more information"


def _how_to_get(words: Sequence[str]) -> str:
    facts = {"asked": " ".join(["docker", *words[:2]]), "known": " ".join(COMMANDS)}
    system = sys.platform if sys.platform in _SYSTEMS else "elsewhere"
    return tell(Finding("client-missing", facts, system), SENTENCES)
