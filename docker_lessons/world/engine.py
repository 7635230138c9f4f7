"""Which Docker engine a world's lessons work with: the practice engine, or the learner's own Docker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from docker_lessons.world.capabilities import LEARNERS_DOCKER, PRACTICE_ENGINE, Capabilities

Kind = Literal["practice", "docker"]
PRACTICE: Final = "practice"
DOCKER: Final = "docker"

CHOICE: Final = "DOCKER_LESSONS_ENGINE"
"""The variable that chooses the engine where no option does."""

LABEL: Final = "docker-lessons.world"
"""Images of the course carry the world's id under this label where others' images stand beside them."""


@dataclass(frozen=True)
class Engine:
    """The engine behind a world's `engine.sock`."""

    kind: Kind
    socket: Path
    """Where it answers itself."""
    chosen_by: str = ""
    """What named the learner's Docker: `DOCKER_HOST`, `the context colima`, `Docker's default`."""
    client_config: Path | None = None
    """The config.json of the learner's own Docker client, which is read and never written."""

    @property
    def capabilities(self) -> Capabilities:
        """What can be asked of it, and of the Hub beside it."""
        return LEARNERS_DOCKER if self.kind == DOCKER else PRACTICE_ENGINE

    @property
    def repair(self) -> str:
        """The command that brings it back when it does not answer."""
        starts = self.capabilities.starts_with_world
        return "docker-lessons start" + ("" if starts else " --engine practice")

    @property
    def advice(self) -> str:
        """What to do when it does not answer, in a sentence or two."""
        if self.capabilities.starts_with_world:
            return f"{self.repair} brings it back."
        return (
            "Start your Docker as you always do, and it goes on by itself. "
            f"Or go on in the practice world: {self.repair}"
        )

    def document(self) -> dict[str, Any]:
        """As `world.json` keeps it."""
        return {
            "kind": self.kind,
            "socket": str(self.socket),
            "chosen_by": self.chosen_by,
            "client_config": str(self.client_config) if self.client_config else None,
        }

    @classmethod
    def parse(cls, document: dict[str, Any]) -> Engine:
        """Read what `document` made.  Raises: KeyError for anything else."""
        config = document.get("client_config")
        return cls(
            kind=DOCKER if document["kind"] == DOCKER else PRACTICE,
            socket=Path(document["socket"]),
            chosen_by=str(document.get("chosen_by") or ""),
            client_config=Path(config) if config else None,
        )
