"""Routes of programs that are started in a container besides its own, and of the list of its processes.

Source: moby ``api/swagger.yaml`` (tag Exec; ``ContainerTop``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.engine.api.errors import Conflict
from docker_lessons.engine.api.wire import Route, as_engine_error, body_json, reply
from docker_lessons.engine.containers import attach as attaching
from docker_lessons.engine.containers import top
from docker_lessons.engine.containers.dimensions import dimension
from docker_lessons.engine.containers.execs import Execs
from docker_lessons.engine.containers.hijack import Hijacked, frame, stream_type
from docker_lessons.engine.runtime.process import STDOUT

if TYPE_CHECKING:
    from docker_lessons.engine.containers.containers import Containers

_TERMINAL = (24, 80)


def routes(containers: Containers) -> list[Route]:
    """Returns these routes."""
    programs = _Programs(containers)
    return [
        ("POST", "/containers/{name:.+}/exec", programs.create),
        ("GET", "/containers/{name:.+}/top", programs.top),
        ("POST", "/exec/{id}/start", programs.start),
        ("POST", "/exec/{id}/resize", programs.resize),
        ("GET", "/exec/{id}/json", programs.inspect),
    ]


class _Programs:
    def __init__(self, containers: Containers) -> None:
        self._containers = containers
        self._execs = Execs(containers.table, containers.runtime)

    async def create(self, request: web.Request) -> web.Response:
        asked = await body_json(request)
        name = request.match_info["name"]
        live = self._containers.directory.find(name)
        attaching.keys(asked.get("DetachKeys") or "")
        exec_ = self._execs.create(live, name, asked)
        return reply({"Id": exec_.id}, 201)

    async def start(self, request: web.Request) -> web.StreamResponse:
        exec_ = self._execs.find(request.match_info["id"])
        how = await body_json(request)
        self._execs.check_startable(exec_)
        size = _size(how.get("ConsoleSize") or exec_.asked.get("ConsoleSize"))
        if how.get("Detach"):
            await self._execs.start(exec_, size)
            return web.Response()
        asked = exec_.asked
        kind = stream_type(request, terminal=exec_.terminal)
        async with Hijacked(request, kind) as connection:
            output = exec_.streams.attach(
                stdout=bool(asked.get("AttachStdout")), stderr=bool(asked.get("AttachStderr"))
            )
            try:
                await self._execs.start(exec_, size)
            except Exception as error:  # noqa: BLE001 - the answer has begun, so it ends with what went wrong
                said = f"{as_engine_error(error).message}\r\n".encode()
                await connection.write(said if exec_.terminal else frame(STDOUT, said))
                return connection.response
            await attaching.serve(
                connection,
                exec_.streams,
                output,
                terminal=exec_.terminal,
                stdin=bool(asked.get("AttachStdin")),
                close_stdin=True,
                detach=attaching.keys(asked.get("DetachKeys") or ""),
            )
        return connection.response

    async def resize(self, request: web.Request) -> web.Response:
        height, width = (dimension(request.query.get(name, "")) for name in ("h", "w"))
        exec_ = self._execs.find(request.match_info["id"])
        if exec_.running is None:
            raise Conflict(f"Exec command {exec_.id} is not running")
        exec_.running.resize(height, width)
        return web.Response()

    async def inspect(self, request: web.Request) -> web.Response:
        return reply(self._execs.find(request.match_info["id"]).document())

    async def top(self, request: web.Request) -> web.Response:
        live = self._containers.directory.find(request.match_info["name"])
        found = await top.processes(live, request.query.get("ps_args", ""))
        self._containers.table.log(live.container, "top")
        return reply(found)


def _size(asked: Any) -> tuple[int, int]:
    match asked:
        case [int(height), int(width)] if height > 0 and width > 0:
            return height, width
    return _TERMINAL
