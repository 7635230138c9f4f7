"""Lines for which the client itself would connect beyond this computer, and what is said instead of running them.

The engine of the practice world connects to the practice Hub alone. A client, though, asks a notary for
signatures by itself, downloads the folder of a build from an address, and hands whole commands to services
of Docker's. Any request that is not foreseen here ends at a proxy that leads nowhere
(`world.environment.NO_WAY_OUT`).
"""

import re
from collections.abc import Mapping

from docker_lessons.findings.command_line import CommandLine
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences
from docker_lessons.oci import docker_hub
from docker_lessons.oci.reference import InvalidReference, Reference

SENTENCES: Sentences = {
    "outside-signatures": {
        "command": "The practice Hub keeps no signatures, and docker trust would ask the real Docker Hub for them, so "
        "it wasn't run.",
        "option": "The practice Hub keeps no signatures, and with {option} Docker would ask the real Docker Hub for "
        "them, so nothing was run. Leave it out: {mended}",
        "variable": "The practice Hub keeps no signatures, and with DOCKER_CONTENT_TRUST set, Docker would ask the "
        "real Docker Hub for them, so nothing was run. Unset it: unset DOCKER_CONTENT_TRUST",
    },
    "outside-build": "Docker would download {address} by itself, and the practice world connects to nothing outside "
    "this computer, so nothing was built. Build from a folder: docker build -t myimage:0.1 myimage",
    "outside-service": "docker {service} uses a service on the internet, and the practice world connects to nothing "
    "outside this computer, so it wasn't run.",
    "outside-imagetools": "docker buildx imagetools would ask the real Docker Hub, so it wasn't run. This one asks the "
    "practice Hub: docker manifest inspect {name}",
    "outside-registry": "The practice world connects only to the practice Hub, not to {registry}, so nothing was sent. "
    "Leave {registry} out of the name: {mended}",
}

TRUST = "--disable-content-trust"
SERVICES = frozenset(
    (
        *("ai", "cloud", "hub", "mcp", "model", "offload", "pass", "sandbox", "sbom", "scan"),
        "scout",
    )
)
"""Commands that only a plug-in of the client has, and that use services on the internet."""

_BY_ENGINE = frozenset({"pull", "push"})
_LOCALLY = frozenset({"create", "run"})
_SIGNED = frozenset({"build", "create", "pull", "push", "run"})
_TRUE = frozenset({"1", "t", "true"})
_FALSE = frozenset({"0", "f", "false"})
_IS_HERE = re.compile(r"localhost|\[.*\]|\d+(?:\.\d+){3}|")
_ADDRESS = re.compile(
    r"(?:https?|git|ssh)://(?!(?:[^@/]*@)?(?:localhost|127(?:\.\d+){3}|\[::1\])(?:[:/]|$))"
    r"|git@|github\.com/"
)
"""The address of what a build would download, unless it is on this computer."""


def find(line: CommandLine, environment: Mapping[str, str]) -> Finding | None:
    """Finds what a line would ask outside of this computer; `environment` is the terminal's own."""
    if line.has("--help") or not line.command:
        return None
    first = line.command[0]
    if first == "trust":
        # `docker trust key` makes and reads keys on this computer.
        asks = len(line.operands) > 1 and line.operands[0] != "key"
        return Finding("outside-signatures", {}, "command") if asks else None
    if first == "buildx" and line.operands[:1] == ("imagetools",):
        return Finding("outside-imagetools", {"name": _last_name(line)})
    if first in SERVICES:
        return Finding("outside-service", {"service": first})
    if line.verb == "build" and (address := _address(line)):
        return Finding("outside-build", {"address": address})
    if line.verb in _SIGNED and (found := _signatures(line, environment)):
        return found
    registry = other_registry(line)
    if registry and first in ("plugin", "search"):
        return elsewhere(line, registry)
    asked_for = (line.value("--pull") or "never").lower()
    if registry and line.verb in _LOCALLY and asked_for != "never":
        return elsewhere(line, registry)
    return None


def elsewhere(line: CommandLine, registry: str) -> Finding:
    """Returns what there is to say of a name that belongs to another registry."""
    mended = line.text.replace(f"{registry}/", "")
    return Finding("outside-registry", {"registry": registry, "mended": mended})


def other_registry(line: CommandLine) -> str:
    """Returns the name of another registry in a line, '' if there is none.

    Clients look its address up when such an image is pulled, pushed or searched, whatever the engine does.
    """
    for operand in line.operands[:1] if line.verb in _LOCALLY else line.operands:
        if line.verb == "search" and "://" in operand:
            return operand.rpartition("/")[0]
        try:
            domain = Reference.parse(operand).domain
        except InvalidReference:
            continue
        host = domain.rpartition(":")[0] or domain
        if domain not in docker_hub.REGISTRY_HOSTS and not _IS_HERE.fullmatch(host):
            return domain
    return ""


def is_left_to_the_engine(line: CommandLine) -> bool:
    """Tells whether a line asks for an image of another registry, which the engine refuses without a look-up."""
    return line.verb in _BY_ENGINE and bool(other_registry(line))


def held_here(line: CommandLine) -> tuple[str, ...]:
    """Returns a line's words without `docker`; `create` and `run` get `--pull=never` for another registry's image."""
    words = line.words[1:]
    if line.verb not in _LOCALLY or not other_registry(line):
        return words
    at = words.index(line.operands[0])
    return (*words[:at], "--pull=never", *words[at:])


def _last_name(line: CommandLine) -> str:
    names = line.operands[2:]
    return names[-1] if names else "demousr/demorep:1.0"


def _address(line: CommandLine) -> str:
    return next((operand for operand in line.operands if _ADDRESS.match(operand)), "")


def _signatures(line: CommandLine, environment: Mapping[str, str]) -> Finding | None:
    options = [option for option in line.options if option.name == TRUST]
    if options:
        last = options[-1]
        if (last.value or "true").lower() not in _FALSE:
            return None
        typed = line.words[last.at]
        mended = " ".join(word for word in line.words if word != typed)
        return Finding("outside-signatures", {"option": typed, "mended": mended}, "option")
    if environment.get("DOCKER_CONTENT_TRUST", "").lower() in _TRUE:
        return Finding("outside-signatures", {}, "variable")
    return None
