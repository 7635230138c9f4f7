"""An account outside of the practice Hub, which is looked at rarely and never changed.

Tags come from the registry: with the credential that the learner typed into this world, or without any. A manifest is
asked for by `HEAD` alone, which Docker Hub does not count as a pull; which image a digest stands for is known from the
host, whose engine notes the digest of what it pushed or pulled.

Source: OCI distribution specification 1.1, "Listing Tags" and "Checking if content exists in the registry".
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp

from docker_lessons.language import later
from docker_lessons.oci.access import Credential
from docker_lessons.oci.client import RegistryClient
from docker_lessons.oci.errors import RegistryError
from docker_lessons.trace import OWN_AGENT
from docker_lessons.world import file, hub_trouble
from docker_lessons.world.hub_trouble import HubTrouble
from docker_lessons.world.names import Names
from docker_lessons.world.pace import Pace
from docker_lessons.world.snapshot import HostImage, Hub, HubTag, LogIn, Repository

_OTHER_TAGS = 5
"""Tags besides the course's own whose digest is asked for."""

_OF_A_MOMENT = frozenset({"outage", "broken-off"})
"""Kinds of trouble that may be over at once: a registry that stores a manifest may answer 500 to a request for it."""

_MOMENT = 0.2
"""Seconds after which it is asked again then."""


class TroubleError(Exception):
    """The reason why a look could not be completed."""

    def __init__(self, trouble: HubTrouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


@dataclass(frozen=True)
class Place:
    """The registry that is looked at, and how messages call it."""

    host: str
    url: str


class Outside(ABC):
    """What is known of one account. Belongs to the event loop's thread; `pace` says when it is asked."""

    def __init__(
        self,
        place: Place,
        names: Callable[[], Names],
        known_digests: Path,
        session: aiohttp.ClientSession,
        pace: Pace | None = None,
    ) -> None:
        """Keeps in the file `known_digests` which image each digest stands for, since that never changes."""
        self.pace = pace or Pace()
        self._place = place
        self._names = names
        self._session = session
        self._file = known_digests
        self._images: dict[str, Any] = file.read_json(known_digests) or {}
        self._credential: Credential | None = None
        self._log_in: LogIn | None = None
        self._registry: RegistryClient | None = None
        self._one_at_a_time = asyncio.Lock()
        self._hub: Hub | None = None
        self.trouble: HubTrouble | None = HubTrouble(
            "asking", self._place.host, later("not asked yet")
        )
        """Why nothing is known of it; None if something is."""

    def trouble_now(self) -> HubTrouble | None:
        """Returns why nothing is known of it, with what is left of the wait that was asked for."""
        trouble = self.trouble
        if trouble is None or not trouble.wait:
            return trouble
        return replace(trouble, wait=max(1.0, self.pace.left()))

    @abstractmethod
    async def _ask(self, names: Names) -> Hub:
        """Returns what is there now.

        Raises:
            TroubleError: When it cannot be told.
        """

    def _forget(self) -> None:
        """Forgets what was known to one credential alone."""
        self._log_in, self._registry = None, None

    def ask_for_all(self) -> None:
        """Has the next look ask for everything, and not for what is likely to have changed alone."""
        self.pace.act()

    def use(self, credential: Credential | None) -> None:
        """Takes the credential that the learner typed into this world; None to ask as a stranger."""
        if credential != self._credential:
            self._credential = credential
            self._forget()
            self.pace.act()

    def see(self, images: Iterable[HostImage]) -> Hub | None:
        """Returns what is known of the Hub, None for nothing; `images` are the host's."""
        self._note_digests(images)
        if self._hub is None:
            return None
        described = tuple(self._described(one) for one in self._hub.repositories)
        return replace(self._hub, repositories=described)

    def log_in(self) -> LogIn | None:
        """Returns what the registry says of the credential in use, None before it was asked."""
        return self._log_in

    async def look_at_once(self) -> None:
        """Looks as soon as the pace allows it; a Hub that asked for patience is not asked."""
        pause = self.pace.next_look(watched=True)
        if pause is not None and pause <= self.pace.together:
            await asyncio.sleep(pause)
            await self.look()

    async def look(self) -> None:
        """Looks at the Hub if it is time to. A look that is under way already is waited for."""
        async with self._one_at_a_time:
            if self.pace.next_look(watched=True) != 0.0:
                return
            self.pace.looks()
            seen_at = time.time()
            try:
                self._hub = replace(await self._look_twice(), seen_at=seen_at)
            except TroubleError as found:
                self._hub, self.trouble = None, found.trouble
                self.pace.failed(found.trouble.wait)
            else:
                self.trouble = None

    async def _look_twice(self) -> Hub:
        """Looks, and looks once more after a momentary failure, unless the look before failed as well."""
        answered = self.trouble is None or self.trouble.kind == "asking"
        try:
            return await self._look(self._names())
        except TroubleError as found:
            of_a_moment = found.trouble.kind in _OF_A_MOMENT and not found.trouble.wait
            if not (answered and of_a_moment):
                raise
        await asyncio.sleep(_MOMENT)
        return await self._look(self._names())

    async def _look(self, names: Names) -> Hub:
        if self._credential is not None and self._log_in is None:
            self._log_in = await self._ask_rights(names, self._credential)
        return await self._ask(names)

    # The registry

    async def _ask_rights(self, names: Names, credential: Credential) -> LogIn:
        """Returns whether the registry takes the credential, and what a token says that it may do.

        Raises:
            TroubleError: When it does not answer.
        """
        registry = self._asked_with(credential)
        try:
            granted = await registry.granted_by_token(names.hub_repository, ("pull", "push"))
            if granted is None:  # no token that says anything, or none at all
                await registry.ping()
        except RegistryError as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                return LogIn(credential.username, accepted=False, may_push=False)
            raise self._trouble_of(error) from error
        may_push = granted is None or "push" in granted
        return LogIn(credential.username, accepted=True, may_push=may_push)

    def _asked_with(self, credential: Credential | None) -> RegistryClient:
        return RegistryClient(
            self._place.url, credential, session=self._session, user_agent=OWN_AGENT
        )

    def _trouble_of(self, error: RegistryError) -> TroubleError:
        return TroubleError(hub_trouble.of_registry_error(error, self._place.host))

    async def _ask_tags(self, names: Names) -> tuple[HubTag, ...]:
        """Returns the tags of the course's repository.

        Raises:
            RegistryError: When the registry refuses, as it may for a missing repository, or does not answer.
        """
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
        except RegistryError:
            self._registry = None  # its token may be older than the repository
            raise
        return tuple(
            [
                HubTag(tag, digest, "", (), shown=await self._ask_shown(names, tag, digest))
                for tag, digest in digests.items()
                if digest
            ]
        )

    async def _ask_shown(self, names: Names, tag: str, digest: str) -> tuple[str, ...]:
        """Returns further digests that pages show for a tag; a registry without pages shows none."""
        del names, tag, digest
        return ()

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
        return replace(repository, tags=tags)

    def _tag(self, tag: HubTag) -> HubTag:
        known = self._images.get(tag.digest)
        if not isinstance(known, dict):
            return tag
        return replace(tag, image=str(known["image"]), diff_ids=tuple(known["diff_ids"]))
