"""Load: images come from a tar, in the format of ``docker save`` or as an OCI image layout.

Nothing is unpacked: members are read inside the archive, and every layer is checked against its diff ID.
Sources: moby 20.10, ``image/tarexport/load.go``; OCI image specification, image-layout.md.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import EngineError, SystemFailure
from docker_lessons.engine.images import platforms
from docker_lessons.engine.images.model import short
from docker_lessons.engine.layers import layer_blob
from docker_lessons.engine.layers.layer import Layer
from docker_lessons.engine.transfer.archive import Archive, items
from docker_lessons.engine.transfer.concurrency import watched
from docker_lessons.oci import gojson
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.image_config import ImageConfig
from docker_lessons.oci.manifest import INDEX_TYPES, Descriptor, Index, Manifest
from docker_lessons.oci.reference import InvalidReference, Reference
from docker_lessons.oci.store import DigestMismatch

if TYPE_CHECKING:
    import tarfile
    from collections.abc import Callable
    from pathlib import Path

    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.images.image_store import ImageStore

_NAMES = ("io.containerd.image.name", "org.opencontainers.image.ref.name")
"""The annotations of an image layout that may hold an image's name."""

_ABOUT_ANOTHER = "vnd.docker.reference.type"
"""The annotation of what BuildKit adds about an image, such as how it was built."""


async def load(store: ImageStore, archive: Path, *, quiet: bool, progress: Progress) -> None:
    """Loads every image of the file `archive`, and reports to `progress`, failures included."""
    try:
        with store.holding(), closing(await asyncio.to_thread(Archive, archive)) as opened:
            await _Load(store, opened, quiet=quiet, progress=progress).run()
    except EngineError as error:
        # dockerd has already begun its answer here, so a failure is a line of it, without a status.
        await progress.error(error.message)
    except InvalidReference as error:
        await progress.error(str(error))
    except (InvalidManifest, DigestMismatch) as error:
        await progress.error(f"invalid archive: {error}")
    finally:
        store.collect()


class _Load:
    """The loading of one archive."""

    def __init__(
        self, store: ImageStore, archive: Archive, *, quiet: bool, progress: Progress
    ) -> None:
        self._store = store
        self._archive = archive
        self._quiet = quiet
        self._progress = progress

    async def run(self) -> None:
        if self._archive.has("manifest.json"):
            loaded = await self._docker()
        elif self._archive.has("index.json"):
            loaded = await self._layout(Index.parse(await self._document("index.json")))
        else:
            raise self._holds_no_image()
        if not loaded or not loaded[-1][1]:
            await self._progress.stream(
                "".join(f"Loaded image ID: {image_id}\n" for image_id, _ in loaded)
            )

    def _holds_no_image(self) -> SystemFailure:
        """Returns dockerd's sentence: it takes an archive without `manifest.json` for one from before Docker 1.10."""
        for folder in self._archive.folders():
            if not self._archive.has(f"{folder}/json"):
                return SystemFailure(f"open {folder}/json: no such file or directory")
        if not self._archive.has("repositories"):
            return SystemFailure("open repositories: no such file or directory")
        return SystemFailure(
            "the archive has no manifest.json, as before Docker 1.10; the practice engine "
            "cannot read it: load it with your own Docker and save it again"
        )

    async def _docker(self) -> list[tuple[str, bool]]:
        """Loads what ``docker save`` wrote; returns the ID of each image and whether it got a name."""
        loaded: list[tuple[str, bool]] = []
        for item in items(await self._document("manifest.json")):
            config = await self._document(item.config)
            diff_ids = self._diff_ids(config, len(item.layers))
            found = {
                diff_id: await self._layer(number, diff_id, self._archive.member(name))
                for number, (diff_id, name) in enumerate(zip(diff_ids, item.layers, strict=True))
            }
            tags = [_tag(text) for text in item.repo_tags]
            parent = item.parent if any(item.parent == image_id for image_id, _ in loaded) else None
            await self._write(config, list(found.values()), tags, parent=parent)
            loaded.append((sha256(config), bool(tags)))
        return loaded

    async def _layout(self, index: Index) -> list[tuple[str, bool]]:
        """Loads the images of an OCI image layout; of several platforms, the one of this machine."""
        loaded: list[tuple[str, bool]] = []
        for descriptor in _images(index):
            data = await self._manifest(descriptor)
            manifest = Manifest.parse(data)
            config = await self._small_blob(manifest.config.digest)
            diff_ids = self._diff_ids(config, len(manifest.layers))
            found = {
                diff_id: await self._blob(number, diff_id, blob)
                for number, (diff_id, blob) in enumerate(
                    zip(diff_ids, manifest.layers, strict=True)
                )
            }
            tags = [_tag(name) for name in (_name(descriptor),) if name]
            kept = (manifest.media_type, data)
            await self._write(config, list(found.values()), tags, manifest=kept)
            loaded.append((sha256(config), bool(tags)))
        return loaded

    async def _manifest(self, descriptor: Descriptor) -> bytes:
        """Returns the manifest of an image; from an index, the one for this machine's platform."""
        while descriptor.media_type in INDEX_TYPES:
            index = Index.parse(await self._small_blob(descriptor.digest))
            match = platforms.choose(index.manifests, platforms.here())
            if match is None:
                raise SystemFailure(
                    f"no matching manifest for {platforms.here()} in the manifest list entries"
                )
            descriptor = match
        return await self._small_blob(descriptor.digest)

    async def _document(self, name: str) -> bytes:
        # In a compressed archive, everything in front of a member has to be decompressed first.
        return await asyncio.to_thread(self._archive.document, name)

    async def _small_blob(self, digest: str) -> bytes:
        """Returns a manifest or config of an image layout, checked against its digest."""
        data = await self._document(_blob_path(digest))
        if sha256(data) != digest:
            raise DigestMismatch(digest, sha256(data))
        return data

    def _diff_ids(self, config: bytes, layer_count: int) -> tuple[str, ...]:
        _check_config(config)
        parsed = ImageConfig.parse(config)
        if parsed.os not in {"", platforms.OS}:
            raise SystemFailure(f"cannot load {parsed.os} image on {platforms.OS}")
        if len(parsed.diff_ids) != layer_count:
            raise SystemFailure(
                "invalid manifest, layers length mismatch: "
                f"expected {layer_count}, got {len(parsed.diff_ids)}"
            )
        return parsed.diff_ids

    async def _layer(self, number: int, diff_id: str, member: tarfile.TarInfo) -> Layer:
        """Returns a layer of the archive; one that the store has is not read."""
        known = self._store.layer(diff_id)
        if known is not None:
            return known

        def work(report: Callable[[int], None]) -> Layer:
            with self._archive.open(member) as tar:
                return layer_blob.pack(self._store.blobs, tar, report)

        return await self._read(number, diff_id, member.size, work)

    async def _blob(self, number: int, diff_id: str, descriptor: Descriptor) -> Layer:
        """Returns a layer of an image layout; a gzip layer keeps its digest."""
        member = self._archive.member(_blob_path(descriptor.digest))
        known = self._store.layer(diff_id)
        if known is not None:
            return known

        def work(report: Callable[[int], None]) -> Layer:
            blobs = self._store.blobs
            with self._archive.open(member) as file, blobs.writer() as writer:
                while chunk := file.read(layer_blob.CHUNK):
                    writer.write(chunk)
                    report(writer.written)
                digest = writer.commit(descriptor.digest)
            path = blobs.path(digest)
            if layer_blob.is_gzip(path):
                found, content = layer_blob.measure(path)
                return Layer(found, digest, path.stat().st_size, content)
            with path.open("rb") as tar:
                return layer_blob.pack(blobs, tar)

        return await self._read(number, diff_id, member.size, work)

    async def _read(
        self, number: int, diff_id: str, total: int, work: Callable[[Callable[[int], None]], Layer]
    ) -> Layer:
        async def tell(done: int) -> None:
            if not self._quiet:
                await self._progress.bar(short(diff_id), "Loading layer", min(done, total), total)

        layer = await watched(work, tell)
        await tell(total)
        if layer.diff_id != diff_id:
            raise SystemFailure(
                f'invalid diffID for layer {number}: expected "{diff_id}", got "{layer.diff_id}"'
            )
        return layer

    async def _write(
        self,
        config: bytes,
        found: list[Layer],
        tags: list[Reference],
        *,
        parent: str | None = None,
        manifest: tuple[str, bytes] | None = None,
    ) -> None:
        """Writes one image with its names, and reports them."""
        moved = []
        with self._store.change() as change:
            for layer in found:
                change.add_layer(layer)
            image_id = change.add_image(config, parent)
            if manifest is not None:
                change.keep_manifest(image_id, *manifest)
            for tag in tags:
                old = self._store.reference(tag)
                moved.append(old if old != image_id else None)
                change.set_reference(tag, image_id)
            change.event("load", image_id, image_id)
        for tag, old in zip(tags, moved, strict=True):
            if old is not None:
                await self._progress.stream(
                    f"The image {tag.familiar} already exists, renaming the old one with ID {old} "
                    "to empty string\n"
                )
            await self._progress.stream(f"Loaded image: {tag.familiar}\n")


def _images(index: Index) -> list[Descriptor]:
    """Returns the images of a layout: of several with the same name, the one for this machine, or else the last."""
    found: dict[str, list[Descriptor]] = {}
    for descriptor in index.manifests:
        if descriptor.annotations.get(_ABOUT_ANOTHER) is None:
            found.setdefault(_name(descriptor) or descriptor.digest, []).append(descriptor)
    return [
        platforms.choose(descriptors, platforms.here()) or descriptors[-1]
        for descriptors in found.values()
    ]


def _name(descriptor: Descriptor) -> str:
    """Returns the name of an image in a layout; '' if it has none."""
    names = (descriptor.annotations.get(key, "") for key in _NAMES)
    return next((name for name in names if ":" in name), "")


def _check_config(config: bytes) -> None:
    """Checks that a config is JSON with a `rootfs`, as dockerd does first."""
    try:
        document = gojson.unmarshal(config)
    except gojson.Malformed as error:
        raise SystemFailure(str(error)) from None
    if not isinstance(document, dict | None):
        raise SystemFailure(gojson.mismatch(document, "image.Image"))
    if not document or document.get("rootfs") is None:
        raise SystemFailure("invalid image JSON, no RootFS key")


def _tag(text: str) -> Reference:
    reference = Reference.parse(text)
    if reference.tag is None:
        raise SystemFailure(f'invalid tag "{text}"')
    return reference


def _blob_path(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/', 1)}"
