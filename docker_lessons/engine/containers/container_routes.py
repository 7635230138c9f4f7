"""Routes of containers: list, create, inspect, start, stop, kill, restart, rename, remove, prune.

Source: moby ``api/swagger.yaml`` (tag Container) and its ``api/server/router/container``.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api.errors import (
    BadParameter,
    Conflict,
    EngineError,
    NotImplementedHere,
    SystemFailure,
)
from docker_lessons.engine.api.filters import Filters
from docker_lessons.engine.api.wire import Route, body_json, flag, reply
from docker_lessons.engine.containers import inspection, listing, signals
from docker_lessons.engine.containers.host_config import restart_policy

if TYPE_CHECKING:
    from docker_lessons.engine.containers.containers import Containers
    from docker_lessons.engine.containers.live import Live

_PRUNE_FILTERS = frozenset({"label", "label!", "until"})


def routes(containers: Containers) -> list[Route]:
    """Returns the routes of containers."""
    many, one = _Many(containers), _One(containers)
    return [
        ("GET", "/containers/json", many.list),
        ("POST", "/containers/create", many.create),
        ("POST", "/containers/prune", many.prune),
        ("GET", "/containers/{name:.+}/json", one.inspect),
        ("POST", "/containers/{name:.+}/start", one.start),
        ("POST", "/containers/{name:.+}/stop", one.stop),
        ("POST", "/containers/{name:.+}/restart", one.restart),
        ("POST", "/containers/{name:.+}/kill", one.kill),
        ("POST", "/containers/{name:.+}/rename", one.rename),
        ("POST", "/containers/{name:.+}/pause", one.pause),
        ("POST", "/containers/{name:.+}/unpause", one.unpause),
        ("POST", "/containers/{name:.+}/update", one.update),
        ("GET", "/containers/{name:.+}/stats", one.stats),
        ("DELETE", "/containers/{name:.*}", one.remove),
    ]


class _Many:
    def __init__(self, containers: Containers) -> None:
        self._containers = containers

    async def list(self, request: web.Request) -> web.Response:
        filters = Filters.parse(request.query.get("filters", ""))
        limit = request.query.get("limit", "")
        if limit and not re.fullmatch(r"[+-]?\d{1,9}", limit, re.ASCII):
            raise SystemFailure(f'strconv.Atoi: parsing "{limit}": invalid syntax')
        for field in ("before", "since"):  # as clients asked before they had filters
            if request.query.get(field):
                filters = filters.with_value(field, request.query[field])
        sizes = await self._containers.sizes() if flag(request, "size") else None
        return reply(
            listing.summaries(
                self._containers.store,
                self._containers.directory,
                filters,
                everything=flag(request, "all"),
                limit=int(limit or 0),
                sizes=sizes,
            )
        )

    async def create(self, request: web.Request) -> web.Response:
        asked = await body_json(request)
        if not asked or asked.get("Image") is None:
            raise BadParameter("Config cannot be empty in order to create a container")
        live, warnings = await self._containers.create(
            asked, request.query.get("name", ""), request.query.get("platform", "")
        )
        return reply({"Id": live.container.id, "Warnings": warnings}, 201)

    async def prune(self, request: web.Request) -> web.Response:
        filters = Filters.parse(request.query.get("filters", ""))
        filters.validate(_PRUNE_FILTERS)
        limit = filters.until(time.time_ns())
        removed, freed = await self._containers.prune(filters, limit)
        return reply({"ContainersDeleted": removed or None, "SpaceReclaimed": freed})


class _One:
    def __init__(self, containers: Containers) -> None:
        self._containers = containers
        self._lifecycle = containers.lifecycle

    def _named(self, request: web.Request) -> Live:
        return self._containers.directory.find(request.match_info["name"])

    async def inspect(self, request: web.Request) -> web.Response:
        live = self._named(request)
        size = await self._containers.size(live) if flag(request, "size") else None
        return reply(inspection.inspect(live, size))

    async def start(self, request: web.Request) -> web.Response:
        live = self._named(request)
        if request.query.get("checkpoint"):
            raise NotImplementedHere("the practice engine keeps no checkpoints of containers")
        started = await self._lifecycle.start(live)
        return web.Response(status=204 if started else 304)

    async def stop(self, request: web.Request) -> web.Response:
        seconds = _seconds(request)
        stopped = await self._lifecycle.stop(
            self._named(request), seconds, request.query.get("signal", "")
        )
        return web.Response(status=204 if stopped else 304)

    async def restart(self, request: web.Request) -> web.Response:
        seconds = _seconds(request)
        await self._lifecycle.restart(
            self._named(request), seconds, request.query.get("signal", "")
        )
        return web.Response(status=204)

    async def kill(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        signal = request.query.get("signal", "")
        which = signals.number(signal) if signal else signals.KILL
        try:
            await self._lifecycle.kill(self._named(request), which)
        except EngineError as error:
            raise type(error)(f"Cannot kill container: {name}: {error.message}") from None
        return web.Response(status=204)

    async def rename(self, request: web.Request) -> web.Response:
        live = self._named(request)
        name = request.query.get("name", "")
        if not name:
            raise BadParameter("Neither old nor new names may be empty")
        self._containers.rename(live, name)
        return web.Response(status=204)

    async def pause(self, request: web.Request) -> web.Response:
        await self._lifecycle.pause(self._named(request))
        return web.Response(status=204)

    async def unpause(self, request: web.Request) -> web.Response:
        await self._lifecycle.unpause(self._named(request))
        return web.Response(status=204)

    async def update(self, request: web.Request) -> web.Response:
        self._named(request)
        asked = await body_json(request)
        policy = asked.pop("RestartPolicy", None)
        if any(asked.values()):
            raise NotImplementedHere(
                "the practice engine keeps no limits of containers, so it cannot update them"
            )
        restart_policy(policy or {}, auto_remove=False)
        return reply({"Warnings": None})

    async def stats(self, request: web.Request) -> web.Response:
        self._named(request)
        raise NotImplementedHere(
            "the practice engine does not measure containers: see `top` in a terminal for what the "
            "programs of this computer use"
        )

    async def remove(self, request: web.Request) -> web.Response:
        if not request.match_info["name"]:
            raise BadParameter('invalid name or ID supplied: ""')
        live = self._named(request)
        if flag(request, "link"):
            raise Conflict("Conflict, cannot remove the default link name of the container")
        await self._containers.remove(live, force=flag(request, "force"))
        return web.Response(status=204)


def _seconds(request: web.Request) -> int | None:
    """Returns how long a container may take to end; None if nobody says."""
    text = request.query.get("t", "")
    if not text:
        return None
    if not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        raise SystemFailure(f'strconv.Atoi: parsing "{text}": invalid syntax')
    return int(text)
