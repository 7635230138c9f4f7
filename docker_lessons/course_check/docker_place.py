"""A Docker on which the course is tested: how the test itself asks it, and what leads a client there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docker_lessons.world import own_docker
from docker_lessons.world.remote import Remote

At = Path | Remote
"""A unix socket, or the way to an engine on a network."""


@dataclass(frozen=True)
class DockerPlace:
    """Where a Docker is."""

    at: At
    variables: Mapping[str, str] = field(default_factory=dict)
    """What leads a client there: DOCKER_HOST, and what chooses TLS."""

    @classmethod
    def of_socket(cls, socket: Path) -> DockerPlace:
        """Returns the place of a Docker that listens on a unix socket."""
        return cls(socket, {"DOCKER_HOST": f"unix://{socket}"})

    @classmethod
    def of_learner(cls, environ: Mapping[str, str]) -> DockerPlace:
        """Returns the place of the learner's own Docker, as their client finds it.

        Raises:
            EngineError: When their context names no engine, or the course can't reach the address.
        """
        found = own_docker.place(environ)
        at = own_docker.reached(found, environ)
        if isinstance(at, Path):
            return cls.of_socket(at)
        variables = {"DOCKER_HOST": at.address}
        if at.certificates is not None:
            verifies = "DOCKER_TLS_VERIFY" if at.verify else "DOCKER_TLS"
            variables |= {"DOCKER_CERT_PATH": str(at.certificates), verifies: "1"}
        return cls(at, variables)
