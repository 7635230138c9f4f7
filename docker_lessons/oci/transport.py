"""Requests to a registry, authenticated by token or password if it asks for that.

Sources: RFC 9110 section 11 and the token specification, as in `docker_lessons.oci.access`.
"""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from docker_lessons.oci import trust
from docker_lessons.oci.access import Challenge, Credential
from docker_lessons.oci.errors import (
    RegistryError,
    UnusableChallenge,
    address,
    asking,
    parsed,
    unreachable,
)
from docker_lessons.oci.refusals import raise_for_error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

_SCHEMES = frozenset({"http", "https"})
_TOKEN_LIFETIME = 60
"""Seconds for which a token without `expires_in` is valid (token specification)."""

_LONGEST = 86_400
"""Seconds for which any token is used."""

_BUFFER = 1 << 18
"""Bytes of an answer that are buffered at most, approximately."""

_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=120)


class Transport:
    """The connection to one registry, over the caller's `session` or, with None, its own."""

    def __init__(
        self,
        base_url: str,
        credential: Credential | None,
        session: aiohttp.ClientSession | None,
        user_agent: str,
        authorities: str = "",
    ) -> None:
        self._authorities = authorities
        self._base = URL(base_url)
        self._credential = credential
        self._session = session
        self._own_session: aiohttp.ClientSession | None = None
        self._user_agent = user_agent
        self._challenge: Challenge | None = None
        self._tokens: dict[tuple[str, ...], tuple[str, float]] = {}

    @property
    def account(self) -> str:
        """The credential's user name, '' without one."""
        return self._credential.username if self._credential is not None else ""

    def open(self) -> None:
        """Opens a session if the caller gave none."""
        if self._session is None:
            self._own_session = aiohttp.ClientSession(
                connector=trust.connector(self._authorities),
                timeout=_TIMEOUT,
                auto_decompress=False,
                read_bufsize=_BUFFER,
                trust_env=not trust.is_here(self._base),  # a proxy is for what is elsewhere
            )
            self._session = self._own_session

    async def close(self) -> None:
        """Closes the session that `open` opened."""
        if self._own_session is not None:
            await self._own_session.close()
            self._own_session = self._session = None

    async def reach(self) -> None:
        """Checks, without the credential, that a registry answers, and keeps its challenge.

        Raises:
            RegistryError: When none does.
        """
        async with self._send("GET", self._url("/v2/"), {}) as response:
            if response.status == 401:
                self._challenge = Challenge.parse(*response.headers.getall("WWW-Authenticate", []))
            else:
                await raise_for_error(response)

    async def token(self, scopes: tuple[str, ...]) -> str | None:
        """Returns a token for `scopes`, None if this registry does not use tokens.

        Raises:
            RegistryError: When it refuses the credential.
        """
        await self.reach()
        if self._challenge is None or self._challenge.scheme != "bearer":
            return None
        return await self._token(scopes, self._challenge)

    @asynccontextmanager
    async def request(
        self,
        method: str,
        place: str | URL,
        *,
        scopes: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        data: Any = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Sends a request, with authentication if the registry asks for it, and yields the answer.

        Raises:
            RegistryError: When the registry refuses it or cannot be reached.
        """
        url = self._url(place)
        if params:
            url = url.update_query(params)
        # A streamed body can be sent only once, so authentication must not fail on it first.
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
            self._challenge = Challenge.parse(*response.headers.getall("WWW-Authenticate", []))
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
            try:
                yield response
            except aiohttp.ClientError as error:  # the answer broke off
                raise unreachable(method, url, error) from error

    def _url(self, place: str | URL) -> URL:
        return self._base.join(URL(place, encoded=True))

    async def _authorization(
        self, method: str, url: URL, scopes: tuple[str, ...], challenge: Challenge
    ) -> dict[str, str]:
        """Returns the header that authenticates a request; none for other hosts than the registry's."""
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
        """Returns a token for `scopes`, requested once for each set of them while it is valid."""
        token, good_until = self._tokens.get(scopes, ("", 0.0))
        if time.monotonic() >= good_until:
            asked = time.monotonic()
            query = [("scope", name) for name in scopes]
            if service := challenge.parameters.get("service"):
                query.append(("service", service))
            headers = {}
            if self._credential is not None:
                query.append(("account", self._credential.username))
                headers["Authorization"] = self._credential.basic()
            url = _token_address(
                challenge.parameters.get("realm"), sorted(query, key=itemgetter(0))
            )
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
            lifetime = min(seconds, _LONGEST) if isinstance(seconds, int) else _TOKEN_LIFETIME
            self._tokens[scopes] = (token, asked + lifetime * 0.8)
        return token


def _token_address(realm: str | None, query: list[tuple[str, str]]) -> URL:
    """Returns where a token is asked for.

    Raises:
        UnusableChallenge: When the challenge names no server that could be asked, with dockerd's sentence.
    """
    if not realm:
        raise UnusableChallenge("no realm specified for token auth challenge")
    sign = "&" if "?" in realm else "?"
    try:
        url = address(0, f"{realm}{sign if query else ''}{urlencode(query)}")
    except RegistryError as error:
        raise UnusableChallenge(str(error)) from error
    if url.scheme not in _SCHEMES:
        raise UnusableChallenge(f'Get "{url}": unsupported protocol scheme "{url.scheme}"')
    if not url.host:
        raise UnusableChallenge(f'Get "{url}": http: no Host in request URL')
    return url
