"""What is examined: which engine, with which Hub."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from docker_lessons.world.engine import DOCKER, PRACTICE, Kind

DOCKER_IO: Final = "docker.io"

_DOCKER_HUB = ("registry-1.docker.io", "auth.docker.io", "hub.docker.com")
"""Docker Hub's registry, where it gives out tokens, and its pages and API."""


@dataclass(frozen=True)
class Subject:
    """An engine and a Hub that the course is taken with."""

    engine: Kind = PRACTICE
    hub: str = PRACTICE
    """`practice`, or the address of a registry: `docker.io` is Docker Hub."""
    is_chosen: bool = False
    """Whether the course publishes to that registry, one of the learner's own choice."""
    plain: bool | None = None
    """Whether it is asked without TLS; None for what clients do by themselves, on loopback alone."""
    authorities: str = ""
    """Certificates (PEM) of authorities that vouch for it besides the system's."""

    @property
    def is_own_docker(self) -> bool:
        """Whether the engine is the learner's own Docker."""
        return self.engine == DOCKER

    @property
    def has_a_network(self) -> bool:
        """Whether the registry is not on this computer."""
        return self.hub != PRACTICE

    @property
    def registry(self) -> str:
        """The registry's address as clients ask it, '' for the practice registry, whose port a world chooses."""
        if not self.has_a_network:
            return ""
        return _DOCKER_HUB[0] if self.hub == DOCKER_IO else self.hub

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses that a push needs from this computer, the registry's first."""
        if self.hub == DOCKER_IO:
            return _DOCKER_HUB
        return (self.hub,) if self.has_a_network else ()
