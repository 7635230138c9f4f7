"""The learner's account on the real Docker Hub, which is looked at rarely and never changed.

Repositories come from the published Hub API, and everything else from the registry, as for any account outside of
the practice Hub (`outside`).

Source: Docker Hub API reference, "List repositories in a namespace", "Get repository in a namespace" and "Create
access token"; Docker's documentation, "Pull usage and limits".
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import aiohttp

from docker_lessons.language import later
from docker_lessons.oci import docker_hub
from docker_lessons.oci.errors import RegistryError
from docker_lessons.oci.refusals import seconds_to_wait
from docker_lessons.trace import OWN_AGENT
from docker_lessons.world import hub_trouble
from docker_lessons.world.hub_trouble import HubTrouble
from docker_lessons.world.names import Names
from docker_lessons.world.outside import Outside, Place, TroubleError
from docker_lessons.world.pace import Pace
from docker_lessons.world.snapshot import Hub, HubTag, Repository

_TIMEOUT: Final = aiohttp.ClientTimeout(total=20, sock_connect=8)
_PAGE = 100
"""Repositories in one answer, the newest changed first: the API's largest page."""
_KNOWN_FOR = 300.0
"""Seconds for which the course's repository is taken to be as it was when only its tags are looked at."""
_TOKEN_SECONDS = 240.0
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
"""The statuses that say that something is not there, or is not for everybody."""


class RealHub(Outside):
    """What is known of one account. Belongs to the event loop's thread; `pace` says when it is asked."""

    def __init__(
        self,
        names: Callable[[], Names],
        known_digests: Path,
        session: aiohttp.ClientSession,
        pace: Pace | None = None,
    ) -> None:
        """Keeps in the file `known_digests` which image each digest stands for, since that never changes."""
        place = Place(docker_hub.REGISTRY, docker_hub.REGISTRY_URL)
        super().__init__(place, names, known_digests, session, pace)
        self._bearer: tuple[str, float] = ("", 0.0)
        self._shown: dict[tuple[str, str], tuple[str, ...]] = {}
        self._repositories: tuple[tuple[str, bool], ...] = ()
        self._repositories_at = 0.0

    def _forget(self) -> None:
        super()._forget()
        self._bearer = ("", 0.0)
        self._repositories_at = 0.0

    def ask_for_all(self) -> None:
        """Has the next look ask for the repositories as well, and not for tags alone."""
        self._repositories_at = 0.0
        super().ask_for_all()

    async def _ask(self, names: Names) -> Hub:
        known = self._is_known(names)
        found = await self._ask_what_is_due(names)
        if known and self._lost_its_tags(found, names):  # made private, or deleted
            self._repositories_at = 0.0
            found = await self._ask_what_is_due(names)
        return found

    def _lost_its_tags(self, found: Hub, names: Names) -> bool:
        """Whether the course's repository had tags at the last look, and shows none now."""
        name = f"{names.username}/{names.repository}"
        before = self._hub.repository(name) if self._hub else None
        now = found.repository(name)
        return bool(before and before.tags and now and not now.tags)

    async def _ask_what_is_due(self, names: Names) -> Hub:
        if not self._is_known(names):
            try:
                self._repositories = await self._ask_repositories(names)
                self._repositories_at = time.monotonic()
            except TroubleError as failed:
                if failed.trouble.kind != "asked-enough" or not self._is_there(names):
                    raise
        found = []
        for name, private in self._repositories:
            tags: tuple[HubTag, ...] = ()
            if name == names.repository and (not private or self._credential):
                tags = await self._tags_of(names)
            found.append(Repository(names.username, name, private, tags))
        return Hub(tuple(found), is_public_only=not self._bearer[0])

    async def _tags_of(self, names: Names) -> tuple[HubTag, ...]:
        try:
            return await self._ask_tags(names)
        except RegistryError as error:
            if error.status in _REFUSED:  # a repository into which nothing was pushed
                return ()
            raise self._trouble_of(error) from error

    def _is_known(self, names: Names) -> bool:
        fresh = self._repositories_at and time.monotonic() - self._repositories_at < _KNOWN_FOR
        return bool(fresh and self._is_there(names))

    def _is_there(self, names: Names) -> bool:
        return any(name == names.repository for name, _ in self._repositories)

    # hub.docker.com

    async def _ask_repositories(self, names: Names) -> tuple[tuple[str, bool], ...]:
        space = f"/v2/namespaces/{names.username}/repositories"
        status, told = await self._api(f"{space}?page_size={_PAGE}&ordering=-last_updated")
        if status == HTTPStatus.NOT_FOUND:
            sentence = later("no account {account}", account=names.username)
            raise TroubleError(HubTrouble("no-account", docker_hub.PAGES, sentence))
        rows = told.get("results") or []
        found = {str(row["name"]): bool(row.get("is_private")) for row in rows if "name" in row}
        if names.repository not in found and told.get("next"):
            status, one = await self._api(f"{space}/{names.repository}")
            if status == HTTPStatus.OK:
                found[names.repository] = bool(one.get("is_private"))
        return tuple(found.items())

    async def _api(self, path: str) -> tuple[int, Mapping[str, Any]]:
        """Returns the status and the JSON object of an answer; 401, 403 and 404 are answers, too.

        Raises:
            TroubleError: When the API does not answer, or answers with another error.
        """
        headers = {"User-Agent": OWN_AGENT}
        if bearer := await self._api_token():
            headers["Authorization"] = f"Bearer {bearer}"
        status, told = await self._send("GET", path, headers)
        if status == HTTPStatus.UNAUTHORIZED and bearer:
            self._bearer = ("", 0.0)
        return status, told

    async def _api_token(self) -> str:
        """Returns a token of the API for the credential, '' without one or where it is refused."""
        if self._credential is None:
            return ""
        token, good_until = self._bearer
        if time.monotonic() >= good_until:
            body = {
                "identifier": self._credential.username,
                "secret": self._credential.password,
            }
            status, told = await self._send(
                "POST", "/v2/auth/token", {"User-Agent": OWN_AGENT}, body
            )
            token = str(told.get("access_token") or "") if status == HTTPStatus.OK else ""
            self._bearer = (token, time.monotonic() + _TOKEN_SECONDS)
        return token

    async def _send(
        self, method: str, path: str, headers: dict[str, str], body: dict[str, str] | None = None
    ) -> tuple[int, Mapping[str, Any]]:
        host = docker_hub.PAGES
        if not self.pace.spend():
            wait = self.pace.refill()
            said = later("the course has asked as often as it does in an hour")
            raise TroubleError(HubTrouble("asked-enough", host, said, wait))
        try:
            async with self._session.request(
                method, docker_hub.PAGES_URL + path, json=body, headers=headers, timeout=_TIMEOUT
            ) as response:
                text = await response.text()
                status, wait = response.status, seconds_to_wait(response.headers)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise TroubleError(hub_trouble.of_exception(error, host)) from error
        told = _object(text)
        if status >= HTTPStatus.BAD_REQUEST and status not in _REFUSED:
            answered = str(told.get("detail") or told.get("message") or "")
            raise TroubleError(hub_trouble.of_status(status, host, answered, wait))
        return status, told

    async def _ask_shown(self, names: Names, tag: str, digest: str) -> tuple[str, ...]:
        """Returns the digests that the page of the tags shows, asked once for each of the course's own tags."""
        if tag not in {names.tag, names.second_tag}:
            return ()
        if (tag, digest) not in self._shown:
            path = f"/v2/namespaces/{names.username}/repositories/{names.repository}/tags/{tag}"
            status, told = await self._api(path)
            images = told.get("images") if status == HTTPStatus.OK else None
            if not isinstance(
                images, list
            ):  # the page shows a new tag a moment later than the registry
                return ()
            found = (str(one.get("digest") or "") for one in images if isinstance(one, dict))
            self._shown[tag, digest] = tuple(one for one in found if one not in ("", digest))
        return self._shown[tag, digest]


def _object(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
