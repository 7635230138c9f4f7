"""Manifests, tags and referrers: status codes, headers and bodies of the distribution protocol."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from docker_lessons.oci.document import DOCUMENT_LIMIT
from tests.hub.registry_client import OCI_INDEX, OCI_MANIFEST, OWN, Client, code, digest_of

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


def test_a_push_to_a_missing_repository_of_ones_own_makes_it_public(
    hub: RunningHub, client: Client
) -> None:
    client.push_manifest()
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    assert repository.visibility == "public"


def test_blobs_alone_make_no_repository(hub: RunningHub, client: Client) -> None:
    client.push_blob(b"only a blob")
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None


def test_a_manifest_comes_back_byte_for_byte_by_tag_and_by_digest(client: Client) -> None:
    digest, body = client.push_manifest("1.0")
    for reference in ("1.0", digest):
        answer = client.ask("GET", f"manifests/{reference}")
        assert answer.content == body
        assert answer.headers["Content-Type"] == OCI_MANIFEST
        assert answer.headers["Docker-Content-Digest"] == digest
        head = client.ask("HEAD", f"manifests/{reference}")
        assert head.headers["Content-Length"] == str(len(body))


def test_an_unknown_tag_is_a_manifest_unknown(client: Client) -> None:
    client.push_manifest("1.0")
    answer = client.ask("GET", "manifests/latest")
    assert (answer.status_code, code(answer)) == (404, "MANIFEST_UNKNOWN")


def test_a_manifest_whose_blobs_are_missing_is_refused_and_makes_nothing(
    hub: RunningHub, client: Client
) -> None:
    body = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": {"mediaType": "x/y", "digest": digest_of(b"no"), "size": 2},
            "layers": [],
        }
    ).encode()
    answer = client.put_manifest("1.0", body)
    assert (answer.status_code, code(answer)) == (400, "MANIFEST_BLOB_UNKNOWN")
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"{}", b'{"config": 3}', b"\xff\xfe"])
def test_what_is_no_manifest_is_refused(client: Client, body: bytes) -> None:
    answer = client.put_manifest("1.0", body)
    assert (answer.status_code, code(answer)) == (400, "MANIFEST_INVALID")


def test_a_manifest_of_another_type_than_it_says_is_refused(client: Client) -> None:
    _, body = client.push_manifest("1.0")
    docker_type = "application/vnd.docker.distribution.manifest.v2+json"
    answer = client.put_manifest("1.0", body, docker_type)
    assert (answer.status_code, code(answer)) == (400, "MANIFEST_INVALID")


def test_a_manifest_of_another_digest_is_refused(client: Client) -> None:
    _, body = client.push_manifest("1.0")
    answer = client.put_manifest(digest_of(b"other"), body)
    assert (answer.status_code, code(answer)) == (400, "DIGEST_INVALID")


def test_a_manifest_that_is_too_large_is_a_413(client: Client) -> None:
    assert client.put_manifest("1.0", b" " * (DOCUMENT_LIMIT + 1)).status_code == 413


def test_a_tag_that_cannot_be_is_refused(client: Client) -> None:
    _, body = client.push_manifest("1.0")
    answer = client.put_manifest("-bad", body)
    assert (answer.status_code, code(answer)) == (400, "TAG_INVALID")


def test_an_index_needs_its_manifests(client: Client) -> None:
    digest, body = client.push_manifest(None)
    listed = {"mediaType": OCI_MANIFEST, "digest": digest, "size": len(body)}
    index = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [listed]}
    assert client.put_manifest("all", json.dumps(index).encode(), OCI_INDEX).status_code == 201
    listed["digest"] = digest_of(b"missing")
    answer = client.put_manifest("all", json.dumps(index).encode(), OCI_INDEX)
    assert code(answer) == "MANIFEST_BLOB_UNKNOWN"


def test_tags_are_listed_in_order_and_in_pages(client: Client) -> None:
    for tag in ("b", "a", "latest", "2.0", "10"):
        client.push_manifest(tag)
    assert client.ask("GET", "tags/list").json() == {
        "name": OWN,
        "tags": ["10", "2.0", "a", "b", "latest"],
    }
    page = client.ask("GET", "tags/list", params={"n": "2"})
    assert page.json()["tags"] == ["10", "2.0"]
    following = page.headers["Link"].partition(">")[0].strip("<")
    assert client.ask("GET", following).json()["tags"] == ["a", "b"]
    last = client.ask("GET", "tags/list", params={"n": "2", "last": "b"})
    assert (last.json()["tags"], "Link" in last.headers) == (["latest"], False)
    none = client.ask("GET", "tags/list", params={"n": "0"})
    assert (none.json()["tags"], "Link" in none.headers) == ([], False)
    assert code(client.ask("GET", "tags/list", params={"n": "-1"})) == "PAGINATION_NUMBER_INVALID"


def test_deleting_a_tag_leaves_the_other_tag_of_the_same_manifest(client: Client) -> None:
    digest, _ = client.push_manifest("1.0")
    client.push_manifest("latest")
    assert client.ask("DELETE", "manifests/1.0").status_code == 202
    assert client.ask("GET", "manifests/1.0").status_code == 404
    assert client.ask("GET", "manifests/latest").headers["Docker-Content-Digest"] == digest


def test_deleting_a_manifest_takes_its_tags_along(client: Client) -> None:
    digest, _ = client.push_manifest("1.0")
    client.push_manifest("latest")
    assert client.ask("DELETE", f"manifests/{digest}").status_code == 202
    assert client.ask("GET", "tags/list").json()["tags"] == []
    assert client.ask("DELETE", f"manifests/{digest}").status_code == 404


def test_referrers_are_listed_and_filtered(client: Client) -> None:
    subject, body = client.push_manifest("1.0")
    pointer = {"mediaType": OCI_MANIFEST, "digest": subject, "size": len(body)}
    digest, _ = client.push_manifest(None, subject=pointer, artifactType="test/sbom")
    found = client.ask("GET", f"referrers/{subject}")
    assert found.headers["Content-Type"].startswith(OCI_INDEX)
    assert [(entry["digest"], entry["artifactType"]) for entry in found.json()["manifests"]] == [
        (digest, "test/sbom")
    ]
    other = client.ask("GET", f"referrers/{subject}", params={"artifactType": "test/other"})
    assert other.json()["manifests"] == []
    assert other.headers["OCI-Filters-Applied"] == "artifactType"
    assert client.ask("GET", "referrers/nonsense").status_code == 400


def test_the_list_of_referrers_has_exactly_its_media_type(client: Client) -> None:
    digest, _ = client.push_manifest("1.0")
    for place in (f"referrers/{digest}", f"referrers/{digest}?artifactType=a/b"):
        assert client.ask("GET", place).headers["Content-Type"] == OCI_INDEX
        assert client.ask("HEAD", place).headers["Content-Type"] == OCI_INDEX
