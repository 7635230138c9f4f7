"""A client of registries: the distribution protocol, with token and Basic authentication.

Source: OCI distribution specification 1.1. What goes wrong is a `RegistryError` that carries the
registry's own code and sentence; a registry that cannot be reached is told in the words in which
dockerd tells it.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from docker_lessons.oci.access import Challenge, Credential, granted, scope
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.errors import (
    RegistryError,
    RegistryUnreachable,
    asking,
    parsed,
    raise_for_error,
    unreachable,
)
from docker_lessons.oci.manifest import INDEX_TYPES, MANIFEST_TYPES
from docker_lessons.oci.store import DigestMismatch

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
    from types import TracebackType

__all__ = ["Credential", "RegistryClient", "RegistryError", "RegistryUnreachable"]

CHUNK = 1 << 16
"""How many bytes of a blob are handed on at a time."""

MANIFEST_LIMIT = 4 << 20
"""How many bytes a manifest may have (distribution specification, "Pushing Manifests")."""

_TOKEN_LIFETIME = 60
"""Seconds for which a token is good that does not say it (token specification)."""

_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=120)


class RegistryClient:
    """One registry at `base_url`, asked with `credential` or, without one, as a stranger.

    Use it as an asynchronous context manager. `session` is the caller's own, which stays open.
    """

    def __init__(
        self,
        base_url: str,
        credential: Credential | None = None,
        *,
        session: aiohttp.ClientSession | None = None,
        user_agent: str = "docker-lessons",
    ) -> None:
        self._base = URL(base_url.rstrip("/") + "/")
        self._credential = credential
        self._given_session = session
        self._session: aiohttp.ClientSession | None = session
        self._user_agent = user_agent
        self._challenge: Challenge | None = None
        self._tokens: dict[tuple[str, ...], tuple[str, float]] = {}

    async def __aenter__(self) -> Self:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, auto_decompress=False)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._session is not None and self._given_session is None:
            await self._session.close()
            self._session = None

    async def ping(self) -> None:
        """Ask whether a registry is there and takes the credential.

        Raises:
            RegistryError: If it is not, or does not.
        """
        async with self._request("GET", "/v2/"):
            pass

    async def reach(self) -> None:
        """Ask, as a stranger, whether a registry is there at all.

        Raises:
            RegistryError: If none is.
        """
        async with self._send("GET", self._url("/v2/"), {}) as response:
            if response.status == 401:
                self._challenge = Challenge.parse(response.headers.get("WWW-Authenticate", ""))
            else:
                await raise_for_error(response)

    async def has_blob(self, repository: str, digest: str) -> bool:
        """Say whether the repository has the blob."""
        try:
            async with self._request(
                "HEAD", f"/v2/{repository}/blobs/{digest}", scopes=(scope(repository, "pull"),)
            ):
                return True
        except RegistryError as error:
            if error.status == 404:
                return False
            raise

    async def blob(self, repository: str, digest: str) -> AsyncIterator[bytes]:
        """Yield the blob in chunks.

        Raises:
            DigestMismatch: After the last chunk, if they were not the blob's.
        """
        hasher = hashlib.sha256()
        path = f"/v2/{repository}/blobs/{digest}"
        async with self._request("GET", path, scopes=(scope(repository, "pull"),)) as response:
            try:
                async for chunk in response.content.iter_chunked(CHUNK):
                    hasher.update(chunk)
                    yield chunk
            except (aiohttp.ClientError, TimeoutError) as error:
                raise unreachable("GET", response.url, error) from error
        actual = f"sha256:{hasher.hexdigest()}"
        if actual != digest:
            raise DigestMismatch(digest, actual)

    async def put_blob(
        self,
        repository: str,
        digest: str,
        size: int,
        chunks: AsyncIterable[bytes],
        *,
        from_repository: str | None = None,
    ) -> bool:
        """Send a blob of `size` bytes, or have it mounted from another repository.

        Returns:
            Whether it was sent: False if `from_repository` had it, which the registry looks up
            itself; nothing of `chunks` is read then.
        """
        started = await self._start_upload(repository, digest, from_repository)
        if started is None:
            return False
        location = started.update_query({"digest": digest})
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        scopes = (scope(repository, "pull", "push"),)
        async with self._request("PUT", location, scopes=scopes, headers=headers, data=chunks):
            return True

    async def mount_blob(self, repository: str, digest: str, from_repository: str) -> bool:
        """Have the registry take the blob over from another of its repositories.

        Returns:
            Whether it did; if not, nothing is left behind.
        """
        started = await self._start_upload(repository, digest, from_repository)
        if started is None:
            return True
        async with self._request("DELETE", started, scopes=(scope(repository, "pull", "push"),)):
            return False

    async def resolve(
        self,
        repository: str,
        reference: str,
        accept: Iterable[str] = (*MANIFEST_TYPES, *INDEX_TYPES),
    ) -> str:
        """Return the digest of the manifest that a tag stands for."""
        path = f"/v2/{repository}/manifests/{reference}"
        headers = {"Accept": ", ".join(accept)}
        scopes = (scope(repository, "pull"),)
        try:
            async with self._request("HEAD", path, scopes=scopes, headers=headers) as response:
                digest = response.headers.get("Docker-Content-Digest", "")
        except RegistryError as error:
            if error.asked or not error.status:
                raise
            digest = ""
        # An answer to HEAD has no body, so what is refused says why only to a GET.
        return digest or (await self.manifest(repository, reference, accept))[1]

    async def manifest(
        self,
        repository: str,
        reference: str,
        accept: Iterable[str] = (*MANIFEST_TYPES, *INDEX_TYPES),
    ) -> tuple[str, str, bytes]:
        """Fetch what a tag or digest stands for: media type, digest and bytes.

        Raises:
            DigestMismatch: If the bytes are not those that the registry, or `reference`, announced.
        """
        headers = {"Accept": ", ".join(accept)}
        path = f"/v2/{repository}/manifests/{reference}"
        async with self._request(
            "GET", path, scopes=(scope(repository, "pull"),), headers=headers
        ) as response:
            try:
                data = await _read_limited(response)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise unreachable("GET", response.url, error) from error
            media_type = response.content_type
            announced = response.headers.get("Docker-Content-Digest", "")
        actual = sha256(data)
        for expected in (reference, announced):
            if expected.startswith("sha256:") and expected != actual:
                raise DigestMismatch(expected, actual)
        return media_type, actual, data

    async def put_manifest(
        self, repository: str, reference: str, media_type: str, data: bytes
    ) -> str:
        """Give a manifest to the registry under a tag or its digest; return the digest."""
        async with self._request(
            "PUT",
            f"/v2/{repository}/manifests/{reference}",
            scopes=(scope(repository, "pull", "push"),),
            headers={"Content-Type": media_type},
            data=data,
        ):
            return sha256(data)

    async def delete_manifest(self, repository: str, reference: str) -> None:
        """Have the registry forget a tag, or a manifest by its digest."""
        path = f"/v2/{repository}/manifests/{reference}"
        async with self._request("DELETE", path, scopes=(scope(repository, "delete"),)):
            pass

    async def tags(self, repository: str) -> list[str]:
        """Return the repository's tags, in the registry's order."""
        tags: list[str] = []
        page: str | URL = f"/v2/{repository}/tags/list"
        while page:
            async with self._request("GET", page, scopes=(scope(repository, "pull"),)) as response:
                document = parsed(await response.read())
                found = document.get("tags") if isinstance(document, dict) else None
                tags.extend(str(tag) for tag in found or [])
                following = response.links.get("next")
                page = URL(str(following["url"])) if following else ""
        return tags

    async def token_access(self, repository: str, actions: Iterable[str]) -> set[str]:
        """Return which of `actions` the registry grants to this credential in the repository.

        With token authentication the token says so. A registry that says it in no token is asked
        for something harmless that needs the right.

        Raises:
            RegistryError: With status 401 if it refuses the credential itself.
        """
        wanted = list(actions)
        await self.reach()
        challenge = self._challenge
        if challenge is not None and challenge.scheme == "bearer":
            token = await self._token((scope(repository, *wanted),), challenge)
            found = granted(token, repository)
            if found is not None:
                return found & set(wanted)
        return {action for action in wanted if await self._may(repository, action)}

    async def _may(self, repository: str, action: str) -> bool:
        """Try a right out, leaving nothing behind."""
        try:
            if action == "push":
                started = await self._start_upload(repository, None, None)
                assert started is not None
                async with self._request("DELETE", started):
                    pass
            elif action == "pull":
                async with self._request("GET", f"/v2/{repository}/tags/list"):
                    pass
            else:
                return False
        except RegistryError as error:
            if error.status in {401, 403}:
                return False
            if error.status != 404:
                raise
        return True

    async def _start_upload(
        self, repository: str, digest: str | None, from_repository: str | None
    ) -> URL | None:
        """Begin an upload; return where it goes on, None if the blob was mounted."""
        query = {}
        scopes = [scope(repository, "pull", "push")]
        if digest is not None and from_repository is not None:
            query = {"mount": digest, "from": from_repository}
            scopes.append(scope(from_repository, "pull"))
        path = f"/v2/{repository}/blobs/uploads/"
        async with self._request("POST", path, scopes=tuple(scopes), params=query) as response:
            if response.status == 201 and query:
                return None
            location = response.headers.get("Location")
            if location is None:
                raise RegistryError(response.status, "", "the registry does not say where to send")
            return response.url.join(URL(location, encoded=True))

    @asynccontextmanager
    async def _request(
        self,
        method: str,
        place: str | URL,
        *,
        scopes: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        data: Any = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask, show who asks if that is wanted, and raise what is refused."""
        url = self._url(place)
        if params:
            url = url.update_query(params)
        # A body that streams can be sent only once: so who asks is shown before, not after.
        if self._challenge is None and data is not None:
            await self.reach()
        sent = dict(headers or {})
        known = self._challenge is not None
        if self._challenge is not None:
            sent |= await self._authorization(method, url, scopes, self._challenge)
        async with self._send(method, url, sent, data) as response:
            if response.status != 401 or known:
                await raise_for_error(response)
                yield response
                return
            self._challenge = Challenge.parse(response.headers.get("WWW-Authenticate", ""))
            if self._challenge is None:
                await raise_for_error(response)
            assert self._challenge is not None
            sent |= await self._authorization(method, url, scopes, self._challenge)
        async with self._send(method, url, sent, data) as response:
            await raise_for_error(response)
            yield response

    @asynccontextmanager
    async def _send(
        self, method: str, url: URL, headers: dict[str, str], data: Any = None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._session is None:
            raise RuntimeError("a RegistryClient is used with `async with`")
        headers = {"User-Agent": self._user_agent, "Accept-Encoding": "identity"} | headers
        try:
            response = await self._session.request(method, url, headers=headers, data=data)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise unreachable(method, url, error) from error
        async with response:
            yield response

    def _url(self, place: str | URL) -> URL:
        return self._base.join(place if isinstance(place, URL) else URL(place, encoded=True))

    async def _authorization(
        self, method: str, url: URL, scopes: tuple[str, ...], challenge: Challenge
    ) -> dict[str, str]:
        """Return the header that shows who asks, for the registry's own addresses alone."""
        if url.origin() != self._base.origin():
            return {}
        if challenge.scheme == "bearer":
            try:
                return {"Authorization": f"Bearer {await self._token(scopes, challenge)}"}
            except RegistryError as error:
                error.asked = asking(method, url)
                raise
        if challenge.scheme == "basic" and self._credential is not None:
            return {"Authorization": self._credential.basic()}
        raise RegistryError(401, "", "no basic auth credentials", asked=asking(method, url))

    async def _token(self, scopes: tuple[str, ...], challenge: Challenge) -> str:
        """Return a token for `scopes`, fetched once for each set of them while it is good."""
        token, good_until = self._tokens.get(scopes, ("", 0.0))
        if time.monotonic() >= good_until:
            asked = time.monotonic()
            query = [("service", challenge.parameters.get("service", ""))]
            query += [("scope", name) for name in scopes]
            headers = {}
            if self._credential is not None:
                query.insert(0, ("account", self._credential.username))
                headers["Authorization"] = self._credential.basic()
            realm = challenge.parameters.get("realm", "")
            url = URL(f"{realm}{'&' if '?' in realm else '?'}{urlencode(query)}", encoded=True)
            async with self._send("GET", url, headers) as response:
                await raise_for_error(response)
                document = parsed(await response.read())
            found = document if isinstance(document, dict) else {}
            token = str(found.get("token") or found.get("access_token") or "")
            if not token:
                raise RegistryError(
                    response.status,
                    "",
                    "authorization server did not include a token in the response",
                )
            seconds = found.get("expires_in")
            lifetime = seconds if isinstance(seconds, int) else _TOKEN_LIFETIME
            self._tokens[scopes] = (token, asked + lifetime * 0.8)
        return token


async def _read_limited(response: aiohttp.ClientResponse) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > MANIFEST_LIMIT:
            raise RegistryError(
                response.status, "", f"the manifest is larger than {MANIFEST_LIMIT} bytes"
            )
    return bytes(data)
