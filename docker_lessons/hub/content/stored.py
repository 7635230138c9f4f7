"""What a repository holds, as the database has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StoredManifest:
    """A manifest as it was pushed."""

    digest: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class TaggedImage:
    """One image of a tag, which has several where it names an index. Sizes are in bytes."""

    digest: str
    architecture: str
    os: str
    variant: str
    size: int
    config: str
    """Digest of the config, which is the image's ID in the classic image store."""

    @property
    def platform(self) -> str:
        """`linux/amd64`; `''` where nothing is known."""
        return "/".join(part for part in (self.os, self.architecture, self.variant) if part)


@dataclass(frozen=True)
class Tag:
    """One tag; times are seconds since the epoch."""

    id: int
    name: str
    digest: str
    media_type: str
    pushed: float
    pusher: str
    pulled: float | None
    images: tuple[TaggedImage, ...]

    @property
    def full_size(self) -> int:
        """Compressed size of all layers in bytes; of the first image where the tag names an index."""
        return self.images[0].size if self.images else 0
