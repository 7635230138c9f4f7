"""Blobs and uploads: status codes, headers and bodies of the distribution protocol."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.hub.registry_client import OWN, Client, code, digest_of

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


def test_a_blob_pushed_by_post_and_put_comes_back_whole(client: Client) -> None:
    data = b"some bytes" * 1000
    digest = client.push_blob(data)
    answer = client.ask("GET", f"blobs/{digest}")
    assert answer.content == data
    assert answer.headers["Docker-Content-Digest"] == digest


def test_head_of_a_blob_says_its_size_and_of_none_says_404(client: Client) -> None:
    digest = client.push_blob(b"abc")
    there = client.ask("HEAD", f"blobs/{digest}")
    assert (there.status_code, there.headers["Content-Length"]) == (200, "3")
    assert client.ask("HEAD", f"blobs/{digest_of(b'not there')}").status_code == 404


def test_a_range_of_a_blob(client: Client) -> None:
    digest = client.push_blob(b"0123456789")
    part = client.ask("GET", f"blobs/{digest}", headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    beyond = client.ask("GET", f"blobs/{digest}", headers={"Range": "bytes=99-"})
    assert beyond.status_code == 416


def test_a_blob_in_a_single_post(client: Client) -> None:
    data = b"at once"
    answer = client.ask("POST", "blobs/uploads/", params={"digest": digest_of(data)}, data=data)
    assert answer.status_code == 201
    assert client.ask("GET", answer.headers["Location"]).content == data


def test_a_blob_in_chunks(client: Client) -> None:
    parts = [b"first ", b"second ", b"third"]
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    offset = 0
    for part in parts[:2]:
        answer = client.ask(
            "PATCH",
            location,
            data=part,
            headers={"Content-Range": f"{offset}-{offset + len(part) - 1}"},
        )
        offset += len(part)
        assert (answer.status_code, answer.headers["Range"]) == (202, f"0-{offset - 1}")
        location = answer.headers["Location"]
    status = client.ask("GET", location)
    assert (status.status_code, status.headers["Range"]) == (204, f"0-{offset - 1}")
    whole = b"".join(parts)
    done = client.ask(
        "PUT",
        location,
        params={"digest": digest_of(whole)},
        data=parts[2],
        headers={"Content-Range": f"{offset}-{len(whole) - 1}"},
    )
    assert done.status_code == 201
    assert client.ask("GET", done.headers["Location"]).content == whole


@pytest.mark.parametrize("range_", ["5-9", "0-99", "nonsense", "3-1"])
def test_a_chunk_out_of_order_is_a_416_and_the_upload_goes_on(client: Client, range_: str) -> None:
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    answer = client.ask("PATCH", location, data=b"12345", headers={"Content-Range": range_})
    assert (answer.status_code, code(answer)) == (416, "RANGE_INVALID")
    assert client.ask("GET", location).status_code == 204
    put = client.ask("PUT", location, params={"digest": digest_of(b"12345")}, data=b"12345")
    assert put.status_code == 201


def test_a_streamed_chunk_without_a_length(client: Client) -> None:
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    answer = client.ask("PATCH", location, data=iter([b"one ", b"two"]))
    assert (answer.status_code, answer.headers["Range"]) == (202, "0-6")
    put = client.ask("PUT", location, params={"digest": digest_of(b"one two")})
    assert put.status_code == 201


def test_bytes_of_another_digest_are_refused_and_leave_nothing(
    client: Client, hub: RunningHub
) -> None:
    before = hub.files()
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    wrong = digest_of(b"other")
    answer = client.ask("PUT", location, params={"digest": wrong}, data=b"these")
    assert (answer.status_code, code(answer)) == (400, "DIGEST_INVALID")
    assert client.ask("HEAD", f"blobs/{wrong}").status_code == 404
    assert hub.files() == before


@pytest.mark.parametrize("digest", ["sha512:" + "0" * 128, "sha256:12", "md5:abc", "", "x"])
def test_a_digest_that_is_none_is_invalid(client: Client, digest: str) -> None:
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    answer = client.ask("PUT", location, params={"digest": digest}, data=b"x")
    assert (answer.status_code, code(answer)) == (400, "DIGEST_INVALID")


def test_a_cancelled_upload_is_unknown(client: Client) -> None:
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    assert client.ask("DELETE", location).status_code == 204
    answer = client.ask("PATCH", location, data=b"x")
    assert (answer.status_code, code(answer)) == (404, "BLOB_UPLOAD_UNKNOWN")


def test_an_upload_belongs_to_its_repository(hub: RunningHub, client: Client) -> None:
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    other = Client(hub, "demousr/other")
    assert other.ask("PATCH", location.replace(OWN, "demousr/other"), data=b"x").status_code == 404


def test_a_blob_is_mounted_from_another_repository(hub: RunningHub, client: Client) -> None:
    digest = client.push_blob(b"shared")
    client.push_manifest()
    other = Client(hub, "demousr/other")
    other.session.headers.update(
        hub.token(f"repository:{OWN}:pull repository:demousr/other:pull,push")
    )
    assert other.ask("HEAD", f"blobs/{digest}").status_code == 404
    answer = other.ask("POST", "blobs/uploads/", params={"mount": digest, "from": OWN})
    assert answer.status_code == 201
    assert other.ask("GET", answer.headers["Location"]).content == b"shared"


def test_a_private_blob_of_another_account_is_not_mounted(hub: RunningHub, client: Client) -> None:
    digest = client.push_blob(b"secret")
    client.push_manifest()
    hub.call(
        lambda it: it.repositories.set_private(
            it.repositories.find("demousr", "demorep"), is_private=True
        )
    )
    thief = Client(hub, "teacherdemo/loot", "teacherdemo")
    thief.session.headers.update(
        hub.token(f"repository:{OWN}:pull repository:teacherdemo/loot:pull,push", "teacherdemo")
    )
    answer = thief.ask("POST", "blobs/uploads/", params={"mount": digest, "from": OWN})
    assert answer.status_code == 202
    assert thief.ask("HEAD", f"blobs/{digest}").status_code == 404


def test_a_deleted_blob_is_gone(client: Client) -> None:
    client.push_manifest()
    digest = client.push_blob(b"loose")
    assert client.ask("DELETE", f"blobs/{digest}").status_code == 202
    assert client.ask("HEAD", f"blobs/{digest}").status_code == 404
    assert client.ask("DELETE", f"blobs/{digest}").status_code == 404


def test_many_uploads_of_one_blob_at_once_all_succeed(hub: RunningHub) -> None:
    data = b"z" * 300_000
    failures: list[Exception] = []

    def push(number: int) -> None:
        try:
            Client(hub, f"demousr/rep{number}").push_blob(data)
        except Exception as error:  # noqa: BLE001 - carried to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=push, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("scope", ["pull,push", "pull", "pull,delete"])
def test_a_blob_is_there_for_its_owner_before_the_first_manifest(
    hub: RunningHub, client: Client, scope: str
) -> None:
    digest = client.push_blob(b"early")
    client.session.headers.update(hub.token(f"repository:{OWN}:{scope}"))
    assert client.ask("HEAD", f"blobs/{digest}").status_code == 200
    assert client.ask("GET", f"blobs/{digest}").content == b"early"
    assert Client(hub, account="teacherdemo").ask("HEAD", f"blobs/{digest}").status_code == 401


def test_a_blob_can_be_deleted_before_the_first_manifest(hub: RunningHub, client: Client) -> None:
    digest = client.push_blob(b"early")
    client.session.headers.update(hub.token(f"repository:{OWN}:delete"))
    assert client.ask("DELETE", f"blobs/{digest}").status_code == 202
    assert Client(hub).ask("HEAD", f"blobs/{digest}").status_code == 404
