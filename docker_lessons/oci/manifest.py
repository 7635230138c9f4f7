"""Manifests, indexes, and the descriptors that link them.

Sources: OCI image specification (descriptor.md, manifest.md, image-index.md) and Docker's
"Image Manifest Version 2, Schema 2", whose documents have the same shape under other media types.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.document import LARGEST
from docker_lessons.oci.fields import (
    InvalidManifest,
    document_of,
    listed,
    mapping,
    shown,
    text,
    text_list,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE_OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
MEDIA_TYPE_OCI_INDEX = "application/vnd.oci.image.index.v1+json"
MEDIA_TYPE_OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
MEDIA_TYPE_DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
MEDIA_TYPE_DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
MEDIA_TYPE_DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
MEDIA_TYPE_DOCKER_LAYER_GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip"

MANIFEST_TYPES = (MEDIA_TYPE_DOCKER_MANIFEST, MEDIA_TYPE_OCI_MANIFEST)
"""The media types of a manifest of one image."""

INDEX_TYPES = (MEDIA_TYPE_DOCKER_LIST, MEDIA_TYPE_OCI_INDEX)
"""The media types of an index: several manifests, usually one for each platform."""


@dataclass(frozen=True)
class Platform:
    """The platform of an image; '' for what is not given."""

    architecture: str
    os: str
    variant: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.os, self.architecture, self.variant) if part)


@dataclass(frozen=True)
class Descriptor:
    """A reference to a content by media type, digest and size in bytes."""

    media_type: str
    digest: str
    size: int
    urls: tuple[str, ...] = ()
    annotations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    platform: Platform | None = None

    @classmethod
    def of(cls, document: Any, place: str = "descriptor") -> Descriptor:
        """Returns the descriptor in parsed JSON; `place` names its position in error messages.

        Raises:
            InvalidManifest: When a field is missing or not valid.
        """
        found = mapping(document, place)
        digest = text(found, "digest", place)
        size = found.get("size")
        if not is_digest(digest):
            raise InvalidManifest(f"{place}.digest is {digest[:80]!r}, which is no digest")
        if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= LARGEST:
            raise InvalidManifest(f"{place}.size is {shown(size)}; a number of bytes was expected")
        platform = found.get("platform")
        return cls(
            media_type=text(found, "mediaType", place, ""),
            digest=digest,
            size=size,
            urls=text_list(found.get("urls"), f"{place}.urls"),
            annotations=texts(found.get("annotations"), f"{place}.annotations"),
            platform=None if platform is None else _platform(platform, f"{place}.platform"),
        )

    def document(self) -> dict[str, Any]:
        """Returns the JSON object, with its fields in Docker's order."""
        document: dict[str, Any] = {
            "mediaType": self.media_type,
            "size": self.size,
            "digest": self.digest,
        }
        if self.urls:
            document["urls"] = list(self.urls)
        if self.annotations:
            document["annotations"] = dict(self.annotations)
        return document


@dataclass(frozen=True)
class Manifest:
    """The manifest of one image: its config and its layers, the lowest first."""

    media_type: str
    config: Descriptor
    layers: tuple[Descriptor, ...]
    annotations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def parse(cls, data: bytes) -> Manifest:
        """Parses a manifest.

        Raises:
            InvalidManifest: When `data` is not valid.
        """
        document = document_of(data, "manifest")
        media_type = text(document, "mediaType", "manifest", MEDIA_TYPE_OCI_MANIFEST)
        if media_type not in MANIFEST_TYPES:
            raise InvalidManifest(f"{media_type} is not the media type of an image's manifest")
        config = Descriptor.of(document.get("config"), "config")
        layers = tuple(
            Descriptor.of(layer, f"layers[{number}]")
            for number, layer in enumerate(listed(document, "layers", "manifest"))
        )
        if config.size + sum(layer.size for layer in layers) > LARGEST:
            raise InvalidManifest(
                "the sizes of config and layers add up to more than 2^63 - 1 bytes"
            )
        return cls(
            media_type=media_type,
            config=config,
            layers=layers,
            annotations=texts(document.get("annotations"), "annotations"),
        )

    def encode(self) -> bytes:
        """Returns the JSON document, formatted as dockerd formats it: the digest depends on every byte."""
        document: dict[str, Any] = {
            "schemaVersion": 2,
            "mediaType": self.media_type,
            "config": self.config.document(),
            "layers": [layer.document() for layer in self.layers],
        }
        if self.annotations:
            document["annotations"] = dict(self.annotations)
        return json.dumps(document, indent=3, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Index:
    """Several manifests under one name, usually one for each platform."""

    media_type: str
    manifests: tuple[Descriptor, ...]

    @classmethod
    def parse(cls, data: bytes) -> Index:
        """Parses an index or Docker's manifest list.

        Raises:
            InvalidManifest: When `data` is not valid.
        """
        document = document_of(data, "index")
        media_type = text(document, "mediaType", "index", MEDIA_TYPE_OCI_INDEX)
        if media_type not in INDEX_TYPES:
            raise InvalidManifest(f"{media_type} is not the media type of an index")
        manifests = listed(document, "manifests", "index")
        return cls(
            media_type=media_type,
            manifests=tuple(
                Descriptor.of(manifest, f"manifests[{number}]")
                for number, manifest in enumerate(manifests)
            ),
        )


def _platform(document: Any, place: str) -> Platform:
    found = mapping(document, place)
    return Platform(
        architecture=text(found, "architecture", place, ""),
        os=text(found, "os", place, ""),
        variant=text(found, "variant", place, ""),
    )
