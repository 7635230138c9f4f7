"""Pull: an image comes from a registry, and nothing of it counts before all of it is verified.

Manifest, config and layers are checked against their digests. Then layers, image, names and event are
written in one transaction. Source: moby 20.10, ``distribution/pull_v2.go`` and
``distribution/errors.go``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import (
    BadParameter,
    EngineError,
    Forbidden,
    NotFound,
    SystemFailure,
)
from docker_lessons.engine.images import platforms
from docker_lessons.engine.images.model import Place
from docker_lessons.engine.transfer.download import LayerDownload
from docker_lessons.oci.document import DOCUMENT_LIMIT
from docker_lessons.oci.errors import RegistryError
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.image_config import ImageConfig
from docker_lessons.oci.manifest import (
    INDEX_TYPES,
    MANIFEST_TYPES,
    MEDIA_TYPE_DOCKER_CONFIG,
    MEDIA_TYPE_DOCKER_MANIFEST,
    Descriptor,
    Index,
    Manifest,
    Platform,
)
from docker_lessons.oci.store import DigestMismatch

if TYPE_CHECKING:
    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.engine.registry.registries import Registries
    from docker_lessons.oci.access import Credential
    from docker_lessons.oci.client import RegistryClient
    from docker_lessons.oci.reference import Reference

_CONFIG_TYPES = frozenset({MEDIA_TYPE_DOCKER_CONFIG, "application/octet-stream", ""})
_PLUGIN_CONFIG = "application/vnd.docker.plugin.v1+json"


async def fetch(
    store: ImageStore,
    registries: Registries,
    reference: Reference,
    credential: Credential | None,
    *,
    platform: str = "",
    progress: Progress,
) -> None:
    """Pulls what a reference names from its registry; without tag and digest, all tags.

    Raises:
        EngineError: When the pull fails, with dockerd's sentence.
    """
    all_tags = reference.tag is None and reference.digest is None
    async with registries.client(reference.domain, credential) as registry:
        await pull(
            store, registry, reference, all_tags=all_tags, platform=platform, progress=progress
        )


async def pull(
    store: ImageStore,
    registry: RegistryClient,
    reference: Reference,
    *,
    all_tags: bool,
    platform: str,
    progress: Progress,
) -> None:
    """Pulls one image, or those of all tags, and reports to `progress`.

    `platform` is the platform that was asked for (``linux/arm64``), '' for this machine's.

    Raises:
        EngineError: When the name is not there, the registry refuses or does not answer, or the
            bytes are not what they should be; with dockerd's sentence.
    """
    if reference.familiar_name == "scratch":
        raise Forbidden("'scratch' is a reserved name")
    wanted = platforms.parse(platform) if platform else None
    tagged = reference if all_tags else reference.with_default_tag()
    try:
        await registry.reach()
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
        raise _refused(error, tagged) from error
    except InvalidManifest as error:
        raise SystemFailure(f"the registry's answer is not an image: {error}") from error
    finally:
        # What arrived before a failure belongs to no image.
        store.collect()
    done = "Downloaded newer image" if new else "Image is up to date"
    await progress.message(f"Status: {done} for {tagged.familiar}")
    if wanted is not None and len(names) == 1:
        await _warn_of_platform(store, names[0], wanted, progress)


def _refused(error: RegistryError, reference: Reference) -> EngineError:
    """Returns the refusal for a registry's error, as dockerd words it."""
    if error.asked:
        return SystemFailure(f"{error.asked}: {error}")
    if error.is_bare:
        return SystemFailure(str(error))
    name = reference.familiar_name
    match error.code:
        case "DENIED":
            return NotFound(
                f"pull access denied for {name}, "
                f"repository does not exist or may require 'docker login': {error}"
            )
        case "MANIFEST_UNKNOWN":
            return NotFound(f"manifest for {reference.familiar} not found: {error}")
        case "NAME_UNKNOWN":
            return NotFound(f"repository {name} not found: {error}")
    return SystemFailure(str(error))


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


class _Pull:
    """The pull of one image."""

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

    async def run(self, event: str) -> bool:
        """Pulls it and returns whether the image or its name is new; `event` is the name in the event."""
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
        """Returns the manifest for the wanted platform."""
        match = platforms.choose(Index.parse(index).manifests, self._platform)
        if match is None:
            raise SystemFailure(
                f"no matching manifest for {self._platform} in the manifest list entries"
            )
        return await self._fetched(match.digest)

    async def _content(self, manifest: Manifest) -> tuple[bytes, list[tuple[Layer, str]]]:
        """Returns the config, and each layer with the digest that the registry has it under."""
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
        download = LayerDownload(self._store, self._registry, self._repository, self._progress)
        pairs = list(zip(manifest.layers, parsed.diff_ids, strict=True))
        return config, await download.run(pairs)

    async def _config(self, descriptor: Descriptor) -> bytes:
        data = bytearray()
        try:
            async for chunk in self._registry.blob(self._repository, descriptor.digest):
                data += chunk
                if len(data) > DOCUMENT_LIMIT:
                    raise SystemFailure(
                        f"the image config is larger than {DOCUMENT_LIMIT} bytes, too large to be one"
                    )
        except DigestMismatch as error:
            raise SystemFailure(
                f"image config verification failed for digest {descriptor.digest}"
            ) from error
        return bytes(data)
