"""What can be saved of a damaged database: every row that can still be read goes into a new one.

The damaged file is kept beside it. Layers and configs are files of their own, so that an image is whole again as soon
as its manifest could be read; a manifest counts only if it still has the digest under which it was stored.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docker_lessons.hub.database import DamagedDatabase, Database
from docker_lessons.language import gettext, ngettext
from docker_lessons.oci import damaged
from docker_lessons.oci.digest import digest_like

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = (
    *("accounts", "access_tokens", "repositories", "manifests", "manifest_references"),
    *("tags", "blobs"),
)
"""All but sessions: who was signed in signs in again. What refers to what is also read from the manifests."""


@dataclass(frozen=True)
class Rescue:
    """What could be read of a damaged database."""

    kept: Path
    """Where the damaged file is now."""
    repositories: int
    tags: int

    def __str__(self) -> str:
        if not self.repositories:
            return gettext(
                "The practice Hub's database was damaged: nothing in it could be read, so the Hub starts over. If "
                "something is missing, push it again. The damaged file is in {folder}",
                folder=self.kept,
            )
        return gettext(
            "The practice Hub's database was damaged: {repositories} and {tags} could be read and are there again. If "
            "something is missing, push it again. The damaged file is in {folder}",
            repositories=ngettext(
                "{number} repository", "{number} repositories", self.repositories
            ),
            tags=ngettext("{number} tag", "{number} tags", self.tags),
            folder=self.kept,
        )


def opened(path: Path) -> tuple[Database, Rescue | None]:
    """Opens the database at `path`; a damaged one is replaced by a new one with all that could be read.

    Raises:
        UnknownState: When a newer version of this package wrote it.
    """
    damaged.finish(path)
    try:
        return Database(path, check=True), None
    except DamagedDatabase:

        def fill(fresh: Path) -> None:
            new = Database(fresh)
            _copy(path, new)
            new.close()

        kept = damaged.replace(path, fill)
        database = Database(path)
        return database, Rescue(kept, _count(database, "repositories"), _count(database, "tags"))


def _copy(path: Path, database: Database) -> None:
    database.execute("PRAGMA foreign_keys=OFF")
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as old, database.transaction():
        for table in _TABLES:
            for row in damaged.readable(old, table):
                if table != "manifests" or _is_whole(row):
                    _insert(database, table, row)
    with database.transaction():
        # What lost its repository, its account or its manifest.
        while lost := database.rows("PRAGMA foreign_key_check"):
            for one in lost:
                database.execute(
                    f"DELETE FROM {one['table']} WHERE rowid = ?",  # noqa: S608
                    one["rowid"],
                )
    database.execute("PRAGMA foreign_keys=ON")


def _is_whole(row: dict[str, Any]) -> bool:
    try:
        return bool(digest_like(row["content"], row["digest"]) == row["digest"])
    except (TypeError, ValueError, KeyError):
        return False


def _insert(database: Database, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    places = ", ".join("?" * len(row))
    with suppress(sqlite3.Error):  # a row that the tables of today refuse
        database.execute(
            f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})",  # noqa: S608
            *row.values(),
        )


def _count(database: Database, table: str) -> int:
    row = database.row(f"SELECT COUNT(*) AS number FROM {table}")  # noqa: S608
    return int(row["number"]) if row else 0
