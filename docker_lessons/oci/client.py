"""A client of registries: the distribution protocol, with token and Basic authentication.

Source: OCI distribution specification 1.1. Every failure is a `RegistryError`, with the registry's
own code and message; if the registry cannot be reached, with the message that dockerd gives.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Self

import aiohttp
from yarl import URL

from docker_lessons.oci.access import Credential, granted, scope
from docker_lessons.oci.digest import digest_like, hasher_like, is_digest, sha256
from docker_lessons.oci.document import DOCUMENT_LIMIT
from docker_lessons.oci.errors import RegistryError, RegistryUnreachable, address, parsed
from docker_lessons.oci.manifest import INDEX_TYPES, MANIFEST_TYPES
from docker_lessons.oci.store import DigestMismatch
from docker_lessons.oci.transport import Transport

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable
    from types import TracebackType

__all__ = ["Credential", "RegistryClient", "RegistryError", "RegistryUnreachable"]

CHUNK = 1 << 16
"""Bytes of a manifest that are read at a time."""


_BEYOND_ITS_SCOPES = "access token has insufficient scopes"
"""Docker Hub's words where a personal access token is good, but not for all that was asked for."""


class RegistryClient:
    """The registry at `base_url`, asked with `credential`, or anonymously without one.

    It is an asynchronous context manager. A `session` that is given stays open afterwards.
    `authorities` are certificates (PEM) that are trusted besides the system's, where no `session` is given.
    """

    def __init__(
        self,
        base_url: str,
        credential: Credential | None = None,
        *,
        session: aiohttp.ClientSession | None = None,
        user_agent: str = "docker-lessons",
        authorities: str = "",
    ) -> None:
        self._transport = Transport(base_url, credential, session, user_agent, authorities)

    async def __aenter__(self) -> Self:
        self._transport.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._transport.close()

    async def ping(self) -> None:
        """Checks that the registry answers and accepts the credential.

        Raises:
            RegistryError: When it does not.
        """
        async with self._transport.request("GET", "/v2/"):
            pass

    async def reach(self) -> None:
        """Checks, without the credential, that a registry answers at all.

        Raises:
            RegistryError: When none does.
        """
        await self._transport.reach()

    @property
    def account(self) -> str:
        """The credential's user name, '' without one."""
        return self._transport.account

    async def has_blob(self, repository: str, digest: str) -> bool:
        """Tells whether the repository has the blob.

        Raises:
            RegistryError: When the registry does not say.
        """
        try:
            async with self._transport.request(
                "HEAD", f"/v2/{repository}/blobs/{digest}", scopes=(scope(repository, "pull"),)
            ):
                return True
        except RegistryError as error:
            if error.status == 404:
                return False
            raise

    async def blob(
        self, repository: str, digest: str, *, verify: bool = True
    ) -> AsyncIterator[bytes]:
        """Yields the blob in chunks, as they arrive.

        `verify` is False for a caller that verifies the digest itself, as a `BlobWriter` does.

        Raises:
            DigestMismatch: When the bytes have another digest; raised after the last chunk.
            RegistryError: When the registry refuses, or the connection breaks.
        """
        hasher = hasher_like(digest)
        path = f"/v2/{repository}/blobs/{digest}"
        async with self._transport.request(
            "GET", path, scopes=(scope(repository, "pull"),)
        ) as response:
            async for chunk in response.content.iter_any():
                if verify:
                    hasher.update(chunk)
                yield chunk
        actual = f"{hasher.name}:{hasher.hexdigest()}"
        if verify and actual != digest:
            raise DigestMismatch(digest, actual)

    async def put_blob(
        self, repository: str, digest: str, size: int, chunks: AsyncIterable[bytes]
    ) -> None:
        """Sends a blob of `size` bytes. What `chunks` raises is raised here.

        Raises:
            RegistryError: When the registry refuses it.
        """
        started = await self._start_upload(repository)
        location = started.update_query({"digest": digest})
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        scopes = (scope(repository, "pull", "push"),)
        source = _Source(chunks)
        try:
            async with self._transport.request(
                "PUT", location, scopes=scopes, headers=headers, data=aiter(source)
            ):
                pass
        except RegistryUnreachable:
            # aiohttp reports a failing body as a failing connection.
            if source.failure is not None:
                raise source.failure from None
            raise

    async def mount_blob(self, repository: str, digest: str, from_repository: str) -> bool:
        """Asks the registry to mount the blob from another of its repositories.

        Returns:
            Whether it did; if not, the upload that the registry began instead is cancelled, where it can be.

        Raises:
            RegistryError: When the registry refuses the push itself.
        """
        scopes = (scope(repository, "pull", "push"), scope(from_repository, "pull"))
        query = {"mount": digest, "from": from_repository}
        path = f"/v2/{repository}/blobs/uploads/"
        async with self._transport.request("POST", path, scopes=scopes, params=query) as response:
            if response.status == 201:
                return True
            started = _location(response)
        await self._cancel(started, scopes[0])
        return False

    async def resolve(
        self,
        repository: str,
        reference: str,
        accept: Iterable[str] = (*MANIFEST_TYPES, *INDEX_TYPES),
    ) -> str:
        """Returns the digest of the manifest that a tag names.

        Raises:
            RegistryError: When there is none, or the registry refuses.
        """
        path = f"/v2/{repository}/manifests/{reference}"
        headers = {"Accept": ", ".join(accept)}
        scopes = (scope(repository, "pull"),)
        try:
            async with self._transport.request(
                "HEAD", path, scopes=scopes, headers=headers
            ) as response:
                digest = _announced(response)
        except RegistryError as error:
            if error.asked or not error.status:
                raise
            digest = ""
        # The answer to HEAD has no body; only the answer to GET says why it is refused.
        return digest or (await self.manifest(repository, reference, accept))[1]

    async def digest(self, repository: str, reference: str) -> str:
        """Returns the digest of the manifest that a tag names, '' if there is none.

        Only `HEAD` is sent, which Docker Hub does not count as a pull, unless the answer does not say the digest.

        Raises:
            RegistryError: When the registry refuses.
        """
        headers = {"Accept": ", ".join((*MANIFEST_TYPES, *INDEX_TYPES))}
        path = f"/v2/{repository}/manifests/{reference}"
        try:
            async with self._transport.request(
                "HEAD", path, scopes=(scope(repository, "pull"),), headers=headers
            ) as response:
                digest = _announced(response)
        except RegistryError as error:
            if error.status == 404:
                return ""
            raise
        return digest or (await self.manifest(repository, reference))[1]

    async def manifest(
        self,
        repository: str,
        reference: str,
        accept: Iterable[str] = (*MANIFEST_TYPES, *INDEX_TYPES),
    ) -> tuple[str, str, bytes]:
        """Returns the media type, the digest and the bytes of the manifest that a tag or digest names.

        Raises:
            DigestMismatch: When the bytes have another digest than `reference` or the answer says.
            RegistryError: When there is none, or the registry refuses.
        """
        headers = {"Accept": ", ".join(accept)}
        path = f"/v2/{repository}/manifests/{reference}"
        async with self._transport.request(
            "GET", path, scopes=(scope(repository, "pull"),), headers=headers
        ) as response:
            data = await _read_limited(response, "manifest")
            media_type = response.content_type
            announced = response.headers.get("Docker-Content-Digest", "")
        for expected in (reference, announced):
            if is_digest(expected) and (actual := digest_like(data, expected)) != expected:
                raise DigestMismatch(expected, actual)
        return (
            media_type,
            digest_like(data, reference) if is_digest(reference) else sha256(data),
            data,
        )

    async def put_manifest(
        self, repository: str, reference: str, media_type: str, data: bytes
    ) -> str:
        """Pushes a manifest under a tag or its digest and returns its digest.

        Raises:
            RegistryError: When the registry refuses it.
        """
        async with self._transport.request(
            "PUT",
            f"/v2/{repository}/manifests/{reference}",
            scopes=(scope(repository, "pull", "push"),),
            headers={"Content-Type": media_type},
            data=data,
        ):
            return sha256(data)

    async def delete_manifest(self, repository: str, digest: str) -> None:
        """Deletes a manifest, and with it all tags that name it.

        Raises:
            RegistryError: When the registry refuses.
        """
        path = f"/v2/{repository}/manifests/{digest}"
        async with self._transport.request("DELETE", path, scopes=(scope(repository, "delete"),)):
            pass

    async def tags(self, repository: str) -> list[str]:
        """Returns the repository's tags, in the registry's order.

        Raises:
            RegistryError: When the registry refuses.
        """
        tags: list[str] = []
        page: str | URL | None = f"/v2/{repository}/tags/list"
        seen: set[str | URL] = set()
        while page is not None and page not in seen:
            seen.add(page)
            async with self._transport.request(
                "GET", page, scopes=(scope(repository, "pull"),)
            ) as response:
                tags += _listed(response, await _read_limited(response, "list of tags"))
                page = _next_page(response)
        return tags

    async def token_access(self, repository: str, actions: Iterable[str]) -> set[str]:
        """Returns which of `actions` the registry grants this credential on the repository.

        With token authentication the token says it. Other registries are sent a harmless request that
        needs the right.

        Raises:
            RegistryError: When it refuses the credential itself; the status is 401.
        """
        wanted = list(actions)
        try:
            token = await self._transport.token((scope(repository, *wanted),))
        except RegistryError as error:
            if _BEYOND_ITS_SCOPES not in error.message:
                raise
            return {
                action
                for action in wanted
                if len(wanted) > 1 and await self.token_access(repository, [action])
            }
        found = None if token is None else granted(token, repository)
        if found is not None:
            return found & set(wanted)
        return {action for action in wanted if await self._may(repository, action)}

    async def granted_by_token(self, repository: str, actions: Iterable[str]) -> set[str] | None:
        """Returns which of `actions` the token of this credential grants; None if the token does not say.

        Nothing but the token is asked for.

        Raises:
            RegistryError: When the registry refuses the credential itself; the status is 401.
        """
        wanted = list(actions)
        token = await self._transport.token((scope(repository, *wanted),))
        found = None if token is None else granted(token, repository)
        return None if found is None else found & set(wanted)

    async def _may(self, repository: str, action: str) -> bool:
        """Tells whether a harmless request that needs the right is accepted."""
        try:
            if action == "push":
                started = await self._start_upload(repository)
                await self._cancel(started, scope(repository, "pull", "push"))
            elif action == "pull":
                async with self._transport.request(
                    "GET", f"/v2/{repository}/tags/list", scopes=(scope(repository, "pull"),)
                ):
                    pass
            else:
                return False
        except RegistryError as error:
            if error.status in {401, 403}:
                return False
            if error.status != 404:
                raise
        return True

    async def _start_upload(self, repository: str) -> URL:
        """Begins an upload and returns its URL."""
        path = f"/v2/{repository}/blobs/uploads/"
        scopes = (scope(repository, "pull", "push"),)
        async with self._transport.request("POST", path, scopes=scopes) as response:
            return _location(response)

    async def _cancel(self, started: URL, granting: str) -> None:
        """Cancels an upload, where the registry supports that; a refusal is ignored."""
        with contextlib.suppress(RegistryError):
            async with self._transport.request("DELETE", started, scopes=(granting,)):
                pass


class _Source:
    """The bytes of an upload, and the exception that getting them raised."""

    def __init__(self, chunks: AsyncIterable[bytes]) -> None:
        self._chunks = chunks
        self.failure: Exception | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._chunks:
                yield chunk
        except Exception as failure:
            self.failure = failure
            raise


def _announced(response: aiohttp.ClientResponse) -> str:
    """Returns the digest in the header of an answer about a manifest, '' if there is none."""
    digest = response.headers.get("Docker-Content-Digest", "")
    return digest if is_digest(digest) else ""


def _location(response: aiohttp.ClientResponse) -> URL:
    """Returns the URL of an upload that was begun."""
    location = response.headers.get("Location")
    if location is None:
        raise RegistryError(response.status, "", "the registry does not say where to send")
    return address(response.status, location, response.url)


def _listed(response: aiohttp.ClientResponse, data: bytes) -> list[str]:
    """Returns the tags in an answer; a repository without any may have a list that is null."""
    document = parsed(data)
    found = document.get("tags") if isinstance(document, dict) else document
    if not isinstance(document, dict) or not isinstance(found, list | None):
        raise RegistryError(response.status, "", "the answer is no list of tags")
    return [str(tag) for tag in found or []]


def _next_page(response: aiohttp.ClientResponse) -> URL | None:
    """Returns where a list goes on, None at its end."""
    try:
        following = response.links.get("next")
    except ValueError as error:
        said = "the answer names a next page whose address can't be read"
        raise RegistryError(response.status, "", said) from error
    return URL(str(following["url"])) if following else None


async def _read_limited(response: aiohttp.ClientResponse, what: str) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > DOCUMENT_LIMIT:
            said = f"the {what} is larger than {DOCUMENT_LIMIT} bytes"
            raise RegistryError(response.status, "", said)
    return bytes(data)
