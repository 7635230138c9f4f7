"""The image store: layers as blobs, everything else in one SQLite database.

References, images and events change together in one transaction (`ImageStore.change`), so that a
kill at any moment leaves the old state or the new one. A blob is in its place before a transaction
names it; a blob that no image uses is removed at the next start, and whenever nothing is in progress.
"""

from __future__ import annotations

import logging
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docker_lessons.engine.images.event_log import EventLog
from docker_lessons.engine.images.lookup import ImageLookup
from docker_lessons.engine.images.rescue import opened
from docker_lessons.engine.images.transaction import Change
from docker_lessons.oci.reserve import Reserve
from docker_lessons.oci.store import BlobStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docker_lessons.engine.images.image_database import ImageDatabase

_log = logging.getLogger(__name__)


_log = logging.getLogger(__name__)


class ImageStore(ImageLookup):
    """The images of one engine, in the directory `root`. Its methods may be called from any thread."""

    def __init__(self, root: Path) -> None:
        """Opens the store, creates it if it is missing, and removes what a kill left behind."""
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root = root
        self.blobs = BlobStore(root / "blobs")
        database, self.rescue = opened(root / "engine.db", self.blobs)
        """What was saved of a damaged database, None if it was not damaged."""
        super().__init__(database)
        if self.rescue is not None:
            _log.warning("%s", self.rescue)
        self._holders = 0
        self._garbage = False
        self._reserve = Reserve(root / "reserve")
        self.identity = self._identity()
        """The ID of this engine, which never changes."""
        self.events = EventLog(self._database)
        self.blobs.sweep()
        self.collect()

    def _identity(self) -> str:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO identity SELECT ? WHERE NOT EXISTS (SELECT * FROM identity)",
                (str(uuid.uuid4()),),
            )
        return str(self._database.rows("SELECT id FROM identity")[0][0])

    @property
    def database(self) -> ImageDatabase:
        """The engine's database, for the tables of other rooms."""
        return self._database

    def close(self) -> None:
        """Closes the store."""
        self._database.close()

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Opens a transaction; it is written when the block ends, and dropped when it raises."""
        with self._database.transaction() as connection:
            change = Change(connection, self)
            yield change
        self.events.published()
        if change.removed:
            self.collect()

    @contextmanager
    def removing(self) -> Iterator[Change]:
        """Opens a transaction that makes room; on a full disk, it may use the room kept in reserve."""
        with self._reserve.opened(), self.change() as change:
            yield change

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Keeps every blob and layer while the block runs, so that what it found stays usable."""
        with self._database.lock:
            self._holders += 1
        try:
            yield
        except BaseException:
            # A failure may have left blobs that nothing names.
            self._garbage = True
            raise
        finally:
            with self._database.lock:
                self._holders -= 1
                due = self._garbage and not self._holders
            if due:
                self.collect()

    def collect(self) -> None:
        """Removes layers and blobs that no image uses: now, or when the last holder has ended."""
        with self._database.lock:
            if self._holders:
                self._garbage = True
                return
            self._garbage = False
            with self._database.transaction() as connection:
                connection.execute(
                    "DELETE FROM layer WHERE diff_id NOT IN (SELECT diff_id FROM image_layer)"
                )
            used = {str(row[0]) for row in self._database.rows("SELECT digest FROM layer")}
            for digest in self.blobs:
                if digest not in used:
                    self.blobs.delete(digest)
