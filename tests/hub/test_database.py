"""The Hub's database: one of an earlier version is taken on as it is."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from docker_lessons.hub.database import _STEPS, Database

if TYPE_CHECKING:
    from pathlib import Path


def test_a_database_of_each_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    shapes = []
    for version in range(len(_STEPS) + 1):
        path = tmp_path / f"{version}.db"
        old = sqlite3.connect(path)
        for step in _STEPS[:version]:
            old.executescript(step)
        old.execute(f"PRAGMA user_version={version}")
        if version:
            old.execute("INSERT INTO accounts (name, joined) VALUES ('demousr', 1)")
            old.execute(
                "INSERT INTO repositories (namespace, name, is_private, registered) VALUES ('demousr', 'demorep', 1, 2)"
            )
            old.commit()
        old.close()
        database = Database(path)
        shapes.append(
            {(row["name"], row["sql"]) for row in database.rows("SELECT * FROM sqlite_master")}
        )
        if version:
            row = database.row("SELECT * FROM repositories")
            assert row
            assert (row["name"], row["immutable_tags"], row["immutable_tags_rules"]) == (
                *("demorep", 0, "[]"),
            )
        database.close()
        Database(path).close()
    assert all(shape == shapes[0] for shape in shapes)
