"""Images, their names, and the repositories in which a layer was seen.

The classic image store: an image's ID is the digest of its config. Source: OCI image specification,
config.md, and moby's ``image`` package.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.image_config import ImageConfig

if TYPE_CHECKING:
    from docker_lessons.oci.reference import Reference

SHORT = 12
"""The number of hexadecimal digits of an ID that Docker shows."""


@dataclass(frozen=True)
class Place:
    """A repository (``docker.io/...``) in which a layer was seen.

    `account` is the account whose push put it there, '' for a push without one, None for a pull.
    """

    repository: str
    account: str | None


@dataclass(frozen=True)
class Image:
    """An image: `config` is the exact JSON whose digest is `id`.

    `parent` is the image on which a build based it; `tagged` is when it last got a name (RFC 3339),
    '' for never.
    """

    id: str
    config: bytes = field(repr=False)
    parent: str | None = None
    tagged: str = ""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The parsed config; of an invalid one, which an older version stored, only the layers."""
        if _is_valid(self.config):
            document: dict[str, Any] = json.loads(self.config)
            return document
        return {"rootfs": {"type": "layers", "diff_ids": _diff_ids(self.config)}}

    @cached_property
    def diff_ids(self) -> tuple[str, ...]:
        """The digests of the layers' tars, bottom first."""
        rootfs = self.document.get("rootfs") or {}
        return tuple(rootfs.get("diff_ids") or ())

    @cached_property
    def created(self) -> int:
        """The time of its creation, in nanoseconds since the epoch."""
        return timestamp.nanoseconds(str(self.document.get("created") or timestamp.ZERO))

    @property
    def run_config(self) -> dict[str, Any] | None:
        """The configuration of a container made from it (`config` in the config)."""
        config = self.document.get("config")
        return config if isinstance(config, dict) else None

    @property
    def labels(self) -> dict[str, str] | None:
        """The labels, None if it has none."""
        return (self.run_config or {}).get("Labels")

    @property
    def history(self) -> list[dict[str, Any]]:
        """The steps that made it, the first one first."""
        return list(self.document.get("history") or ())


@dataclass(frozen=True)
class Named:
    """A name and the ID of the image that it points at; `reference` has a tag or a digest."""

    reference: Reference
    image: str


@lru_cache(1024)
def _is_valid(config: bytes) -> bool:
    try:
        ImageConfig.parse(config)
    except InvalidManifest:
        return False
    return True


def _diff_ids(config: bytes) -> list[str]:
    """Returns what can be read of the layers of a config that is not valid."""
    try:
        found = json.loads(config)["rootfs"]["diff_ids"]
        return [one for one in found if is_digest(str(one))]
    except (ValueError, RecursionError, LookupError, TypeError):
        return []


def short(image_id: str) -> str:
    """Returns the digits of an ID that Docker shows: ``46d0f463a388``."""
    return image_id.rpartition(":")[2][:SHORT]
