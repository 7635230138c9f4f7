"""The SQLite database of an engine: its tables, its lock, and one transaction at a time."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

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


class ImageDatabase:
    """The database in the file `path`. Its methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Opens the database, and creates it if it is missing."""
        self.lock = threading.RLock()
        """The lock that every statement holds, and that a caller holds over several statements."""
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=30
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        # Without a transaction, every table is synced to the disk by itself.
        self._connection.executescript(f"BEGIN; {_SCHEMA} COMMIT;")

    def close(self) -> None:
        """Closes the database."""
        with self.lock:
            self._connection.close()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Runs one statement and returns its rows."""
        with self.lock:
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Opens a transaction; it is committed when the block ends, and rolled back when it raises."""
        with self.lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
