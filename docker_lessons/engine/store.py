"""The image store: layers as blobs, everything else in one SQLite database.

References, images and events change together in one transaction (`ImageStore.change`), so that a
kill at any instant leaves the old state or the new one. A blob is in its place before a transaction
names it; a blob that no image uses is removed at the next start, and whenever nothing is under way.
"""

from __future__ import annotations

import sqlite3
import threading
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docker_lessons.engine.errors import BadParameter, NotFound
from docker_lessons.engine.events import EventLog
from docker_lessons.engine.image import Image, Layer, Named, Place
from docker_lessons.engine.transaction import Change
from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.reference import InvalidReference, Reference
from docker_lessons.oci.store import BlobStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS image (
    id TEXT PRIMARY KEY, config BLOB NOT NULL, parent TEXT, tagged TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS image_parent ON image (parent);
CREATE TABLE IF NOT EXISTS image_layer (
    image TEXT NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, diff_id TEXT NOT NULL REFERENCES layer (diff_id),
    PRIMARY KEY (image, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS image_layer_diff_id ON image_layer (diff_id);
CREATE TABLE IF NOT EXISTS layer (
    diff_id TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL, content INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS layer_blob (
    digest TEXT PRIMARY KEY, diff_id TEXT NOT NULL REFERENCES layer (diff_id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS layer_place (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    diff_id TEXT NOT NULL, repository TEXT NOT NULL, account TEXT
);
CREATE INDEX IF NOT EXISTS layer_place_diff_id ON layer_place (diff_id);
DROP TABLE IF EXISTS layer_source;
CREATE TABLE IF NOT EXISTS name (
    reference TEXT PRIMARY KEY, repository TEXT NOT NULL, tag TEXT, digest TEXT,
    image TEXT NOT NULL REFERENCES image (id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS name_image ON name (image);
CREATE TABLE IF NOT EXISTS manifest (
    digest TEXT PRIMARY KEY, image TEXT NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    media_type TEXT NOT NULL, data BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS manifest_image ON manifest (image);
CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, type TEXT NOT NULL,
    action TEXT NOT NULL, actor TEXT NOT NULL, attributes TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS event_time ON event (time);
CREATE TABLE IF NOT EXISTS identity (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class ImageStore:
    """The images of one engine, in the directory `root`. Its methods may be called from any thread."""

    def __init__(self, root: Path) -> None:
        """Open the store, make it if it is missing, and remove what a kill left behind."""
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root = root
        self.blobs = BlobStore(root / "blobs")
        self._lock = threading.RLock()
        self._holders = 0
        self._garbage = False
        self._database = sqlite3.connect(
            root / "engine.db", isolation_level=None, check_same_thread=False, timeout=30
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("PRAGMA foreign_keys=ON")
        self._database.executescript(
            f"BEGIN; {_SCHEMA} COMMIT;"
        )  # else each table is synced by itself
        self._database.execute(
            "INSERT INTO identity SELECT ? WHERE NOT EXISTS (SELECT * FROM identity)",
            (str(uuid.uuid4()),),
        )
        self.identity = str(self._rows("SELECT id FROM identity")[0][0])
        """Names this engine, for ever."""
        self.events = EventLog(self._rows)
        self.blobs.sweep()
        self.collect()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    # Reading -------------------------------------------------------------------------------------

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    def _images(self, clause: str, *values: object) -> list[Image]:
        rows = self._rows(f"SELECT id, config, parent, tagged FROM image {clause}", *values)  # noqa: S608
        return [Image(*row) for row in rows]  # type: ignore[arg-type]

    def image(self, image_id: str) -> Image | None:
        """Return the image of exactly this ID, ``sha256:`` included."""
        return next(iter(self._images("WHERE id = ?", image_id)), None)

    def images(self) -> list[Image]:
        """Return all images, those that only a build's cache knows included."""
        return self._images("ORDER BY id")

    def children(self, image_id: str | None) -> list[Image]:
        """Return the images that a build made from this one (None: from scratch)."""
        return self._images("WHERE parent IS ? ORDER BY id", image_id)

    def parents(self) -> frozenset[str]:
        """Return the IDs of the images from which others were built."""
        rows = self._rows("SELECT DISTINCT parent FROM image WHERE parent IS NOT NULL")
        return frozenset(str(row[0]) for row in rows)

    def resolve(self, text: str) -> Image:
        """Find the image that `text` means: a name, a name with tag or digest, an ID or its start.

        Raises:
            BadParameter: If it can be none of them.
            NotFound: If there is no such image.
        """
        if is_digest(text) or is_digest(f"sha256:{text}"):
            image_id = text if is_digest(text) else f"sha256:{text}"
            image = self.image(image_id)
            if image is None:
                raise NotFound(f"No such image: {image_id}")
            return image
        try:
            reference = Reference.parse(text)
        except InvalidReference as error:
            raise BadParameter(str(error)) from None
        named = self.reference(reference)
        image = self.image(named) if named else self._by_prefix(text)
        if image is None:
            raise NotFound(f"No such image: {reference.with_default_tag().familiar}")
        return image

    def _by_prefix(self, text: str) -> Image | None:
        start = text.removeprefix("sha256:")
        if not start or not set(start) <= set("0123456789abcdef"):
            return None
        found = self._images("WHERE id GLOB ? LIMIT 2", f"sha256:{start}*")
        return found[0] if len(found) == 1 else None

    def references(self, repository: str | None = None) -> list[Named]:
        """Return all names, or those in one repository (``docker.io/demousr/demorep``), sorted."""
        where = "" if repository is None else "WHERE repository = ? "
        return self._named(where, *(() if repository is None else (repository,)))

    def names_of(self, image_id: str) -> list[Reference]:
        """Return the names of an image, sorted; those with a digest among them."""
        return [named.reference for named in self._named("WHERE image = ? ", image_id)]

    def _named(self, where: str, *values: object) -> list[Named]:
        rows = self._rows(
            f"SELECT repository, tag, digest, image FROM name {where}ORDER BY reference",  # noqa: S608
            *values,
        )
        return [
            Named(_reference(str(repository), tag, digest), str(image))
            for repository, tag, digest, image in rows
        ]

    def reference(self, reference: Reference) -> str | None:
        """Return the ID of the image that this name points at; without a tag it means ``latest``.

        Where a name has both, the digest counts, as in dockerd.
        """
        if reference.digest is not None:
            reference = reference.without_tag().with_digest(reference.digest)
        key = reference.with_default_tag().full
        rows = self._rows("SELECT image FROM name WHERE reference = ?", key)
        return str(rows[0][0]) if rows else None

    def layer(self, diff_id: str) -> Layer | None:
        """Return a layer by the digest of its tar."""
        rows = self._rows(
            "SELECT diff_id, digest, size, content FROM layer WHERE diff_id = ?", diff_id
        )
        return Layer(*rows[0]) if rows else None  # type: ignore[arg-type]

    def layer_of_blob(self, digest: str) -> Layer | None:
        """Return the layer that a registry knows as the blob `digest`."""
        rows = self._rows("SELECT diff_id FROM layer_blob WHERE digest = ?", digest)
        return self.layer(str(rows[0][0])) if rows else None

    def layers(self, image: Image) -> list[Layer]:
        """Return the layers of an image, bottom first."""
        rows = self._rows(
            "SELECT layer.diff_id, digest, size, content FROM image_layer JOIN layer "
            "ON layer.diff_id = image_layer.diff_id WHERE image = ? ORDER BY position",
            image.id,
        )
        return [Layer(*row) for row in rows]  # type: ignore[arg-type]

    def places(self, diff_id: str) -> list[Place]:
        """Return where a layer was seen, the latest first; it need not be here any more."""
        rows = self._rows(
            "SELECT repository, account FROM layer_place WHERE diff_id = ? ORDER BY number DESC",
            diff_id,
        )
        return [Place(*row) for row in rows]  # type: ignore[arg-type]

    def manifests(self, image_id: str) -> list[tuple[str, bytes]]:
        """Return the manifests under which registries gave the image: media type and bytes."""
        rows = self._rows(
            "SELECT media_type, data FROM manifest WHERE image = ? ORDER BY digest", image_id
        )
        return [(str(media_type), data) for media_type, data in rows if isinstance(data, bytes)]

    # Changing ------------------------------------------------------------------------------------

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Open the one transaction; it is written when the block ends, dropped when it raises."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                change = Change(self._database, self)
                yield change
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
        self.events.published()
        if change.removed:
            self.collect()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Keep every blob and layer while the block runs: what it found stays usable."""
        with self._lock:
            self._holders += 1
        try:
            yield
        except BaseException:
            # What failed may have left blobs that nothing names.
            self._garbage = True
            raise
        finally:
            with self._lock:
                self._holders -= 1
                due = self._garbage and not self._holders
            if due:
                self.collect()

    def collect(self) -> None:
        """Remove layers and blobs that no image uses, at once or when the last holder has ended."""
        with self._lock:
            if self._holders:
                self._garbage = True
                return
            self._garbage = False
            self._database.execute(
                "DELETE FROM layer WHERE diff_id NOT IN (SELECT diff_id FROM image_layer)"
            )
            used = {str(row[0]) for row in self._rows("SELECT digest FROM layer")}
            for digest in self.blobs:
                if digest not in used:
                    self.blobs.delete(digest)


def _reference(repository: str, tag: object, digest: object) -> Reference:
    domain, slash, path = repository.partition("/")
    if not slash:
        domain, path = "", repository
    return Reference(
        domain, path, None if tag is None else str(tag), None if digest is None else str(digest)
    )
