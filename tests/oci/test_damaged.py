"""What can be read of a damaged SQLite database, and what counts as damage."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from docker_lessons.oci import damaged

ROWS = 2_000
PAGE = 4096


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A database of many pages, one of which, in the middle, is lost."""
    path = tmp_path / "torn.db"
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT)")
        rows = ((number, "a text of some length") for number in range(1, ROWS + 1))
        database.executemany("INSERT INTO note VALUES (?, ?)", rows)
    data = bytearray(path.read_bytes())
    middle = len(data) // PAGE // 2 * PAGE
    data[middle : middle + PAGE] = b"\xff" * PAGE
    path.write_bytes(data)
    return path


def test_rows_are_read_from_both_ends_up_to_what_is_lost(torn: Path):
    with contextlib.closing(sqlite3.connect(torn)) as old:
        found = [row["number"] for row in damaged.readable(old, "note")]
        assert not damaged.is_whole(old)
    assert {1, ROWS} <= set(found)
    assert ROWS // 2 < len(found) < ROWS
    assert len(found) == len(set(found))


def test_what_cannot_be_read_is_damage_and_a_table_that_is_missing_is_none(torn: Path):
    with contextlib.closing(sqlite3.connect(torn)) as old:
        with pytest.raises(sqlite3.DatabaseError) as read:
            old.execute("SELECT * FROM note").fetchall()
        with pytest.raises(sqlite3.OperationalError) as asked:
            old.execute("SELECT * FROM nothing")
    assert damaged.is_damage(read.value)
    assert not damaged.is_damage(asked.value)
