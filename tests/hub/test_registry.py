"""The registry as a client meets it: status codes, headers and bodies of the distribution protocol."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
import requests

from docker_lessons.oci.manifest import MANIFEST_LIMIT

if TYPE_CHECKING:
    from .conftest import RunningHub

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OWN = "demousr/demorep"


def digest_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def code(answer: requests.Response) -> str:
    return str(answer.json()["errors"][0]["code"])


class Client:
    """Speaks the protocol for one repository, with a token for everything."""

    def __init__(self, hub: RunningHub, path: str = OWN, account: str | None = "demousr") -> None:
        self.hub, self.path = hub, path
        self.session = requests.Session()
        self.session.headers.update(hub.token(f"repository:{path}:pull,push,delete", account))

    def ask(self, method: str, place: str, **how: Any) -> requests.Response:
        base = (
            self.hub.registry
            if place.startswith("/v2/")
            else f"{self.hub.registry}/v2/{self.path}/"
        )
        return self.session.request(method, base + place, timeout=60, **how)

    def push_blob(self, data: bytes) -> str:
        begun = self.ask("POST", "blobs/uploads/")
        assert begun.status_code == 202
        put = self.ask(
            "PUT", begun.headers["Location"], params={"digest": digest_of(data)}, data=data
        )
        assert put.status_code == 201, put.text
        return digest_of(data)

    def push_manifest(self, reference: str | None = "1.0", **extra: Any) -> tuple[str, bytes]:
        config, layer = b"{}", b"a layer"
        body = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": OCI_MANIFEST,
                "config": {
                    "mediaType": "application/vnd.oci.image.config.v1+json",
                    "digest": self.push_blob(config),
                    "size": len(config),
                },
                "layers": [
                    {
                        "mediaType": "application/vnd.oci.image.layer.v1.tar",
                        "digest": self.push_blob(layer),
                        "size": len(layer),
                    }
                ],
                **extra,
            }
        ).encode()
        put = self.put_manifest(reference or digest_of(body), body)
        assert put.status_code == 201, put.text
        return digest_of(body), body

    def put_manifest(
        self, reference: str, body: bytes, media_type: str = OCI_MANIFEST
    ) -> requests.Response:
        return self.ask(
            "PUT", f"manifests/{reference}", data=body, headers={"Content-Type": media_type}
        )


@pytest.fixture
def client(hub: RunningHub) -> Client:
    return Client(hub)


# Version and access


def test_the_base_names_its_version_and_challenges_a_client_without_a_token(
    hub: RunningHub,
) -> None:
    answer = requests.get(f"{hub.registry}/v2/", timeout=60)
    assert answer.status_code == 401
    assert answer.headers["Docker-Distribution-Api-Version"] == "registry/2.0"
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge == f'Bearer realm="{hub.registry}/token",service="registry.docker.io"'
    assert code(answer) == "UNAUTHORIZED"


def test_the_base_answers_a_token(client: Client) -> None:
    assert client.ask("GET", "/v2/").status_code == 200


def test_a_missing_token_is_challenged_with_the_scope_that_it_needs(hub: RunningHub) -> None:
    answer = requests.post(f"{hub.registry}/v2/{OWN}/blobs/uploads/", timeout=60)
    assert answer.status_code == 401
    assert f'scope="repository:{OWN}:pull,push"' in answer.headers["WWW-Authenticate"]


def test_a_token_of_another_hub_is_an_invalid_token(hub: RunningHub) -> None:
    header = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJkZW1vdXNyIn0."}
    answer = requests.get(f"{hub.registry}/v2/", headers=header, timeout=60)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_token_for_one_repository_does_not_open_another(hub: RunningHub) -> None:
    header = hub.token(f"repository:{OWN}:pull,push")
    answer = requests.post(
        f"{hub.registry}/v2/demousr/other/blobs/uploads/", headers=header, timeout=60
    )
    assert answer.status_code == 401
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "path", ["library/demorep", "teacherdemo/demorep", "demousr/foo/bar", "nobody/x1", "demousr/x"]
)
def test_no_token_for_pushing_elsewhere_and_the_trace_says_denied(
    hub: RunningHub, path: str
) -> None:
    header = hub.token(f"repository:{path}:pull,push")
    answer = requests.post(f"{hub.registry}/v2/{path}/blobs/uploads/", headers=header, timeout=60)
    assert answer.status_code == 401
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    refusal = hub.refusals()[-1]
    assert refusal.message == "requested access to the resource is denied"
    assert (refusal.account, refusal.server) == ("demousr", "registry")


def test_a_private_repository_looks_absent_to_strangers_and_others(hub: RunningHub) -> None:
    Client(hub).push_manifest()
    hub.call(
        lambda it: it.repositories.set_private(
            it.repositories.find("demousr", "demorep"), is_private=True
        )
    )
    for account in (None, "teacherdemo"):
        answers = []
        for path in (OWN, "demousr/nothing"):
            header = hub.token(f"repository:{path}:pull", account)
            answers.append(
                requests.get(f"{hub.registry}/v2/{path}/manifests/1.0", headers=header, timeout=60)
            )
        private, absent = answers
        assert private.status_code == absent.status_code == 401
        assert private.text.replace(OWN, "X") == absent.text.replace("demousr/nothing", "X")


def test_making_a_repository_private_closes_it_to_tokens_of_before(hub: RunningHub) -> None:
    Client(hub).push_manifest()
    header = hub.token(f"repository:{OWN}:pull", None)
    url = f"{hub.registry}/v2/{OWN}/manifests/1.0"
    assert requests.get(url, headers=header, timeout=60).status_code == 200
    hub.call(
        lambda it: it.repositories.set_private(
            it.repositories.find("demousr", "demorep"), is_private=True
        )
    )
    assert requests.get(url, headers=header, timeout=60).status_code == 401


def test_another_host_name_gets_nothing(hub: RunningHub) -> None:
    answer = requests.get(
        f"{hub.registry}/v2/", headers={"Host": "evil.example", **hub.token()}, timeout=60
    )
    assert answer.status_code == 421


def test_a_web_page_of_another_site_gets_nothing(client: Client) -> None:
    answer = client.ask("POST", "blobs/uploads/", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403


def test_the_catalog_is_closed_as_on_docker_hub(client: Client) -> None:
    answer = client.ask("GET", "/v2/_catalog")
    assert answer.status_code == 401
    assert "registry:catalog:*" in answer.headers["WWW-Authenticate"]


def test_a_name_that_is_none_is_named_invalid(client: Client) -> None:
    answer = client.ask("GET", "/v2/Demousr/demorep/tags/list")
    assert (answer.status_code, code(answer)) == (400, "NAME_INVALID")


# Blobs


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
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    wrong = digest_of(b"other")
    answer = client.ask("PUT", location, params={"digest": wrong}, data=b"these")
    assert (answer.status_code, code(answer)) == (400, "DIGEST_INVALID")
    assert client.ask("HEAD", f"blobs/{wrong}").status_code == 404
    assert [file for file in (hub.root / "blobs").rglob("*") if file.is_file()] == []


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


# Manifests and tags


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
    assert client.put_manifest("1.0", b" " * (MANIFEST_LIMIT + 1)).status_code == 413


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
