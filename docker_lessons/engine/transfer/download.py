"""Download of an image's layers: several at once, each verified before it counts.

Every layer is checked against its digest and, decompressed, against the diff ID in the config.
Source: moby 20.10, ``distribution/xfer/download.go``.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.images.model import short
from docker_lessons.engine.layers import layer_blob
from docker_lessons.engine.layers.layer import Layer
from docker_lessons.engine.transfer.concurrency import together, watched
from docker_lessons.oci.arrival import Arrival
from docker_lessons.oci.store import DigestMismatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.oci.client import RegistryClient
    from docker_lessons.oci.manifest import Descriptor

AT_ONCE = 3
"""The number of layers that are downloaded at once (dockerd's ``max-concurrent-downloads``)."""


@dataclass
class _Missing:
    """A layer that has to be downloaded."""

    descriptor: Descriptor
    diff_id: str
    arrived: asyncio.Event
    layer: Layer | None = None

    @property
    def id(self) -> str:
        return short(self.descriptor.digest)


class LayerDownload:
    """The download of layers from one repository of a registry into a store."""

    def __init__(
        self, store: ImageStore, registry: RegistryClient, repository: str, progress: Progress
    ) -> None:
        self._store = store
        self._registry = registry
        self._repository = repository
        self._progress = progress
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def run(self, pairs: list[tuple[Descriptor, str]]) -> list[tuple[Layer, str]]:
        """Downloads the layers that are missing, given their descriptors and diff IDs, bottom first.

        Returns all layers, each with the digest that the registry has it under.

        Raises:
            SystemFailure: When a layer is not what its descriptor or its diff ID says.
            RegistryError: When the registry refuses or does not answer.
        """
        found, missing = await self._announce(pairs)
        await together(
            self._fetch(one, missing[number - 1] if number else None)
            for number, one in enumerate(missing)
        )
        for one in missing:
            assert one.layer is not None
            found.append((one.layer, one.descriptor.digest))
        return found

    async def _announce(
        self, pairs: list[tuple[Descriptor, str]]
    ) -> tuple[list[tuple[Layer, str]], list[_Missing]]:
        """Reports which layers exist here and which will be downloaded."""
        found: list[tuple[Layer, str]] = []
        missing: dict[str, _Missing] = {}
        for descriptor, diff_id in pairs:
            layer = self._store.layer_of_blob(descriptor.digest)
            if layer is not None and layer.diff_id == diff_id:
                await self._progress.status("Already exists", short(descriptor.digest))
                found.append((layer, descriptor.digest))
            elif descriptor.digest in missing:
                if missing[descriptor.digest].diff_id != diff_id:
                    raise SystemFailure("layers from manifest don't match image configuration")
            else:
                await self._progress.status("Pulling fs layer", short(descriptor.digest))
                missing[descriptor.digest] = _Missing(descriptor, diff_id, asyncio.Event())
        return found, list(missing.values())

    async def _fetch(self, one: _Missing, below: _Missing | None) -> None:
        """Downloads a layer and verifies its content; it counts once the layer below is complete."""
        if self._at_once.locked():
            await self._progress.status("Waiting", one.id)
        async with self._at_once:
            await self._download(one)
        one.layer = await self._verified(one, below)
        if below is not None:
            await below.arrived.wait()
        total = one.descriptor.size
        await self._progress.bar(one.id, "Extracting", total, total)
        one.arrived.set()
        await self._progress.status("Pull complete", one.id)

    async def _download(self, one: _Missing) -> None:
        digest, total = one.descriptor.digest, one.descriptor.size
        try:
            with self._store.blobs.writer() as writer:
                chunks = self._registry.blob(self._repository, digest, verify=False)
                async with Arrival(writer.write) as arrival:
                    async for chunk in chunks:
                        await arrival.take(chunk)
                        await self._progress.bar(one.id, "Downloading", arrival.taken, total)
                await self._progress.status("Verifying Checksum", one.id)
                await watched(lambda _: writer.commit(digest))
        except DigestMismatch as error:
            raise SystemFailure(
                f"filesystem layer verification failed for digest {digest}"
            ) from error
        await self._progress.status("Download complete", one.id)

    async def _verified(self, one: _Missing, below: _Missing | None) -> Layer:
        """Checks the layer's tar against its diff ID; the store then has it as gzip."""
        blobs, digest = self._store.blobs, one.descriptor.digest
        path = blobs.path(digest)
        total = path.stat().st_size

        def work(report: Callable[[int], None]) -> Layer:
            if layer_blob.is_gzip(path):
                diff_id, content = layer_blob.measure(path, report)
                return Layer(diff_id, digest, total, content)
            with path.open("rb") as tar:
                return layer_blob.pack(blobs, tar, report)

        async def tell(read: int) -> None:
            # dockerd extracts from the bottom up, so a layer above shows nothing yet.
            if below is None or below.arrived.is_set():
                await self._progress.bar(one.id, "Extracting", min(read, total), total)

        try:
            layer = await watched(work, tell)
        except SystemFailure as error:
            raise SystemFailure(f"failed to register layer: {error.message}") from error
        if layer.diff_id != one.diff_id:
            raise SystemFailure("layers from manifest don't match image configuration")
        return layer
