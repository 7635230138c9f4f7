"""Uploads that were begun and left: they keep nothing open, have a limit, and end."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from docker_lessons.hub.registry import uploads
from tests.hub.registry_client import Client, code, digest_of

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

MOST = uploads.MOST_OF_ACCOUNT


@pytest.fixture
def client(own_hub: RunningHub) -> Client:
    return Client(own_hub)


def begin(client: Client) -> requests.Response:
    return client.ask("POST", "blobs/uploads/")


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_an_upload_that_waits_keeps_no_file_open(client: Client) -> None:
    begin(client)  # whatever is opened once is open now
    before = open_files()
    places = [begin(client).headers["Location"] for _ in range(50)]
    for place in places:
        assert client.ask("PATCH", place, data=os.urandom(100_000)).status_code == 202
    assert open_files() - before < 10


def test_an_upload_goes_on_after_a_rest(client: Client) -> None:
    pieces = [os.urandom(200_000) for _ in range(3)]
    place = begin(client).headers["Location"]
    for piece in pieces:
        place = client.ask("PATCH", place, data=piece).headers["Location"]
    whole = b"".join(pieces)
    put = client.ask("PUT", place, params={"digest": digest_of(whole)})
    assert put.status_code == 201
    assert client.ask("GET", f"blobs/{digest_of(whole)}").content == whole


def test_there_is_a_limit_for_an_account_and_others_go_on(
    client: Client, own_hub: RunningHub
) -> None:
    places = [begin(client).headers["Location"] for _ in range(MOST)]
    refused = begin(client)
    assert (refused.status_code, code(refused)) == (429, "TOOMANYREQUESTS")
    assert "finish or cancel one" in refused.json()["errors"][0]["message"]
    assert refused.headers["Retry-After"] == "60"
    at_once = client.ask("POST", "blobs/uploads/", params={"digest": digest_of(b"x")}, data=b"x")
    assert at_once.status_code == 429
    assert begin(Client(own_hub, "teacherdemo/x1", "teacherdemo")).status_code == 202
    assert client.ask("DELETE", places[0]).status_code == 204
    assert begin(client).status_code == 202


def test_what_was_left_makes_room_for_what_is_begun(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [begin(client).headers["Location"] for _ in range(MOST)]
    client.ask("PATCH", places[0], data=b"this one is in use")
    monkeypatch.setattr(uploads, "ABANDONED", 0.0)
    assert begin(client).status_code == 202
    assert client.ask("GET", places[0]).status_code == 204
    assert client.ask("GET", places[1]).status_code == 404


def test_an_upload_expires_by_itself(
    client: Client, own_hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "IDLE", 0.1)
    place = begin(client).headers["Location"]
    client.ask("PATCH", place, data=b"abc")
    wait_for_no_files(own_hub)
    assert client.ask("GET", place).status_code == 404


def wait_for_no_files(hub: RunningHub) -> None:
    end = time.monotonic() + 20
    while hub.files():
        assert time.monotonic() < end, hub.files()
        time.sleep(0.02)


def test_an_upload_whose_file_somebody_removed_is_unknown(
    client: Client, own_hub: RunningHub
) -> None:
    for act in ("PATCH", "PUT"):
        place = begin(client).headers["Location"]
        for file in own_hub.files():
            file.unlink()
        how: dict[str, Any] = {"params": {"digest": digest_of(b"abc")}} if act == "PUT" else {}
        answer = client.ask(act, place, data=b"abc", **how)
        assert (answer.status_code, code(answer)) == (404, "BLOB_UPLOAD_UNKNOWN")
