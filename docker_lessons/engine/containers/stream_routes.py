"""Routes at a container's streams: attach, logs, wait, resize.

Source: moby ``api/swagger.yaml`` (``ContainerAttach``, ``ContainerLogs``, ``ContainerWait``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter, Conflict, NotImplementedHere
from docker_lessons.engine.api.wire import Route, flag, version_of
from docker_lessons.engine.containers import attach as attaching
from docker_lessons.engine.containers import container as states
from docker_lessons.engine.containers.dimensions import dimension
from docker_lessons.engine.containers.hijack import Hijacked, frame, stream_type
from docker_lessons.engine.containers.waiting import ended_or_left, exit_code, while_connected
from docker_lessons.engine.runtime.process import STDOUT
from docker_lessons.oci import gojson

if TYPE_CHECKING:
    from docker_lessons.engine.containers.containers import Containers
    from docker_lessons.engine.containers.log_file import Line

_ERROR_IF_ANY = (1, 42)
"""The version of the API from which on the answer to a wait leaves out an empty error."""
_CONDITIONS = ("not-running", "next-exit", "removed")
_FRACTION = 9


def routes(containers: Containers) -> list[Route]:
    """Returns the routes at streams."""
    streams = _Streams(containers)
    return [
        ("POST", "/containers/{name:.+}/attach", streams.attach),
        ("GET", "/containers/{name:.+}/attach/ws", streams.websocket),
        ("GET", "/containers/{name:.+}/logs", streams.logs),
        ("POST", "/containers/{name:.+}/wait", streams.wait),
        ("POST", "/containers/{name:.+}/resize", streams.resize),
    ]


class _Streams:
    def __init__(self, containers: Containers) -> None:
        self._containers = containers

    async def attach(self, request: web.Request) -> web.StreamResponse:
        detach = attaching.keys(request.query.get("detachKeys", ""))
        live = self._containers.directory.find(request.match_info["name"])
        container = live.container
        if container.state.status == states.PAUSED:
            raise Conflict(
                f"container {container.id} is paused, unpause the container before attach"
            )
        stdout, stderr = flag(request, "stdout"), flag(request, "stderr")
        wants_input = flag(request, "stdin") and bool(container.config.get("OpenStdin"))
        kind = stream_type(request, terminal=container.terminal)
        async with Hijacked(request, kind) as connection:
            self._containers.table.log(container, "attach")
            if flag(request, "logs"):
                async for lines in live.log.blocks(tail=None, follow=None):
                    shown = [
                        _shown(line, terminal=container.terminal)
                        for line in lines
                        if (stdout if line.stream == STDOUT else stderr)
                    ]
                    await connection.write(b"".join(shown))
            if flag(request, "stream"):
                output = live.streams.attach(stdout=stdout, stderr=stderr)
                detached = await attaching.serve(
                    connection,
                    live.streams,
                    output,
                    terminal=container.terminal,
                    stdin=wants_input,
                    close_stdin=bool(container.config.get("StdinOnce")) and not container.terminal,
                    detach=detach,
                )
                if detached:
                    self._containers.table.log(container, "detach")
        return connection.response

    async def websocket(self, request: web.Request) -> web.StreamResponse:
        self._containers.directory.find(request.match_info["name"])
        raise NotImplementedHere(
            "the practice engine attaches by a hijacked connection, as docker does, not by a websocket"
        )

    async def logs(self, request: web.Request) -> web.StreamResponse:
        stdout, stderr = flag(request, "stdout"), flag(request, "stderr")
        if not (stdout or stderr):
            raise BadParameter("Bad parameters: you must choose at least one stream")
        live = self._containers.directory.find(request.match_info["name"])
        if not live.keeps_log:
            raise NotImplementedHere("configured logging driver does not support reading")
        since = timestamp.parameter(request.query.get("since", "")) or 0
        until = timestamp.parameter(request.query.get("until", "")) or 0
        tail = request.query.get("tail", "")
        wanted = int(tail) if re.fullmatch(r"\d{1,9}", tail, re.ASCII) else None
        follow = flag(request, "follow") and live.container.is_alive
        times, details = flag(request, "timestamps"), flag(request, "details")
        terminal = live.container.terminal
        response = web.StreamResponse(
            headers={"Content-Type": stream_type(request, terminal=terminal)}
        )
        await response.prepare(request)
        async with ended_or_left(request, live) as over:
            async for lines in live.log.blocks(tail=wanted, follow=over if follow else None):
                shown = []
                for line in lines:
                    if not (stdout if line.stream == STDOUT else stderr):
                        continue
                    if (since and line.time < since) or (until and line.time > until):
                        continue
                    prefix = _moment(line.time) if times else b""
                    prefix += b" " if details else b""
                    shown.append(_shown(line, terminal=terminal, prefix=prefix))
                if shown:
                    await response.write(b"".join(shown))
                if until and lines[-1].time > until:
                    break
        await response.write_eof()
        return response

    async def wait(self, request: web.Request) -> web.StreamResponse:
        live = self._containers.directory.find(request.match_info["name"])
        condition = request.query.get("condition", "")
        if condition and condition not in _CONDITIONS:
            raise BadParameter(f'invalid condition: "{condition}"')
        with live.waited_for():
            waiting = exit_code(live, condition or "not-running")
            response = web.StreamResponse(headers={"Content-Type": "application/json"})
            try:
                # The head at once: a client starts the container only when it has it.
                await response.prepare(request)
                code = await while_connected(request, waiting)
            finally:
                waiting.cancel()
            answer: dict[str, object] = {"StatusCode": code}
            if version_of(request) < _ERROR_IF_ANY:
                answer = {"Error": None, **answer}
            await response.write(gojson.encode(answer).encode() + b"\n")
            await response.write_eof()
        return response

    async def resize(self, request: web.Request) -> web.Response:
        height, width = (dimension(request.query.get(name, "")) for name in ("h", "w"))
        live = self._containers.directory.find(request.match_info["name"])
        self._containers.lifecycle.resize(live, height, width)
        return web.Response()


def _shown(line: Line, *, terminal: bool, prefix: bytes = b"") -> bytes:
    return prefix + line.text if terminal else frame(line.stream, prefix + line.text)


def _moment(nanoseconds: int) -> bytes:
    whole, _, fraction = timestamp.rfc3339(nanoseconds).rstrip("Z").partition(".")
    return f"{whole}.{fraction.ljust(_FRACTION, '0')}Z ".encode()
