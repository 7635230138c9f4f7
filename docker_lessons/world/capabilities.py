"""What an engine and its Hub can do, and what is known of them: the questions that lessons ask of a world.

Whether an engine runs containers depends on the computer, too; it says so itself (`snapshot.Host.runs_containers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

HubKind = Literal["practice", "docker.io", "registry"]
"""What a course publishes to: the practice Hub on this computer, Docker Hub, or a registry that the learner chose."""


@dataclass(frozen=True)
class Capabilities:
    """The capabilities of one world. Each field answers one question, so that code asks just what it needs."""

    hears_refused_requests: bool
    """Whether the engine is ours, so that every request to it is heard, also one that it refuses."""
    tells_transfers: bool
    """Whether the progress of pushes and pulls is known while they are under way."""
    starts_with_world: bool
    """Whether `docker-lessons start` starts the engine; the learner starts another one."""
    engine_is_shared: bool
    """Whether the engine has images, names and containers that are not the course's."""
    names_bear_an_address: bool
    """Whether the course's names begin with the registry's address."""
    hub: HubKind = "practice"
    """What the course publishes to; on all but the practice Hub only the learner acts."""
    creates_on_pages: bool = True
    """Whether a repository is created on pages; a registry without any makes it at the first push."""
    asks_for_log_in: bool = True
    """Whether the registry wants to know who pushes."""

    @property
    def leaves_pulls(self) -> bool:
        """Whether a pull may need the learner's login, so that it is left to the learner."""
        return self.asks_for_log_in and not self.creates_on_pages


PRACTICE_ENGINE: Final = Capabilities(
    hears_refused_requests=True,
    tells_transfers=True,
    starts_with_world=True,
    engine_is_shared=False,
    names_bear_an_address=False,
)
LEARNERS_DOCKER: Final = Capabilities(
    hears_refused_requests=False,
    tells_transfers=False,
    starts_with_world=False,
    engine_is_shared=True,
    names_bear_an_address=True,
)
