"""Manifests, indexes and image configs, and the descriptors that link them.

Sources: OCI image specification (descriptor.md, manifest.md, image-index.md, config.md) and Docker's
"Image Manifest Version 2, Schema 2", whose documents have the same shape under other media types.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from docker_lessons.oci.digest import is_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST_LIMIT = 4 << 20
"""Bytes that a manifest may have (distribution specification, "Pushing Manifests")."""

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


class InvalidManifest(ValueError):
    """A document that is not valid; the message says what is wrong with it."""


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
        found = _mapping(document, place)
        digest = _text(found, "digest", place)
        size = found.get("size")
        if not is_digest(digest):
            raise InvalidManifest(f"{place}.digest is {digest!r}, which is no digest")
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise InvalidManifest(f"{place}.size is {size!r}; a number of bytes was expected")
        platform = found.get("platform")
        return cls(
            media_type=_text(found, "mediaType", place, ""),
            digest=digest,
            size=size,
            urls=tuple(str(url) for url in _list(found, "urls", place)),
            annotations=_texts(found.get("annotations"), f"{place}.annotations"),
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
        document = _document(data, "manifest")
        media_type = _text(document, "mediaType", "manifest", MEDIA_TYPE_OCI_MANIFEST)
        if media_type not in MANIFEST_TYPES:
            raise InvalidManifest(f"{media_type} is not the media type of an image's manifest")
        layers = _list(document, "layers", "manifest")
        return cls(
            media_type=media_type,
            config=Descriptor.of(document.get("config"), "config"),
            layers=tuple(
                Descriptor.of(layer, f"layers[{number}]") for number, layer in enumerate(layers)
            ),
            annotations=_texts(document.get("annotations"), "annotations"),
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
        document = _document(data, "index")
        media_type = _text(document, "mediaType", "index", MEDIA_TYPE_OCI_INDEX)
        if media_type not in INDEX_TYPES:
            raise InvalidManifest(f"{media_type} is not the media type of an index")
        manifests = _list(document, "manifests", "index")
        return cls(
            media_type=media_type,
            manifests=tuple(
                Descriptor.of(manifest, f"manifests[{number}]")
                for number, manifest in enumerate(manifests)
            ),
        )


@dataclass(frozen=True)
class History:
    """One entry of an image's history."""

    created: str = ""
    created_by: str = ""
    author: str = ""
    comment: str = ""
    empty_layer: bool = False


@dataclass(frozen=True)
class ImageConfig:
    """An image's configuration; its digest is the image ID in the classic image store.

    `config` is the JSON object of what containers start with: ``Cmd``, ``Env``, ``Labels`` and so on.
    """

    architecture: str
    os: str
    variant: str
    created: str
    author: str
    config: Mapping[str, Any]
    diff_ids: tuple[str, ...]
    history: tuple[History, ...]

    @classmethod
    def parse(cls, data: bytes) -> ImageConfig:
        """Parses an image config.

        Raises:
            InvalidManifest: When `data` is not valid.
        """
        document = _document(data, "config")
        rootfs = _mapping(document.get("rootfs"), "rootfs")
        diff_ids = tuple(str(diff_id) for diff_id in _list(rootfs, "diff_ids", "rootfs"))
        for diff_id in diff_ids:
            if not is_digest(diff_id):
                raise InvalidManifest(f"rootfs.diff_ids has {diff_id!r}, which is no digest")
        config = document.get("config")
        return cls(
            architecture=_text(document, "architecture", "config", ""),
            os=_text(document, "os", "config", ""),
            variant=_text(document, "variant", "config", ""),
            created=_text(document, "created", "config", ""),
            author=_text(document, "author", "config", ""),
            config=MappingProxyType({} if config is None else _mapping(config, "config.config")),
            diff_ids=diff_ids,
            history=tuple(
                _history(line, f"history[{number}]")
                for number, line in enumerate(_list(document, "history", "config"))
            ),
        )

    @property
    def platform(self) -> Platform:
        """The platform of the image."""
        return Platform(self.architecture, self.os, self.variant)


def _platform(document: Any, place: str) -> Platform:
    found = _mapping(document, place)
    return Platform(
        architecture=_text(found, "architecture", place, ""),
        os=_text(found, "os", place, ""),
        variant=_text(found, "variant", place, ""),
    )


def _history(document: Any, place: str) -> History:
    found = _mapping(document, place)
    return History(
        created=_text(found, "created", place, ""),
        created_by=_text(found, "created_by", place, ""),
        author=_text(found, "author", place, ""),
        comment=_text(found, "comment", place, ""),
        empty_layer=found.get("empty_layer") is True,
    )


def _document(data: bytes, place: str) -> dict[str, Any]:
    try:
        return _mapping(json.loads(data), place)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidManifest):
            raise
        raise InvalidManifest(f"the {place} is no JSON document: {error}") from None


def _mapping(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidManifest(f"{place} is {_shown(value)}; an object was expected")
    return value


def _list(found: dict[str, Any], key: str, place: str) -> list[Any]:
    value = found.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidManifest(f"{place}.{key} is {_shown(value)}; a list was expected")
    return value


def _text(found: dict[str, Any], key: str, place: str, default: str | None = None) -> str:
    value = found.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise InvalidManifest(f"{place}.{key} is {_shown(value)}; a text was expected")
    return value


def _texts(value: Any, place: str) -> Mapping[str, str]:
    if value is None:
        return MappingProxyType({})
    return MappingProxyType({key: str(text) for key, text in _mapping(value, place).items()})


def _shown(value: Any) -> str:
    return "missing" if value is None else json.dumps(value)[:40]
