"""Sessions: when they end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.hub.accounts.accounts import Account
from docker_lessons.hub.accounts.secret import Secret
from docker_lessons.hub.accounts.sessions import LONGEST, LONGEST_REST, Sessions
from docker_lessons.hub.database import Database


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[tuple[Sessions, list[float], Account]]:
    database = Database(tmp_path / "hub.db")
    database.execute("INSERT INTO accounts (name, joined) VALUES ('demousr', 0)")
    now = [1000.0]
    sessions = Sessions(database, Secret(tmp_path / "key"), clock=lambda: now[0])
    yield sessions, now, Account(1, "demousr", 0)
    database.close()


def test_a_session_ends_after_rest(sessions: tuple[Sessions, list[float], Account]) -> None:
    it, now, account = sessions
    key = it.begin(account)
    now[0] += LONGEST_REST - 1
    assert it.account(key) == "demousr"
    now[0] += LONGEST_REST - 1
    assert it.account(key) == "demousr"
    now[0] += LONGEST_REST + 1
    assert it.account(key) is None


def test_a_session_ends_after_a_day(sessions: tuple[Sessions, list[float], Account]) -> None:
    it, now, account = sessions
    key = it.begin(account)
    for _ in range(8):
        now[0] += LONGEST / 8
        it.account(key)
    now[0] += 1
    assert it.account(key) is None
