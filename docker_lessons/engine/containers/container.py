"""A container: what was asked for, and what became of it.

Source: moby ``api/types`` (``ContainerJSON``, ``ContainerState``) and its ``container`` package.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

CREATED, RUNNING, PAUSED, EXITED = "created", "running", "paused", "exited"
RESTARTING, REMOVING, DEAD = "restarting", "removing", "dead"
"""The states of a container, in Docker's words."""

ALIVE = frozenset({RUNNING, PAUSED, RESTARTING})
"""The states in which a container counts as running."""


@dataclass
class State:
    """What a container is doing, or how it ended; times are RFC 3339."""

    status: str = CREATED
    pid: int = 0
    exit_code: int = 0
    error: str = ""
    started: str = timestamp.ZERO
    finished: str = timestamp.ZERO
    stopped_by_hand: bool = False
    """Whether somebody asked for its end, so that no restart policy starts it again."""


@dataclass
class Container:
    """A container; `config` and `host_config` have the keys of the API.

    `image` is the ID of its image, `created` is in nanoseconds since the epoch, `root_size` the size of
    the image's files in bytes.
    """

    id: str
    name: str
    image: str
    config: dict[str, Any]
    host_config: dict[str, Any]
    networks: dict[str, Any] = field(default_factory=dict)
    created: int = field(default_factory=time.time_ns)
    root_size: int = 0
    restarts: int = 0
    state: State = field(default_factory=State)

    @property
    def is_alive(self) -> bool:
        """Whether it runs; a paused or restarting one does, as in dockerd."""
        return self.state.status in ALIVE

    @property
    def terminal(self) -> bool:
        """Whether its program has a terminal."""
        return bool(self.config.get("Tty"))

    @property
    def labels(self) -> Mapping[str, str]:
        """Its labels, those of its image among them."""
        return self.config.get("Labels") or {}

    @property
    def command(self) -> list[str]:
        """The program and its arguments."""
        return [*(self.config.get("Entrypoint") or ()), *(self.config.get("Cmd") or ())]

    @property
    def environment(self) -> dict[str, str]:
        """The variables of its program."""
        pairs = (item.partition("=") for item in self.config.get("Env") or ())
        return {name: value for name, equals, value in pairs if equals}

    @property
    def auto_remove(self) -> bool:
        """Whether it is removed when it ends (``--rm``)."""
        return bool(self.host_config.get("AutoRemove"))

    def event_attributes(self, **more: str) -> dict[str, str]:
        """Returns what its events say of it."""
        return {**self.labels, **more, "image": self.config.get("Image", ""), "name": self.name}

    def document(self) -> str:
        """Returns the JSON that is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, document: str) -> Container:
        """Reads the JSON that `document` returns."""
        fields = json.loads(document)
        return cls(**{**fields, "state": State(**fields["state"])})
