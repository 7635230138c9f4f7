"""The Hub's SQLite database: accounts, sessions, repositories, manifests, tags, links to blobs.

It uses write-ahead logging, so that a kill at any instant leaves the state before or after a
transaction and nothing in between. Statements run in the event loop's thread and take about a
millisecond each.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docker_lessons.oci.store import DiskFull

_VERSION = 1

_SCHEMA = """
CREATE TABLE accounts (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    joined        REAL NOT NULL
);
CREATE TABLE sessions (
    digest  BLOB PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    began   REAL NOT NULL,
    seen    REAL NOT NULL
);
CREATE TABLE repositories (
    id               INTEGER PRIMARY KEY,
    namespace        TEXT NOT NULL,
    name             TEXT NOT NULL,
    is_private       INTEGER NOT NULL,
    description      TEXT NOT NULL DEFAULT '',
    full_description TEXT NOT NULL DEFAULT '',
    registered       REAL NOT NULL,
    updated          REAL,
    pulls            INTEGER NOT NULL DEFAULT 0,
    UNIQUE (namespace, name)
);
CREATE TABLE manifests (
    repository    INTEGER NOT NULL REFERENCES repositories(id) ON DELETE CASCADE,
    digest        TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    content       BLOB NOT NULL,
    config        TEXT NOT NULL DEFAULT '',
    architecture  TEXT NOT NULL DEFAULT '',
    os            TEXT NOT NULL DEFAULT '',
    variant       TEXT NOT NULL DEFAULT '',
    layers_size   INTEGER NOT NULL DEFAULT 0,
    subject       TEXT,
    artifact_type TEXT NOT NULL DEFAULT '',
    pushed        REAL NOT NULL,
    PRIMARY KEY (repository, digest)
);
CREATE TABLE manifest_references (
    repository INTEGER NOT NULL,
    manifest   TEXT NOT NULL,
    digest     TEXT NOT NULL,
    PRIMARY KEY (repository, manifest, digest),
    FOREIGN KEY (repository, manifest) REFERENCES manifests(repository, digest) ON DELETE CASCADE
);
CREATE INDEX manifest_references_by_digest ON manifest_references (repository, digest);
CREATE TABLE tags (
    id         INTEGER PRIMARY KEY,
    repository INTEGER NOT NULL,
    name       TEXT NOT NULL,
    digest     TEXT NOT NULL,
    pushed     REAL NOT NULL,
    pusher     TEXT NOT NULL,
    pulled     REAL,
    UNIQUE (repository, name),
    FOREIGN KEY (repository, digest) REFERENCES manifests(repository, digest) ON DELETE CASCADE
);
CREATE TABLE blobs (
    path   TEXT NOT NULL,
    digest TEXT NOT NULL,
    size   INTEGER NOT NULL,
    linked REAL NOT NULL,
    PRIMARY KEY (path, digest)
);
CREATE INDEX blobs_by_digest ON blobs (digest);
"""


class UnknownState(RuntimeError):
    """The file was written by a newer version of this package."""


class Database:
    """The open database."""

    def __init__(self, path: Path) -> None:
        """Opens the file `path`, created with its tables if it is missing.

        Raises:
            UnknownState: When a newer version of this package wrote it.
        """
        self._folder = path.parent
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            self._connection.close()
            raise UnknownState(
                f"The practice Hub's state in {path} was written by a newer docker-lessons; "
                "install that version again, or start over with docker-lessons reset."
            )
        if version < _VERSION:
            with self.transaction():
                for statement in _SCHEMA.split(";\n"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version={_VERSION}")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Returns all rows of the query's result."""
        return self._connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> sqlite3.Row | None:
        """Returns the first row of the query's result, None if there is none."""
        row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return row

    def execute(self, statement: str, *values: object) -> int:
        """Runs a statement that writes and returns the number of rows that it changed.

        Raises:
            DiskFull: When there is no room; nothing of its transaction is kept.
        """
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.OperationalError as error:
            raise self._explained(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Opens a transaction for the `with` block, committed at its end and rolled back on an error.

        Raises:
            DiskFull: When there is no room for it.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            # A full disk may have ended the transaction already.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise self._explained(error) from error
            raise

    def _explained(self, error: sqlite3.OperationalError) -> Exception:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            return DiskFull(self._folder, errno.ENOSPC)
        return error

    def close(self) -> None:
        """Closes the file; SQLite merges the write-ahead log into it."""
        self._connection.close()
