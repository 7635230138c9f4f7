"""The Docker engine that a world's lessons work with: the practice engine or the learner's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from docker_lessons.world.capabilities import LEARNERS_DOCKER, PRACTICE_ENGINE, Capabilities

Kind = Literal["practice", "docker"]
PRACTICE: Final = "practice"
DOCKER: Final = "docker"

CHOICE: Final = "DOCKER_LESSONS_ENGINE"
"""The environment variable that chooses the engine if no option does."""

LABEL: Final = "docker-lessons.world"
"""The label with the world's id on the course's images, if the engine has other images as well."""


@dataclass(frozen=True)
class Engine:
    """The engine behind a world's `engine.sock`."""

    kind: Kind
    socket: Path
    """The engine's own socket."""
    chosen_by: str = ""
    """What named the learner's Docker: `DOCKER_HOST`, `the context colima`, `Docker's default`."""
    client_config: Path | None = None
    """The config.json of the learner's own Docker client, which is read and never written."""

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
            return f"{self.repair} brings it back."
        return (
            "Start your Docker as you always do, and it goes on by itself. "
            f"Or go on in the practice world: {self.repair}"
        )

    def document(self) -> dict[str, Any]:
        """Returns the JSON object for `world.json`."""
        return {
            "kind": self.kind,
            "socket": str(self.socket),
            "chosen_by": self.chosen_by,
            "client_config": str(self.client_config) if self.client_config else None,
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
        )
