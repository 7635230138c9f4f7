"""What an engine and its Hub can do, and what is known of them: the questions that lessons ask of a world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True)
class Capabilities:
    """The capabilities of one world. Each field answers one question, so that code asks what it is about."""

    runs_containers: bool
    """Whether `docker run` starts something."""
    hears_refused_requests: bool
    """Whether the engine is ours, so that every request to it is heard, also one that it refuses."""
    tells_transfers: bool
    """Whether the progress of pushes and pulls is known while they are under way."""
    starts_with_world: bool
    """Whether `docker-lessons start` starts the engine; the learner starts another one."""
    engine_is_shared: bool
    """Whether images, names and containers stand there that are not the course's."""
    names_bear_an_address: bool
    """Whether the registry's address stands in front of the course's names."""
    hub: Literal["practice"] = "practice"
    """Which Docker Hub the course publishes to."""


PRACTICE_ENGINE: Final = Capabilities(
    runs_containers=False,
    hears_refused_requests=True,
    tells_transfers=True,
    starts_with_world=True,
    engine_is_shared=False,
    names_bear_an_address=False,
)
LEARNERS_DOCKER: Final = Capabilities(
    runs_containers=True,
    hears_refused_requests=False,
    tells_transfers=False,
    starts_with_world=False,
    engine_is_shared=True,
    names_bear_an_address=True,
)
