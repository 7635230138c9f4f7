"""Push: an image goes to a registry, as dockerd with the classic image store sends it.

First the layers, several at once; each is sent only if the registry neither has it nor can take it over from
another repository of its own (`_mount`; the Hub's side is `hub/registry/blob_routes.py`). Then the config, then the
manifest that names them all: so a tag never points at an incomplete image.

Source: moby 20.10, ``distribution/push_v2.go``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.images.model import Place, short
from docker_lessons.engine.transfer.concurrency import together
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

    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.model import Image
    from docker_lessons.engine.images.transaction import Change
    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.oci.client import RegistryClient
    from docker_lessons.oci.reference import Reference

AT_ONCE = 5
"""The number of layers that are sent at once (dockerd's ``max-concurrent-uploads``)."""

ATTEMPTS = 5
"""The number of attempts to send a layer before the push fails."""

PAUSE = 5
"""The number of seconds before the second attempt; twice as many before the third, and so on."""

_CHUNK = 1 << 18
_MOUNT_ATTEMPTS = ((100 << 10, 1), (10 << 20, 3))
"""For layers with files of up to so many bytes: the number of repositories to try a mount from."""

_MOST_MOUNT_ATTEMPTS = 4
_FINAL = frozenset({"UNAUTHORIZED", "UNSUPPORTED", "DENIED", "TOOMANYREQUESTS", "NAME_UNKNOWN"})


async def push(
    store: ImageStore,
    registry: RegistryClient,
    reference: Reference,
    *,
    all_tags: bool,
    progress: Progress,
) -> None:
    """Pushes one tag, or every tag of the repository, and reports to `progress`.

    Raises:
        EngineError: When there is no such tag, or the registry refuses or does not answer; with
            dockerd's sentence.
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
    """The push of one or several tags to one repository."""

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
        self._here = Place(reference.name, registry.account)
        self._there: set[str] = set()
        self._seen: list[tuple[str, Place, bool]] = []
        """Diff IDs with a repository that turned out to have the layer (True) or not (False)."""
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def push(self, image: Image, tagged: Reference, event: str) -> None:
        """Pushes an image under one tag; `event` is the name in the push event, '' for no event."""
        try:
            await self._push(image, tagged, event)
        finally:
            if self._seen:
                with self._store.change() as change:
                    self._remember(change)

    async def _push(self, image: Image, tagged: Reference, event: str) -> None:
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
            # For a layer, dockerd reports the first of the registry's reasons; for the rest, all of them.
            raise SystemFailure(error.whole) from error
        with self._store.change() as change:
            self._remember(change)
            if self._store.image(image.id) is not None:  # else it was removed while it was sent
                change.set_reference(self._reference.with_digest(digest), image.id)
            if event:
                change.event("push", event, self._reference.familiar_name)
        await self._progress.message(f"{tagged.tag}: digest: {digest} size: {len(manifest)}")
        result = {"Tag": tagged.tag, "Digest": digest, "Size": len(manifest)}
        await self._progress.aux(result, detail=True)

    def _manifest(self, image: Image, layers: list[Layer]) -> tuple[str, bytes]:
        """Returns the manifest that the image came with, if it still fits, else a new one of Docker's type.

        So an image that was pulled keeps its digest.
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
        """Sends a layer, with as many attempts as dockerd makes."""
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
        places = self._store.places(layer.diff_id)
        if layer.digest in self._there or await self._is_there(layer, places):
            self._there.add(layer.digest)
            await self._progress.status("Layer already exists", name)
            return
        for place in self._candidates(layer, places):
            if await self._mount(layer, place):
                self._found(layer)
                source = place.repository.partition("/")[2]
                await self._progress.status(f"Mounted from {source}", name)
                return
        await self._registry.put_blob(
            self._reference.path, layer.digest, layer.size, self._chunks(layer, name)
        )
        self._found(layer)
        await self._progress.status("Pushed", name)

    def _found(self, layer: Layer) -> None:
        self._there.add(layer.digest)
        self._seen.append((layer.diff_id, self._here, True))

    def _remember(self, change: Change) -> None:
        """Records where this push found layers."""
        for diff_id, place, is_there in self._seen:
            if is_there:
                change.remember_place(diff_id, place)
            else:
                change.forget_place(diff_id, place)
        self._seen.clear()

    async def _is_there(self, layer: Layer, places: list[Place]) -> bool:
        """Asks the registry for a layer that was seen in some registry before; dockerd asks for no other."""
        if not places:
            return False
        there = await self._has(layer.digest)
        if there and self._here not in places:
            self._seen.append((layer.diff_id, self._here, True))
        return there

    async def _has(self, digest: str) -> bool:
        try:
            return await self._registry.has_blob(self._reference.path, digest)
        except RegistryError as error:
            if not error.status or error.asked:
                raise
            # An answer to HEAD has no body: the upload that follows is refused with the reason.
            return False

    def _candidates(self, layer: Layer, places: list[Place]) -> list[Place]:
        """Returns repositories of the same registry from which the layer may be mounted, the best first.

        Those that the same account pushed to come first, then those with more of the path in common,
        then those where the layer was seen more recently (moby's ``sortV2MetadataByLikenessAndAge``).
        """
        here = self._here
        domain = f"{self._reference.domain}/"
        others = [
            place
            for place in places
            if place.repository.startswith(domain) and place.repository != here.repository
        ]
        others.sort(
            key=lambda place: (
                place.account != here.account,
                -_in_common(place.repository, here.repository),
            )
        )
        for most, attempts in _MOUNT_ATTEMPTS:
            if layer.content <= most:
                return others[:attempts]
        return others[:_MOST_MOUNT_ATTEMPTS]

    async def _mount(self, layer: Layer, place: Place) -> bool:
        _, _, path = place.repository.partition("/")
        try:
            if await self._registry.mount_blob(self._reference.path, layer.digest, path):
                return True
            is_foreign = False
        except RegistryError as error:
            if not error.status:
                raise
            is_foreign = error.code == "UNAUTHORIZED" and not self._here.account
        if not is_foreign and place.account in {None, self._here.account}:
            self._seen.append((layer.diff_id, place, False))
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


def _in_common(one: str, other: str) -> int:
    """Returns the number of leading path components that two names share."""
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
