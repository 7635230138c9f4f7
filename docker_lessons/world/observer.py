"""Snapshots of the world, made through its public protocols only.

These are the Engine API over the socket, the Docker Hub API and the registry as the world's account,
and the token endpoint with the credential in the Docker client's config.json, which is only read.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any, Self

import aiohttp
from yarl import URL

from docker_lessons.language import later
from docker_lessons.oci import docker_hub, trust
from docker_lessons.oci.access import Credential
from docker_lessons.oci.client import RegistryClient
from docker_lessons.oci.errors import RegistryError
from docker_lessons.oci.image_config import ImageConfig
from docker_lessons.oci.manifest import Manifest
from docker_lessons.trace import OWN_AGENT
from docker_lessons.world.client_config import ClientConfig, keeps_log_in, stamp
from docker_lessons.world.directory import World
from docker_lessons.world.engine import LABEL, RELAY_LABEL
from docker_lessons.world.host import HostClient, HostError, is_in_containerd
from docker_lessons.world.hub_client import HubClient, HubError
from docker_lessons.world.known_layers import KnownLayers
from docker_lessons.world.outside import Outside, Place
from docker_lessons.world.own_registry import OwnRegistry
from docker_lessons.world.pace import Pace
from docker_lessons.world.real_hub import RealHub
from docker_lessons.world.snapshot import (
    Container,
    Host,
    HostImage,
    Hub,
    HubTag,
    LogIn,
    Repository,
    Snapshot,
)
from docker_lessons.world.which_hub import WhichHub

_LARGEST = 1 << 20
"""Bytes; a larger image with no name and no label of the course is not inspected, since there may be
hundreds of them on a learner's own Docker."""
_READ = 1 << 17
"""Bytes; the layers of a larger image are not read, since they cannot be the course's."""
_Inspected = tuple[tuple[str, ...], tuple[str, ...], str]
"""The layers, the command and the architecture of an image."""
_Described = tuple[str, tuple[str, ...], tuple[str, ...]]
_TOGETHER = 0.2
"""Seconds within which acts are answered by one look at a registry of the learner's own choice, which limits nobody."""
_HUB_REPOSITORIES = 60
"""Repositories of an account that are looked at; a learner has a few."""


class Observer:
    """The maker of one world's snapshots; an asynchronous context manager for one task at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.names = world.names
        self._engine = world.engine
        self._config = world.client_config / "config.json"
        self._inspected: dict[str, _Inspected] = {}
        self._described: dict[str, _Described] = {}
        self._asked: tuple[Credential, LogIn] | None = None
        self._outside_session: aiohttp.ClientSession | None = None
        self._unreadable: set[str] = set()
        self.known_layers = KnownLayers(world.known_layers)
        self._info: asyncio.Task[dict[str, Any]] | None = None
        account = world.account()
        self._credential = Credential(account.username, account.password)
        self.host = HostClient(world.engine_socket)
        self.real_hub: Outside | None = None
        """What looks at Docker Hub or at a registry of the learner's own choice, if the world works with that one."""

    async def __aenter__(self) -> Self:
        await self.host.__aenter__()
        self._session = aiohttp.ClientSession(
            headers={"User-Agent": OWN_AGENT}, auto_decompress=False
        )
        if self._world.which_hub.is_real:
            self.real_hub = self._outside(self._world.which_hub)
        self.hub = HubClient(self._world.hub_url, self._credential, self._session)
        self.registry = RegistryClient(
            self._world.registry_url, self._credential, session=self._session, user_agent=OWN_AGENT
        )
        await self.registry.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._info is not None:
            self._info.cancel()
        await self.host.__aexit__(*error)
        await self._session.close()
        if self._outside_session is not None:
            await self._outside_session.close()

    def _outside(self, hub: WhichHub) -> Outside:
        """Returns the `Outside` for a Hub or a registry that is not this world's own, and opens a session for it."""
        where = (lambda: self.names, self._world.known_digests)
        proxied = hub.has_pages or not trust.is_here(URL(hub.registry_url))
        session = self._outside_session = aiohttp.ClientSession(
            connector=trust.connector(hub.authorities), auto_decompress=False, trust_env=proxied
        )
        if hub.has_pages:
            return RealHub(*where, session)
        return OwnRegistry(
            Place(hub.registry, hub.registry_url), *where, session, Pace(together=_TOGETHER)
        )

    def forget_log_in(self) -> None:
        """Drops what the registry said about the stored credential, so that `observe` asks again."""
        self._asked = None

    async def observe(
        self, last: Snapshot | None = None, *, host: bool = True, hub: bool = True
    ) -> Snapshot:
        """Returns a new snapshot; `host` or `hub` False takes that part from the `last` one."""
        now = Snapshot(time.time(), None, "", None, "", None)
        if host or last is None:
            now = await self._look_at_host(now)
        else:
            now = replace(now, host=last.host, host_error=last.host_error)
        if self.real_hub is not None:
            return self._see_real_hub(await self._look_at_log_in(now), self.real_hub)
        if hub or last is None:
            now = await self._look_at_hub(now)
        else:
            now = replace(now, hub=last.hub, hub_error=last.hub_error)
        return await self._look_at_log_in(now)

    # The engine

    async def _look_at_host(self, now: Snapshot) -> Snapshot:
        try:
            listed = [row for row in await self.host.images() if not _is_relay(row)]
            images = [await self._host_image(row) for row in listed]
            if len(self._inspected) > 2 * len(listed) + 100:  # drops those of removed images
                present = {str(row["Id"]) for row in listed}
                self._inspected = {k: v for k, v in self._inspected.items() if k in present}
            containers = [row for row in await self.host.containers() if not _is_relay(row)]
            about = await self._about()
        except HostError as error:
            self._info = None
            return replace(now, host_error=error.message)
        host = replace(
            about,
            images=tuple(image for image in images if image),
            containers=tuple(_container(row) for row in containers),
        )
        return replace(now, host=host)

    async def _about(self) -> Host:
        """Returns what the engine says of itself, without its images and containers.

        An engine may have to try whether it runs containers, so the first look does not wait for the
        answer, and assumes that it does.
        """
        if self._info is None:
            self._info = asyncio.create_task(self.host.info())
            return Host((), (), runs_containers=True)
        info = await self._info
        warnings = (str(one).removeprefix("WARNING: ") for one in info.get("Warnings") or ())
        runs = bool(info.get("Runtimes"))
        return Host(
            images=(),
            containers=(),
            runs_containers=runs,
            why_no_containers="" if runs else "; ".join(warnings),
            ids_are_digests=is_in_containerd(info),
        )

    async def _host_image(self, row: dict[str, Any]) -> HostImage | None:
        image_id = str(row["Id"])
        names = tuple(sorted(n for n in row.get("RepoTags") or () if n != "<none>:<none>"))
        labels = {str(key): str(value) for key, value in (row.get("Labels") or {}).items()}
        may_be_ours = LABEL in labels or int(row.get("Size") or 0) < _LARGEST
        if image_id not in self._inspected and (may_be_ours or self._named_by_us(names)):
            try:
                document = await self.host.image(image_id)
            except HostError as error:
                if error.status == 404:  # removed since the list was made
                    return None
                raise
            self._inspected[image_id] = (
                tuple((document.get("RootFS") or {}).get("Layers") or ()),
                _command(document.get("Config") or {}),
                str(document.get("Architecture") or ""),
            )
        diff_ids, command, architecture = self._inspected.get(image_id, ((), (), ""))
        if not self.known_layers.are_told(diff_ids) and int(row.get("Size") or 0) < _READ:
            await self._learn_layers(image_id, diff_ids)
        return HostImage(
            id=image_id,
            names=names,
            labels=labels,
            digests=tuple(d for d in row.get("RepoDigests") or () if not d.startswith("<none>")),
            diff_ids=self.known_layers.told(diff_ids),
            command=command,
            created=int(row.get("Created") or 0),
            size=int(row.get("Size") or 0),
            inspected=image_id in self._inspected,
            packed=diff_ids,
            architecture=architecture,
        )

    async def _learn_layers(self, image_id: str, diff_ids: tuple[str, ...]) -> None:
        if image_id in self._unreadable:
            return
        try:
            self.known_layers.learn(diff_ids, await self.host.layers(image_id))
        except HostError as error:
            if not error.status:
                raise
            self._unreadable.add(image_id)  # such as one whose layers are not all here

    def _named_by_us(self, names: tuple[str, ...]) -> bool:
        return not self.names.course.isdisjoint(names)

    # The Hub

    def _see_real_hub(self, now: Snapshot, real_hub: Outside) -> Snapshot:
        """Returns the snapshot with what is known of the real Hub, which is asked separately: it may be slow."""
        trouble = real_hub.trouble_now()
        return replace(
            now,
            hub=real_hub.see(now.host.images if now.host else ()),
            hub_trouble=trouble,
            hub_error=later("{host}: {reason}", host=trouble.host, reason=trouble.reason)
            if trouble
            else "",
        )

    async def _look_at_hub(self, now: Snapshot) -> Snapshot:
        namespace = self.names.username
        try:
            rows = (await self.hub.repositories(namespace))[:_HUB_REPOSITORIES]
            found = [
                Repository(
                    namespace=namespace,
                    name=str(row["name"]),
                    private=bool(row.get("is_private")),
                    tags=await self._tags(namespace, str(row["name"])),
                )
                for row in rows
            ]
        except (HubError, RegistryError) as error:
            message = error.message if isinstance(error, HubError) else str(error)
            return replace(now, hub_error=message)
        return replace(now, hub=Hub(tuple(found)))

    async def _tags(self, namespace: str, name: str) -> tuple[HubTag, ...]:
        try:
            rows = await self.hub.tags(namespace, name)
        except HubError as error:
            if error.status == 404:  # deleted since the list was made
                return ()
            raise
        tags = []
        for row in rows:
            digest = str(row.get("digest") or "")
            described = await self._described_by(f"{namespace}/{name}", digest)
            image, diff_ids, blobs = described
            layers = self.known_layers.told(diff_ids)
            tags.append(HubTag(str(row["name"]), digest, image, layers, blobs))
        return tuple(tags)

    async def _described_by(self, repository: str, digest: str) -> _Described:
        """Returns the image ID, the layers and their blobs of a manifest; nothing if it is not one image's."""
        if digest not in self._described:
            try:
                _, _, data = await self.registry.manifest(repository, digest)
                manifest = Manifest.parse(data)
                config = b"".join(
                    [
                        chunk
                        async for chunk in self.registry.blob(repository, manifest.config.digest)
                    ]
                )
                described = (
                    manifest.config.digest,
                    tuple(ImageConfig.parse(config).diff_ids),
                    tuple(layer.digest for layer in manifest.layers),
                )
            except RegistryError as error:
                if not error.status:
                    raise
                return "", (), ()
            except ValueError:  # an index of several platforms, or something that is no image
                described = ("", (), ())
            if len(self._described) > 500:
                self._described.clear()
            self._described[digest] = described
        return self._described[digest]

    # The credential

    async def _look_at_log_in(self, now: Snapshot) -> Snapshot:
        path = self._config
        if self._world.keeps_own_log_in:
            kept = LogIn("", accepted=True, may_push=True, whose_is_known=False)
            return replace(now, log_in=kept if keeps_log_in(path, self.names) else None)
        config = ClientConfig.read(path, self.names)
        credential, others = config.stored()
        now = replace(
            now,
            other_registries=others,
            log_in_outside=self._is_logged_in_outside(),
            credential_helper=config.helper(),
        )
        if self.real_hub is not None:
            self.real_hub.use(credential)
            return replace(now, log_in=self.real_hub.log_in())
        if credential is None:
            return now
        ends_unseen = credential.password.startswith(docker_hub.ACCESS_TOKEN_PREFIX)
        if ends_unseen or self._asked is None or self._asked[0] != credential:
            log_in = await self._ask_registry(credential)
            if log_in is None:
                return replace(now, hub=None, hub_error=later("The registry does not answer."))
            self._asked = (credential, log_in)
        return replace(now, log_in=self._asked[1])

    async def _ask_registry(self, credential: Credential) -> LogIn | None:
        names = self.names
        async with RegistryClient(
            self._world.registry_url, credential, session=self._session, user_agent=OWN_AGENT
        ) as registry:
            try:
                granted = await registry.token_access(
                    f"{names.username}/{names.repository}", ("pull", "push")
                )
            except RegistryError as error:
                if not error.status:
                    return None
                return LogIn(credential.username, accepted=False, may_push=False)
        return LogIn(credential.username, accepted=True, may_push="push" in granted)

    def config_stamp(self) -> list[tuple[int, int]]:
        """Returns a value that changes when a client writes its config.json, in this world or outside."""
        paths = (self._config, self._engine.client_config)
        return [stamp(path) for path in dict.fromkeys(paths) if path is not None]

    def _is_logged_in_outside(self) -> bool:
        """Tells whether the learner's own config.json has a key for the course's registry; reads only keys."""
        outside = self._engine.client_config
        return (
            self.names.bear_an_address and outside is not None and keeps_log_in(outside, self.names)
        )


def _is_relay(row: dict[str, Any]) -> bool:
    """Tells whether an image or a container is a relay's, which the lessons ignore."""
    return RELAY_LABEL in (row.get("Labels") or {})


def _container(row: dict[str, Any]) -> Container:
    names = row.get("Names") or ["/"]
    return Container(
        id=str(row["Id"]),
        name=str(names[0]).lstrip("/"),
        image_id=str(row.get("ImageID", "")),
        state=str(row.get("State", "")),
    )


def _command(config: dict[str, Any]) -> tuple[str, ...]:
    """Returns what a container of an image starts where nothing else is asked for."""
    return (*(config.get("Entrypoint") or ()), *(config.get("Cmd") or ()))
