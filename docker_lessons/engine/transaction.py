"""One change of the image store: what a build, a tag, a pull or a removal writes, all at once."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from docker_lessons.engine import timestamp
from docker_lessons.engine.errors import EngineError, SystemFailure
from docker_lessons.engine.events import KEPT
from docker_lessons.oci.digest import sha256

if TYPE_CHECKING:
    import sqlite3

    from docker_lessons.engine.image import Layer, Place
    from docker_lessons.engine.store import ImageStore
    from docker_lessons.oci.reference import Reference


class Change:
    """A transaction under way; `ImageStore.change` gives it, writes it and drops it."""

    def __init__(self, database: sqlite3.Connection, store: ImageStore) -> None:
        self._database = database
        self._store = store
        self.removed = False
        """Whether an image was removed, so that its layers may be garbage now."""

    def add_layer(self, layer: Layer) -> None:
        """Add a layer whose blob is in the store; one that is known keeps the blob that it has."""
        self._database.execute(
            "INSERT INTO layer VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (layer.diff_id, layer.digest, layer.size, layer.content),
        )
        self.remember_blob(layer.diff_id, layer.digest)

    def remember_blob(self, diff_id: str, digest: str) -> None:
        """Remember that a registry may know the layer as the blob `digest`."""
        self._database.execute(
            "INSERT INTO layer_blob VALUES (?, ?) ON CONFLICT DO NOTHING", (digest, diff_id)
        )

    def remember_place(self, diff_id: str, place: Place) -> None:
        """Remember that a layer was seen there now."""
        self.forget_place(diff_id, place)
        self._database.execute(
            "INSERT INTO layer_place (diff_id, repository, account) VALUES (?, ?, ?)",
            (diff_id, place.repository, place.account),
        )

    def forget_place(self, diff_id: str, place: Place) -> None:
        """Forget that a layer was seen there; it is no error if nobody knew."""
        self._database.execute(
            "DELETE FROM layer_place WHERE diff_id = ? AND repository = ? AND account IS ?",
            (diff_id, place.repository, place.account),
        )

    def add_image(self, config: bytes, parent: str | None = None) -> str:
        """Add the image of this config and return its ID; one that is here stays as it is.

        Raises:
            SystemFailure: If its history has more layers than it has.
            ValueError: If one of its layers is not in the store.
        """
        image_id = sha256(config)
        document = json.loads(config)
        diff_ids = (document.get("rootfs") or {}).get("diff_ids") or []
        steps = document.get("history") or []
        if sum(not step.get("empty_layer") for step in steps) > len(diff_ids):
            raise SystemFailure("too many non-empty layers in History section")
        for diff_id in diff_ids:
            if self._store.layer(diff_id) is None:
                raise ValueError(f"the layer {diff_id} is not in the store")
        if self._store.image(image_id) is None:
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
        """Keep the manifest that came with an image, so that a push can give it back unchanged."""
        self._database.execute(
            "INSERT INTO manifest VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (sha256(data), image_id, media_type, data),
        )

    def remove_image(self, image_id: str) -> None:
        """Remove an image that no name points at; what was built from it loses its parent."""
        self._database.execute("UPDATE image SET parent = NULL WHERE parent = ?", (image_id,))
        self._database.execute("DELETE FROM image WHERE id = ?", (image_id,))
        self.removed = True

    def set_reference(self, reference: Reference, image_id: str) -> None:
        """Point a name, with a tag or a digest, at an image."""
        if (reference.tag is None) == (reference.digest is None):
            raise ValueError(f"{reference.full} has to have a tag or a digest, and not both")
        self._database.execute(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET image = excluded.image",
            (reference.full, reference.name, reference.tag, reference.digest, image_id),
        )

    def remove_reference(self, reference: Reference) -> None:
        """Take a name away; it is no error if there is none."""
        self._database.execute("DELETE FROM name WHERE reference = ?", (reference.full,))

    def touch(self, image_id: str) -> None:
        """Note that the image got a name now (`LastTagTime`)."""
        self._database.execute(
            "UPDATE image SET tagged = ? WHERE id = ?",
            (timestamp.rfc3339(time.time_ns()), image_id),
        )

    def event(self, action: str, actor: str, name: str, kind: str = "image") -> None:
        """Note what happened to `actor` (an image's ID or name), as dockerd's event tells it."""
        attributes: dict[str, str] = {}
        # The image of a `delete` is gone, and its labels with it.
        with suppress(EngineError):
            attributes.update(self._store.resolve(actor).labels or {})
        if name:
            attributes["name"] = name
        self.log(action, kind, actor, attributes)

    def log(self, action: str, kind: str, actor: str, attributes: dict[str, str]) -> None:
        """Note an event as it is."""
        number = self._database.execute(
            "INSERT INTO event (time, type, action, actor, attributes) VALUES (?, ?, ?, ?, ?)",
            (time.time_ns(), kind, action, actor, json.dumps(attributes)),
        ).lastrowid
        self._database.execute("DELETE FROM event WHERE number <= ?", ((number or 0) - KEPT,))
