"""What Docker's client has and the front end has not, and how to get the client."""

import sys
from collections.abc import Iterable, Sequence

from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences, tell

SENTENCES: Sentences = {
    "client-missing": {
        "linux": "This computer doesn't have a docker client, and the course's own knows only these commands: {known}. "
        "For {asked}, get the client: https://docs.docker.com/engine/install/binaries/ (you need only the file docker)",
        "darwin": "This computer doesn't have a docker client, and the course's own knows only these commands: {known}. "
        "For {asked}, get the client: brew install docker, or https://docs.docker.com/desktop/",
        "elsewhere": "This computer doesn't have a docker client, and the course's own knows only these commands: "
        "{known}. For {asked}, get the client: https://docs.docker.com/get-started/get-docker/",
    },
    "option-missing": "This computer doesn't have a docker client, and the course's own knows only a part of {command}: "
    "not {option}. Leave it out, or get the client: https://docs.docker.com/get-started/get-docker/",
}
_SYSTEMS = frozenset({"linux", "darwin"})


class Lacking(Exception):
    """A command, or an option, that Docker's client alone has; its text says how to get the client."""

    def __init__(self, finding: Finding, exit_code: int) -> None:
        super().__init__(tell(finding, SENTENCES))
        self.exit_code = exit_code


def command(words: Sequence[str], known: Iterable[str]) -> Lacking:
    """Returns what is to be raised for a command behind `docker`; `known` are those that the front end has."""
    facts = {"asked": " ".join(["docker", *words[:2]]), "known": " ".join(known)}
    system = sys.platform if sys.platform in _SYSTEMS else "elsewhere"
    return Lacking(Finding("client-missing", facts, system), 1)


def option(verb: str, typed: str) -> Lacking:
    """Returns what is to be raised for an option that Docker's command has, and the front end's has not."""
    return Lacking(Finding("option-missing", {"command": f"docker {verb}", "option": typed}), 125)
