"""From words to the command that answers them, and from its end to an exit code."""

from collections.abc import Mapping, Sequence
from importlib import import_module

from docker_lessons.command.frontend import lacking
from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.command.frontend.overview import IN_CONTAINER, usage_for
from docker_lessons.command.frontend.usage import COMMANDS
from docker_lessons.command.stream import PlainStream
from docker_lessons.findings.command_line import parse
from docker_lessons.findings.misspelling import is_of_plugin, is_real

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

    Raises:
        Lacking: When only Docker's client has the command or the option.
    """
    if asked := usage_for(words):
        out.write(f"{asked}\n")
        return 0
    line = parse(("docker", *words))
    of_another = "container" in line.command and line.verb not in IN_CONTAINER.values()
    if line.global_options or of_another or line.verb not in COMMANDS:
        typed = line.command[:1]
        is_dockers = not typed or (is_real(typed[0]) and not is_of_plugin(typed[0]))
        if is_dockers:
            raise lacking.command(words, COMMANDS)
        err.write(f"{_no_such_command(typed[0])}\n")
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
