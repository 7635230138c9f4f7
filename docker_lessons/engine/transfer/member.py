"""What goes into an archive: the images, and the members that are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docker_lessons.engine.layers.layer_blob import CHUNK, inflated

if TYPE_CHECKING:
    from pathlib import Path

    from docker_lessons.engine.images.model import Image
    from docker_lessons.oci.reference import Reference


@dataclass
class Saved:
    """An image that is to be saved, and its names in the archive."""

    image: Image
    names: list[Reference] = field(default_factory=list)


@dataclass(frozen=True)
class Member:
    """A member of the archive with its time in seconds.

    `content` is the bytes of a file, the path of a blob whose tar the member is, or the target of a link; `size` is
    that of a layer's tar, if it is known.
    """

    content: bytes | Path | str
    seconds: int = 0
    size: int | None = None


def tar_size(blob: Path) -> int:
    """Returns the size of the tar in a layer's blob. Blocks: call it in a thread."""
    size = 0
    with inflated(blob) as layer:
        while chunk := layer.read(CHUNK):
            size += len(chunk)
    return size
