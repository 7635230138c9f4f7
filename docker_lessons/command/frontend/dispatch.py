"""From words to the command that answers them, and from its end to an exit code."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from docker_lessons.command import arguments
from docker_lessons.command.frontend.call import Call, Failed
from docker_lessons.command.frontend.usage import COMMANDS
from docker_lessons.command.stream import PlainStream

HOW_TO_GET = {
    "linux": "https://docs.docker.com/engine/install/binaries/ (the file docker alone is enough)",
    "darwin": "brew install docker, or https://docs.docker.com/desktop/",
}
_MODULES = {
    "build": "build",
    "history": "looking",
    "images": "looking",
    "inspect": "looking",
    "login": "account",
    "logout": "account",
    "pull": "transfer",
    "push": "transfer",
    "rmi": "naming",
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
    """Run `docker WORDS` with no client, in `environment`; the client's exit code.

    `feed` stands for standard input where it is given.
    """
    verb = arguments.verb(words)
    at = arguments.verb_at(words)
    if at != 0 or verb not in COMMANDS:
        err.write(f"{_how_to_get(words)}\n")
        return 1
    usage = COMMANDS[verb]
    try:
        options, operands = usage.read(words[2 if words[0] == "image" else 1 :])
        if "help" in options:
            out.write(f"{usage.help()}\n")
            return 0
        call = Call(verb, options, operands, environment, out, err, feed)
        module = import_module(f"docker_lessons.command.frontend.{_MODULES[verb]}")
        try:
            code: int = getattr(module, verb)(call)
        finally:
            if "engine" in vars(call):
                call.engine.close()
    except Failed as failure:
        if str(failure):
            err.write(f"{failure}\n")
        return failure.exit_code
    return code


def _how_to_get(words: Sequence[str]) -> str:
    asked = " ".join(["docker", *words[:2]])
    known = " ".join(COMMANDS)
    where = HOW_TO_GET.get(sys.platform, "https://docs.docker.com/get-started/get-docker/")
    return (
        f"There is no docker client on this computer, and the course's own knows these commands only: {known}. "
        f"For {asked} get the client: {where}"
    )
