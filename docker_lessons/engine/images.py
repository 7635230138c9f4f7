"""The routes of images: list, inspect, history, tag, remove, push, pull, save, load, search, prune.

Source: moby ``api/swagger.yaml`` (tag Image) and its ``api/server/router/image``.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine import listing, removal, timestamp
from docker_lessons.engine.errors import (
    BadParameter,
    EngineError,
    NotImplementedHere,
    SystemFailure,
)
from docker_lessons.engine.filters import Filters
from docker_lessons.engine.registries import credential
from docker_lessons.engine.wire import (
    Parts,
    Route,
    body_json,
    flag,
    reply,
    spool,
    stream,
    version_of,
)
from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.reference import InvalidReference, Reference
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.engine.progress import Progress

_PRUNE_FILTERS = frozenset({"dangling", "label", "label!", "until"})
_BY_FILTER = (1, 41)


def routes(parts: Parts) -> list[Route]:
    """Return the routes of this module."""
    images = _Images(parts)
    return [
        ("GET", "/images/json", images.list),
        ("GET", "/images/get", images.save),
        ("GET", "/images/search", images.search),
        ("POST", "/images/create", images.create),
        ("POST", "/images/load", images.load),
        ("POST", "/images/prune", images.prune),
        ("GET", "/images/{name:.+}/json", images.inspect),
        ("GET", "/images/{name:.+}/history", images.history),
        ("GET", "/images/{name:.+}/get", images.save),
        ("POST", "/images/{name:.+}/push", images.push),
        ("POST", "/images/{name:.+}/tag", images.tag),
        ("DELETE", "/images/{name:.*}", images.remove),
    ]


def parse_reference(text: str) -> Reference:
    """Read a name that a client gives.

    Raises:
        BadParameter: With dockerd's sentence.
    """
    try:
        return Reference.parse(text)
    except InvalidReference as error:
        raise BadParameter(str(error)) from None


class _Images:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._store = parts.store

    async def list(self, request: web.Request) -> web.Response:
        version = version_of(request)
        filters = Filters.parse(request.query.get("filters", ""))
        if version < _BY_FILTER and request.query.get("filter"):
            filters = filters.with_value("reference", request.query["filter"])
        everything = flag(request, "all")
        return reply(listing.summaries(self._store, filters, version, everything=everything))

    async def inspect(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        try:
            image = self._store.resolve(name)
        except EngineError as error:
            raise type(error)(f"no such image: {name}: {error.message}") from None
        return reply(listing.inspect(self._store, image, version_of(request)))

    async def history(self, request: web.Request) -> web.Response:
        image = self._store.resolve(request.match_info["name"])
        return reply(listing.history(self._store, image))

    async def tag(self, request: web.Request) -> web.Response:
        image = self._store.resolve(request.match_info["name"])
        try:
            reference = Reference.parse(request.query.get("repo", ""))
            tag = request.query.get("tag", "")
            reference = reference.without_tag().with_tag(tag) if tag else reference
        except InvalidReference as error:
            raise BadParameter(str(error)) from None
        if reference.digest is not None:
            raise BadParameter("refusing to create a tag with a digest reference")
        reference = reference.with_default_tag()
        if is_digest(f"{reference.familiar_name}:{reference.tag}"):
            raise BadParameter("refusing to create an ambiguous tag using digest algorithm as name")
        with self._store.change() as change:
            change.set_reference(reference, image.id)
            change.touch(image.id)
            change.event("tag", image.id, reference.familiar)
        return web.Response(status=201)

    async def remove(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if not name.strip():
            raise BadParameter("image name cannot be blank")
        records = removal.remove(
            self._store, name, force=flag(request, "force"), prune=not flag(request, "noprune")
        )
        return reply(records)

    async def prune(self, request: web.Request) -> web.Response:
        filters = Filters.parse(request.query.get("filters", ""))
        filters.validate(_PRUNE_FILTERS)
        dangling_only = filters.boolean("dangling") is not False
        until = filters.get("until")
        if len(until) > 1:
            raise BadParameter("more than one until filter specified")
        limit = timestamp.before(until[0], time.time_ns()) if until else None
        wanted = [
            image
            for image in self._store.images()
            if (limit is None or image.created <= limit)
            and filters.labels("label", image.labels)
            and not ("label!" in filters and filters.labels("label!", image.labels))
        ]
        records, freed = await asyncio.to_thread(
            removal.prune, self._store, dangling_only=dangling_only, wanted=wanted
        )
        return reply({"ImagesDeleted": records or None, "SpaceReclaimed": freed})

    async def push(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.push import push

        header = request.headers.get("X-Registry-Auth")
        if header is None:
            # Very old clients send it in the body.
            try:
                await body_json(request)
            except BadParameter:
                raise BadParameter("Bad parameters and missing X-Registry-Auth: EOF") from None
        reference = parse_reference(request.match_info["name"])
        tag = request.query.get("tag", "")
        if tag:
            try:
                reference = reference.without_tag().with_tag(tag)
            except InvalidReference as error:
                raise BadParameter(str(error)) from None
        elif reference.digest is not None:
            raise BadParameter("cannot push a digest reference")
        who = credential(header)
        note(account=who.username if who is not None else None)

        async def work(progress: Progress) -> None:
            try:
                registry = self._parts.registries.client(reference.domain, who)
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

        return await stream(request, self._parts, work, kind="push", name=reference.familiar)

    async def create(self, request: web.Request) -> web.StreamResponse:
        name = request.query.get("fromImage", "")
        if not name:
            raise NotImplementedHere(
                "an image cannot be imported here: the practice engine gets images by build, pull "
                "and load"
            )
        reference = pull_reference(name, request.query.get("tag", ""))
        who = credential(request.headers.get("X-Registry-Auth"))
        note(account=who.username if who is not None else None)

        async def work(progress: Progress) -> None:
            await fetch(
                self._parts,
                reference,
                request.headers.get("X-Registry-Auth"),
                progress,
                platform=request.query.get("platform", ""),
            )

        return await stream(request, self._parts, work, kind="pull", name=reference.familiar)

    async def save(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.save import save

        names = [name for text in request.query.getall("names", []) for name in text.split(",")]
        if "name" in request.match_info:
            names = [request.match_info["name"]]
        response = web.StreamResponse(headers={"Content-Type": "application/x-tar"})
        # What means no image is refused before the first chunk, with a status of its own.
        async for chunk in save(self._store, names):
            if not response.prepared:
                await response.prepare(request)
            await response.write(chunk)
        await response.write_eof()
        return response

    async def load(self, request: web.Request) -> web.StreamResponse:
        from docker_lessons.engine.load import load

        with tempfile.NamedTemporaryFile(dir=self._parts.scratch) as file:
            await spool(request, file)

            async def work(progress: Progress) -> None:
                quiet = flag(request, "quiet", default=True)
                await load(self._store, Path(file.name), quiet=quiet, progress=progress)

            return await stream(request, self._parts, work)

    async def search(self, request: web.Request) -> web.Response:
        from docker_lessons.engine.search import search

        return reply(await search(self._parts.registries, request.query))


def pull_reference(name: str, tag: str) -> Reference:
    """Read what a pull names; `tag` may be a digest, and ``latest`` is not filled in.

    Raises:
        BadParameter: With dockerd's sentence.
    """
    reference = parse_reference(name.rstrip(":"))
    if not tag:
        return reference
    try:
        if is_digest(tag):
            return reference.without_tag().with_digest(tag)
        return reference.without_tag().with_tag(tag)
    except InvalidReference as error:
        raise BadParameter(str(error)) from None


async def fetch(
    parts: Parts, reference: Reference, auth: str | None, progress: Progress, platform: str = ""
) -> None:
    """Pull what a reference names; all tags of its repository if it names none.

    Raises:
        EngineError: With dockerd's sentence.
    """
    from docker_lessons.engine.pull import pull

    registry = parts.registries.client(reference.domain, credential(auth))
    all_tags = reference.tag is None and reference.digest is None
    async with registry:
        await pull(
            parts.store,
            registry,
            reference,
            all_tags=all_tags,
            platform=platform,
            progress=progress,
        )
