"""Routes of the images that are here: list, inspect, history, tag, remove, prune.

Source: moby ``api/swagger.yaml`` (tag Image) and its ``api/server/router/image``.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api.errors import BadParameter, EngineError
from docker_lessons.engine.api.filters import Filters
from docker_lessons.engine.api.references import parse_reference, retagged
from docker_lessons.engine.api.wire import Route, flag, reply, version_of
from docker_lessons.engine.images import inspection, listing, removal

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.image_use import ImageUses

_PRUNE_FILTERS = frozenset({"dangling", "label", "label!", "until"})
_BY_FILTER = (1, 41)
_SHARED_SIZE = (1, 42)


def routes(store: ImageStore, uses: ImageUses) -> list[Route]:
    """Returns the routes of images."""
    images = _Images(store, uses)
    return [
        ("GET", "/images/json", images.list),
        ("POST", "/images/prune", images.prune),
        ("GET", "/images/{name:.+}/json", images.inspect),
        ("GET", "/images/{name:.+}/history", images.history),
        ("POST", "/images/{name:.+}/tag", images.tag),
        ("DELETE", "/images/{name:.*}", images.remove),
    ]


class _Images:
    def __init__(self, store: ImageStore, uses: ImageUses) -> None:
        self._store = store
        self._uses = uses

    async def list(self, request: web.Request) -> web.Response:
        version = version_of(request)
        filters = Filters.parse(request.query.get("filters", ""))
        if version < _BY_FILTER and request.query.get("filter"):
            filters = filters.with_value("reference", request.query["filter"])
        everything = flag(request, "all")
        shared_size = version >= _SHARED_SIZE and flag(request, "shared-size")
        return await asyncio.to_thread(
            lambda: reply(
                listing.summaries(
                    self._store, filters, version, everything=everything, shared_size=shared_size
                )
            )
        )

    async def inspect(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        try:
            image = self._store.resolve(name)
        except EngineError as error:
            raise type(error)(f"no such image: {name}: {error.message}") from None
        return reply(inspection.inspect(self._store, image, version_of(request)))

    async def history(self, request: web.Request) -> web.Response:
        image = self._store.resolve(request.match_info["name"])
        return reply(inspection.history(self._store, image))

    async def tag(self, request: web.Request) -> web.Response:
        image = self._store.resolve(request.match_info["name"])
        reference = parse_reference(request.query.get("repo", ""))
        reference = retagged(reference, request.query.get("tag", ""))
        if reference.digest is not None:
            raise BadParameter("refusing to create a tag with a digest reference")
        reference = reference.with_default_tag()
        with self._store.change() as change:
            change.set_reference(reference, image.id)
            change.touch(image.id)
            change.event("tag", image.id, reference.familiar)
        return web.Response(status=201)

    async def remove(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if not name.strip():
            raise BadParameter("image name cannot be blank")
        records = await asyncio.to_thread(
            removal.remove,
            *(self._store, self._uses, name),
            force=flag(request, "force"),
            prune=not flag(request, "noprune"),
        )
        return reply(records)

    async def prune(self, request: web.Request) -> web.Response:
        filters = Filters.parse(request.query.get("filters", ""))
        filters.validate(_PRUNE_FILTERS)
        dangling_only = filters.boolean("dangling") is not False
        limit = filters.until(time.time_ns())

        def work() -> web.Response:
            wanted = [
                image
                for image in self._store.images()
                if (limit is None or image.created <= limit)
                and filters.labels("label", image.labels)
                and not ("label!" in filters and filters.labels("label!", image.labels))
            ]
            records, freed = removal.prune(
                self._store, self._uses, dangling_only=dangling_only, wanted=wanted
            )
            return reply({"ImagesDeleted": records or None, "SpaceReclaimed": freed})

        return await asyncio.to_thread(work)
