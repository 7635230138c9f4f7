"""Requests and answers of the Engine API: versions, parameters, bodies, JSON and streams.

Source: moby ``api/server/httputils`` and ``api/server/middleware``.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import re
import sqlite3
import urllib.parse
import zlib
from collections.abc import Awaitable, Callable
from typing import IO, TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.engine.api import departure
from docker_lessons.engine.api.errors import (
    BadParameter,
    EngineError,
    SystemFailure,
    disk_full,
    explained,
)
from docker_lessons.engine.api.progress_stream import Progress
from docker_lessons.oci import gojson
from docker_lessons.oci.arrival import Arrival
from docker_lessons.trace import CLIENT_WENT_AWAY, note

if TYPE_CHECKING:
    from docker_lessons.trace import Trace

OLDEST, NEWEST = (1, 24), (1, 44)
"""The oldest and the newest version of the API that are served."""

Version = tuple[int, int]
"""A version of the API: ``(1, 44)``."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Route = tuple[str, str, Handler]
"""Method, path without the version, and handler."""

_DIGITS = 9
"""Digits of a version's number that are read: with as many, it is too large anyway."""

_NO = frozenset({"", "0", "no", "false", "none"})
_FORM = "application/x-www-form-urlencoded"
_LONGEST_FORM, _MOST_FIELDS = 1 << 20, 1000
"""How many bytes and fields of a form are read: it is read on the event loop. (Go reads 10 MiB.)"""

_NO_ESCAPE = re.compile("%(?![0-9a-fA-F]{2}).{0,2}")

_log = logging.getLogger(__name__)


def name_of(version: Version) -> str:
    """Formats a version of the API: ``1.44``."""
    return f"{version[0]}.{version[1]}"


def version_of(request: web.Request) -> Version:
    """Returns the version of the API in the request's path; the newest if there is none.

    Raises:
        BadParameter: When that version is not served, with dockerd's sentence.
    """
    text = request.match_info.get("version")
    if text is None:
        return NEWEST
    major, minor = (part[:_DIGITS] for part in f"{text}.".split(".")[:2])
    version = (int(major or 0), int(minor or 0))
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
    """Returns the value of a boolean parameter."""
    if name not in request.query:
        return default
    return request.query[name].strip().lower() not in _NO


def reply(document: object, status: int = 200) -> web.Response:
    """Builds an answer of JSON."""
    # With a charset in the type, docker 28 shows the JSON of an error instead of its message.
    return web.Response(
        body=_json(document) + b"\n",
        status=status,
        headers={"Content-Type": "application/json"},
    )


def _json(document: object) -> bytes:
    if isinstance(document, list):
        # Piece by piece: no other thread runs while Python writes JSON.
        return b"[%b]" % b",".join(_json(piece) for piece in document)
    # Unlike in its streams, dockerd does not escape < > & here (moby httputils.WriteJSON).
    text = gojson.valid(json.dumps(document, separators=(",", ":"), ensure_ascii=False))
    return text.encode()


def refusal(error: EngineError) -> web.Response:
    """Builds the answer for a refusal: its status and sentence."""
    return reply({"message": error.message}, error.status)


async def body_json(request: web.Request) -> dict[str, Any]:
    """Returns the JSON object in the body; an empty one for any other JSON.

    Raises:
        BadParameter: When the body is not JSON, with dockerd's sentence.

    Source: moby ``api/server/httputils`` ``ReadJSON``.
    """
    if request.content_type != "application/json":
        raise BadParameter(
            f"Content-Type specified ({request.content_type}) must be 'application/json'"
        )
    body = await request.read()
    if not body:
        return {}
    try:
        document, rest = gojson.decode(body)
    except gojson.Malformed as error:
        raise BadParameter(str(error)) from None
    if rest:
        raise BadParameter("unexpected content after JSON")
    return document if isinstance(document, dict) else {}


async def with_form(request: web.Request) -> web.Request:
    """Returns the request with the fields of a form in its body put before the parameters in its path, as in dockerd.

    Raises:
        BadParameter: When the form is too long, has too many fields, or holds a ``%`` that begins no escape.

    Source: Go ``net/http`` ``Request.ParseForm``, which moby ``api/server/httputils`` calls for each request.
    """
    if request.method != "POST" or request.content_type != _FORM or not request.can_read_body:
        return request
    # Not `read()`, after which a request can't be cloned.
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _LONGEST_FORM or body.count(b"&") >= _MOST_FIELDS:
            raise BadParameter("http: POST too large")
    text = body.decode(errors="replace")
    if wrong := _NO_ESCAPE.search(text):
        raise BadParameter(f'invalid URL escape "{wrong[0]}"')
    form = urllib.parse.parse_qsl(text, keep_blank_values=True)
    query = [*form, *request.rel_url.query.items()]
    return request.clone(rel_url=request.rel_url.with_query(query))


async def spool(request: web.Request, file: IO[bytes]) -> None:
    """Writes the body into a file and rewinds it.

    Raises:
        OSError: When the disk is full.
    """
    async with Arrival(file.write) as arrival:
        async for chunk in request.content.iter_any():
            await arrival.take(chunk)
    await asyncio.to_thread(file.flush)
    file.seek(0)


def as_engine_error(error: Exception) -> EngineError:
    """Returns the refusal for any exception; logs those that nobody expected."""
    if isinstance(error, EngineError):
        return error
    if isinstance(error, (gzip.BadGzipFile, zlib.error, EOFError)):
        return SystemFailure(
            f"a layer of the image is damaged ({error}); remove the image, and pull or build it again"
        )
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
    """Ends a request quietly when its client does not wait for the answer; a middleware."""
    try:
        return await handler(request)
    except ConnectionError:
        return web.Response(status=CLIENT_WENT_AWAY)


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers every failure with JSON, as dockerd does; a middleware."""
    waiting = departure.begin(request)
    try:
        version_of(request)
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return reply({"message": "page not found"}, 404)
    except web.HTTPException:
        raise
    except ConnectionError:
        # The client went away: `departures` ends the request.
        raise
    except Exception as error:
        failure = as_engine_error(error)
        if not waiting.has_begun:
            return refusal(failure)
        # A second answer in the midst of the first would be taken for a part of it.
        _log.error("An answer was broken off: %s", failure.message)
        note(message=failure.message)
        if request.transport is not None:
            request.transport.abort()
        raise ConnectionResetError(failure.message) from error


async def stream(
    request: web.Request,
    trace: Trace,
    work: Callable[[Progress], Awaitable[None]],
    *,
    kind: str = "",
    name: str = "",
) -> web.StreamResponse:
    """Runs `work` and answers with the lines that it writes; the answer begins with the first one.

    `kind` and `name` are those of the activity in the trace.

    Raises:
        EngineError: When `work` fails before its first line.
    """
    response = web.StreamResponse(headers={"Content-Type": "application/json"})

    async def write(line: bytes) -> None:
        if not response.prepared:
            await response.prepare(request)
        await response.write(line)

    progress = Progress(write, trace, kind, name)
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
        await progress.error(failure.message, failure.code)
    else:
        progress.end()
    if not response.prepared:
        await response.prepare(request)
    await response.write_eof()
    return response
