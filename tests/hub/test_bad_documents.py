"""Documents that would break what is read later: refused at the door, and harmless where they are stored already."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.hub.reader import Reader
from tests.hub.registry_client import OCI_INDEX, OCI_MANIFEST, OWN, Client, code, digest_of

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar"
MOST = 2**63 - 1


@pytest.fixture
def client(hub: RunningHub) -> Client:
    return Client(hub)


def descriptor(data: bytes, kind: str, **fields: Any) -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest_of(data), "size": len(data), **fields}


def manifest_of(client: Client, config: bytes = b"{}", **fields: Any) -> dict[str, Any]:
    """The manifest of an image whose blobs are there."""
    for blob in (config, b"a layer"):
        client.push_blob(blob)
    return {
        "schemaVersion": 2,
        "mediaType": OCI_MANIFEST,
        "config": descriptor(config, OCI_CONFIG),
        "layers": [descriptor(b"a layer", OCI_LAYER)],
        **fields,
    }


def is_refused(client: Client, document: Any, media_type: str = OCI_MANIFEST) -> bool:
    """Whether the document is refused as one that is not valid, and leaves nothing behind."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    answer = client.put_manifest("bad", data, media_type)
    return (
        (answer.status_code, code(answer)) == (400, "MANIFEST_INVALID")
        and client.ask("GET", "manifests/bad").status_code == 404
        and all_answers(client)
    )


def all_answers(client: Client) -> bool:
    """Whether pages, API and token endpoint answer."""
    reader = Reader(client.hub)
    reader.sign_in()
    pages = [f"/r/{OWN}", f"/r/{OWN}/tags", "/", "/u/demousr", "/search?q=demo", "/repositories"]
    api = [f"/v2/repositories/{OWN}", f"/v2/repositories/{OWN}/tags", "/v2/repositories/demousr"]
    answers = [reader.open(place) for place in pages + api]
    answers.append(
        requests.get(
            f"{client.hub.registry}/token",
            params={"service": "registry.docker.io", "scope": f"repository:{OWN}:pull"},
            timeout=60,
        )
    )
    return all(answer.status_code in {200, 404} for answer in answers)


@pytest.mark.parametrize(
    "sizes", [[MOST, MOST], [MOST, 1], [MOST + 1], [-1], [1.5], [True], ["7"], [None], [2**70]]
)
def test_sizes_that_cannot_be_are_refused(client: Client, sizes: list[Any]) -> None:
    client.push_manifest("1.0")
    # `urls` exempt a layer from being in the repository, so that nothing but the size is wrong.
    layers = [
        descriptor(b"%d" % number, OCI_LAYER, urls=["https://example.org"]) | {"size": size}
        for number, size in enumerate(sizes)
    ]
    assert is_refused(client, manifest_of(client, layers=layers))


def test_a_size_that_the_stored_bytes_do_not_have_is_refused(client: Client) -> None:
    client.push_manifest("1.0")
    layer = descriptor(b"a layer", OCI_LAYER) | {"size": 8}
    assert is_refused(client, manifest_of(client, layers=[layer]))
    config = descriptor(b"{}", OCI_CONFIG) | {"size": MOST - 100}
    assert is_refused(client, manifest_of(client) | {"config": config})
    digest, body = client.push_manifest("1.0")
    listed = {"mediaType": OCI_MANIFEST, "digest": digest, "size": len(body) + 1}
    index = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [listed]}
    assert is_refused(client, index, OCI_INDEX)


@pytest.mark.parametrize(
    "fields",
    [
        {"artifactType": "\ud800"},
        {"artifactType": 3},
        {"annotations": {"a": "\udfff"}},
        {"annotations": {"\ud800": "a"}},
        {"annotations": {"a": 1}},
        {"annotations": []},
        {"subject": {}},
        {"subject": {"digest": "sha256:1", "size": 1}},
        {"layers": {}},
        {"unknown": "\ud800"},
        {"mediaType": 3},
    ],
)
def test_fields_that_cannot_be_are_refused(client: Client, fields: dict[str, Any]) -> None:
    client.push_manifest("1.0")
    assert is_refused(client, manifest_of(client, **fields))


def test_a_manifest_that_is_deep_or_has_too_many_parts_is_refused(client: Client) -> None:
    client.push_manifest("1.0")
    good = json.dumps(manifest_of(client)).encode()
    for inner in (b"[" * 90_000 + b"]" * 90_000, b"[" * 500 + b"]" * 500, b"[0" + b",0" * 10**6):
        assert is_refused(client, good[:-1] + b',"more":' + inner + b"}")


@pytest.mark.parametrize(
    "config",
    [
        {"rootfs": {"diff_ids": []}, "created": "2026-13-01T00:00:00Z"},
        {"rootfs": {"diff_ids": []}, "config": {"Labels": {"a": 1}}},
        {"rootfs": {"diff_ids": []}, "config": {"Labels": {"a": "\ud800"}}},
        {"rootfs": {"diff_ids": []}, "architecture": "\ud800"},
        {"rootfs": {"diff_ids": []}, "architecture": 7},
        {"rootfs": {"diff_ids": []}, "config": {"Env": "PATH=/bin"}},
        {"rootfs": []},
        [],
        "config",
    ],
)
def test_a_config_that_no_engine_could_read_later_is_refused(client: Client, config: Any) -> None:
    client.push_manifest("1.0")
    assert is_refused(client, manifest_of(client, json.dumps(config).encode()))
    assert is_refused(client, manifest_of(client, b"[" * 90_000))


def test_a_huge_blob_named_as_the_config_is_refused_at_once(client: Client) -> None:
    client.push_manifest("1.0")
    huge = b"[" + b"[]," * (7 << 20) + b"[]]"
    document = manifest_of(client, huge)
    began = time.monotonic()
    answer = client.put_manifest("bad", json.dumps(document).encode())
    assert (answer.status_code, code(answer)) == (400, "MANIFEST_INVALID")
    assert "4194304" in answer.text
    assert time.monotonic() - began < 5


def test_an_artifact_may_have_any_config(client: Client) -> None:
    for config, kind in ((b"\xff\x00", "application/vnd.example"), (b"{}", OCI_CONFIG)):
        document = manifest_of(client, config)
        document["config"]["mediaType"] = kind
        answer = client.put_manifest("artifact", json.dumps(document).encode())
        assert answer.status_code == 201, answer.text


def test_sizes_stored_by_an_older_version_break_nothing_and_can_be_deleted(
    hub: RunningHub, client: Client
) -> None:
    client.push_manifest("one")
    client.push_manifest("two", annotations={"a": "b"})
    hub.call(lambda it: it.database.execute("UPDATE manifests SET layers_size = ?", MOST))
    assert all_answers(client)
    shown = requests.get(f"{hub.site}/v2/repositories/{OWN}", timeout=60).json()
    assert shown["storage_size"] == MOST
    assert Client(hub).ask("DELETE", "manifests/one").status_code == 202
    reader = Reader(hub)
    reader.sign_in()
    page = f"/r/{OWN}/settings"
    assert reader.send(page, f"{page}/delete", confirmation="demorep").status_code == 200
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None


@pytest.mark.parametrize("content", [b"[" * 90_000, b"\xff", b"[]", b'{"annotations": {"a": 1'])
def test_a_manifest_stored_by_an_older_version_is_listed_among_referrers_and_can_be_deleted(
    hub: RunningHub, client: Client, content: bytes
) -> None:
    digest, _ = client.push_manifest("1.0")
    subject = {"mediaType": OCI_MANIFEST, "digest": digest, "size": 2}
    bad, _ = client.push_manifest(None, subject=subject)
    hub.call(
        lambda it: it.database.execute(
            "UPDATE manifests SET content = ? WHERE digest = ?", content, bad
        )
    )
    answer = client.ask("GET", f"referrers/{digest}")
    assert [one["digest"] for one in answer.json()["manifests"]] == [bad]
    assert all_answers(client)
    assert client.ask("DELETE", f"manifests/{bad}").status_code == 202
