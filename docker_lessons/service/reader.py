"""Every answer in its reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons import language

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler


@web.middleware
async def in_the_readers_language(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers a request in the language that it accepts, else in this process's."""
    wanted = language.accepted(request.headers.get("Accept-Language", ""))
    with language.speaking(wanted or language.current()):
        return await handler(request)
