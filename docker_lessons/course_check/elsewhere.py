"""A registry that was chosen, or the real Docker Hub, to which the course's own test publishes.

The course itself only looks there, so the test does what a learner does: it logs in with a password that it was given,
creates the repository by Docker Hub's API, and pushes with the client. It begins only if the course's repository
doesn't exist there yet, and removes what it pushed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp

from docker_lessons.oci import trust
from docker_lessons.oci.client import Credential, RegistryClient, RegistryError
from docker_lessons.oci.docker_hub import PAGES_URL
from docker_lessons.world.failure import WorldError
from docker_lessons.world.hub_client import HubClient, HubError
from docker_lessons.world.which_hub import WhichHub, settings_page

_T = TypeVar("_T")


@dataclass(frozen=True)
class Elsewhere:
    """Where the test publishes, and the password or access token of the account there."""

    hub: WhichHub
    password: str = field(default="", repr=False)

    def take(self) -> None:
        """Checks that the account is let in, and that the course's repository doesn't exist there yet.

        Raises:
            WorldError: When it exists, or the account isn't let in.
        """
        repository = self.hub.names.target_repository
        if self._run(self._is_taken()):
            raise WorldError(
                f"{repository} is there already, and the test pushes only to a repository that it can remove again. "
                "Delete it first, or give another account or folder."
            )

    def create(self) -> None:
        """Creates the repository on Docker Hub, public, as a learner does on its pages.

        Raises:
            WorldError: When Docker Hub refuses.
        """
        names = self.hub.names

        async def create() -> None:
            async with _session() as session:
                await self._api(session).create_repository(names.username, names.repository)

        self._run(create())

    def clear(self) -> str:
        """Removes the course's repository; returns a sentence about what couldn't be removed, '' for nothing.

        Raises:
            WorldError: When nobody answers there.
        """
        return self._run(self._remove() if self.hub.has_pages else self._remove_tags())

    async def _is_taken(self) -> bool:
        names = self.hub.names
        if self.hub.has_pages:
            async with _session() as session:
                rows = await self._api(session).repositories(names.username)
            return any(row.get("name") == names.repository for row in rows)
        async with self._registry() as registry:
            return bool(await _tags(registry, names.hub_repository))

    async def _remove(self) -> str:
        names = self.hub.names
        async with _session() as session:
            try:
                await self._api(session).delete_repository(names.username, names.repository)
            except HubError as error:
                if error.status == HTTPStatus.NOT_FOUND:
                    return ""
                if error.status != HTTPStatus.FORBIDDEN:
                    raise
                said = str(error.message).rstrip(".")
                page = settings_page(names)
                return f"{names.hub_repository} stays on Docker Hub: {said}. Delete it at {page}"
        return ""

    async def _remove_tags(self) -> str:
        repository = self.hub.names.hub_repository
        async with self._registry() as registry:
            tags = await _tags(registry, repository)
            try:
                for tag in tags:
                    if digest := await registry.digest(repository, tag):
                        await registry.delete_manifest(repository, digest)
            except RegistryError as error:
                name = self.hub.names.target_repository
                return f"{name} stays there, since the registry doesn't let it be removed: {error}"
        return ""

    def _registry(self) -> RegistryClient:
        credential = Credential(self.hub.account, self.password) if self.password else None
        return RegistryClient(self.hub.registry_url, credential, authorities=self.hub.authorities)

    def _api(self, session: aiohttp.ClientSession) -> HubClient:
        return HubClient(PAGES_URL, Credential(self.hub.account, self.password), session)

    def _run(self, asking: Coroutine[Any, Any, _T]) -> _T:
        try:
            with trust.without_netrc():
                return asyncio.run(asking)
        except (HubError, RegistryError) as error:
            place = self.hub.registry or PAGES_URL
            raise WorldError(f"{place} refuses what the test asks: {error}") from error


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(trust_env=True)


async def _tags(registry: RegistryClient, repository: str) -> list[str]:
    try:
        return await registry.tags(repository)
    except RegistryError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return []
        raise
