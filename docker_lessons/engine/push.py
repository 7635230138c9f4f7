"""Push: what the engine has under a name goes to a registry, as dockerd's classic store sends it.

The layers first, several at once, then the config, then the manifest that names them all: a tag
never points at something that is not whole. Source: moby 20.10, ``distribution/push_v2.go``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from docker_lessons.engine.errors import SystemFailure
from docker_lessons.engine.image import short
from docker_lessons.engine.transfer import together
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.errors import RegistryError
from docker_lessons.oci.manifest import (
    MEDIA_TYPE_DOCKER_CONFIG,
    MEDIA_TYPE_DOCKER_LAYER_GZIP,
    MEDIA_TYPE_DOCKER_MANIFEST,
    Descriptor,
    Manifest,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from docker_lessons.engine.image import Image, Layer
    from docker_lessons.engine.progress import Progress
    from docker_lessons.engine.store import ImageStore
    from docker_lessons.oci.client import RegistryClient
    from docker_lessons.oci.reference import Reference

AT_ONCE = 5
"""How many layers are sent at the same time (dockerd's ``max-concurrent-uploads``)."""

ATTEMPTS = 5
"""How often a layer is tried before the push fails."""

PAUSE = 5
"""Seconds before the second attempt; twice as many before the third, and so on."""

_CHUNK = 1 << 18
_MOUNT_ATTEMPTS = 3
_FINAL = frozenset({"UNAUTHORIZED", "UNSUPPORTED", "DENIED", "TOOMANYREQUESTS", "NAME_UNKNOWN"})


async def push(
    store: ImageStore,
    registry: RegistryClient,
    reference: Reference,
    *,
    all_tags: bool,
    progress: Progress,
) -> None:
    """Push one tag, or every tag of the repository, telling `progress` of it.

    Raises:
        EngineError: With dockerd's sentence: no such tag, the registry's refusal, or that none
            answers.
    """
    await progress.message(f"The push refers to repository [{reference.name}]")
    names = [named for named in store.references(reference.name) if named.reference.tag is not None]
    if not store.references(reference.name):
        raise SystemFailure(
            f"An image does not exist locally with the tag: {reference.familiar_name}"
        )
    try:
        await registry.reach()
        if not all_tags:
            wanted = reference.with_default_tag()
            names = [named for named in names if named.reference.tag == wanted.tag]
            if not names:
                raise SystemFailure(f"tag does not exist: {wanted.familiar}")
        if not names:
            raise SystemFailure(f"no tags to push for {reference.familiar_name}")
        with store.holding():
            repository = _Repository(store, registry, reference.without_tag(), progress)
            for named in names:
                image = store.image(named.image)
                if image is None:  # removed since the names were read
                    raise SystemFailure(f"tag does not exist: {named.reference.familiar}")
                last = named is names[-1]
                await repository.push(image, named.reference, reference.familiar if last else "")
    except RegistryError as error:
        raise SystemFailure(str(error)) from error


class _Repository:
    """A repository while one or several tags of it are pushed."""

    def __init__(
        self,
        store: ImageStore,
        registry: RegistryClient,
        reference: Reference,
        progress: Progress,
    ) -> None:
        self._store = store
        self._registry = registry
        self._reference = reference
        self._progress = progress
        self._there: set[str] = set()
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def push(self, image: Image, tagged: Reference, event: str) -> None:
        """Push an image under one tag; `event` is the name that the push event bears, if any."""
        layers = self._store.layers(image)
        for layer in reversed(layers):
            await self._progress.status("Preparing", short(layer.diff_id))
        await together(self._send(layer) for layer in reversed(list(dict.fromkeys(layers))))
        media_type, manifest = self._manifest(image, layers)
        assert tagged.tag is not None
        try:
            await self._send_config(image)
            digest = await self._registry.put_manifest(
                self._reference.path, tagged.tag, media_type, manifest
            )
        except RegistryError as error:
            # For a layer dockerd tells the first reason, from here on it tells all.
            raise SystemFailure(error.whole) from error
        with self._store.change() as change:
            for layer in layers:
                change.pushed(layer.diff_id, self._reference.name, layer.digest)
            if self._store.image(image.id) is not None:  # else it was removed while it was sent
                change.set_reference(self._reference.with_digest(digest), image.id)
            if event:
                change.event("push", event, self._reference.familiar_name)
        await self._progress.message(f"{tagged.tag}: digest: {digest} size: {len(manifest)}")
        result = {"Tag": tagged.tag, "Digest": digest, "Size": len(manifest)}
        await self._progress.aux(result, detail=True)

    def _manifest(self, image: Image, layers: list[Layer]) -> tuple[str, bytes]:
        """Return the manifest that the image came with, if it still fits, else Docker's own.

        An image that was pulled is so given back under the digest that it had.
        """
        digests = [layer.digest for layer in layers]
        for media_type, data in self._store.manifests(image.id):
            if [layer.digest for layer in Manifest.parse(data).layers] == digests:
                return media_type, data
        manifest = Manifest(
            media_type=MEDIA_TYPE_DOCKER_MANIFEST,
            config=Descriptor(MEDIA_TYPE_DOCKER_CONFIG, image.id, len(image.config)),
            layers=tuple(
                Descriptor(MEDIA_TYPE_DOCKER_LAYER_GZIP, layer.digest, layer.size)
                for layer in layers
            ),
        )
        return manifest.media_type, manifest.encode()

    async def _send(self, layer: Layer) -> None:
        """Bring a layer to the registry, in as many attempts as dockerd makes."""
        name = short(layer.diff_id)
        if self._at_once.locked():
            await self._progress.status("Waiting", name)
        async with self._at_once:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    await self._send_once(layer, name)
                except RegistryError as error:
                    if attempt == ATTEMPTS or error.code in _FINAL or error.asked:
                        raise
                    await self._pause(name, attempt * PAUSE)
                else:
                    return

    async def _pause(self, name: str, seconds: int) -> None:
        for left in range(seconds, 0, -1):
            plural = "" if left == 1 else "s"
            await self._progress.status(f"Retrying in {left} second{plural}", name)
            await asyncio.sleep(1)

    async def _send_once(self, layer: Layer, name: str) -> None:
        if layer.digest in self._there or await self._has(layer.digest):
            self._there.add(layer.digest)
            await self._progress.status("Layer already exists", name)
            return
        for source in self._sources(layer):
            if await self._mount(layer, source):
                self._there.add(layer.digest)
                await self._progress.status(f"Mounted from {source}", name)
                return
        await self._registry.put_blob(
            self._reference.path, layer.digest, layer.size, self._chunks(layer, name)
        )
        self._there.add(layer.digest)
        await self._progress.status("Pushed", name)

    async def _has(self, digest: str) -> bool:
        if self._registry.is_stranger:
            # dockerd looks only for what the same account has sent before, and so is refused at once.
            return False
        try:
            return await self._registry.has_blob(self._reference.path, digest)
        except RegistryError as error:
            if not error.status or error.asked:
                raise
            # Why it is refused, the registry says to the upload; an answer to HEAD has no words.
            return False

    def _sources(self, layer: Layer) -> list[str]:
        """Return the repositories of the same registry that are known to have the layer."""
        here = f"{self._reference.domain}/"
        return [
            name.removeprefix(here)
            for name in self._store.source_repositories(layer.diff_id)
            if name.startswith(here) and name != self._reference.name
        ][:_MOUNT_ATTEMPTS]

    async def _mount(self, layer: Layer, source: str) -> bool:
        try:
            return await self._registry.mount_blob(self._reference.path, layer.digest, source)
        except RegistryError as error:
            if not error.status:
                raise
            return False

    async def _chunks(self, layer: Layer, name: str) -> AsyncIterator[bytes]:
        sent = 0
        with self._store.blobs.path(layer.digest).open("rb") as blob:
            while chunk := blob.read(_CHUNK):
                yield chunk
                sent += len(chunk)
                await self._progress.bar(name, "Pushing", sent, layer.size)

    async def _send_config(self, image: Image) -> None:
        digest = sha256(image.config)
        if digest in self._there or await self._has(digest):
            self._there.add(digest)
            return

        async def chunks() -> AsyncIterator[bytes]:
            yield image.config

        await self._registry.put_blob(self._reference.path, digest, len(image.config), chunks())
        self._there.add(digest)
