"""A change of the image store: everything that a build, a tag, a pull or a removal writes at once."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import EngineError, SystemFailure
from docker_lessons.engine.api.references import refuse_ambiguous
from docker_lessons.engine.images.event_log import KEPT
from docker_lessons.oci.digest import sha256

if TYPE_CHECKING:
    import sqlite3

    from docker_lessons.engine.images.lookup import ImageLookup
    from docker_lessons.engine.images.model import Place
    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.oci.reference import Reference


class Change:
    """An open transaction; `ImageStore.change` opens, commits or drops it."""

    def __init__(self, database: sqlite3.Connection, images: ImageLookup) -> None:
        self._database = database
        self._images = images
        self.removed = False
        """Whether an image was removed, so that its layers may now be unused."""

    def add_layer(self, layer: Layer) -> None:
        """Adds a layer whose blob is in the store; a known layer keeps its blob."""
        self._database.execute(
            "INSERT INTO layer VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (layer.diff_id, layer.digest, layer.size, layer.content),
        )
        self.remember_blob(layer.diff_id, layer.digest)

    def remember_blob(self, diff_id: str, digest: str) -> None:
        """Records that a registry may have the layer as the blob `digest`."""
        self._database.execute(
            "INSERT INTO layer_blob VALUES (?, ?) ON CONFLICT DO NOTHING", (digest, diff_id)
        )

    def remember_place(self, diff_id: str, place: Place) -> None:
        """Records that a layer was seen in a repository now."""
        self.forget_place(diff_id, place)
        self._database.execute(
            "INSERT INTO layer_place (diff_id, repository, account) VALUES (?, ?, ?)",
            (diff_id, place.repository, place.account),
        )

    def forget_place(self, diff_id: str, place: Place) -> None:
        """Forgets that a layer was seen in a repository; does nothing if that was not recorded."""
        self._database.execute(
            "DELETE FROM layer_place WHERE diff_id = ? AND repository = ? AND account IS ?",
            (diff_id, place.repository, place.account),
        )

    def add_image(self, config: bytes, parent: str | None = None) -> str:
        """Adds the image of this config and returns its ID; an image that exists is left unchanged.

        Raises:
            SystemFailure: When its history lists more layers than it has.
            ValueError: When one of its layers is not in the store.
        """
        image_id = sha256(config)
        document = json.loads(config)
        diff_ids = (document.get("rootfs") or {}).get("diff_ids") or []
        steps = document.get("history") or []
        if sum(not step.get("empty_layer") for step in steps) > len(diff_ids):
            raise SystemFailure("too many non-empty layers in History section")
        for diff_id in diff_ids:
            if self._images.layer(diff_id) is None:
                raise ValueError(f"the layer {diff_id} is not in the store")
        if self._images.image(image_id) is None:
            self._database.execute(
                "INSERT INTO image (id, config, parent) VALUES (?, ?, ?)",
                (image_id, config, parent),
            )
            self._database.executemany(
                "INSERT INTO image_layer VALUES (?, ?, ?)",
                [(image_id, position, diff_id) for position, diff_id in enumerate(diff_ids)],
            )
        return image_id

    def keep_manifest(self, image_id: str, media_type: str, data: bytes) -> None:
        """Keeps the manifest that came with an image, so that a push can send it unchanged."""
        self._database.execute(
            "INSERT INTO manifest VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (sha256(data), image_id, media_type, data),
        )

    def remove_image(self, image_id: str) -> None:
        """Removes an image that has no name; images built from it lose their parent."""
        self._database.execute("UPDATE image SET parent = NULL WHERE parent = ?", (image_id,))
        self._database.execute("DELETE FROM image WHERE id = ?", (image_id,))
        self.removed = True

    def set_reference(self, reference: Reference, image_id: str) -> None:
        """Points a name, with a tag or a digest, at an image.

        Raises:
            BadParameter: When the repository has the name of a digest's algorithm.
            ValueError: When the reference has neither a tag nor a digest, or both.
        """
        refuse_ambiguous(reference)
        if (reference.tag is None) == (reference.digest is None):
            raise ValueError(f"{reference.full} has to have a tag or a digest, and not both")
        self._database.execute(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET image = excluded.image",
            (reference.full, reference.name, reference.tag, reference.digest, image_id),
        )

    def remove_reference(self, reference: Reference) -> None:
        """Removes a name; does nothing if it does not exist."""
        self._database.execute("DELETE FROM name WHERE reference = ?", (reference.full,))

    def touch(self, image_id: str) -> None:
        """Records that the image got a name now (`LastTagTime`)."""
        self._database.execute(
            "UPDATE image SET tagged = ? WHERE id = ?",
            (timestamp.rfc3339(time.time_ns()), image_id),
        )

    def event(self, action: str, actor: str, name: str) -> None:
        """Logs an event of the image `actor` (its ID or a name), with the labels of the image."""
        attributes: dict[str, str] = {}
        # The image of a `delete` is gone, and its labels with it.
        with suppress(EngineError):
            attributes.update(self._images.resolve(actor).labels or {})
        if name:
            attributes["name"] = name
        self.log(action, "image", actor, attributes)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Runs a statement for the table of another room, and returns its rows."""
        return self._database.execute(sql, values).fetchall()

    def log(self, action: str, kind: str, actor: str, attributes: dict[str, str]) -> None:
        """Logs an event; `kind` is the type of its actor."""
        number = self._database.execute(
            "INSERT INTO event (time, type, action, actor, attributes) VALUES (?, ?, ?, ?, ?)",
            (time.time_ns(), kind, action, actor, json.dumps(attributes)),
        ).lastrowid
        self._database.execute("DELETE FROM event WHERE number <= ?", ((number or 0) - KEPT,))
