"""The SQLite database of an engine: its tables, its lock, and one transaction at a time."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.oci import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_log = logging.getLogger(__name__)

_READERS_PAGES = 64
"""Pages of the database that a connection for reading keeps in memory."""

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


class DamagedDatabase(SystemFailure):
    """The file cannot be read, or a part of it."""

    def __init__(self) -> None:
        super().__init__(
            "The practice engine's database is damaged. Type docker-lessons stop, then docker-lessons start: what can "
            "still be read is saved"
        )


class ImageDatabase:
    """The database in the file `path`. Its methods may be called from any thread."""

    def __init__(self, path: Path, *, check: bool = False) -> None:
        """Opens the database, and creates it if it is missing; with `check`, all of it is looked at.

        Raises:
            DamagedDatabase: When it is damaged.
        """
        with _explained():
            self._open(path, check=check)

    def _open(self, path: Path, *, check: bool) -> None:
        self.lock = threading.RLock()
        """The lock that every statement holds, and that a caller holds over several statements."""
        self._connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=30
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        if check and not damaged.is_whole(self._connection):
            self._connection.close()
            raise DamagedDatabase
        self._connection.execute("PRAGMA foreign_keys=ON")
        self._path = path
        self._writer = 0
        self._readers: deque[sqlite3.Connection] = deque()
        # Without a transaction, every table is synced to the disk by itself.
        self._connection.executescript(f"BEGIN; {_SCHEMA} COMMIT;")

    def close(self) -> None:
        """Closes the database."""
        with self.lock:
            while self._readers:
                self._readers.pop().close()
            self._connection.close()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Returns the rows of a query: as they are in the transaction of this thread, or as they were last committed.

        It waits for no transaction of another thread.

        Raises:
            DamagedDatabase: When the file is damaged there.
        """
        with _explained():
            return self._rows(sql, values)

    def _rows(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        if self._writer == threading.get_ident():
            return self._connection.execute(sql, values).fetchall()
        try:
            reader = self._readers.pop()
        except IndexError:
            reader = self._reader()
        try:
            return reader.execute(sql, values).fetchall()
        finally:
            self._readers.append(reader)

    def _reader(self) -> sqlite3.Connection:
        reader = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False, timeout=30
        )
        reader.execute("PRAGMA query_only=ON")
        reader.execute(f"PRAGMA cache_size={_READERS_PAGES}")
        return reader

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Opens a transaction; it is committed when the block ends, and rolled back when it raises."""
        with self.lock, _explained():
            self._connection.execute("BEGIN IMMEDIATE")
            self._writer = threading.get_ident()
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._writer = 0


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if damaged.is_damage(error):
            _log.error("The practice engine's database is damaged: %s", error)
            raise DamagedDatabase from error
        raise
