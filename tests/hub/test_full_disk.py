"""A full disk: a sentence in each client's form, nothing half, and all is well once there is room."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from docker_lessons.oci.arrival import PIECE
from tests.hub.api_client import Api
from tests.hub.reader import Reader
from tests.hub.registry_client import Client
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


@pytest.mark.parametrize("size", [100_000, 3 * PIECE], ids=["in one piece", "in several"])
def test_a_push_onto_a_full_disk_is_refused_and_succeeds_later(
    own_hub: RunningHub, fill: Callable[[], None], empty: Callable[[], None], size: int
) -> None:
    client = Client(own_hub)
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    fill()
    answer = client.ask("PATCH", location, data=b"x" * size)
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
    assert "enough room" in answer.text
    count = len(own_hub.call(lambda it: it.repositories.seen_by("demousr")))
    assert count == number - 1
    empty()
    assert reader.send(page, page, name="afterwards", visibility="public").status_code == 200


@pytest.fixture
def full_hub(small_disk: Path) -> Iterator[RunningHub]:
    """A Hub with two tags and two access tokens, on a disk that is full."""
    hub = RunningHub(small_disk / "hub")
    hub.access_token()
    hub.access_token()
    client = Client(hub)
    client.push_manifest("1.0")
    client.push_manifest("2.0", annotations={"a": "b"})
    with (small_disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield hub
    hub.stop()


def test_everything_can_be_read_on_a_full_disk(full_hub: RunningHub) -> None:
    client = Client(full_hub)
    for tag in ("1.0", "2.0"):
        manifest = client.ask("GET", f"manifests/{tag}")
        assert manifest.status_code == 200
        for part in (manifest.json()["config"], *manifest.json()["layers"]):
            assert client.ask("GET", f"blobs/{part['digest']}").status_code == 200
            assert client.ask("HEAD", f"blobs/{part['digest']}").status_code == 200
    assert client.ask("GET", "tags/list").json()["tags"] == ["1.0", "2.0"]
    reader = Reader(full_hub)
    assert reader.sign_in().status_code == 200
    for place in ("/repositories", f"/r/{client.path}", f"/r/{client.path}/tags", "/search?q=demo"):
        assert reader.open(place).status_code == 200


def test_tags_and_repositories_can_be_deleted_on_a_full_disk(full_hub: RunningHub) -> None:
    client = Client(full_hub)
    reader = Reader(full_hub)
    reader.sign_in()
    page = f"/r/{client.path}/tags/1.0/delete"
    assert reader.send(page, page).status_code == 200
    assert client.ask("GET", "tags/list").json()["tags"] == ["2.0"]
    assert client.ask("DELETE", "manifests/2.0").status_code == 202
    page = f"/r/{client.path}/settings"
    assert reader.send(page, f"{page}/delete", confirmation="demorep").status_code == 200
    assert full_hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None
    page = "/logout"
    assert reader.send("/", page).status_code == 200


def test_access_tokens_work_and_can_be_ended_on_a_full_disk(full_hub: RunningHub) -> None:
    api = Api(full_hub)
    first, second = (one["uuid"] for one in api("GET", "/access-tokens").json()["results"])
    changed = api("PATCH", f"/access-tokens/{first}", json={"is_active": False})
    assert (changed.status_code, changed.json()["is_active"]) == (200, False)
    assert api("DELETE", f"/access-tokens/{second}").status_code == 204
    body = {"immutable_tags": True, "immutable_tags_rules": []}
    place = "/namespaces/demousr/repositories/demorep/immutabletags"
    assert api("PATCH", place, json=body).status_code in {200, 507}
    made = [
        api("POST", "/access-tokens", json={"token_label": "x" * 100, "scopes": ["repo:read"]})
        for _ in range(60)
    ]
    assert {answer.status_code for answer in made} <= {201, 507}
    assert full_hub.call(lambda it: it.access_tokens.find("demousr", first)).is_active is False
