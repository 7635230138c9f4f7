"""Routes of a container's files: copy in and out, export, changes, commit.

Source: moby ``api/swagger.yaml`` (``ContainerArchive``, ``PutContainerArchive``, ``ContainerExport``,
``ContainerChanges``, ``ImageCommit``).
"""

from __future__ import annotations

import asyncio
import base64
import tempfile
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.api.references import parse_reference, retagged
from docker_lessons.engine.api.wire import Route, body_json, flag, reply, spool
from docker_lessons.engine.containers import archive, pipe
from docker_lessons.engine.containers.commit import Wish, commit
from docker_lessons.engine.runtime import changes
from docker_lessons.oci import gojson

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import IO

    from docker_lessons.engine.containers.containers import Containers
    from docker_lessons.engine.containers.live import Live
    from docker_lessons.engine.images.image_config import RunConfig

    Changed = Callable[[Sequence[str], RunConfig], RunConfig]
    """Returns a config as lines of a Dockerfile change it."""

_STAT = "X-Docker-Container-Path-Stat"


def routes(containers: Containers, scratch: Path, changed: Changed) -> list[Route]:
    """Returns the routes of files; `scratch` is a folder for what arrives, `changed` applies ``--change``."""
    files = _Files(containers, scratch)
    commits = _Commits(containers, changed)
    return [
        ("HEAD", "/containers/{name:.+}/archive", files.describe),
        ("GET", "/containers/{name:.+}/archive", files.read),
        ("PUT", "/containers/{name:.+}/archive", files.write),
        ("GET", "/containers/{name:.+}/export", files.export),
        ("GET", "/containers/{name:.+}/changes", files.changes),
        ("POST", "/commit", commits.commit),
    ]


class _Files:
    def __init__(self, containers: Containers, scratch: Path) -> None:
        self._containers = containers
        self._scratch = scratch

    def _named(self, request: web.Request) -> Live:
        return self._containers.directory.find(request.match_info["name"])

    async def _place(self, request: web.Request) -> tuple[Live, archive.Place, str]:
        """Returns the place that is asked for, and the header that describes it."""
        path = _path(request)
        live = self._named(request)

        def find() -> tuple[archive.Place, str]:
            place = archive.find(live, path, request.match_info["name"])
            return place, gojson.encode(archive.described(live, place))

        place, text = await asyncio.to_thread(find)
        return live, place, base64.b64encode(text.encode()).decode()

    async def describe(self, request: web.Request) -> web.Response:
        _, _, about = await self._place(request)
        return web.Response(headers={_STAT: about})

    async def read(self, request: web.Request) -> web.StreamResponse:
        live, place, about = await self._place(request)
        self._containers.table.log(live.container, "archive-path")
        headers = {"Content-Type": "application/x-tar", _STAT: about}
        return await _sent(request, headers, lambda tar: archive.write(live, place, tar))

    async def write(self, request: web.Request) -> web.Response:
        # The body first: a client that is answered while it writes complains of that instead.
        with tempfile.NamedTemporaryFile(dir=self._scratch) as file:
            await spool(request, file)
            path = _path(request)
            live = self._named(request)
            await asyncio.to_thread(
                archive.read,
                live,
                path,
                request.match_info["name"],
                file,
                keep_kinds=flag(request, "noOverwriteDirNonDir"),
                to_user=flag(request, "copyUIDGID"),
            )
        self._containers.table.log(live.container, "extract-to-dir")
        return web.Response()

    async def export(self, request: web.Request) -> web.StreamResponse:
        live = self._named(request)
        self._containers.table.log(live.container, "export")
        headers = {"Content-Type": "application/octet-stream"}
        return await _sent(request, headers, lambda tar: archive.write_all(live, tar))

    async def changes(self, request: web.Request) -> web.Response:
        live = self._named(request)
        found = await asyncio.to_thread(changes.changes, live.root)
        return reply([{"Kind": one.kind, "Path": one.path} for one in found] or None)


class _Commits:
    def __init__(self, containers: Containers, changed: Changed) -> None:
        self._containers = containers
        self._changed = changed

    async def commit(self, request: web.Request) -> web.Response:
        query = request.query
        body = await request.read()
        asked = (await body_json(request) or None) if body.strip() else None
        live = self._containers.directory.find(query.get("container", ""))
        config = asked if asked is not None else dict(live.container.config)
        config = self._changed(query.getall("changes", []), config)
        reference = None
        if query.get("repo"):
            reference = retagged(parse_reference(query["repo"]), query.get("tag", ""))
            if reference.digest is not None:
                raise BadParameter("refusing to create a tag with a digest reference")
            reference = reference.with_default_tag()
        wish = Wish(
            reference,
            author=query.get("author", ""),
            comment=query.get("comment", ""),
            pause=flag(request, "pause", default=True),
            config=config,
        )
        return reply({"Id": await commit(self._containers, live, wish)}, 201)


def _path(request: web.Request) -> str:
    path = request.query.get("path", "")
    if not path:
        raise BadParameter("bad parameter: pathcannot be empty")
    return path


async def _sent(
    request: web.Request, headers: dict[str, str], write: Callable[[IO[bytes]], None]
) -> web.StreamResponse:
    """Answers with what `write` writes; a failure before anything is written can still be answered with a refusal."""
    response = web.StreamResponse(headers=headers)
    async for chunk in pipe.written(write):
        if not response.prepared:
            await response.prepare(request)
        await response.write(chunk)
    await response.write_eof()
    return response
