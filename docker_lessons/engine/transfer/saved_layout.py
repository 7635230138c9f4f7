"""The members of an archive as ``docker save`` writes it from version 1.44 of the API on.

It is an OCI image layout, and has the lists of the older form, whose paths lead to the same blobs.
Sources: moby 25, ``image/tarexport/save.go``; OCI image specification, image-layout.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.transfer.member import Member, tar_size
from docker_lessons.engine.transfer.saved_layers import lists
from docker_lessons.oci import gojson
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.manifest import (
    MEDIA_TYPE_OCI_CONFIG,
    MEDIA_TYPE_OCI_INDEX,
    MEDIA_TYPE_OCI_MANIFEST,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.transfer.member import Saved
    from docker_lessons.oci.reference import Reference

_LAYER = "application/vnd.oci.image.layer.v1.tar"
_LAYOUT = b'{"imageLayoutVersion": "1.0.0"}'


def members(store: ImageStore, images: Sequence[Saved]) -> dict[str, Member]:
    """Returns the members of an archive of `images`, by path. Blocks: call it in a thread."""
    layout = _Layout(store)
    for saved in images:
        layout.add(saved)
    return layout.members()


class _Layout:
    """An image layout that grows by one image after another."""

    def __init__(self, store: ImageStore) -> None:
        self._store = store
        self._blobs: dict[str, Member] = {}
        self._sizes: dict[str, int] = {}
        self._index: list[dict[str, Any]] = []
        self._manifest: list[dict[str, Any]] = []
        self._repositories: dict[str, dict[str, str]] = {}

    def add(self, saved: Saved) -> None:
        """Adds an image with its names."""
        image = saved.image
        seconds = image.created // timestamp.SECOND
        layers: list[dict[str, Any]] = []
        for layer in self._store.layers(image):
            blob = self._store.blobs.path(layer.digest)
            if layer.diff_id not in self._sizes:
                self._sizes[layer.diff_id] = tar_size(blob)
            size = self._sizes[layer.diff_id]
            self._blobs.setdefault(_path(layer.diff_id), Member(blob, seconds, size))
            layers.append({"mediaType": _LAYER, "digest": layer.diff_id, "size": size})
        self._blobs[_path(image.id)] = Member(image.config, seconds)
        config = {
            "mediaType": MEDIA_TYPE_OCI_CONFIG,
            "digest": image.id,
            "size": len(image.config),
        }
        manifest = gojson.encode(
            {
                "schemaVersion": 2,
                "mediaType": MEDIA_TYPE_OCI_MANIFEST,
                "config": config,
                "layers": layers,
            }
        ).encode()
        digest = sha256(manifest)
        self._blobs[_path(digest)] = Member(manifest)
        descriptor = {
            "mediaType": MEDIA_TYPE_OCI_MANIFEST,
            "digest": digest,
            "size": len(manifest),
        }
        self._index += [{**descriptor, "annotations": _named(name)} for name in saved.names] or [
            descriptor
        ]
        top = image.diff_ids[-1].partition(":")[2]
        for name in saved.names:
            self._repositories.setdefault(name.familiar_name, {})[str(name.tag)] = top
        self._manifest.append(
            {
                "Config": _path(image.id),
                "RepoTags": [name.familiar for name in saved.names] or None,
                "Layers": [_path(layer["digest"]) for layer in layers],
                "LayerSources": {layer["digest"]: layer for layer in layers},
            }
        )

    def members(self) -> dict[str, Member]:
        """Returns what is in the archive, by path."""
        index = {
            "schemaVersion": 2,
            "mediaType": MEDIA_TYPE_OCI_INDEX,
            "manifests": self._index,
        }
        folders = dict.fromkeys(("blobs/", "blobs/sha256/"), Member(b""))
        return {
            **(folders if self._blobs else {}),
            **self._blobs,
            **lists(self._manifest, self._repositories),
            "index.json": Member(gojson.encode(index).encode()),
            "oci-layout": Member(_LAYOUT),
        }


def _path(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/', 1)}"


def _named(name: Reference) -> dict[str, str]:
    return {
        "io.containerd.image.name": name.full,
        "org.opencontainers.image.ref.name": str(name.tag),
    }
