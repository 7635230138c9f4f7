"""Routes of blobs: pull, check, upload, mount, delete.

A pushed layer passes from here to `uploads`, which holds what is under way, to `oci.arrival`, which hands pieces
of it to a thread, and to `oci.store.BlobWriter`, which hashes, writes, syncs and renames it; then `content` links it
to the repository. A mount links a blob that is stored already.

Source: distribution specification, end-2, end-4 to 6, end-10, end-11, end-13 and end-14.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.registry.blob_download import is_sound, send_blob
from docker_lessons.hub.registry.errors import Refusal
from docker_lessons.oci.digest import ALGORITHMS, is_digest
from docker_lessons.oci.store import DiskFull

if TYPE_CHECKING:
    from docker_lessons.hub.content import Content
    from docker_lessons.hub.registry.authorization import Authorization
    from docker_lessons.hub.registry.uploads import Upload, Uploads


class BlobRoutes:
    """The handlers of `/v2/<name>/blobs/`."""

    def __init__(self, authorization: Authorization, content: Content, uploads: Uploads) -> None:
        self._authorization = authorization
        self._content = content
        self._uploads = uploads

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Sends a blob or a range of it; breaks off if its bytes have another digest than its name."""
        path, _ = self._authorization.authorize(request, "pull")
        digest = _digest(request.match_info["digest"])
        if not self._content.has_blob(path, digest):
            raise Refusal("BLOB_UNKNOWN", detail={"digest": digest})
        return await send_blob(request, self._content.blobs, digest)

    async def delete(self, request: web.Request) -> web.Response:
        """Removes a blob from a repository."""
        path, _ = self._authorization.authorize(request, "delete")
        digest = _digest(request.match_info["digest"])
        if not self._content.unlink_blob(path, digest):
            raise Refusal("BLOB_UNKNOWN", detail={"digest": digest})
        return web.Response(status=web.HTTPAccepted.status_code)

    async def begin(self, request: web.Request) -> web.Response:
        """Begins an upload; or takes a whole blob at once, or mounts one from another repository."""
        path, account = self._authorization.authorize(request, "pull", "push")
        if request.query.get("digest-algorithm", "sha256") not in ALGORITHMS:
            raise Refusal("DIGEST_INVALID", "unsupported digest algorithm")
        mounted = request.query.get("mount", "")
        if self._may_mount(request, mounted) and await is_sound(self._content.blobs, mounted):
            self._content.link_blob(path, mounted)
            return _created(path, mounted)
        digest = request.query.get("digest")
        if digest is None:
            upload = self._uploads.begin(path, account)
            return web.Response(status=web.HTTPAccepted.status_code, headers=upload.headers)
        digest = _digest(digest)
        upload = self._uploads.begin(path, account)
        try:
            await upload.receive(request)
            await self._uploads.finish(upload, digest)
        finally:
            self._uploads.cancel(upload)
        return _created(path, digest)

    def _may_mount(self, request: web.Request, digest: str) -> bool:
        """Tells whether the request may mount a blob from the repository it names, or from any if it names none."""
        if not is_digest(digest):
            return False
        named = request.query.get("from")
        sources = [named] if named else self._content.paths_with(digest)
        return any(
            self._authorization.may_mount(request, path) and self._content.has_blob(path, digest)
            for path in sources
        )

    async def append(self, request: web.Request) -> web.Response:
        """Receives a chunk, or a stream of unknown length."""
        path, _ = self._authorization.authorize(request, "pull", "push")
        upload = self._uploads.find(path, request.match_info["upload"])
        await self._receive(upload, request)
        return web.Response(status=web.HTTPAccepted.status_code, headers=upload.headers)

    async def finish(self, request: web.Request) -> web.Response:
        """Receives the last chunk, if the body has one, and ends the upload."""
        path, _ = self._authorization.authorize(request, "pull", "push")
        upload = self._uploads.find(path, request.match_info["upload"])
        digest = _digest(request.query.get("digest", ""))
        await self._receive(upload, request)
        await self._uploads.finish(upload, digest)
        return _created(path, digest)

    async def status(self, request: web.Request) -> web.Response:
        """Answers how many bytes of an upload have arrived."""
        path, _ = self._authorization.authorize(request, "pull", "push")
        upload = self._uploads.find(path, request.match_info["upload"])
        return web.Response(status=web.HTTPNoContent.status_code, headers=upload.headers)

    async def cancel(self, request: web.Request) -> web.Response:
        """Ends an upload without a blob."""
        path, _ = self._authorization.authorize(request, "pull", "push")
        self._uploads.cancel(self._uploads.find(path, request.match_info["upload"]))
        return web.Response(status=web.HTTPNoContent.status_code)

    async def _receive(self, upload: Upload, request: web.Request) -> None:
        try:
            await upload.receive(request)
        except DiskFull:
            # Nothing was kept, so the client has to begin again.
            self._uploads.cancel(upload)
            raise


def _digest(text: str) -> str:
    if not is_digest(text):
        raise Refusal("DIGEST_INVALID", "invalid or unsupported digest", detail={"digest": text})
    return text


def _created(path: str, digest: str) -> web.Response:
    return web.Response(
        status=web.HTTPCreated.status_code,
        headers={"Location": f"/v2/{path}/blobs/{digest}", "Docker-Content-Digest": digest},
    )
