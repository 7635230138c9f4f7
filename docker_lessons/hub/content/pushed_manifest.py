"""A manifest as a client pushes it, parsed and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docker_lessons.oci.digest import sha256
from docker_lessons.oci.manifest import (
    INDEX_TYPES,
    MANIFEST_TYPES,
    MEDIA_TYPE_DOCKER_CONFIG,
    MEDIA_TYPE_OCI_CONFIG,
    Descriptor,
    ImageConfig,
    Index,
    InvalidManifest,
    Manifest,
)

_CONFIG_TYPES = (MEDIA_TYPE_DOCKER_CONFIG, MEDIA_TYPE_OCI_CONFIG)


@dataclass(frozen=True)
class PushedManifest:
    """A manifest or an index, with what the registry needs to know about it."""

    digest: str
    media_type: str
    content: bytes
    blobs: tuple[str, ...] = ()
    """Digests of the config and the layers, which the repository must have."""
    manifests: tuple[str, ...] = ()
    """Digests of the manifests that an index lists."""
    config: str = ""
    """Digest of the config, which is the image's ID in the classic image store."""
    config_media_type: str = ""
    layers_size: int = 0
    """Compressed size of all layers in bytes."""
    subject: str | None = None
    artifact_type: str = ""
    """Its type in the list of referrers."""

    def platform(self, read: Callable[[str], bytes]) -> tuple[str, str, str]:
        """Returns architecture, OS and variant, `''` if unknown; `read` returns a blob by its digest."""
        if self.config_media_type not in _CONFIG_TYPES:
            return "", "", ""
        try:
            config = ImageConfig.parse(read(self.config))
        except (InvalidManifest, OSError):
            return "", "", ""
        return config.architecture, config.os, config.variant


def read_manifest(content: bytes, content_type: str) -> PushedManifest:
    """Parses a manifest or an index; `content_type` is the request's, `''` if it has none.

    Raises:
        InvalidManifest: When it is not valid, with the reason.
    """
    try:
        document: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidManifest("the manifest is no JSON document") from None
    if not isinstance(document, dict):
        raise InvalidManifest("the manifest is no JSON object")
    said = document.get("mediaType")
    media_type = content_type or (said if isinstance(said, str) else "")
    if said is not None and said != media_type:
        raise InvalidManifest(f"mediaType {said!r} differs from Content-Type {media_type!r}")
    subject = document.get("subject")
    artifact_type = document.get("artifactType")
    common: dict[str, Any] = {
        "digest": sha256(content),
        "media_type": media_type,
        "content": content,
        "subject": None if subject is None else Descriptor.of(subject, "subject").digest,
        "artifact_type": artifact_type if isinstance(artifact_type, str) else "",
    }
    if media_type in INDEX_TYPES:
        index = Index.parse(content)
        return PushedManifest(
            **common, manifests=tuple(descriptor.digest for descriptor in index.manifests)
        )
    if media_type in MANIFEST_TYPES:
        manifest = Manifest.parse(content)
        kept = [layer for layer in manifest.layers if not layer.urls]
        common["artifact_type"] = common["artifact_type"] or manifest.config.media_type
        return PushedManifest(
            **common,
            blobs=(manifest.config.digest, *(layer.digest for layer in kept)),
            config=manifest.config.digest,
            config_media_type=manifest.config.media_type,
            layers_size=sum(layer.size for layer in manifest.layers),
        )
    raise InvalidManifest(f"{media_type or 'no media type'} is not the type of a manifest")


def referrer(content: bytes, digest: str, media_type: str, artifact_type: str) -> dict[str, Any]:
    """Returns the descriptor of a manifest in the list of referrers."""
    annotations = json.loads(content).get("annotations")
    descriptor: dict[str, Any] = {"mediaType": media_type, "size": len(content), "digest": digest}
    if artifact_type:
        descriptor["artifactType"] = artifact_type
    if annotations:
        descriptor["annotations"] = annotations
    return descriptor
