"""The route of builds: `POST /build`, with the classic builder.

Source: moby ``api/swagger.yaml`` (``ImageBuild``) and its ``api/server/router/build``.
"""

from __future__ import annotations

import asyncio
import tempfile
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api.references import parse_reference
from docker_lessons.engine.api.wire import Route, flag, spool, stream
from docker_lessons.engine.build.options import read
from docker_lessons.engine.registry.registries import decoded, known, refuse_tokens
from docker_lessons.oci.docker_hub import INDEX_SERVER

if TYPE_CHECKING:
    from pathlib import Path

    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.registry.registries import Registries
    from docker_lessons.engine.runtime.process import Runtime
    from docker_lessons.oci.access import Credential
    from docker_lessons.oci.manifest import Platform
    from docker_lessons.oci.reference import Reference
    from docker_lessons.trace import Trace


def routes(
    store: ImageStore, registries: Registries, trace: Trace, scratch: Path, runtime: Runtime
) -> list[Route]:
    """Returns the routes of builds; `scratch` is a folder for the files of contexts and stages."""
    build = _Build(store, registries, trace, scratch, runtime)
    return [("POST", "/build", build.build)]


class _Build:
    def __init__(
        self,
        store: ImageStore,
        registries: Registries,
        trace: Trace,
        scratch: Path,
        runtime: Runtime,
    ) -> None:
        self._store = store
        self._registries = registries
        self._trace = trace
        self._scratch = scratch
        self._runtime = runtime

    async def build(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.build.builder import Builder
        from docker_lessons.engine.build.context import Context

        options = read(request)
        quiet = flag(request, "q")
        with tempfile.TemporaryFile(dir=self._scratch) as file:
            await spool(request, file)
            context = await asyncio.to_thread(Context, file, self._scratch)

            async def work(progress: Progress) -> None:
                progress.muted = quiet

                async def pull(name: str, platform: Platform | None) -> None:
                    await self._pull(request, name, platform, progress)

                with self._store.holding():
                    builder = Builder(
                        *(self._store, context, options, progress, pull),
                        *(self._scratch, self._runtime, lambda: request.transport is None),
                    )
                    image_id = await builder.build()
                if quiet:
                    progress.muted = False
                    progress.held.clear()
                    await progress.stream(f"{image_id}\n")

            name = options.tags[0].familiar if options.tags else ""
            try:
                return await stream(request, self._trace, work, kind="build", name=name)
            finally:
                context.close()

    async def _pull(
        self, request: web.Request, name: str, platform: Platform | None, progress: Progress
    ) -> None:
        """Pulls a base image."""
        from docker_lessons.engine.transfer.pull import fetch

        reference = parse_reference(name).with_default_tag()
        who = _credential(request, reference)
        await fetch(
            *(self._store, self._registries, reference, who),
            platform=str(platform or ""),
            progress=progress,
        )


def _credential(request: web.Request, reference: Reference) -> Credential | None:
    """Returns the credential for a base image's registry among those that came with the build."""
    sent = decoded(request.headers.get("X-Registry-Config"))
    entry = sent.get(INDEX_SERVER if reference.domain == "docker.io" else reference.domain)
    if not isinstance(entry, dict):
        return None
    refuse_tokens(entry)
    return known(entry.get("username"), entry.get("password"))
