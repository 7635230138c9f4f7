"""What is remembered, as plain frozen data: all that a check may know besides the snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from docker_lessons.world.host import Event

BY_HAND: Final = "by hand"
SHOWN: Final = "shown"
KIT: Final = "docker-lessons"
"""The kit's own command, whose acts are remembered beside Docker's."""
Done = Literal["by hand", "shown"]


@dataclass(frozen=True)
class Act:
    """A request of the learner's that one of the world's servers answered (see `trace.Request`)."""

    time: float
    server: str
    method: str
    path: str
    status: int
    message: str
    account: str | None

    @property
    def refused(self) -> bool:
        """Whether it failed."""
        return bool(self.message) or self.status >= 400


@dataclass(frozen=True)
class Command:
    """A `docker` line that was typed in a cell, and what the client said."""

    time: float
    argv: tuple[str, ...]
    exit_code: int
    said: str
    """The end of its standard output and error."""

    @property
    def words(self) -> tuple[str, ...]:
        """What follows the word `docker`."""
        return self.argv[1:] if self.argv[:1] == ("docker",) else self.argv

    @property
    def line(self) -> str:
        """As it was typed."""
        whole = self.argv[:1] in (("docker",), ("sudo",), (KIT,))
        return " ".join(self.argv if whole else ("docker", *self.argv))


@dataclass(frozen=True)
class Gap:
    """A time that nobody watched, in seconds since the epoch."""

    begin: float
    end: float


@dataclass(frozen=True)
class Heard:
    """How far the engine was heard: until when, and the newest event, whatever it was about."""

    until: float
    """Seconds since the epoch."""
    time: int = 0
    """The event's, in nanoseconds since the epoch; where there was none, the time of asking, or 0 before that."""
    type: str = ""
    action: str = ""
    id: str = ""

    @classmethod
    def of(cls, event: Event, until: float) -> Heard:
        """Returns that the engine was heard up to this event."""
        return cls(until, event.time, event.type, event.action, event.id)

    def is_of(self, event: Event) -> bool:
        """Tells whether the newest event that was heard is this one."""
        return Heard.of(event, self.until) == self


@dataclass(frozen=True)
class View:
    """The memory at one moment, frozen: what a check may know besides the snapshot."""

    events: tuple[Event, ...] = ()
    acts: tuple[Act, ...] = ()
    commands: tuple[Command, ...] = ()
    accepted: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    wrong_answers: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """When each of a step's different answers was refused, in seconds since the epoch."""
    progress: dict[str, Done] = field(default_factory=dict)
    passed: dict[str, float] = field(default_factory=dict)
    """When a step last began to hold, in seconds since the epoch."""
    facts: dict[str, str] = field(default_factory=dict)
    sightings: dict[tuple[str, str], float] = field(default_factory=dict)
    """When a name was last seen on an image: `(name, image ID)` to seconds since the epoch."""
    gaps: tuple[Gap, ...] = ()
