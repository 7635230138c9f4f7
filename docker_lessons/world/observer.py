"""Snapshots of the world, made through its public protocols only.

These are the Engine API over the socket, the Docker Hub API and the registry as the world's account,
and the token endpoint with the credential in the Docker client's config.json, which is only read.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import aiohttp

from docker_lessons.oci.access import Credential
from docker_lessons.oci.client import RegistryClient
from docker_lessons.oci.docker_hub import CREDENTIAL_KEYS
from docker_lessons.oci.errors import RegistryError
from docker_lessons.oci.manifest import ImageConfig, Manifest
from docker_lessons.trace import OWN_AGENT
from docker_lessons.world.directory import World
from docker_lessons.world.engine import LABEL
from docker_lessons.world.host import HostClient, HostError
from docker_lessons.world.hub_client import HubClient, HubError
from docker_lessons.world.names import Names
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

_PLACEHOLDER = "practice.invalid"
_LARGEST = 1 << 20
"""Bytes; a larger image with no name and no label of the course is not inspected, since there may be
hundreds of them on a learner's own Docker."""
_HUB_REPOSITORIES = 60
"""Repositories of an account that are looked at; a learner has a few."""


class Observer:
    """The maker of one world's snapshots; an asynchronous context manager for one task at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.names = world.names
        self._engine = world.engine
        self._inspected: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._described: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._asked: tuple[Credential, LogIn] | None = None
        self._runs_containers: bool | None = None
        account = world.account()
        self._credential = Credential(account.username, account.password)
        self.host = HostClient(world.engine_socket)

    async def __aenter__(self) -> Self:
        await self.host.__aenter__()
        self._session = aiohttp.ClientSession(
            headers={"User-Agent": OWN_AGENT}, auto_decompress=False
        )
        self.hub = HubClient(self._world.hub_url, self._credential, self._session)
        self.registry = RegistryClient(
            self._world.registry_url, self._credential, session=self._session, user_agent=OWN_AGENT
        )
        await self.registry.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.host.__aexit__(*error)
        await self._session.close()

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
        if hub or last is None:
            now = await self._look_at_hub(now)
        else:
            now = replace(now, hub=last.hub, hub_error=last.hub_error)
        return await self._look_at_log_in(now)

    # The engine

    async def _look_at_host(self, now: Snapshot) -> Snapshot:
        try:
            listed = await self.host.images()
            images = [await self._host_image(row) for row in listed]
            if len(self._inspected) > 2 * len(listed) + 100:  # drops those of removed images
                present = {str(row["Id"]) for row in listed}
                self._inspected = {k: v for k, v in self._inspected.items() if k in present}
            if self._runs_containers is None:
                info = await self.host.info()
                self._runs_containers = bool(info.get("Runtimes"))
            containers = await self.host.containers() if self._runs_containers else []
        except HostError as error:
            self._runs_containers = None
            return replace(now, host_error=str(error))
        return replace(
            now,
            host=Host(
                images=tuple(image for image in images if image),
                containers=tuple(_container(row) for row in containers),
                runs_containers=self._runs_containers,
            ),
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
                tuple((document.get("Config") or {}).get("Cmd") or ()),
            )
        diff_ids, command = self._inspected.get(image_id, ((), ()))
        return HostImage(
            id=image_id,
            names=names,
            labels=labels,
            digests=tuple(d for d in row.get("RepoDigests") or () if not d.startswith("<none>")),
            diff_ids=diff_ids,
            command=command,
            created=int(row.get("Created") or 0),
            size=int(row.get("Size") or 0),
        )

    def _named_by_us(self, names: tuple[str, ...]) -> bool:
        return not self.names.course.isdisjoint(names)

    # The Hub

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
            return replace(now, hub_error=str(error))
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
            image, diff_ids = await self._described_by(f"{namespace}/{name}", digest)
            tags.append(HubTag(str(row["name"]), digest, image, diff_ids))
        return tuple(tags)

    async def _described_by(self, repository: str, digest: str) -> tuple[str, tuple[str, ...]]:
        """Returns the image ID and the layers of a manifest; ('', ()) if it is not one image's."""
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
                described = (manifest.config.digest, tuple(ImageConfig.parse(config).diff_ids))
            except RegistryError as error:
                if not error.status:
                    raise
                return "", ()
            except ValueError:  # an index of several platforms, or something that is no image
                described = ("", ())
            if len(self._described) > 500:
                self._described.clear()
            self._described[digest] = described
        return self._described[digest]

    # The credential

    async def _look_at_log_in(self, now: Snapshot) -> Snapshot:
        credential, others = self._stored_credential()
        now = replace(now, other_registries=others, log_in_outside=self._is_logged_in_outside())
        if credential is None:
            return now
        if self._asked is None or self._asked[0] != credential:
            log_in = await self._ask_registry(credential)
            if log_in is None:
                return replace(now, hub=None, hub_error="The registry does not answer.")
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
        outside = self._engine.client_config
        return [
            _stamp(path)
            for path in (self._world.docker_config / "config.json", outside)
            if path is not None
        ]

    def _is_logged_in_outside(self) -> bool:
        """Tells whether the learner's own config.json has a key for the course's registry; reads only keys."""
        if not self.names.bear_an_address or self._engine.client_config is None:
            return False
        try:
            keys = list(json.loads(self._engine.client_config.read_bytes())["auths"])
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return any(is_key(str(key), self.names) for key in keys)

    def _stored_credential(self) -> tuple[Credential | None, tuple[str, ...]]:
        """Returns the stored credential for the course's registry, and the other registries that have one.

        Where names have the registry's address, Docker Hub is one of the others.
        """
        try:
            document = json.loads((self._world.docker_config / "config.json").read_bytes())
            auths = dict(document.get("auths") or {})
        except (OSError, ValueError, AttributeError, TypeError):
            return None, ()
        found = None
        others = []
        for server, entry in auths.items():
            if is_key(server, self.names):
                found = _credential(entry) or found
            elif server != _PLACEHOLDER and entry:
                others.append(server)
        return found, tuple(sorted(others))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_ino)


def is_key(server: str, names: Names) -> bool:
    """Tells whether this key of config.json's `auths` is for the course's registry.

    Source: docker/cli, `cli/config/credentials/file_store.go` (a key may be a URL).
    """
    if not names.bear_an_address:
        return server in CREDENTIAL_KEYS
    return re.sub(r"^https?://", "", server).partition("/")[0] == names.registry


def _container(row: dict[str, Any]) -> Container:
    names = row.get("Names") or ["/"]
    return Container(
        id=str(row["Id"]),
        name=str(names[0]).lstrip("/"),
        image_id=str(row.get("ImageID", "")),
        state=str(row.get("State", "")),
    )


def _credential(entry: Any) -> Credential | None:
    try:
        user, _, password = base64.b64decode(entry["auth"]).decode().partition(":")
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None
    return Credential(user, password) if user and password else None
