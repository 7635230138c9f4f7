"""The routes of builds: the classic builder, and what its cache may be asked.

Source: moby ``api/swagger.yaml`` (``POST /build``) and its ``api/server/router/build``.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.engine.errors import BadParameter, NotImplementedHere
from docker_lessons.engine.images import fetch, parse_reference
from docker_lessons.engine.registries import INDEX, decoded
from docker_lessons.engine.wire import Parts, Route, flag, spool, stream, version_of

if TYPE_CHECKING:
    from docker_lessons.engine.builder import Options
    from docker_lessons.engine.progress import Progress
    from docker_lessons.oci.reference import Reference

BUILDKIT = (
    "BuildKit is not part of the practice engine, which has the classic builder: set "
    "DOCKER_BUILDKIT=0 in the environment and build again"
)
"""What a request for BuildKit is told."""

_WITH_AUX = (1, 30)


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

        options = _options(request)
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


def _options(request: web.Request) -> Options:
    from docker_lessons.engine.builder import Options

    query = request.query
    version = query.get("version", "1")
    if version == "2" or query.get("session"):
        raise NotImplementedHere(BUILDKIT)
    if version not in ("", "1"):
        raise BadParameter(f'invalid version "{version}"')
    if query.get("remote"):
        raise NotImplementedHere(
            "a build from an address is not possible here: the practice engine connects to the "
            "practice Hub alone; build from a folder"
        )
    if flag(request, "squash"):
        raise BadParameter("squash is only supported with experimental mode")
    tags: dict[str, Reference] = {}
    for text in query.getall("t", []):
        if not text:
            continue
        reference = parse_reference(text)
        if reference.digest is not None:
            raise BadParameter("build tag cannot contain a digest")
        reference = reference.with_default_tag()
        tags.setdefault(reference.full, reference)
    return Options(
        dockerfile=query.get("dockerfile") or "Dockerfile",
        tags=tuple(tags.values()),
        no_cache=flag(request, "nocache"),
        pull=flag(request, "pull"),
        remove=flag(request, "rm", default=True) or flag(request, "forcerm"),
        labels=_mapping(query.get("labels", ""), "error reading labels"),
        build_arguments=_mapping(query.get("buildargs", ""), "error reading build args"),
        target=query.get("target", ""),
        wants_aux=version_of(request) >= _WITH_AUX,
    )


def _mapping(text: str, problem: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BadParameter(f"{problem}: {error}") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise BadParameter(f"{problem}: it has to be a JSON object")
    return document


def _auth(request: web.Request, reference: Reference) -> str | None:
    """Choose, for a base image, one of the credentials that came with the build."""
    import base64

    known = decoded(request.headers.get("X-Registry-Config"))
    entry = known.get(INDEX if reference.domain == "docker.io" else reference.domain)
    if not isinstance(entry, dict):
        return None
    return base64.urlsafe_b64encode(json.dumps(entry).encode()).decode()
