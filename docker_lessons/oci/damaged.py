"""A damaged SQLite database, replaced by one with what could be read of it; a kill at any moment loses neither."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Row = dict[str, Any]
"""A row's values by the names of their columns."""

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def is_damage(error: sqlite3.Error) -> bool:
    """Tells whether an error means that the file cannot be read, or a part of it."""
    return (
        getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE
    )  # without what an extended code adds


def is_whole(database: sqlite3.Connection) -> bool:
    """Tells whether all of a database can be read."""
    return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def readable(old: sqlite3.Connection, table: str, key: str = "rowid") -> Iterator[Row]:
    """Yields the rows that can be read: forward from the first and backward from the last, until reading fails."""
    seen = set()
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error, UnicodeError):
            found = old.execute(f"SELECT {key} AS row_key, * FROM {table} ORDER BY {key} {order}")  # noqa: S608
            names = [column[0] for column in found.description]
            for row in found:
                values = dict(zip(names, row, strict=True))
                if (one := values.pop("row_key")) not in seen:
                    seen.add(one)
                    yield values


def insert(new: sqlite3.Connection, table: str, row: Row) -> None:
    """Adds a row, unless the table of today refuses it."""
    names, places = ", ".join(row), ", ".join("?" * len(row))
    with suppress(sqlite3.Error):
        new.execute(
            f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})",  # noqa: S608
            tuple(row.values()),
        )


def finish(path: Path) -> None:
    """Puts the new database into its place where a kill came before the last step of `replace`."""
    rescued = _rescued(path)
    if rescued.exists() and not path.exists():
        rescued.rename(path)


def replace(path: Path, fill: Callable[[Path], None]) -> Path:
    """Replaces the damaged database at `path` by the one that `fill` makes and closes at the path it is given.

    Returns the folder in which the damaged one is kept.
    """
    rescued = _rescued(path)
    for leftover in path.parent.glob(f"{rescued.name}*"):
        leftover.unlink()
    fill(rescued)
    kept = _set_aside(path)
    rescued.rename(path)
    return kept


def _rescued(path: Path) -> Path:
    return path.with_name("rescued.db")


def _set_aside(path: Path) -> Path:
    """Moves the files of the database into a folder of their own and returns that."""
    folder = path.parent / f"damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    number = 1
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{folder.name.partition('.')[0]}.{number}")
    folder.mkdir()
    for file in path.parent.glob(f"{path.name}*"):
        file.rename(folder / file.name)
    return folder
