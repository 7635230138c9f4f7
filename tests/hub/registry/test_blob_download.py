"""Damaged blobs: the answer breaks off, the log names the blob, and pushing it again mends it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
import requests

from tests.hub.registry_client import OCI_INDEX, OCI_MANIFEST, Client, code

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

BLOBS = {"small": b"0123456789", "large": bytes(range(256)) * 16_000}


def flip(hub: RunningHub, digest: str, place: int) -> None:
    """Change one bit of a stored blob."""
    path = hub.call(lambda it: it.content.blobs.path(digest))
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1]))


@pytest.mark.parametrize("place", [0, -1])
@pytest.mark.parametrize("kind", list(BLOBS))
def test_a_flipped_byte_breaks_the_answer_off_and_a_push_repairs(
    hub: RunningHub,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    place: int,
) -> None:
    data = BLOBS[kind]
    digest = client.push_blob(data)
    flip(hub, digest, place % len(data))
    with pytest.raises(requests.RequestException):
        client.ask("GET", f"blobs/{digest}")
    assert digest in caplog.text
    assert client.ask("HEAD", f"blobs/{digest}").status_code == 404
    client.push_blob(data)
    assert client.ask("GET", f"blobs/{digest}").content == data


def test_a_push_finds_the_damage_before_anybody_pulled(hub: RunningHub, client: Client) -> None:
    digest = client.push_blob(BLOBS["large"])
    assert client.ask("HEAD", f"blobs/{digest}").status_code == 200
    flip(hub, digest, 7)
    assert client.ask("HEAD", f"blobs/{digest}").status_code == 404


def test_a_damaged_blob_is_neither_sent_in_part_nor_mounted(
    hub: RunningHub, client: Client
) -> None:
    digest = client.push_blob(BLOBS["large"])
    flip(hub, digest, 7)
    part = client.ask("GET", f"blobs/{digest}", headers={"Range": "bytes=1000-2000"})
    assert (part.status_code, code(part)) == (404, "BLOB_UNKNOWN")
    digest = client.push_blob(BLOBS["large"])
    flip(hub, digest, 7)
    query = {"mount": digest, "from": client.path}
    other = Client(hub, "demousr/other")
    other.session.headers.update(
        hub.token(f"repository:demousr/other:pull,push repository:{client.path}:pull,push")
    )
    assert other.ask("POST", "blobs/uploads/", params=query).status_code == 202


def test_a_truncated_and_a_lost_blob_are_not_sent(hub: RunningHub, client: Client) -> None:
    for harm in (lambda path: path.write_bytes(path.read_bytes()[:5]), lambda path: path.unlink()):
        digest = client.push_blob(BLOBS["large"])
        harm(hub.call(lambda it, digest=digest: it.content.blobs.path(digest)))
        assert client.ask("HEAD", f"blobs/{digest}").status_code == 404
    assert client.push_manifest("1.0")


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("10-19", 10, 19), ("-5", -5, None), ("4095990-", 4_095_990, None)]
)
def test_a_range_is_what_was_asked_for(
    client: Client, asked: str, first: int, last: int | None
) -> None:
    data = BLOBS["large"]
    digest = client.push_blob(data)
    part = client.ask("GET", f"blobs/{digest}", headers={"Range": f"bytes={asked}"})
    assert part.status_code == 206
    assert part.content == data[first : None if last is None else last + 1]
    assert part.headers["Content-Range"].endswith(f"/{len(data)}")


@pytest.mark.parametrize("algorithm", ["sha512", "sha384"])
def test_other_algorithms_work_for_uploads_blobs_and_manifests(
    client: Client, algorithm: str
) -> None:
    def digest_of(data: bytes) -> str:
        return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"

    data = b"by another algorithm"
    begun = client.ask("POST", "blobs/uploads/", params={"digest-algorithm": algorithm})
    query = {"digest": digest_of(data)}
    location = begun.headers["Location"]
    assert client.ask("PUT", location, params=query, data=data).status_code == 201
    at_once = client.ask("POST", "blobs/uploads/", params={"digest": digest_of(b"{}")}, data=b"{}")
    assert at_once.status_code == 201
    assert client.ask("GET", f"blobs/{digest_of(data)}").content == data
    assert client.ask("HEAD", f"blobs/{digest_of(data)}").headers["Content-Length"] == "20"
    wrong = client.ask("POST", "blobs/uploads/", params={"digest": digest_of(b"x")}, data=b"y")
    assert (wrong.status_code, code(wrong)) == (400, "DIGEST_INVALID")
    part = {"mediaType": "a/b", "digest": digest_of(data), "size": len(data)}
    config = {"mediaType": "a/b", "digest": digest_of(b"{}"), "size": 2}
    body = json.dumps(
        {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": config, "layers": [part]}
    ).encode()
    assert client.put_manifest(digest_of(body), body).status_code == 201
    assert client.ask("GET", f"manifests/{digest_of(body)}").content == body
    listed = {"mediaType": OCI_MANIFEST, "digest": digest_of(body), "size": len(body)}
    index = {
        "schemaVersion": 2,
        "mediaType": OCI_INDEX,
        "manifests": [listed],
        "subject": listed,
    }
    assert client.put_manifest("all", json.dumps(index).encode(), OCI_INDEX).status_code == 201
    referrers = client.ask("GET", f"referrers/{digest_of(body)}").json()
    assert len(referrers["manifests"]) == 1
    assert client.ask("DELETE", f"manifests/{digest_of(body)}").status_code == 202
    assert client.ask("DELETE", f"blobs/{digest_of(data)}").status_code == 202


@pytest.mark.parametrize(
    "digest", ["md5:" + "a" * 32, "sha512:" + "a" * 64, "sha256:", "blake3:aa"]
)
def test_a_digest_that_cannot_be_is_refused(client: Client, digest: str) -> None:
    for method, place in (("GET", f"blobs/{digest}"), ("PUT", f"manifests/{digest}")):
        answer = client.ask(method, place, data=b"{}")
        assert (answer.status_code, code(answer)) == (400, "DIGEST_INVALID")
