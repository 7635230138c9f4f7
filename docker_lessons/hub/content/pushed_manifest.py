"""A manifest as a client pushes it, parsed and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docker_lessons.oci.digest import digest_like
from docker_lessons.oci.document import DOCUMENT_LIMIT
from docker_lessons.oci.fields import InvalidManifest, document_of, shown, text, texts
from docker_lessons.oci.image_config import ImageConfig
from docker_lessons.oci.manifest import (
    INDEX_TYPES,
    MANIFEST_TYPES,
    MEDIA_TYPE_DOCKER_CONFIG,
    MEDIA_TYPE_OCI_CONFIG,
    Descriptor,
    Index,
    Manifest,
)

if TYPE_CHECKING:
    from docker_lessons.oci.store import BlobStore

_CONFIG_TYPES = (MEDIA_TYPE_DOCKER_CONFIG, MEDIA_TYPE_OCI_CONFIG)


@dataclass(frozen=True)
class PushedManifest:
    """A manifest or an index, with what the registry needs to know about it."""

    digest: str
    media_type: str
    content: bytes
    blobs: tuple[Descriptor, ...] = ()
    """The config and the layers, which the repository must have."""
    manifests: tuple[Descriptor, ...] = ()
    """The manifests that an index lists."""
    config: str = ""
    """Digest of the config, which is the image's ID in the classic image store."""
    config_media_type: str = ""
    layers_size: int = 0
    """Compressed size of all layers in bytes."""
    subject: str | None = None
    artifact_type: str = ""
    """Its type in the list of referrers."""

    def platform(self, blobs: BlobStore) -> tuple[str, str, str]:
        """Returns architecture, OS and variant from the image's config; `''` for what it does not say.

        Raises:
            InvalidManifest: When the config is not one that an engine could use.
        """
        if self.config_media_type not in _CONFIG_TYPES:
            return "", "", ""
        if blobs.size(self.config) > DOCUMENT_LIMIT:
            raise InvalidManifest(f"the config has more than {DOCUMENT_LIMIT} bytes")
        content = blobs.read(self.config)
        if "rootfs" not in document_of(content, "config"):
            return "", "", ""  # an artifact, whose config says nothing
        config = ImageConfig.parse(content)
        return config.architecture, config.os, config.variant


def read_manifest(content: bytes, content_type: str, like: str = "sha256:") -> PushedManifest:
    """Parses a manifest or an index; `content_type` is the request's, `''` if it has none.

    Its digest is computed with the algorithm of the digest `like`.

    Raises:
        InvalidManifest: When it is not valid, with the reason.
    """
    document = document_of(content, "manifest")
    said = document.get("mediaType")
    media_type = content_type or (said if isinstance(said, str) else "")
    if said is not None and said != media_type:
        raise InvalidManifest(f"mediaType {shown(said)} differs from Content-Type {media_type!r}")
    subject = document.get("subject")
    common: dict[str, Any] = {
        "digest": digest_like(content, like),
        "media_type": media_type,
        "content": content,
        "subject": None if subject is None else Descriptor.of(subject, "subject").digest,
        "artifact_type": text(document, "artifactType", "manifest", ""),
    }
    if media_type in INDEX_TYPES:
        index = Index.parse(content)
        texts(document.get("annotations"), "annotations")
        return PushedManifest(**common, manifests=index.manifests)
    if media_type in MANIFEST_TYPES:
        manifest = Manifest.parse(content)
        common["artifact_type"] = common["artifact_type"] or manifest.config.media_type
        return PushedManifest(
            **common,
            blobs=(manifest.config, *(layer for layer in manifest.layers if not layer.urls)),
            config=manifest.config.digest,
            config_media_type=manifest.config.media_type,
            layers_size=sum(layer.size for layer in manifest.layers),
        )
    raise InvalidManifest(f"{media_type or 'no media type'} is not the type of a manifest")


def referrer(content: bytes, digest: str, media_type: str, artifact_type: str) -> dict[str, Any]:
    """Returns the descriptor of a manifest in the list of referrers."""
    try:
        annotations = document_of(content, "manifest").get("annotations")
    except InvalidManifest:  # an older version stored what is refused today
        annotations = None
    descriptor: dict[str, Any] = {"mediaType": media_type, "size": len(content), "digest": digest}
    if artifact_type:
        descriptor["artifactType"] = artifact_type
    if annotations:
        descriptor["annotations"] = annotations
    return descriptor
