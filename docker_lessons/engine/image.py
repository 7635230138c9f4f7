"""Images and their layers, as the engine's store holds them.

The classic image store: an image's ID is the digest of its config. Source: OCI image specification,
config.md, and moby's ``image`` package.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docker_lessons.engine import timestamp

if TYPE_CHECKING:
    from docker_lessons.oci.reference import Reference

SHORT = 12
"""How many hexadecimal digits of an ID Docker shows."""


@dataclass(frozen=True)
class Layer:
    """A layer: `diff_id` is the digest of its tar, `digest` that of the gzip blob in the store.

    `size` is the blob's size in bytes, `content` the sum of its files' sizes.
    """

    diff_id: str
    digest: str
    size: int
    content: int


@dataclass(frozen=True)
class Place:
    """A repository (``docker.io/...``) in which a layer was seen.

    `account` is whose push brought it there, '' for a stranger's, None if a pull found it.
    """

    repository: str
    account: str | None


@dataclass(frozen=True)
class Image:
    """An image: `config` is the exact JSON whose digest is `id`.

    `parent` is the image that a build went on from; `tagged` when it last got a name, '' for never.
    """

    id: str
    config: bytes = field(repr=False)
    parent: str | None = None
    tagged: str = ""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The config, parsed."""
        document = json.loads(self.config)
        return document if isinstance(document, dict) else {}

    @cached_property
    def diff_ids(self) -> tuple[str, ...]:
        """The layers, bottom first."""
        rootfs = self.document.get("rootfs") or {}
        return tuple(rootfs.get("diff_ids") or ())

    @cached_property
    def created(self) -> int:
        """When it was made, in nanoseconds since the epoch."""
        return timestamp.nanoseconds(str(self.document.get("created") or timestamp.ZERO))

    @property
    def run_config(self) -> dict[str, Any] | None:
        """What a container made from it starts with (`config` in the config)."""
        config = self.document.get("config")
        return config if isinstance(config, dict) else None

    @property
    def labels(self) -> dict[str, str] | None:
        """The labels, None where it has none."""
        return (self.run_config or {}).get("Labels")

    @property
    def history(self) -> list[dict[str, Any]]:
        """The steps that made it, first one first."""
        return list(self.document.get("history") or ())


@dataclass(frozen=True)
class Named:
    """A name that points at an image; `reference` has a tag or a digest."""

    reference: Reference
    image: str


def short(image_id: str) -> str:
    """Return the digits of an ID that Docker shows: ``46d0f463a388``."""
    return image_id.rpartition(":")[2][:SHORT]


def chain_ids(diff_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the chain ID of each layer: a layer's identity with all that is below it.

    Source: OCI image specification, config.md, "Layer ChainID".
    """
    chain: list[str] = []
    for diff_id in diff_ids:
        if chain:
            both = f"{chain[-1]} {diff_id}".encode()
            chain.append("sha256:" + hashlib.sha256(both).hexdigest())
        else:
            chain.append(diff_id)
    return tuple(chain)
