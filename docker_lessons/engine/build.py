"""The routes of builds: the classic builder, and what its cache may be asked.

Source: moby ``api/swagger.yaml`` (``POST /build``) and its ``api/server/router/build``.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.images import fetch, parse_reference
from docker_lessons.engine.options import read
from docker_lessons.engine.registries import decoded
from docker_lessons.engine.wire import Parts, Route, flag, spool, stream
from docker_lessons.oci.docker_hub import INDEX_SERVER

if TYPE_CHECKING:
    from docker_lessons.engine.progress import Progress
    from docker_lessons.oci.reference import Reference


def routes(parts: Parts) -> list[Route]:
    """Return the routes of this module."""
    build = _Build(parts)
    return [("POST", "/build", build.build)]


class _Build:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def build(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.builder import Builder
        from docker_lessons.engine.context import Context

        options = read(request)
        quiet = flag(request, "q")
        with tempfile.TemporaryFile(dir=self._parts.scratch) as file:
            await spool(request, file)
            context = await asyncio.to_thread(Context, file, self._parts.scratch)

            async def work(progress: Progress) -> None:
                progress.muted = quiet

                async def pull(name: str) -> None:
                    reference = parse_reference(name).with_default_tag()
                    auth = _auth(request, reference)
                    await fetch(self._parts, reference, auth, progress)

                with self._parts.store.holding():
                    builder = Builder(
                        self._parts.store, context, options, progress, pull, self._parts.scratch
                    )
                    image_id = await builder.build()
                if quiet:
                    progress.muted = False
                    progress.held.clear()
                    await progress.stream(f"{image_id}\n")

            name = options.tags[0].familiar if options.tags else ""
            try:
                return await stream(request, self._parts, work, kind="build", name=name)
            finally:
                context.close()


def _auth(request: web.Request, reference: Reference) -> str | None:
    """Choose, for a base image, one of the credentials that came with the build."""
    import base64

    known = decoded(request.headers.get("X-Registry-Config"))
    entry = known.get(INDEX_SERVER if reference.domain == "docker.io" else reference.domain)
    if not isinstance(entry, dict):
        return None
    return base64.urlsafe_b64encode(json.dumps(entry).encode()).decode()
