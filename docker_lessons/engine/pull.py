"""Pull: an image comes from a registry, and nothing of it counts before all of it is verified.

The manifest, the config and every layer are held to their digests, and the layers, once inflated,
to the diff IDs in the config. Then layers, image, names and event are written at once. Source: moby
20.10, ``distribution/pull_v2.go`` and ``distribution/xfer/download.go``.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.engine import layer as layers
from docker_lessons.engine import platform as platforms
from docker_lessons.engine.errors import BadParameter, Forbidden, SystemFailure
from docker_lessons.engine.image import Layer, Place, short
from docker_lessons.engine.transfer import pull_refused, together, watched
from docker_lessons.oci.arrival import Arrival
from docker_lessons.oci.errors import RegistryError
from docker_lessons.oci.manifest import (
    INDEX_TYPES,
    MANIFEST_TYPES,
    MEDIA_TYPE_DOCKER_CONFIG,
    MEDIA_TYPE_DOCKER_MANIFEST,
    Descriptor,
    ImageConfig,
    Index,
    InvalidManifest,
    Manifest,
    Platform,
)
from docker_lessons.oci.store import DigestMismatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from docker_lessons.engine.progress import Progress
    from docker_lessons.engine.store import ImageStore
    from docker_lessons.oci.client import RegistryClient
    from docker_lessons.oci.reference import Reference

AT_ONCE = 3
"""How many layers come at the same time (dockerd's ``max-concurrent-downloads``)."""

CONFIG_LIMIT = 8 << 20
"""How many bytes an image config may have here; real ones have a few thousand."""

_CONFIG_TYPES = frozenset({MEDIA_TYPE_DOCKER_CONFIG, "application/octet-stream", ""})
_PLUGIN_CONFIG = "application/vnd.docker.plugin.v1+json"


async def pull(
    store: ImageStore,
    registry: RegistryClient,
    reference: Reference,
    *,
    all_tags: bool,
    platform: str,
    progress: Progress,
) -> None:
    """Pull one image, or that of every tag, telling `progress` of it.

    `platform` is what was asked for (``linux/arm64``), '' for this machine's.

    Raises:
        EngineError: With dockerd's sentence: nothing of that name, the registry's refusal, bytes
            that are not what they should be, or that no registry answers.
    """
    if reference.familiar_name == "scratch":
        raise Forbidden("'scratch' is a reserved name")
    wanted = platforms.parse(platform) if platform else None
    try:
        await registry.reach()
        tagged = reference if all_tags else reference.with_default_tag()
        with store.holding():
            if tagged.tag is None and tagged.digest is None:
                tags = await registry.tags(reference.path)
                names = [reference.with_tag(tag) for tag in tags]
            else:
                names = [tagged]
            new = False
            for name in names:
                one = _Pull(store, registry, name, wanted or platforms.here(), progress)
                new |= await one.run(tagged.familiar if name is names[-1] else "")
    except RegistryError as error:
        raise pull_refused(error, reference if all_tags else tagged) from error
    except InvalidManifest as error:
        raise SystemFailure(f"the registry's answer is no image: {error}") from error
    finally:
        # What came before a failure belongs to no image.
        store.collect()
    done = "Downloaded newer image" if new else "Image is up to date"
    await progress.message(f"Status: {done} for {tagged.familiar}")
    if wanted is not None and len(names) == 1:
        await _warn_of_platform(store, names[0], wanted, progress)


async def _warn_of_platform(
    store: ImageStore, name: Reference, wanted: Platform, progress: Progress
) -> None:
    image = store.image(store.reference(name) or "")
    if image is None:
        return
    actual = ImageConfig.parse(image.config).platform
    if not platforms.matches(wanted, actual):
        await progress.message(
            f"WARNING: image with reference {name.familiar} was found but does not match the "
            f"specified platform: wanted {wanted}, actual: {actual}"
        )


@dataclass
class _Arriving:
    """A layer that is not here yet."""

    descriptor: Descriptor
    diff_id: str
    arrived: asyncio.Event
    layer: Layer | None = None

    @property
    def id(self) -> str:
        return short(self.descriptor.digest)


async def _nothing(_so_far: int) -> None:
    """Tell nobody."""


class _Pull:
    """One image while it is pulled."""

    def __init__(
        self,
        store: ImageStore,
        registry: RegistryClient,
        reference: Reference,
        platform: Platform,
        progress: Progress,
    ) -> None:
        self._store = store
        self._registry = registry
        self._reference = reference
        self._repository = reference.path
        self._platform = platform
        self._progress = progress
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def run(self, event: str) -> bool:
        """Pull it; return whether it, or its name, is new. `event` is the name in the event."""
        reference = self._reference
        digest = reference.digest
        if digest is None:
            digest = await self._registry.resolve(self._repository, reference.tag or "")
        media_type, data = await self._fetched(digest)
        shown = reference.full if reference.digest else reference.tag or ""
        await self._progress.message(f"Pulling from {self._repository}", shown)
        if media_type in INDEX_TYPES:
            media_type, data = await self._chosen(data)
        if media_type not in MANIFEST_TYPES:
            raise BadParameter("unsupported manifest format")
        manifest = Manifest.parse(data)
        image_id = manifest.config.digest
        if self._store.image(image_id) is None:
            config, arrived = await self._content(manifest)
        else:
            config, arrived = None, []
        named = reference if reference.digest is None else reference.without_tag()
        if named.digest is None and reference.digest is not None:
            named = named.with_digest(reference.digest)
        new = self._store.reference(named) != image_id
        with self._store.change() as change:
            for layer, blob in arrived:
                change.add_layer(layer)
                change.remember_blob(layer.diff_id, blob)
                change.remember_place(layer.diff_id, Place(reference.name, None))
            if config is not None:
                change.add_image(config)
            change.keep_manifest(image_id, media_type, data)
            change.set_reference(reference.without_tag().with_digest(digest), image_id)
            if reference.digest is None:
                change.set_reference(reference, image_id)
            if event:
                change.event("pull", event, reference.familiar_name)
        await self._progress.message(f"Digest: {digest}")
        return new

    async def _fetched(self, digest: str) -> tuple[str, bytes]:
        try:
            media_type, _, data = await self._registry.manifest(self._repository, digest)
        except DigestMismatch as error:
            raise SystemFailure(f"manifest verification failed for digest {digest}") from error
        return media_type, data

    async def _chosen(self, index: bytes) -> tuple[str, bytes]:
        """Return the manifest for the platform that is wanted."""
        match = platforms.choose(Index.parse(index).manifests, self._platform)
        if match is None:
            raise SystemFailure(
                f"no matching manifest for {self._platform} in the manifest list entries"
            )
        return await self._fetched(match.digest)

    async def _content(self, manifest: Manifest) -> tuple[bytes, list[tuple[Layer, str]]]:
        """Return the config and the layers with the digests that the registry has them under."""
        kind = manifest.config.media_type
        if manifest.media_type == MEDIA_TYPE_DOCKER_MANIFEST and kind not in _CONFIG_TYPES:
            what = "plugin" if kind == _PLUGIN_CONFIG else "unknown"
            raise BadParameter(f'Encountered remote "{kind}"({what}) when fetching')
        config = await self._config(manifest.config)
        parsed = ImageConfig.parse(config)
        if parsed.os not in {"", platforms.OS}:
            raise SystemFailure(
                f'image operating system "{parsed.os}" cannot be used on this platform'
            )
        if len(parsed.diff_ids) != len(manifest.layers):
            raise SystemFailure("layers from manifest don't match image configuration")
        pairs = list(zip(manifest.layers, parsed.diff_ids, strict=True))
        found, missing = await self._announce(pairs)
        await together(
            self._bring(one, missing[number - 1] if number else None)
            for number, one in enumerate(missing)
        )
        for one in missing:
            assert one.layer is not None
            found.append((one.layer, one.descriptor.digest))
        return config, found

    async def _announce(
        self, pairs: list[tuple[Descriptor, str]]
    ) -> tuple[list[tuple[Layer, str]], list[_Arriving]]:
        """Tell which layers are here and which have to come."""
        found: list[tuple[Layer, str]] = []
        missing: dict[str, _Arriving] = {}
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
                missing[descriptor.digest] = _Arriving(descriptor, diff_id, asyncio.Event())
        return found, list(missing.values())

    async def _config(self, descriptor: Descriptor) -> bytes:
        data = bytearray()
        try:
            async for chunk in self._registry.blob(self._repository, descriptor.digest):
                data += chunk
                if len(data) > CONFIG_LIMIT:
                    raise SystemFailure(
                        f"the image config is larger than {CONFIG_LIMIT} bytes, so it is none"
                    )
        except DigestMismatch as error:
            raise SystemFailure(
                f"image config verification failed for digest {descriptor.digest}"
            ) from error
        return bytes(data)

    async def _bring(self, one: _Arriving, below: _Arriving | None) -> None:
        """Download a layer, then, when the one below is complete, verify what is in it."""
        if self._at_once.locked():
            await self._progress.status("Waiting", one.id)
        async with self._at_once:
            await self._download(one)
        if below is not None:
            await below.arrived.wait()
        one.layer = await self._verified(one)
        one.arrived.set()
        await self._progress.status("Pull complete", one.id)

    async def _download(self, one: _Arriving) -> None:
        digest, total = one.descriptor.digest, one.descriptor.size
        try:
            with self._store.blobs.writer() as writer:
                arrival = Arrival(writer)
                chunks = self._registry.blob(self._repository, digest, verify=False)
                async for chunk in chunks:
                    await arrival.take(chunk)
                    await self._progress.bar(one.id, "Downloading", arrival.taken, total)
                await arrival.flush()
                await self._progress.status("Verifying Checksum", one.id)
                await watched(lambda _: writer.commit(digest), _nothing)
        except DigestMismatch as error:
            raise SystemFailure(
                f"filesystem layer verification failed for digest {digest}"
            ) from error
        await self._progress.status("Download complete", one.id)

    async def _verified(self, one: _Arriving) -> Layer:
        """Hold the layer's tar to its diff ID, and see to it that the store has it as gzip."""
        blobs, digest = self._store.blobs, one.descriptor.digest
        path = blobs.path(digest)
        total = path.stat().st_size

        def work(report: Callable[[int], None]) -> Layer:
            if layers.is_gzip(path):
                diff_id, content = layers.measure(path, report)
                return Layer(diff_id, digest, total, content)
            with path.open("rb") as tar:
                return layers.pack(blobs, tar, report)

        async def tell(read: int) -> None:
            await self._progress.bar(one.id, "Extracting", min(read, total), total)

        try:
            layer = await watched(work, tell)
        except SystemFailure as error:
            raise SystemFailure(f"failed to register layer: {error.message}") from error
        await self._progress.bar(one.id, "Extracting", total, total)
        if layer.diff_id != one.diff_id:
            raise SystemFailure("layers from manifest don't match image configuration")
        return layer
