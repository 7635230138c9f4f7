"""The images of one build: those that it makes, and those of earlier builds that its cache finds.

Source: moby ``builder/dockerfile/imageprobe.go`` and ``image/cache``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import Conflict, SystemFailure
from docker_lessons.engine.images.image_config import is_made_for, matches
from docker_lessons.engine.layers import tarball

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docker_lessons.engine.images.image_config import RunConfig
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.model import Image
    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.engine.layers.tree import Entry
    from docker_lessons.oci.manifest import Platform
    from docker_lessons.oci.reference import Reference


_MOST_BYTES = 12 << 20
"""Bytes of image configs that a build may make: dockerd would write them all."""


class BuildCache:
    """The images that a build has so far, in memory until `keep` writes them to the store."""

    def __init__(self, store: ImageStore) -> None:
        self._store = store
        self._images: dict[str, Image] = {}
        self._bytes = 0
        self._layers: dict[str, Layer] = {}
        self._entries: dict[str, Mapping[str, Entry]] = {}
        self._files: tuple[tuple[str, ...], dict[str, Entry]] = ((), {})

    def find(
        self, parent: Image | None, container_config: RunConfig, platform: Platform | None
    ) -> Image | None:
        """Returns the newest image that the same step made from the same parent, None if there is none.

        Without a parent, it is also of the same platform.
        """
        parent_id = parent.id if parent is not None else None
        candidates = [image for image in self._images.values() if image.parent == parent_id]
        found = [
            image
            for image in (*candidates, *self._store.children(parent_id))
            if matches(image.document.get("container_config") or {}, container_config)
            and (parent is not None or is_made_for(image, platform))
        ]
        if not found:
            return None
        image = max(found, key=lambda image: image.created)
        # If it is removed before this build ends, the build writes it again.
        self._images[image.id] = image
        return image

    def add(self, image: Image) -> None:
        """Adds an image that a step has made.

        Raises:
            SystemFailure: When the steps' images take more memory than a build gets.
        """
        # A copy, without what was parsed of its config.
        self._images[image.id] = replace(image)
        self._bytes += len(image.config)
        if self._bytes > _MOST_BYTES:
            raise SystemFailure(
                f"the image configs of the steps so far have more than {_MOST_BYTES >> 20} MiB, and each step's repeats "
                "those before it: put several labels or variables into one instruction"
            )

    def pack(self, entries: Mapping[str, Entry]) -> Layer:
        """Writes a layer of these entries into the store and adds it. Blocks: call it in a thread.

        Raises:
            EngineError: When a file of the build context ends too early.
            OSError: When the disk is full; then nothing of the layer is kept.
        """
        layer = tarball.pack(entries, self._store.blobs)
        self._layers.setdefault(layer.diff_id, layer)
        self._entries[layer.diff_id] = {
            path: replace(entry, open=tarball.Stored(layer, self._store.blobs, path))
            for path, entry in entries.items()
        }
        return layer

    def keep(self, image_id: str | None, tags: Sequence[Reference]) -> None:
        """Writes all images in one transaction, and points `tags` at `image_id`.

        With None for a failed build, no name is set; the steps that went well stay in the cache.
        """
        if image_id is None and not self._images:
            return
        with self._store.change() as change:
            for layer in self._layers.values():
                change.add_layer(layer)
            for image in self._images.values():
                change.add_image(image.config, image.parent)
            if image_id is not None:
                for reference in tags:
                    change.set_reference(reference, image_id)
                    change.touch(image_id)
                    change.event("tag", image_id, reference.familiar)

    def layers_of(self, image: Image | None) -> list[Layer]:
        """Returns the layers of an image, bottom first; an empty list for None, the empty base.

        Raises:
            Conflict: When a layer was removed meanwhile.
        """
        found: list[Layer] = []
        for diff_id in image.diff_ids if image is not None else ():
            known = self._layers.get(diff_id) or self._store.layer(diff_id)
            if known is None:
                raise Conflict(f"the layer {diff_id} of the image was removed while it was in use")
            found.append(known)
        return found

    def files_of(self, image: Image | None) -> dict[str, Entry]:
        """Returns the files of an image, which the caller must not change.

        The last image's files are kept, so that an image made from it needs only its own layers laid over them.

        Raises:
            EngineError: When a layer was removed meanwhile or cannot be read.
        """
        diff_ids = tuple(image.diff_ids) if image is not None else ()
        below, files = self._files
        if diff_ids[: len(below)] != below:
            below, files = (), {}
        for layer in self.layers_of(image)[len(below) :]:
            made = self._entries.get(layer.diff_id)
            if made is not None:  # no need to decompress what was packed just now
                tarball.lay(files, iter(made.items()))
            else:
                tarball.lay_blob(files, layer, self._store.blobs)
        self._files = diff_ids, files
        return files
