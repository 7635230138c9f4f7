"""What can be saved of a damaged database: every image whose config and layers can still be read.

Each layer is a file, from which a lost row about it is made again. The damaged file is kept.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import EngineError
from docker_lessons.engine.images.image_database import DamagedDatabase, ImageDatabase
from docker_lessons.engine.layers import layer_blob
from docker_lessons.oci import damaged
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.image_config import ImageConfig

if TYPE_CHECKING:
    from pathlib import Path

    from docker_lessons.oci.store import BlobStore

_KEPT_WITH_THEIR_IMAGE = ("name", "manifest")


@dataclass(frozen=True)
class Rescue:
    """What could be read of a damaged database."""

    kept: Path
    """Where the damaged file is now."""
    images: int

    def __str__(self) -> str:
        saved = "nothing in it could be read, so there are no images here now"
        if self.images:
            count = "1 image" if self.images == 1 else f"{self.images} images"
            saved = f"{count} could be read and {'is' if self.images == 1 else 'are'} there again"
        return (
            f"The practice engine's database was damaged: {saved}. What is missing can be built or pulled again. The "
            f"damaged file is in {self.kept}"
        )


def opened(path: Path, blobs: BlobStore) -> tuple[ImageDatabase, Rescue | None]:
    """Opens the database at `path`; if it is damaged, opens a new one with all that could be read."""
    damaged.finish(path)
    try:
        return ImageDatabase(path, check=True), None
    except DamagedDatabase:

        def fill(fresh: Path) -> None:
            new = ImageDatabase(fresh)
            with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as old:
                _copy(old, new, blobs)
            new.close()

        kept = damaged.replace(path, fill)
        database = ImageDatabase(path)
        images = int(database.rows("SELECT count(*) FROM image")[0][0])
        return database, Rescue(kept, images)


def _copy(old: sqlite3.Connection, database: ImageDatabase, blobs: BlobStore) -> None:
    layers = _layers(old, blobs)
    with database.transaction() as new:
        for row in damaged.readable(old, "identity", "id"):
            damaged.insert(new, "identity", row)
            break
        images = set()
        for row in damaged.readable(old, "image", "id"):
            diff_ids = _layers_of(row)
            if diff_ids is None or not set(diff_ids) <= set(layers):
                continue
            damaged.insert(new, "image", row | {"parent": None})
            images.add(row["id"])
            for position, diff_id in enumerate(diff_ids):
                damaged.insert(new, "layer", layers[diff_id])
                damaged.insert(
                    new, "layer_blob", {"digest": layers[diff_id]["digest"], "diff_id": diff_id}
                )
                damaged.insert(
                    new,
                    "image_layer",
                    {"image": row["id"], "position": position, "diff_id": diff_id},
                )
        for row in damaged.readable(old, "image", "id"):
            if row["id"] in images and row["parent"] in images:
                new.execute("UPDATE image SET parent = ? WHERE id = ?", (row["parent"], row["id"]))
        for table, key in zip(_KEPT_WITH_THEIR_IMAGE, ("reference", "digest"), strict=True):
            for row in damaged.readable(old, table, key):
                if row["image"] in images:
                    damaged.insert(new, table, row)


def _layers(old: sqlite3.Connection, blobs: BlobStore) -> dict[str, damaged.Row]:
    """Returns the layers whose blobs are here; those that no row describes are measured."""
    stored = set(blobs)
    found = {
        row["diff_id"]: row
        for row in damaged.readable(old, "layer", "diff_id")
        if row["digest"] in stored and blobs.size(row["digest"]) == row["size"]
    }
    for digest in stored - {row["digest"] for row in found.values()}:
        with suppress(EngineError, OSError):
            diff_id, content = layer_blob.measure(blobs.path(digest))
            size = blobs.size(digest)
            row = {"diff_id": diff_id, "digest": digest, "size": size, "content": content}
            found.setdefault(diff_id, row)
    return found


def _layers_of(row: damaged.Row) -> tuple[str, ...] | None:
    """Returns the diff IDs of an image's layers; None if its config is damaged."""
    config = row["config"]
    if not isinstance(config, bytes) or sha256(config) != row["id"]:
        return None
    try:
        return ImageConfig.parse(config).diff_ids
    except InvalidManifest:
        return None
