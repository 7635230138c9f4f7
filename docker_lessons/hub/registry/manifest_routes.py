"""Routes of manifests, tags and referrers.

Source: distribution specification, end-3, end-7 to 9 and end-12.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from docker_lessons.hub.content import BlobsMissing, TagImmutable, read_manifest
from docker_lessons.hub.registry.errors import Refusal
from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.document import DOCUMENT_LIMIT
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.manifest import INDEX_TYPES, MEDIA_TYPE_OCI_INDEX
from docker_lessons.oci.reference import is_tag
from docker_lessons.trace import OWN_AGENT

if TYPE_CHECKING:
    from docker_lessons.hub.content import Content, Repositories, Repository
    from docker_lessons.hub.database import Database
    from docker_lessons.hub.registry.authorization import Authorization
    from docker_lessons.hub.registry.pull_limit import PullLimit


_DIGITS = 18
_DENIED = "requested access to the resource is denied"
_KEPT = (
    f"{_DENIED} - This tag is already assigned to an image in this repository and cannot be updated due to "
    "immutability settings. To push this image, use a different tag."
)
"""Docker Hub's words."""
_NOT_DELETED = (
    f"{_DENIED} - This tag is assigned to an image in this repository and cannot be deleted due to immutability "
    "settings."
)


class ManifestRoutes:
    """The handlers of `/v2/<name>/manifests/`, `/tags/list` and `/referrers/`."""

    def __init__(
        self,
        authorization: Authorization,
        database: Database,
        repositories: Repositories,
        content: Content,
        pull_limit: PullLimit,
    ) -> None:
        self._authorization = authorization
        self._database = database
        self._repositories = repositories
        self._content = content
        self._pull_limit = pull_limit

    async def get(self, request: web.Request) -> web.Response:
        """Sends the manifest that a tag or a digest names."""
        path, account = self._authorization.authorize(request, "pull")
        reference = request.match_info["reference"]
        repository = self._repositories.find_path(path)
        if repository is None:
            if self._content.has_blobs(path):
                raise Refusal("NAME_UNKNOWN", detail={"name": path})
            raise self._authorization.missing(request, path)
        manifest = self._content.manifest(repository, reference)
        if manifest is None:
            kind = "digest" if ":" in reference else "Tag"
            raise Refusal("MANIFEST_UNKNOWN", detail={kind: reference})
        is_pull = request.method == "GET" and request.headers.get("User-Agent") != OWN_AGENT
        limits = self._pull_limit.headers(
            request, account, is_pull=is_pull and manifest.media_type not in INDEX_TYPES
        )
        if is_pull:
            self._content.pulled(repository, reference)
        return web.Response(
            body=manifest.content,
            headers={
                "Content-Type": manifest.media_type,
                "Docker-Content-Digest": manifest.digest,
                "ETag": f'"{manifest.digest}"',
                **limits,
            },
        )

    async def put(self, request: web.Request) -> web.Response:
        """Stores a manifest under a tag or by its digest; creates its repository if it is missing."""
        path, account = self._authorization.authorize(request, "pull", "push")
        reference = request.match_info["reference"]
        by_digest = ":" in reference
        tags = tuple(request.query.getall("tag", [])) if by_digest else (reference,)
        if not all(map(is_tag, tags)):
            raise Refusal("TAG_INVALID", detail={"tags": tags})
        if by_digest and not is_digest(reference):
            raise Refusal("DIGEST_INVALID", "invalid or unsupported digest")
        content = await _body(request)
        content_type = request.headers.get("Content-Type", "").partition(";")[0].strip()
        try:
            manifest = read_manifest(content, content_type, reference if by_digest else "sha256:")
        except InvalidManifest as error:
            raise Refusal("MANIFEST_INVALID", detail=str(error)) from None
        if by_digest and reference != manifest.digest:
            raise Refusal("DIGEST_INVALID", detail={"computed": manifest.digest})
        namespace, _, name = path.partition("/")
        try:
            with self._database.transaction():
                repository = self._repositories.find(namespace, name) or self._repositories.create(
                    namespace, name
                )
                self._content.put_manifest(repository, manifest, tags, account or "")
        except TagImmutable as error:
            raise _immutable(error, _KEPT) from None
        except BlobsMissing as error:
            raise Refusal("MANIFEST_BLOB_UNKNOWN", detail={"digests": error.digests}) from None
        except InvalidManifest as error:
            raise Refusal("MANIFEST_INVALID", detail=str(error)) from None
        headers = {
            "Location": f"/v2/{path}/manifests/{reference}",
            "Docker-Content-Digest": manifest.digest,
        }
        if manifest.subject:
            headers["OCI-Subject"] = manifest.subject
        if by_digest and tags:
            headers["OCI-Tag"] = ", ".join(tags)
        return web.Response(status=web.HTTPCreated.status_code, headers=headers)

    async def delete(self, request: web.Request) -> web.Response:
        """Deletes a tag, or a manifest with its tags."""
        path, _ = self._authorization.authorize(request, "delete")
        reference = request.match_info["reference"]
        repository = self._known(path)
        delete = self._content.delete_manifest if ":" in reference else self._content.delete_tag
        try:
            found = delete(repository, reference)
        except TagImmutable as error:
            raise _immutable(error, _NOT_DELETED) from None
        if not found:
            raise Refusal("MANIFEST_UNKNOWN", detail={"reference": reference})
        return web.Response(status=web.HTTPAccepted.status_code)

    async def tags(self, request: web.Request) -> web.Response:
        """Lists the tags in order: those after `last`, at most `n`."""
        path, _ = self._authorization.authorize(request, "pull")
        names = self._content.tag_names(self._known(path))
        last, number = request.query.get("last", ""), request.query.get("n")
        names = [name for name in names if name > last]
        headers = {}
        if number is not None:
            if not number.isdecimal() or len(number) > _DIGITS:
                raise Refusal("PAGINATION_NUMBER_INVALID", detail={"n": number})
            limit = int(number)
            if 0 < limit < len(names):
                query = urlencode({"last": names[limit - 1], "n": limit})
                headers["Link"] = f'</v2/{path}/tags/list?{query}>; rel="next"'
            names = names[:limit]
        return web.json_response({"name": path, "tags": names}, headers=headers)

    async def referrers(self, request: web.Request) -> web.Response:
        """Lists the manifests whose subject is a digest."""
        path, _ = self._authorization.authorize(request, "pull")
        digest = request.match_info["digest"]
        if not is_digest(digest):
            raise Refusal("DIGEST_INVALID", "invalid or unsupported digest")
        artifact_type = request.query.get("artifactType", "")
        index = {
            "schemaVersion": 2,
            "mediaType": MEDIA_TYPE_OCI_INDEX,
            "manifests": self._content.referrers(path, digest, artifact_type),
        }
        headers = {"OCI-Filters-Applied": "artifactType"} if artifact_type else None
        # As bytes: to a text, aiohttp would add a `charset`, which this media type does not have.
        body = json.dumps(index).encode()
        return web.Response(body=body, content_type=MEDIA_TYPE_OCI_INDEX, headers=headers)

    def _known(self, path: str) -> Repository:
        repository = self._repositories.find_path(path)
        if repository is None:
            raise Refusal("NAME_UNKNOWN", detail={"name": path})
        return repository


def _immutable(error: TagImmutable, message: str) -> Refusal:
    return Refusal("DENIED", message, detail={"Tag": error.tag})


async def _body(request: web.Request) -> bytes:
    parts, size = [], 0
    async for chunk in request.content.iter_any():
        size += len(chunk)
        if size > DOCUMENT_LIMIT:
            raise Refusal("SIZE_INVALID", "manifest too large", status=413)
        parts.append(chunk)
    return b"".join(parts)
