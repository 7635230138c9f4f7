"""What happened to the images: kept in the database, so that a restart forgets nothing.

Source: moby ``api/swagger.yaml`` (``GET /events``) and its ``daemon/events``.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docker_lessons.engine import timestamp
from docker_lessons.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from docker_lessons.engine.filters import Filters

KEPT = 20_000
"""How many events are kept; dockerd keeps 256, and none over a restart."""

_FUZZY = (
    "daemon",
    "container",
    "plugin",
    "volume",
    "network",
    "service",
    "node",
    "secret",
    "config",
)


@dataclass(frozen=True)
class Event:
    """One event; `number` counts up, `time` is in nanoseconds since the epoch."""

    number: int
    time: int
    type: str
    action: str
    actor: str
    attributes: dict[str, str]

    def document(self) -> dict[str, Any]:
        """Give it as the API does."""
        old: dict[str, str] = {}
        if self.type == "image":
            old = {"status": self.action, "id": self.actor}
        return {
            **old,
            "Type": self.type,
            "Action": self.action,
            "Actor": {"ID": self.actor, "Attributes": self.attributes},
            "scope": "local",
            "time": self.time // timestamp.SECOND,
            "timeNano": self.time,
        }

    def passes(self, filters: Filters) -> bool:
        """Say whether the filters let it through."""
        name = self.attributes.get("name", "")
        return (
            filters.exact("event", self.action)
            and filters.exact("type", self.type)
            and filters.exact("scope", "local")
            and all(filters.fuzzy(kind, self.actor) or filters.fuzzy(kind, name) for kind in _FUZZY)
            and any(
                filters.exact("image", text)
                for text in (self.actor, name, _without_tag(self.actor), _without_tag(name))
            )
            and filters.labels("label", self.attributes)
        )


class EventLog:
    """The events in the database, and who waits for the next one."""

    def __init__(self, rows: Callable[..., list[tuple[Any, ...]]]) -> None:
        """Read with `rows`, the store's way to ask its database."""
        self._rows = rows
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self.ended = False
        """Whether nobody may wait any more, because the engine stops."""

    def last(self) -> int:
        """Return the number of the newest event, 0 if there is none."""
        return int(self._rows("SELECT coalesce(max(number), 0) FROM event")[0][0])

    def after(self, number: int) -> list[Event]:
        """Return the events after the one of this number, oldest first."""
        return self._events("number > ?", number)

    def between(self, since: int, until: int) -> list[Event]:
        """Return the events of a time, both ends included, in nanoseconds since the epoch."""
        return self._events("time >= ? AND time <= ?", since, until)

    def _events(self, where: str, *values: int) -> list[Event]:
        columns = "number, time, type, action, actor, attributes"
        rows = self._rows(f"SELECT {columns} FROM event WHERE {where} ORDER BY number", *values)  # noqa: S608
        return [
            Event(number, moment, kind, action, actor, json.loads(attributes))
            for number, moment, kind, action, actor, attributes in rows
        ]

    def published(self) -> None:
        """Wake everybody who waits; any thread may say so."""
        for loop, news in list(self._waiting):
            loop.call_soon_threadsafe(news.set)

    def end(self) -> None:
        """Send everybody home who waits."""
        self.ended = True
        self.published()

    def subscribe(self) -> tuple[asyncio.Event, Callable[[], None]]:
        """Return an event that is set whenever there is news, and the function that ends it."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        self._waiting.add(entry)
        return entry[1], lambda: self._waiting.discard(entry)


def _without_tag(text: str) -> str:
    try:
        return Reference.parse(text).familiar_name
    except InvalidReference:
        return text
