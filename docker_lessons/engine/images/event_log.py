"""Events: kept in the database, so that they survive a restart.

Source: moby ``api/swagger.yaml`` (``GET /events``) and its ``daemon/events``.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from docker_lessons.engine.api.filters import Filters
    from docker_lessons.engine.images.image_database import ImageDatabase

KEPT = 20_000
"""The number of events that are kept; dockerd keeps 256, and none over a restart."""

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
        """Returns the JSON of the API."""
        old: dict[str, str] = {}
        if self.type in ("image", "container"):
            old = {"status": self.action, "id": self.actor}
        if "image" in self.attributes:
            old["from"] = self.attributes["image"]
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
        """Returns whether the filters accept the event."""
        name = self.attributes.get("name", "")
        image = name if self.type == "image" else self.attributes.get("image", "")
        return (
            (
                filters.exact("event", self.action)
                or filters.exact("event", self.action.partition(":")[0])
            )
            and filters.exact("type", self.type)
            and filters.exact("scope", "local")
            and all(filters.fuzzy(kind, self.actor) or filters.fuzzy(kind, name) for kind in _FUZZY)
            and any(
                filters.exact("image", text)
                for text in (self.actor, image, _without_tag(self.actor), _without_tag(image))
            )
            and filters.labels("label", self.attributes)
        )


class EventLog:
    """The events in the database, and the readers that wait for the next one."""

    def __init__(self, database: ImageDatabase) -> None:
        self._database = database
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self.ended = False
        """Whether the engine is stopping, so that no reader may wait any more."""

    def last(self) -> int:
        """Returns the number of the newest event, 0 if there is none."""
        return int(self._database.rows("SELECT coalesce(max(number), 0) FROM event")[0][0])

    def after(self, number: int) -> list[Event]:
        """Returns the events after the one of this number, oldest first."""
        return self._events("number > ?", number)

    def between(self, since: int, until: int) -> list[Event]:
        """Returns the events of a period, oldest first.

        Both ends belong to it; they are nanoseconds since the epoch.
        """
        return self._events("time >= ? AND time <= ?", since, until)

    def _events(self, where: str, *values: int) -> list[Event]:
        columns = "number, time, type, action, actor, attributes"
        rows = self._database.rows(
            f"SELECT {columns} FROM event WHERE {where} ORDER BY number",  # noqa: S608
            *values,
        )
        return [
            Event(number, moment, kind, action, actor, json.loads(attributes))
            for number, moment, kind, action, actor, attributes in rows
        ]

    def published(self) -> None:
        """Wakes all readers that wait. May be called from any thread."""
        for loop, news in list(self._waiting):
            loop.call_soon_threadsafe(news.set)

    def end(self) -> None:
        """Ends the wait of all readers, for good."""
        self.ended = True
        self.published()

    def subscribe(self) -> tuple[asyncio.Event, Callable[[], None]]:
        """Returns an `asyncio.Event` that is set at every new event, and the function that unsubscribes."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        self._waiting.add(entry)
        return entry[1], lambda: self._waiting.discard(entry)


def _without_tag(text: str) -> str:
    try:
        return Reference.parse(text).familiar_name
    except InvalidReference:
        return text
