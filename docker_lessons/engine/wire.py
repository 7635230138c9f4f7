"""What all routes share: parameters in, JSON and streams out, dockerd's way.

Source: moby ``api/server/httputils`` and ``api/server/middleware``.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.engine.errors import (
    BadParameter,
    EngineError,
    SystemFailure,
    disk_full,
    explained,
)
from docker_lessons.engine.progress import Progress
from docker_lessons.trace import CLIENT_WENT_AWAY, note

if TYPE_CHECKING:
    from docker_lessons.engine.registries import Registries
    from docker_lessons.engine.store import ImageStore
    from docker_lessons.trace import Trace

OLDEST, NEWEST = (1, 24), (1, 44)
"""The versions of the API that are served."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Route = tuple[str, str, Handler]
"""Method, path without the version, and who answers."""

_NO = frozenset({"", "0", "no", "false", "none"})
_SPOOLED = 1 << 20
"""How many bytes of a body are written at a time: each time is a way to a thread and back."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """What the routes work with; `scratch` is a folder for files without a name."""

    store: ImageStore
    registries: Registries
    trace: Trace
    scratch: Path


def name_of(version: tuple[int, int]) -> str:
    """Write a version of the API: ``1.44``."""
    return f"{version[0]}.{version[1]}"


def version_of(request: web.Request) -> tuple[int, int]:
    """Return the version of the API that the client speaks; the newest if it says none.

    Raises:
        BadParameter: With dockerd's sentence, if it is not served.
    """
    text = request.match_info.get("version")
    if text is None:
        return NEWEST
    major, _, minor = text.partition(".")
    version = (int(major or 0), int(minor.partition(".")[0] or 0))
    if version > NEWEST:
        raise BadParameter(
            f"client version {text} is too new. Maximum supported API version is {name_of(NEWEST)}"
        )
    if version < OLDEST:
        raise BadParameter(
            f"client version {text} is too old. Minimum supported API version is "
            f"{name_of(OLDEST)}, please upgrade your client to a newer version"
        )
    return version


def flag(request: web.Request, name: str, *, default: bool = False) -> bool:
    """Read a parameter that is on or off."""
    if name not in request.query:
        return default
    return request.query[name].strip().lower() not in _NO


def reply(document: object, status: int = 200) -> web.Response:
    """Answer with JSON."""
    # Unlike in its streams, dockerd leaves < > & as they are here (moby httputils.WriteJSON).
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    # With a charset behind it, docker 28 takes an error's JSON for its sentence.
    return web.Response(
        body=text.encode() + b"\n",
        status=status,
        headers={"Content-Type": "application/json"},
    )


def refusal(error: EngineError) -> web.Response:
    """Answer with an error's status and sentence."""
    return reply({"message": error.message}, error.status)


async def body_json(request: web.Request) -> dict[str, Any]:
    """Read the JSON object in the body.

    Raises:
        BadParameter: If there is none.
    """
    if request.content_type != "application/json":
        raise BadParameter(
            f"Content-Type specified ({request.content_type}) must be 'application/json'"
        )
    try:
        document = json.loads(await request.read() or b"null")
    except ValueError as error:
        raise BadParameter(f"invalid JSON: {error}") from None
    return document if isinstance(document, dict) else {}


async def spool(request: web.Request, file: IO[bytes]) -> None:
    """Write the body into a file, and go to its beginning.

    Raises:
        OSError: If there is no room for it.
    """
    pending = bytearray()
    async for chunk in request.content.iter_any():
        pending += chunk
        if len(pending) >= _SPOOLED:
            await asyncio.to_thread(file.write, pending)
            pending.clear()
    await asyncio.to_thread(file.write, pending)
    await asyncio.to_thread(file.flush)
    file.seek(0)


def as_engine_error(error: Exception) -> EngineError:
    """Turn anything that went wrong into a sentence."""
    if isinstance(error, EngineError):
        return error
    if isinstance(error, OSError):
        return explained(error)
    if isinstance(error, sqlite3.Error):
        if "full" in str(error):
            return disk_full()
        return SystemFailure(f"the practice engine could not use its database: {error}")
    _log.error("A request failed", exc_info=error)
    return SystemFailure(
        f"the practice engine failed: {type(error).__name__}: {error}; "
        "please report it with what its log says"
    )


@web.middleware
async def departures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a client go that does not wait for its answer: no failure, and no line in the log."""
    try:
        return await handler(request)
    except ConnectionError:
        return web.Response(status=CLIENT_WENT_AWAY)


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every failure with JSON, as dockerd does."""
    try:
        version_of(request)
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return reply({"message": "page not found"}, 404)
    except web.HTTPException:
        raise
    except ConnectionError:
        # The client went away; nobody is there to be told.
        raise
    except Exception as error:  # noqa: BLE001 - no client may see a traceback
        return refusal(as_engine_error(error))


async def stream(
    request: web.Request,
    parts: Parts,
    work: Callable[[Progress], Awaitable[None]],
    *,
    kind: str = "",
    name: str = "",
) -> web.StreamResponse:
    """Do `work` and answer with its lines; the answer begins with the first of them.

    `kind` and `name` are what the trace calls it.

    Raises:
        EngineError: If it fails before the first line.
    """
    response = web.StreamResponse(headers={"Content-Type": "application/json"})

    async def write(line: bytes) -> None:
        if not response.prepared:
            await response.prepare(request)
        await response.write(line)

    progress = Progress(write, parts.trace, kind, name)
    try:
        await work(progress)
    except ConnectionError:
        progress.end("the client went away before it was done")
        raise
    except asyncio.CancelledError:
        progress.end("the engine was stopped before it was done")
        raise
    except Exception as error:
        failure = as_engine_error(error)
        progress.end(failure.message)
        if progress.held:
            await progress.release()
        if not progress.started:
            raise failure from error
        note(message=failure.message)
        await progress.error(failure.message)
    else:
        progress.end()
    if not response.prepared:
        await response.prepare(request)
    await response.write_eof()
    return response
