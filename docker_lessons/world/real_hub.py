"""The learner's account on the real Docker Hub, looked at rarely and changed never.

Repositories come from the published Hub API, tags from the registry with an anonymous pull token or, with the
practice engine, the token that the learner typed into this world. A manifest is asked for by `HEAD` alone, which
does not count as a pull; which image a digest stands for is known from the host, whose engine notes the digest of
what it pushed or pulled.

Source: Docker Hub API reference, "List repositories in a namespace", "Get repository in a namespace" and "Create
access token"; Docker's documentation, "Pull usage and limits".
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import aiohttp

from docker_lessons.language import later
from docker_lessons.oci import docker_hub
from docker_lessons.oci.access import Credential
from docker_lessons.oci.client import RegistryClient
from docker_lessons.oci.errors import RegistryError, seconds_to_wait
from docker_lessons.trace import OWN_AGENT
from docker_lessons.world import file, hub_trouble
from docker_lessons.world.hub_trouble import HubTrouble
from docker_lessons.world.names import Names
from docker_lessons.world.pace import TOGETHER, Pace
from docker_lessons.world.snapshot import HostImage, Hub, HubTag, LogIn, Repository

_TIMEOUT: Final = aiohttp.ClientTimeout(total=20, sock_connect=8)
_PAGE = 100
"""Repositories in one answer, the newest changed first: the API's largest page."""
_OTHER_TAGS = 5
"""Tags besides the course's own whose digest is asked for."""
_KNOWN_FOR = 300.0
"""Seconds for which the course's repository is taken to be as it was when only its tags are looked at."""
_TOKEN_SECONDS = 240.0
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


class _Trouble(Exception):
    def __init__(self, trouble: HubTrouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


class RealHub:
    """What is known of one account. Belongs to the event loop's thread; `pace` says when it is asked."""

    def __init__(
        self,
        names: Callable[[], Names],
        known_digests: Path,
        session: aiohttp.ClientSession,
        pace: Pace | None = None,
    ) -> None:
        """Keeps in the file `known_digests` which image a digest stands for, which stays true."""
        self.pace = pace or Pace()
        self._names = names
        self._session = session
        self._file = known_digests
        self._images: dict[str, Any] = file.read_json(known_digests) or {}
        self._credential: Credential | None = None
        self._bearer: tuple[str, float] = ("", 0.0)
        self._shown: dict[tuple[str, str], tuple[str, ...]] = {}
        self._repositories: tuple[tuple[str, bool], ...] = ()
        self._repositories_at = 0.0
        self._log_in: LogIn | None = None
        self._registry: RegistryClient | None = None
        self._one_at_a_time = asyncio.Lock()
        self._hub: Hub | None = None
        self.trouble: HubTrouble | None = HubTrouble(
            "asking", docker_hub.PAGES, later("not asked yet")
        )
        """Why nothing is known of the Hub; None if something is."""

    def use(self, credential: Credential | None) -> None:
        """Takes the credential that the learner typed into this world; None to ask as a stranger."""
        if credential != self._credential:
            self._credential, self._bearer, self._log_in = credential, ("", 0.0), None
            self._registry = None
            self._repositories_at = 0.0
            self.pace.act()

    def see(self, images: Iterable[HostImage]) -> Hub | None:
        """Returns what is known of the Hub, None for nothing; `images` are the host's."""
        self._note_digests(images)
        if self._hub is None:
            return None
        return Hub(tuple(self._described(one) for one in self._hub.repositories))

    def log_in(self) -> LogIn | None:
        """Returns what the registry says of the credential in use, None before it was asked."""
        return self._log_in

    def ask_for_all(self) -> None:
        """Has the next look ask for the repositories as well, and not for tags alone."""
        self._repositories_at = 0.0
        self.pace.act()

    async def look_at_once(self) -> None:
        """Looks as soon as the pace allows it; a Hub that asked for patience is not asked."""
        pause = self.pace.next_look(watched=True)
        if pause is not None and pause <= TOGETHER:
            await asyncio.sleep(pause)
            await self.look()

    async def look(self) -> None:
        """Looks at the Hub if it is time to. A look that is under way already is waited for."""
        async with self._one_at_a_time:
            if self.pace.next_look(watched=True) != 0.0:
                return
            self.pace.looks()
            try:
                self._hub = await self._ask()
            except _Trouble as found:
                self._hub, self.trouble = None, found.trouble
                self.pace.failed(found.trouble.wait)
            else:
                self.trouble = None

    async def _ask(self) -> Hub:
        names = self._names()
        if self._credential is not None and self._log_in is None:
            self._log_in = await self._ask_rights(names, self._credential)
        if not self._is_known(names):
            try:
                self._repositories = await self._ask_repositories(names)
                self._repositories_at = time.monotonic()
            except _Trouble as failed:
                if failed.trouble.kind != "asked-enough" or not self._is_there(names):
                    raise
        found = []
        for name, private in self._repositories:
            tags: tuple[HubTag, ...] = ()
            if name == names.repository and (not private or self._credential):
                tags = await self._ask_tags(names)
            found.append(Repository(names.username, name, private, tags))
        return Hub(tuple(found))

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
            sentence = later(
                "{hub} knows no account {account}", hub=docker_hub.PAGES, account=names.username
            )
            raise _Trouble(HubTrouble("no-account", docker_hub.PAGES, sentence))
        rows = told.get("results") or []
        found = {str(row["name"]): bool(row.get("is_private")) for row in rows if "name" in row}
        if names.repository not in found and told.get("next"):
            status, one = await self._api(f"{space}/{names.repository}")
            if status == HTTPStatus.OK:
                found[names.repository] = bool(one.get("is_private"))
        return tuple(found.items())

    async def _api(self, path: str) -> tuple[int, Mapping[str, Any]]:
        """Returns the status and the JSON object of an answer; one that it is not there is no failure.

        Raises:
            _Trouble: When the API does not answer or refuses.
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
            raise _Trouble(HubTrouble("asked-enough", host, said, wait))
        try:
            async with self._session.request(
                method, docker_hub.PAGES_URL + path, json=body, headers=headers, timeout=_TIMEOUT
            ) as response:
                text = await response.text()
                status, wait = response.status, seconds_to_wait(response.headers)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _Trouble(hub_trouble.of_exception(error, host)) from error
        told = _object(text)
        if status >= HTTPStatus.BAD_REQUEST and status not in _REFUSED:
            answered = str(told.get("detail") or told.get("message") or "")
            raise _Trouble(hub_trouble.of_status(status, host, answered, wait))
        return status, told

    # registry-1.docker.io

    async def _ask_rights(self, names: Names, credential: Credential) -> LogIn:
        """Returns whether the token service takes the credential, and what it may do.

        Raises:
            _Trouble: When it does not answer.
        """
        registry = self._asked_with(credential)
        try:
            granted = await registry.granted_by_token(names.hub_repository, ("pull", "push"))
        except RegistryError as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                return LogIn(credential.username, accepted=False, may_push=False)
            raise _Trouble(hub_trouble.of_registry_error(error, docker_hub.REGISTRY)) from error
        may_push = granted is None or "push" in granted
        return LogIn(credential.username, accepted=True, may_push=may_push)

    def _asked_with(self, credential: Credential | None) -> RegistryClient:
        return RegistryClient(
            docker_hub.REGISTRY_URL, credential, session=self._session, user_agent=OWN_AGENT
        )

    async def _ask_tags(self, names: Names) -> tuple[HubTag, ...]:
        repository = names.hub_repository
        if self._registry is None:
            refused = self._log_in is not None and not self._log_in.accepted
            self._registry = self._asked_with(None if refused else self._credential)
        try:
            there = await self._registry.tags(repository)
            ours = [one for one in there if one in {names.tag, names.second_tag, "latest"}]
            others = [one for one in there if one not in ours][:_OTHER_TAGS]
            digests = {
                tag: await self._registry.digest(repository, tag) for tag in (*ours, *others)
            }
        except RegistryError as error:
            self._registry = None  # its token may be older than the repository
            if error.status in _REFUSED:  # a repository into which nothing was pushed
                return ()
            trouble = hub_trouble.of_registry_error(error, docker_hub.REGISTRY)
            raise _Trouble(trouble) from error
        return tuple(
            [
                HubTag(tag, digest, "", (), shown=await self._ask_shown(names, tag, digest))
                for tag, digest in digests.items()
                if digest
            ]
        )

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

    # Which image a digest stands for

    def _note_digests(self, images: Iterable[HostImage]) -> None:
        names, before = self._names(), len(self._images)
        for image in images:
            for one in image.digests:
                name, _, digest = one.partition("@")
                if names.path(name) == names.hub_repository and image.inspected:
                    self._images.setdefault(
                        digest, {"image": image.id, "diff_ids": list(image.diff_ids)}
                    )
        if len(self._images) != before:
            file.write_json(self._file, self._images)

    def _described(self, repository: Repository) -> Repository:
        tags = tuple(self._tag(tag) for tag in repository.tags)
        return Repository(repository.namespace, repository.name, repository.private, tags)

    def _tag(self, tag: HubTag) -> HubTag:
        known = self._images.get(tag.digest)
        if not isinstance(known, dict):
            return tag
        return replace(tag, image=str(known["image"]), diff_ids=tuple(known["diff_ids"]))


def _object(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
