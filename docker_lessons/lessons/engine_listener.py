"""What happens on the engine: keeps what is the course's, and knows when nobody listened.

A daemon remembers its last 256 events of any kind, until it restarts. So the newest event that was
heard of, whatever it was about, is kept as well: as long as the daemon still knows that one, nothing was missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.view import Heard
from docker_lessons.world.engine import LABEL, RELAY_LABEL, Engine
from docker_lessons.world.host import SECOND, Event, HostError
from docker_lessons.world.names import Names
from docker_lessons.world.observer import Observer

_RECONNECT = 0.5
_ANEW = 60.0
"""Seconds after which the newest event is looked up again, before a flood of others' events pushes it out of
the daemon's memory unseen: a health check is three events."""

_log = logging.getLogger(__name__)


class EngineListener:
    """Hears one engine.  Belongs to the event loop's thread."""

    def __init__(
        self,
        observer: Observer,
        memory: Memory,
        engine: Engine,
        world_id: str,
        poke: Callable[[], None],
    ) -> None:
        """Tells of news by `poke`."""
        self._host = observer.host
        self._names: Names = observer.names
        self._memory = memory
        self._engine = engine
        self._world_id = world_id
        self._poke = poke
        self._continuous = False
        """Whether nothing can have been missed since the last time that events were fetched."""
        self._counts_after = 0
        """When the newest event happened that the course was to forget, in nanoseconds since the epoch."""
        view = memory.view()
        self._ours = {image for _, image in view.sightings} | {
            event.id for event in view.events if event.type == "image"
        }
        self._builds: dict[str, Event] = {}
        """Builds of images that weren't known to be the course's, by image ID: Podman names no image that it built."""

    def know(self, image_ids: Iterable[str]) -> None:
        """Counts what happens to these images as the course's from now on, and their builds, too."""
        known = set(image_ids)
        self._ours |= known
        self._memory.add_events(self._builds.pop(one) for one in known & self._builds.keys())

    async def catch_up(self) -> int:
        """Fetches the events from the last known one until now; returns how many new ones are the course's.

        Raises:
            HostError: When the engine does not answer.
        """
        before, now = self._memory.heard(), time.time()
        sure = self._continuous
        events = await self._host.events(self._since(before, now), int(now * SECOND))
        missed = before is not None and not sure and not any(map(before.is_of, events))
        if before is not None and missed:
            self._memory.add_gap(before.until, now)
        self._continuous = True
        last = Heard.of(events[-1], now) if events else Heard(now, int(now * SECOND))
        if before is not None and not events and not missed:
            last = replace(before, until=now)
        self._keep_heard(last)
        return self._keep(events if before is None else _unheard(events, before))

    def _since(self, before: Heard | None, now: float) -> int:
        """From when on events are asked for, in nanoseconds since the epoch.

        What a Docker engine remembers of the time before the course began, or started over, isn't the course's doing; a
        practice engine has nothing from before.
        """
        if before is not None:
            return before.time
        return int(now * SECOND) if self._engine.capabilities.engine_is_shared else 0

    async def begin_anew(self) -> None:
        """Catches up with what was done until now; only what is done later counts from here on.

        Raises:
            HostError: When the engine does not answer.
        """
        await self.catch_up()
        heard = self._memory.heard()
        self._counts_after = heard.time if heard else 0
        self._builds.clear()

    async def follow(self) -> None:
        """Hears each event as it comes, without end; after a silence asks for what was missed."""
        while True:
            try:
                before = self._memory.heard()
                async with self._host.follow(self._since(before, time.time())) as events:
                    await self.catch_up()  # with the stream open, so that nothing falls between
                    self._poke()
                    try:
                        async for event in events:
                            if self._keep([event]):
                                self._poke()
                    finally:
                        self._silence()
            except HostError:
                pass
            except sqlite3.Error:
                # On a full disk nothing can be kept; it is asked for again once there is room.
                _log.exception("Events could not be kept")
            self._continuous = False
            self._poke()
            await asyncio.sleep(_RECONNECT)

    async def look_up(self) -> None:
        """Catches up now and then, without end, where others' events may push out the last one that was heard."""
        while self._engine.capabilities.engine_is_shared:
            await asyncio.sleep(_ANEW)
            if self._continuous:
                with contextlib.suppress(HostError, sqlite3.Error):
                    await self.catch_up()

    def close(self) -> None:
        """Keeps the time until which it listened."""
        if self._continuous:
            self._silence()

    def _silence(self) -> None:
        """Keeps that all was heard until now."""
        if self._continuous and (before := self._memory.heard()):
            self._keep_heard(replace(before, until=time.time()))

    def _keep_heard(self, heard: Heard) -> None:
        # On a full disk the old time stays: more counts as unwatched later, and nothing is made up.
        with contextlib.suppress(sqlite3.Error):
            self._memory.keep_heard(heard)

    def _keep(self, events: Iterable[Event]) -> int:
        counting = [one for one in events if one.time > self._counts_after]
        ours = [one for one in counting if self._is_the_courses(one)]
        self._builds |= {
            one.id: one for one in counting if one.action == "build" and one not in ours
        }
        return self._memory.add_events(ours)

    def _is_the_courses(self, event: Event) -> bool:
        """Tells whether an event is about an image or a container of the course's.

        On a practice engine all are. An event of the learner's own Docker says it by the label, by a name, or by
        the ID of an image that was the course's before.
        """
        if event.type not in ("image", "container"):
            return False
        if not self._engine.capabilities.engine_is_shared:
            return True
        attributes = dict(event.attributes)
        if RELAY_LABEL in attributes:
            return False
        named = (event.id, event.name, attributes.get("image", ""))
        ours = (
            attributes.get(LABEL) == self._world_id
            or not self._ours.isdisjoint(named)
            or any(self._names.is_courses(name) for name in named)
        )
        if ours and event.type == "image" and event.id.startswith("sha256:"):
            self._ours.add(event.id)
        return ours


def _unheard(events: list[Event], before: Heard) -> list[Event]:
    """Returns the events after the one that was heard last; all, if that isn't among them."""
    at = next((at for at, event in enumerate(events) if before.is_of(event)), -1)
    return events[at + 1 :]
