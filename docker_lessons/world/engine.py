"""The Docker engine that a world's lessons work with: the practice engine or the learner's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from docker_lessons.language import N_, gettext
from docker_lessons.world.capabilities import LEARNERS_DOCKER, PRACTICE_ENGINE, Capabilities
from docker_lessons.world.remote import Remote

Kind = Literal["practice", "docker"]
PRACTICE: Final = "practice"
DOCKER: Final = "docker"

CHOICE: Final = "DOCKER_LESSONS_ENGINE"
"""The environment variable that chooses the engine if no option does."""

HOST: Final = "host"
PUBLISHED: Final = "published"

RelayWay = Literal["", "host", "published"]
"""Where a relay listens: on the engine's own network, or, where that is no container's, on a port that it publishes."""

RELAY_LABEL: Final = "docker-lessons.relay"
"""The label of a relay's image and container, besides `LABEL`; its value tells one program from another."""

LABEL: Final = "docker-lessons.world"
"""The label with the world's id on the course's images, if the engine has other images as well."""


BY_DEFAULT: Final = N_("Docker's default")
"""What names an engine that nothing else does."""


@dataclass(frozen=True)
class Engine:
    """The engine behind a world's `engine.sock`."""

    kind: Kind
    socket: Path
    """The engine's own socket; for one on a network the world's own, from which the service leads there."""
    chosen_by: str = ""
    """What named the learner's Docker: `DOCKER_HOST`, `the context colima`, `Docker's default`."""
    client_config: Path | None = None
    """The config.json of the learner's own Docker client, which is read and never written."""
    remote: Remote | None = None
    """How an engine on a network is reached, None where it has a socket on this computer."""
    relay: RelayWay = ""
    """How a relay container leads to the practice registry, '' where none has to."""
    relay_port: int = 0
    """The port that the relay publishes over there."""
    architecture: str = ""
    """Its processor as images name it (`Arch` in `GET /version`); '' for this computer's."""

    @property
    def address(self) -> str:
        """Its address as in DOCKER_HOST."""
        return self.remote.address if self.remote else f"unix://{self.socket}"

    @property
    def where(self) -> str:
        """Its address as people read it: the path of a socket, or a URL."""
        return self.remote.address if self.remote else str(self.socket)

    def is_same(self, other: Engine) -> bool:
        """Tells whether both are the same engine, reached the same way; what named it may differ."""
        mine, others = (replace(one, chosen_by="", client_config=None) for one in (self, other))
        return mine == others

    @property
    def capabilities(self) -> Capabilities:
        """What it can do, and what the Hub beside it can."""
        return LEARNERS_DOCKER if self.kind == DOCKER else PRACTICE_ENGINE

    @property
    def repair(self) -> str:
        """The command to run when it does not answer."""
        starts = self.capabilities.starts_with_world
        return "docker-lessons start" + ("" if starts else " --engine practice")

    @property
    def advice(self) -> str:
        """The advice to give when it does not answer, one or two sentences."""
        if self.capabilities.starts_with_world:
            return gettext("{command} brings it back.", command=self.repair)
        return gettext(
            "Start your Docker as you always do, and it goes on by itself. If it doesn't start, docker-lessons doctor "
            "tells you what's in the way. Or go on in the practice world: {command}",
            command=self.repair,
        )

    @property
    def named_by(self) -> str:
        """What named it, for people: `chosen_by` is kept in English."""
        context = self.chosen_by.removeprefix("the context ")
        if context != self.chosen_by:
            return gettext("the context {context}", context=context)
        return gettext(BY_DEFAULT) if self.chosen_by == BY_DEFAULT else self.chosen_by

    def registry_ports(self, ports: tuple[int, int] | None) -> tuple[int, int] | None:
        """Returns a world's ports as this engine finds them: the registry's may be the relay's."""
        return (self.relay_port, ports[1]) if ports and self.relay_port else ports

    def document(self) -> dict[str, Any]:
        """Returns the JSON object for `world.json`."""
        return {
            "kind": self.kind,
            "socket": str(self.socket),
            "chosen_by": self.chosen_by,
            "client_config": str(self.client_config) if self.client_config else None,
            "remote": self.remote.document() if self.remote else None,
            "relay": self.relay,
            "relay_port": self.relay_port,
            "architecture": self.architecture,
        }

    @classmethod
    def parse(cls, document: dict[str, Any]) -> Engine:
        """Returns the engine that `document` describes.

        Raises:
            KeyError: When a field is missing.
        """
        config = document.get("client_config")
        return cls(
            kind=DOCKER if document["kind"] == DOCKER else PRACTICE,
            socket=Path(document["socket"]),
            chosen_by=str(document.get("chosen_by") or ""),
            client_config=Path(config) if config else None,
            remote=Remote.parse(document.get("remote")),
            relay=document.get("relay") or "",
            relay_port=int(document.get("relay_port") or 0),
            architecture=document.get("architecture") or "",
        )
