"""The practice world on this computer: whether it runs, of which release, and at which ports."""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import dataclass, replace
from typing import Literal

from docker_lessons import language
from docker_lessons.doctor.facts.conversation import get, unix
from docker_lessons.version import __version__
from docker_lessons.world import World, holder
from docker_lessons.world.failure import WorldError

_SECONDS = 2.0


@dataclass(frozen=True)
class Practice:
    """The practice world, which need not be there yet."""

    home: str = "/home/demousr/.local/share/docker-lessons"
    state: Literal["none", "stopped", "running", "silent"] = "none"
    trouble: str = ""
    """Why the folder cannot be used."""
    made_by: str = __version__
    """The release that made the world, or serves it."""
    registry_port: int = 0
    """0 before the first start."""
    hub_port: int = 0
    taken: tuple[int, ...] = ()
    """Of these ports, those at which another program listens."""
    engine_answers: bool = True
    """Whether the practice engine does, where the world runs."""
    docker: str = ""
    """The socket of the learner's own Docker that the world works with, '' where it works with the practice engine."""
    docker_chosen_by: str = ""
    relay: str = ""
    """The relay container of that Docker, '' where it needs none."""
    relay_port: int = 0
    """The port over there that it publishes for the registry, 0 where it has none of its own."""
    relay_trouble: str = ""
    """Why it doesn't run, '' if it does or the world does not."""

    @property
    def registry(self) -> str:
        """The practice registry as an engine on this computer reaches it, '' where it does not answer."""
        port = self.relay_port or self.registry_port
        return f"localhost:{port}" if self.state == "running" else ""


def look(world: World) -> Practice:
    """Looks at the world, and changes nothing in it."""
    home = str(world.home)
    if not os.path.lexists(world.home):
        return Practice(home)
    try:
        return _look(world, home)
    except (WorldError, OSError) as error:
        return Practice(home, trouble=str(error))


def _look(world: World, home: str) -> Practice:
    world.refuse_other_files()
    if not world.made:
        return Practice(home)
    registry, hub = world.ports() or (0, 0)
    engine = world.engine
    own = engine.capabilities.engine_is_shared
    found = Practice(
        home,
        "stopped",
        made_by=world.made_by or __version__,
        registry_port=registry,
        hub_port=hub,
        docker=engine.where if own else "",
        docker_chosen_by=engine.named_by,
        relay=world.relay if engine.relay else "",
        relay_port=engine.relay_port,
    )
    if not holder.is_served(world):
        taken = tuple(port for port in (registry, hub) if port and _listens(port))
        return replace(found, taken=taken)
    told = get(
        unix(world.control_socket, _SECONDS), "/status", language=language.current()
    ).document
    if not isinstance(told, dict):
        return replace(found, state="silent")
    answer = get(unix(world.practice_socket, _SECONDS), "/_ping")
    return replace(
        found,
        state="running",
        made_by=str(told.get("version", found.made_by)),
        engine_answers=answer.is_answer,
        relay_trouble=str((told.get("relay") or {}).get("trouble") or ""),
    )


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), _SECONDS):
        return True
    return False
