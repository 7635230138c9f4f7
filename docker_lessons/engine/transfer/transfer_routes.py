"""Routes that move images: push, pull, save, load.

Source: moby ``api/swagger.yaml`` (tag Image) and its ``api/server/router/image``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api.errors import BadParameter, SystemFailure
from docker_lessons.engine.api.references import parse_reference, pull_reference, retagged
from docker_lessons.engine.api.wire import Route, body_json, flag, spool, stream, version_of
from docker_lessons.engine.registry.registries import credential
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.images.image_config import RunConfig
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.registry.registries import Registries
    from docker_lessons.trace import Trace


_WITH_PLATFORM = (1, 32)
_AS_LAYOUT = (1, 44)

Changed = Callable[[Sequence[str]], "RunConfig"]
"""Returns the run config that instructions of a Dockerfile make of an empty one."""


def routes(
    store: ImageStore, registries: Registries, trace: Trace, scratch: Path, changed: Changed
) -> list[Route]:
    """Returns the routes that move images.

    `scratch` is a folder for files while they arrive; `changed` reads the instructions of an import.
    """
    transfer = _Transfer(store, registries, trace, scratch, changed)
    return [
        ("POST", "/images/create", transfer.create),
        ("POST", "/images/{name:.+}/push", transfer.push),
        ("GET", "/images/get", transfer.save),
        ("GET", "/images/{name:.+}/get", transfer.save),
        ("POST", "/images/load", transfer.load),
    ]


class _Transfer:
    def __init__(
        self,
        store: ImageStore,
        registries: Registries,
        trace: Trace,
        scratch: Path,
        changed: Changed,
    ) -> None:
        self._store = store
        self._registries = registries
        self._trace = trace
        self._scratch = scratch
        self._changed = changed

    async def push(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.transfer.push import push

        header = request.headers.get("X-Registry-Auth")
        if header is None:
            # Very old clients send it in the body.
            try:
                await body_json(request)
            except BadParameter:
                raise BadParameter("Bad parameters and missing X-Registry-Auth: EOF") from None
        reference = parse_reference(request.match_info["name"])
        tag = request.query.get("tag", "")
        if not tag and reference.digest is not None:
            raise BadParameter("cannot push a digest reference")
        reference = retagged(reference, tag)
        who = credential(header)
        note(account=who.username if who is not None else None)

        async def work(progress: Progress) -> None:
            try:
                registry = self._registries.client(reference.domain, who)
            except SystemFailure:
                await progress.message(f"The push refers to repository [{reference.name}]")
                if not self._store.references(reference.name):
                    name = reference.familiar_name
                    raise SystemFailure(
                        f"An image does not exist locally with the tag: {name}"
                    ) from None
                raise
            async with registry:
                await push(
                    self._store,
                    registry,
                    reference,
                    all_tags=reference.tag is None,
                    progress=progress,
                )

        return await stream(request, self._trace, work, kind="push", name=reference.familiar)

    async def create(self, request: web.Request) -> web.StreamResponse:
        name = request.query.get("fromImage", "")
        if name:
            return await self._pull(request, name)
        return await self._import(request)

    async def _pull(self, request: web.Request, name: str) -> web.StreamResponse:
        from docker_lessons.engine.transfer.pull import fetch

        reference = pull_reference(name, request.query.get("tag", ""))
        who = credential(request.headers.get("X-Registry-Auth"))
        note(account=who.username if who is not None else None)
        platform = _platform(request)

        async def work(progress: Progress) -> None:
            await fetch(
                self._store, self._registries, reference, who, platform=platform, progress=progress
            )

        return await stream(request, self._trace, work, kind="pull", name=reference.familiar)

    async def _import(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.transfer import image_import

        query = request.query
        image_import.check_source(query.get("fromSrc", ""))
        name = image_import.target(query.get("repo", ""), query.get("tag", ""))
        config = self._changed(query.getall("changes", []))
        with tempfile.TemporaryFile(dir=self._scratch) as file:
            await spool(request, file)

            async def work(progress: Progress) -> None:
                image_id = await image_import.import_image(
                    *(self._store, file, name),
                    config=config,
                    message=query.get("message", ""),
                    platform=_platform(request),
                )
                await progress.message(image_id)

            return await stream(request, self._trace, work)

    async def save(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.transfer.save import save

        names = [name for text in request.query.getall("names", []) for name in text.split(",")]
        if "name" in request.match_info:
            names = [request.match_info["name"]]
        response = web.StreamResponse(headers={"Content-Type": "application/x-tar"})
        # A name without an image is refused before the first chunk, so the refusal has its own status.
        as_layout = version_of(request) >= _AS_LAYOUT
        async for chunk in save(self._store, names, as_layout=as_layout):
            if not response.prepared:
                await response.prepare(request)
            await response.write(chunk)
        await response.write_eof()
        return response

    async def load(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.transfer.load import load

        with tempfile.NamedTemporaryFile(dir=self._scratch) as file:
            await spool(request, file)

            async def work(progress: Progress) -> None:
                quiet = flag(request, "quiet", default=True)
                await load(self._store, Path(file.name), quiet=quiet, progress=progress)

            return await stream(request, self._trace, work)


def _platform(request: web.Request) -> str:
    return request.query.get("platform", "") if version_of(request) >= _WITH_PLATFORM else ""
