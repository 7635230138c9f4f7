"""Names and log-ins without the practice registry's address, where the engine is the learner's own Docker.

There a name without an address belongs to the real Docker Hub, and so does a log-in without one.
"""

import re

from docker_lessons.command.transcript import Transcript
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences
from docker_lessons.oci import docker_hub
from docker_lessons.world import Names

SENTENCES: Sentences = {
    "log-out-at-docker-hub": "That's for the real Docker Hub. To log out of the course's Hub: {log_out}",
    "registry-bare-name": "A name without an address belongs to the real Docker Hub, even here. The course's names "
    "begin with {prefix} : {mended}",
    "registry-local-name": "Without an address in front, {name} goes to the real Docker Hub, even here. On the course's Hub, "
    "the name is {target}: give it to the image with docker tag, then use it.",
    "registry-loopback-name": "To Docker, {other} and {registry} are two registries, even if they're the same computer: "
    "{mended}",
    "log-in-at-docker-hub": {
        "named": "{server} is the real Docker Hub, where the course's account doesn't exist, so nothing was sent. "
        "Use the address of the course's registry instead: {log_in}",
        "unnamed": "Without an address, Docker logs in to the real Docker Hub, where the course's account doesn't exist, "
        "so nothing was sent. Add the address of the course's registry at the end: {log_in}",
    },
}

_NAMED = frozenset({"tag", "push", "pull", "run", "rmi"})
_HUB = docker_hub.REGISTRY_HOSTS | {"", docker_hub.PAGES, docker_hub.INDEX_SERVER}


def find(transcript: Transcript) -> Finding | None:
    """Finds a name or log-out that lacks the registry's address, or has another one."""
    names = transcript.names
    if not names.bear_an_address:
        return None
    if transcript.verb == "logout" and not transcript.operands:
        return Finding("log-out-at-docker-hub", {"log_out": names.log_out})
    if transcript.verb not in _NAMED:
        return None
    line = transcript.line.text
    for name in transcript.operands:
        if names.lacks_address(name):
            mended = line.replace(name, names.with_address(name))
            facts = {"prefix": names.prefix, "mended": mended}
            return Finding("registry-bare-name", facts)
        if _is_local(transcript, name):
            target = names.second_target if name == names.second_image else names.target
            return Finding("registry-local-name", {"name": name, "target": target})
        other = names.other_loopback(name)
        if other and "/" in name:
            mended = line.replace(other, names.registry)
            facts = {"other": other, "registry": names.registry, "mended": mended}
            return Finding("registry-loopback-name", facts)
    return None


def _is_local(transcript: Transcript, name: str) -> bool:
    """Whether a line pushes or pulls a name that only this computer knows."""
    if transcript.verb == "push":
        return "/" not in name
    return transcript.verb == "pull" and name in (
        transcript.names.image,
        transcript.names.second_image,
    )


def find_log_in(names: Names, server: str) -> Finding | None:
    """Finds a log-in at the real Docker Hub, which is stopped before anything is sent.

    The engine sends name and password to whatever address it is given: with none, to the real Docker Hub.
    """
    if not names.bear_an_address:
        return None
    host = re.sub(r"^https?://", "", server).partition("/")[0]
    if server not in _HUB and host not in _HUB:
        return None
    facts = {"server": server, "log_in": names.log_in}
    return Finding("log-in-at-docker-hub", facts, "named" if server else "unnamed")
