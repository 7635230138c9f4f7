"""The route of events: `GET /events`, a stream of past and new events.

Source: moby ``api/swagger.yaml`` (``SystemEvents``).
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.api.filters import Filters
from docker_lessons.oci import gojson

if TYPE_CHECKING:
    from docker_lessons.engine.api.wire import Route
    from docker_lessons.engine.images.event_log import Event, EventLog

_LOOK = 5.0
"""The number of seconds after which a stream of events checks that its client is still connected."""


def routes(log: EventLog) -> list[Route]:
    """Returns the route of events."""
    return [("GET", "/events", _Events(log).stream)]


class _Events:
    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def stream(self, request: web.Request) -> web.StreamResponse:
        since = timestamp.parameter(request.query.get("since", ""))
        until = timestamp.parameter(request.query.get("until", ""))
        if until is not None and until < (since or 0):
            raise BadParameter(
                f"`since` time ({request.query.get('since', '')}) cannot be after "
                f"`until` time ({request.query['until']})"
            )
        filters = Filters.parse(request.query.get("filters", ""))
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        log = self._log
        news, unsubscribe = log.subscribe()

        async def write(events: list[Event]) -> None:
            for event in events:
                if event.passes(filters):
                    await response.write(gojson.encode(event.document()).encode() + b"\n")

        try:
            # dockerd sends past events only if `since` or `until` asks for them.
            last = log.last()
            if since is not None or until is not None:
                past = log.between(since or 0, until if until is not None else time.time_ns())
                await write(past)
                last = max([last, *(event.number for event in past)])
            while not log.ended and (until is None or time.time_ns() < until):
                pause = _LOOK
                if until is not None:
                    pause = min(pause, max(until - time.time_ns(), 0) / timestamp.SECOND)
                try:
                    await asyncio.wait_for(news.wait(), pause)
                except TimeoutError:
                    if request.transport is None or request.transport.is_closing():
                        break
                    continue
                news.clear()
                new = log.after(last)
                await write(new)
                last = max([last, *(event.number for event in new)])
        finally:
            unsubscribe()
        await response.write_eof()
        return response
