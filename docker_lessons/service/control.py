"""The service's answers about itself on the control socket: status, leases, trace, and its end."""

import asyncio
import dataclasses
import itertools
import logging
import os
from collections.abc import Callable, Sequence

from aiohttp import web

from docker_lessons.language import gettext
from docker_lessons.service.relays import Relays
from docker_lessons.trace import Trace
from docker_lessons.version import __version__
from docker_lessons.world import World
from docker_lessons.world.engine import Engine

LINGER = 3.0
"""Seconds that an unpinned service waits for a new lease after the last one has gone."""

FIRST_LEASE = 120.0
"""Seconds that an unpinned service waits for its first lease."""

_LOOK = 0.3
"""Seconds between two checks whether the connection that holds a lease is still open."""

_log = logging.getLogger(__name__)


class Control:
    """The control routes and the leases of one service.

    `ended` is set when the service has to end: from then on `GET /status` gets no answer, as if it had ended, so that
    whoever starts the world waits for its end. `notices` returns sentences about its start that its owner should read.
    """

    def __init__(
        self,
        world: World,
        trace: Trace,
        relays: Relays,
        *,
        pinned: bool,
        ended: asyncio.Event,
        notices: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._world = world
        self._trace = trace
        self._relays = relays
        self._pinned = pinned
        self._ended = ended
        self._notices = notices
        self._leases: dict[int, str] = {}
        self._numbers = itertools.count(1)
        self._ending: asyncio.TimerHandle | None = None
        self._closed = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """Returns the routes of the control socket that are not the lessons'."""
        return [
            web.get("/status", self.status),
            web.get("/trace", self.trace),
            web.get("/lease", self.lease),
            web.post("/relay", self.try_relay),
            web.delete("/relay", self.end_relay),
            web.post("/pin", self.pin),
            web.post("/stop", self.stop),
        ]

    def started(self) -> None:
        """Begins to wait for a first lease, once all addresses answer."""
        self._end_in(FIRST_LEASE)

    def close(self) -> None:
        """Ends the connections that hold a lease."""
        self._closed.set()

    async def status(self, request: web.Request) -> web.Response:
        """Answers `GET /status`: addresses, engine, release and process of the service."""
        if self._ended.is_set() and request.transport is not None:
            request.transport.close()
            return web.Response()
        return web.json_response(
            {
                "state": "running",
                "engine": f"unix://{self._world.engine_socket}",
                "engine_kind": self._world.engine.kind,
                "registry": self._world.registry_in_use(),
                "hub": self._world.hub_in_use(),
                "hub_kind": self._world.which_hub.kind,
                "relay": self._relays.document(),
                "target": self._world.names.target,
                "version": __version__,
                "pid": os.getpid(),
                "pinned": self._pinned,
                "leases": len(self._leases),
                "notices": list(self._notices()),
            }
        )

    async def trace(self, request: web.Request) -> web.Response:
        """Answers `GET /trace?after=N`: the requests to engine, registry and Hub after number N."""
        try:
            after = int(request.query.get("after", "0"))
        except ValueError:
            return web.json_response(
                {"message": gettext("`after` is the number of a request.")}, status=400
            )
        requests = [dataclasses.asdict(one) for one in self._trace.requests(after)]
        return web.json_response({"requests": requests})

    async def try_relay(self, request: web.Request) -> web.Response:
        """Answers `POST /relay`: starts a relay on the engine in the request, and tells whether it listens."""
        try:
            engine = Engine.parse(await request.json())
        except (ValueError, KeyError, TypeError):
            return web.json_response({"message": "This is no engine."}, status=400)
        await self._relays.attempt(engine)
        return web.json_response(self._relays.document())

    async def end_relay(self, request: web.Request) -> web.Response:
        """Answers `DELETE /relay`: ends the relay."""
        del request
        await self._relays.end()
        return web.json_response({})

    async def pin(self, request: web.Request) -> web.Response:
        """Answers `POST /pin`: the service goes on after its last lease."""
        self._pinned = True
        return await self.status(request)

    async def stop(self, request: web.Request) -> web.Response:
        """Answers `POST /stop`, then ends the service."""
        del request
        asyncio.get_running_loop().call_soon(self._ended.set)
        return web.json_response({"state": "stopping"})

    async def lease(self, request: web.Request) -> web.StreamResponse:
        """Answers `GET /lease?holder=NAME`, and keeps the service running as long as the connection is open."""
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        number = next(self._numbers)
        self._leases[number] = request.query.get("holder", "")
        self._stay()
        try:
            await response.write(b'{"held": true}\n')
            while request.transport is not None and not request.transport.is_closing():
                try:
                    await asyncio.wait_for(self._closed.wait(), _LOOK)
                except TimeoutError:
                    continue
                break
        except ConnectionError:
            _log.debug("a lease's holder has gone")
        finally:
            del self._leases[number]
            if not self._leases:
                self._end_in(LINGER)
        return response

    def _end_in(self, seconds: float) -> None:
        self._stay()
        self._ending = asyncio.get_running_loop().call_later(seconds, self._end_unless_needed)

    def _stay(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None

    def _end_unless_needed(self) -> None:
        if not (self._pinned or self._leases):
            _log.info("the last lease has ended, and nobody pinned this world: ending")
            self._ended.set()
