"""A full disk: a sentence in each client's form, nothing half, and all is well once there is room."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.hub.reader import Reader
from tests.hub.registry_client import Client

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


@pytest.fixture
def fill(own_hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Leave no room in the database (SQLite's own limit) and none for blobs."""

    def act() -> None:
        own_hub.call(lambda it: it.database.execute("PRAGMA max_page_count=1"))

        def write(*arguments: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("docker_lessons.oci.store.os.write", write)

    return act


@pytest.fixture
def empty(own_hub: RunningHub, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make room again."""

    def act() -> None:
        monkeypatch.undo()
        own_hub.call(lambda it: it.database.execute("PRAGMA max_page_count=1000000"))

    return act


def test_a_push_onto_a_full_disk_is_refused_and_succeeds_later(
    own_hub: RunningHub, fill: Callable[[], None], empty: Callable[[], None]
) -> None:
    client = Client(own_hub)
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    fill()
    answer = client.ask("PATCH", location, data=b"x" * 100_000)
    assert answer.status_code == 507
    assert "disk is full" in answer.json()["errors"][0]["message"]
    assert "disk is full" in own_hub.refusals()[-1].message
    assert own_hub.files() == []
    assert client.ask("PATCH", location, data=b"x").status_code == 404
    empty()
    client.push_manifest("1.0")


def test_many_repositories_fill_the_database_and_the_page_says_so(
    own_hub: RunningHub, fill: Callable[[], None], empty: Callable[[], None]
) -> None:
    reader = Reader(own_hub)
    reader.sign_in()
    fill()
    page = "/repositories/create"
    status, number = 200, 0
    while status == 200 and number < 200:
        fields = {"name": f"rep{number}", "description": "d" * 100, "visibility": "public"}
        answer = reader.send(page, page, **fields)
        status, number = answer.status_code, number + 1
    assert status == 507
    assert "no room" in answer.text
    count = len(own_hub.call(lambda it: it.repositories.seen_by("demousr")))
    assert count == number - 1
    empty()
    assert reader.send(page, page, name="afterwards", visibility="public").status_code == 200
