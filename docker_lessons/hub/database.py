"""The Hub's SQLite database: accounts, access tokens, sessions, repositories, manifests, tags, links to blobs.

It uses write-ahead logging, so that a kill at any instant leaves the state before or after a
transaction and nothing in between. Statements run in the event loop's thread and take about a
millisecond each.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docker_lessons.language import N_, gettext
from docker_lessons.oci import damaged
from docker_lessons.oci.reserve import Reserve
from docker_lessons.oci.store import DiskFull

_FIRST = """
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

_ACCESS_TOKENS = """
CREATE TABLE access_tokens (
    uuid       TEXT PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    digest     BLOB NOT NULL UNIQUE,
    scopes     TEXT NOT NULL,
    is_active  INTEGER NOT NULL DEFAULT 1,
    created    REAL NOT NULL,
    creator_ip TEXT NOT NULL,
    creator_ua TEXT NOT NULL,
    expires    REAL,
    used       REAL
);
CREATE INDEX access_tokens_by_account ON access_tokens (account);
"""

_IMMUTABLE_TAGS = """
ALTER TABLE repositories ADD COLUMN immutable_tags INTEGER NOT NULL DEFAULT 0;
ALTER TABLE repositories ADD COLUMN immutable_tags_rules TEXT NOT NULL DEFAULT '[]';
"""

_TAGS_IN_ORDER = "CREATE INDEX tags_in_order ON tags (repository, pushed, id);\n"

_STEPS = (_FIRST, _ACCESS_TOKENS, _IMMUTABLE_TAGS, _TAGS_IN_ORDER)
"""What makes a database of each version from the one before; the first step, from an empty file."""


class UnknownState(RuntimeError):
    """The file was written by a newer version of this package."""


class DamagedDatabase(RuntimeError):
    """The file cannot be read, or a part of it; the message says what to do."""


_DAMAGED = N_(
    "The practice Hub's database is damaged. Type docker-lessons stop, then docker-lessons start: what can still be "
    "read is saved."
)
_log = logging.getLogger(__name__)


class Database:
    """The open database."""

    def __init__(self, path: Path, *, check: bool = False) -> None:
        """Opens the file `path`, created with its tables if it is missing; with `check`, all of it is looked at.

        Raises:
            UnknownState: When a newer version of this package wrote it.
            DamagedDatabase: When it is damaged.
        """
        try:
            self._open(path, check=check)
        except sqlite3.DatabaseError as error:
            raise self._explained(error) from error

    def _open(self, path: Path, *, check: bool) -> None:
        self._folder = path.parent
        self._reserve = Reserve(path.parent / "reserve")
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        if check and not damaged.is_whole(self._connection):
            self._connection.close()
            raise DamagedDatabase(gettext(_DAMAGED))
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > len(_STEPS):
            self._connection.close()
            raise UnknownState(
                gettext(
                    "The practice Hub's state in {path} was written by a newer docker-lessons; "
                    "install that version again, or start over with docker-lessons reset.",
                    path=path,
                )
            )
        for number, step in enumerate(_STEPS[version:], version + 1):
            with self.transaction():
                for statement in step.split(";\n"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version={number}")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Returns all rows of the query's result.

        Raises:
            DamagedDatabase: When the file is damaged there.
        """
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._explained(error) from error

    def row(self, query: str, *values: object) -> sqlite3.Row | None:
        """Returns the first row of the query's result, None if there is none.

        Raises:
            DamagedDatabase: When the file is damaged there.
        """
        try:
            row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise self._explained(error) from error
        return row

    def execute(self, statement: str, *values: object) -> int:
        """Runs a statement that writes and returns the number of rows that it changed.

        Raises:
            DiskFull: When there is no room; nothing of its transaction is kept.
            DamagedDatabase: When the file is damaged there.
        """
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.DatabaseError as error:
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
            if isinstance(error, sqlite3.DatabaseError):
                raise self._explained(error) from error
            raise

    @contextmanager
    def reserve(self) -> Iterator[None]:
        """Lets the `with` block use the space reserved for a full disk; the block must free more than it takes."""
        with self._reserve.opened():
            yield
            if not self._connection.in_transaction:
                # Otherwise the log of changes would grow by each deletion.
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _explained(self, error: sqlite3.DatabaseError) -> Exception:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what an extended code adds
        if code == sqlite3.SQLITE_FULL:
            return DiskFull(self._folder, errno.ENOSPC)
        if damaged.is_damage(error):
            _log.error("%s (%s)", _DAMAGED, error)
            return DamagedDatabase(gettext(_DAMAGED))
        return error

    def close(self) -> None:
        """Closes the file; SQLite merges the write-ahead log into it."""
        self._connection.close()
