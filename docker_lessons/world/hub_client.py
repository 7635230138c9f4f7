"""A small client of the Docker Hub API, with the requests of the lessons and of their solutions.

Source: Docker Hub API reference (`/v2/auth/token`, `/v2/namespaces/{namespace}/repositories`).
"""

from __future__ import annotations

import json
import time
from typing import Any

import aiohttp

from docker_lessons.language import Later, later
from docker_lessons.oci.access import Credential
from docker_lessons.trace import OWN_AGENT

_TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5)
_TOKEN_SECONDS = 240.0
"""Seconds for which a token is used before a new one is requested."""


class HubError(Exception):
    """A refusal of the Hub with its HTTP `status`, 0 if it did not answer; `str` is the message."""

    def __init__(self, message: str | Later, status: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class HubClient:
    """A client of the Hub's API at `base_url`, as `credential`, over the caller's `session`.

    Every method raises `HubError` when the Hub refuses or does not answer.
    """

    def __init__(
        self, base_url: str, credential: Credential, session: aiohttp.ClientSession
    ) -> None:
        self._base = base_url.rstrip("/")
        self._credential = credential
        self._session = session
        self._token: tuple[str, float] = ("", 0.0)

    async def repositories(self, namespace: str) -> list[dict[str, Any]]:
        """Returns the namespace's repositories, including private ones."""
        return await self._pages(f"/v2/namespaces/{namespace}/repositories")

    async def tags(self, namespace: str, repository: str) -> list[dict[str, Any]]:
        """Returns the repository's tags."""
        return await self._pages(f"/v2/namespaces/{namespace}/repositories/{repository}/tags")

    async def create_repository(self, namespace: str, name: str) -> None:
        """Creates a public repository."""
        await self._ask(
            "POST",
            f"/v2/namespaces/{namespace}/repositories",
            {"namespace": namespace, "name": name, "description": "", "is_private": False},
        )

    async def delete_repository(self, namespace: str, name: str) -> None:
        """Deletes a repository with all that is in it."""
        await self._ask("DELETE", f"/v2/namespaces/{namespace}/repositories/{name}")

    async def make_public(self, namespace: str, name: str) -> None:
        """Makes a repository public."""
        await self._ask(
            "POST", f"/v2/repositories/{namespace}/{name}/privacy/", {"is_private": False}
        )

    async def _pages(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        page = 1
        while True:
            answer = await self._ask("GET", f"{path}?page={page}&page_size=100")
            results = answer.get("results") or []
            found.extend(results)
            if not answer.get("next") or not results:
                return found
            page += 1

    async def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, again: bool = True
    ) -> dict[str, Any]:
        headers = {"User-Agent": OWN_AGENT, "Authorization": f"Bearer {await self._bearer()}"}
        try:
            return await self._send(method, path, body, headers)
        except HubError as error:
            if error.status == 401 and again:
                self._token = ("", 0.0)
                return await self._ask(method, path, body, again=False)
            raise

    async def _bearer(self) -> str:
        token, good_until = self._token
        if time.monotonic() < good_until:
            return token
        answer = await self._send(
            "POST",
            "/v2/auth/token",
            {"identifier": self._credential.username, "secret": self._credential.password},
            {"User-Agent": OWN_AGENT},
        )
        token = str(answer.get("access_token") or answer.get("token") or "")
        self._token = (token, time.monotonic() + _TOKEN_SECONDS)
        return token

    async def _send(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> dict[str, Any]:
        try:
            async with self._session.request(
                method, self._base + path, json=body, headers=headers, timeout=_TIMEOUT
            ) as response:
                text = await response.text()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise HubError(later("The Hub does not answer.")) from error
        try:
            answer = json.loads(text) if text.strip() else {}
        except ValueError:
            answer = {}
        if response.status >= 400:
            sentence = (
                answer.get("message") or answer.get("detail") if isinstance(answer, dict) else ""
            )
            said = later("The Hub answered {status}.", status=response.status)
            raise HubError(str(sentence) if sentence else said, response.status)
        return answer if isinstance(answer, dict) else {}
