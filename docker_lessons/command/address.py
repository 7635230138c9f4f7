"""Names and log-ins without the practice registry's address, where the engine is the learner's own Docker.

There a name without an address belongs to the real Docker Hub, and so does a log-in without one.
"""

import re

from docker_lessons.command.told import Told
from docker_lessons.oci import docker_hub
from docker_lessons.world import Names

_NAMED = frozenset({"tag", "push", "pull", "run", "rmi"})
_HUB = docker_hub.REGISTRY_HOSTS | {"", docker_hub.PAGES, docker_hub.INDEX_SERVER}


def meaning(told: Told) -> str | None:
    """The sentence for a line whose name or log-in lacks the address, or has another than the registry's."""
    names = told.names
    if not names.registry:
        return None
    if told.verb == "logout" and not told.operands:
        return f"That is about the real Docker Hub; the course's log-in is another: {names.log_out}"
    if told.verb not in _NAMED:
        return None
    for name in told.operands:
        if names.lacks_address(name):
            path = name.removeprefix("docker.io/")
            return (
                "A name without an address in front belongs to the real Docker Hub, also here; the course's "
                f"begins with {names.prefix} : {told.line.replace(name, names.prefix + path)}"
            )
        other = names.other_loopback(name)
        if other and "/" in name:
            return (
                f"{other} and {names.registry} are two registries to Docker, even where they are one computer: "
                f"{told.line.replace(other, names.registry)}"
            )
    return None


def refusal(names: Names, server: str) -> str | None:
    """Why a log-in at `server` is stopped before anything is sent, None where it may go on.

    The engine sends name and password to whatever address it is given: with none, to the real Docker Hub.
    """
    if not names.registry:
        return None
    host = re.sub(r"^https?://", "", server).partition("/")[0]
    if server not in _HUB and host not in _HUB:
        return None
    there = f"{server} is" if server else "Without an address that is"
    return (
        f"{there} the real Docker Hub, where the course's account does not exist, so nothing was sent. "
        f"The practice registry's address belongs behind it: {names.log_in}"
    )
