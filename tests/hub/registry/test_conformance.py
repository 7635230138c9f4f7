"""The distribution specification's conformance programme (1.1 with all later flags), made again: no failure, no skip.

Each test is one of its branches. `sparse` alone is not here: it pushes manifests that name what is not there, which
the specification lets a registry refuse, and Docker Hub does. Source: opencontainers/distribution-spec,
`conformance/run.go` and `api.go`.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.hub.registry.conforming import (
    BYTES,
    EMPTY,
    EXAMPLE,
    EXAMPLE_2,
    INDEX,
    LAYER,
    MANIFEST,
    OTHER,
    REPOSITORY,
    Data,
    Programme,
    digest_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from tests.hub.running import RunningHub

PLACE = f"/v2/{REPOSITORY}"
CHUNK = 1024
ACCEPT = {"Accept": f"{INDEX}, {MANIFEST}"}
ALGORITHMS = ("sha256", "sha512")


@pytest.fixture
def programme(hub: RunningHub) -> Programme:
    return Programme(hub)


def test_ping(programme: Programme) -> None:
    programme.ask("GET", "/v2/", status=200)


def test_an_empty_repository_lists_no_tags_and_no_referrers(programme: Programme) -> None:
    programme.ask("GET", f"{PLACE}/tags/list", status=(200, 404))
    assert referrers(programme, digest_of(os.urandom(16))) == []


# Blobs


def begin(programme: Programme, **how: Any) -> requests.Response:
    answer: requests.Response = programme.ask(
        "POST", f"{PLACE}/blobs/uploads/", status=how.pop("status", 202), **how
    )
    assert answer.headers["Location"]
    return answer


def ended(programme: Programme, answer: requests.Response, data: bytes, digest: str) -> None:
    """Check the answer to a whole upload: it names the blob, and where to pull it."""
    if answer.status_code != 201:
        return
    assert answer.headers["Docker-Content-Digest"] == digest
    assert programme.ask("GET", programme.located(answer), status=200).content == data


def post_only(programme: Programme, data: bytes, digest: str, status: int = 201) -> None:
    answer = (
        begin(
            programme,
            status=status,
            params={"digest": digest},
            data=data,
            headers={"Content-Type": BYTES},
        )
        if status == 201
        else programme.ask(
            "POST", f"{PLACE}/blobs/uploads/", status=status, params={"digest": digest}, data=data
        )
    )
    ended(programme, answer, data, digest)


def post_put(programme: Programme, data: bytes, digest: str, status: int = 201) -> None:
    place = programme.located(begin(programme))
    answer = programme.ask(
        "PUT",
        place,
        status=status,
        params={"digest": digest},
        data=data,
        headers={"Content-Type": BYTES},
    )
    ended(programme, answer, data, digest)


def stream(programme: Programme, data: bytes, digest: str, status: int = 201) -> None:
    place = programme.located(begin(programme))
    patched = programme.ask("PATCH", place, status=202, data=iter([data]))
    place = programme.located(patched)
    answer = programme.ask("PUT", place, status=status, params={"digest": digest})
    ended(programme, answer, data, digest)


def chunked(
    programme: Programme,
    data: bytes,
    digest: str,
    status: int = 201,
    *,
    last_by_put: bool = False,
    out_of_order: bool = False,
) -> None:
    """Send three chunks; with `out_of_order` a wrong one before each, and find the way back by a question."""
    place = programme.located(begin(programme))
    size = min(max(CHUNK, len(data) // 3 + 1), len(data))
    start = 0
    answer = None

    def send(first: int, status: int) -> requests.Response:
        piece = data[first : first + size]
        is_last = last_by_put and first + size >= len(data)
        return programme.ask(  # type: ignore[no-any-return]
            "PUT" if is_last else "PATCH",
            place,
            status=status,
            params={"digest": digest} if is_last else None,
            data=piece,
            headers={"Content-Type": BYTES, "Content-Range": f"{first}-{first + len(piece) - 1}"},
        )

    while start < len(data):
        if out_of_order:
            wrong = start + size if start + size < len(data) else 0
            if wrong != start:
                refused = send(wrong, 416)
                place = programme.located(refused)
                known = programme.ask("GET", place, status=204)
                assert start == 0 or known.headers["Range"] == f"0-{start - 1}"
                assert known.headers["Range"].startswith("0-")
                place = programme.located(known)
        is_last = last_by_put and start + size >= len(data)
        answer = send(start, status if is_last else 202)
        start += size
        if not is_last:
            place = programme.located(answer)
    if not (last_by_put and data):
        answer = programme.ask("PUT", place, status=status, params={"digest": digest})
    assert answer is not None
    ended(programme, answer, data, digest)


WAYS: dict[str, Callable[..., None]] = {
    "post only": post_only,
    "post+put": post_put,
    "stream": stream,
    "chunked": chunked,
    "chunked and put chunk": lambda *data, **how: chunked(*data, **how, last_by_put=True),
}


def check_blob(programme: Programme, data: bytes, digest: str) -> None:
    """Look at a blob, pull it, delete it; it is gone at once."""
    place = f"{PLACE}/blobs/{digest}"
    looked = programme.ask("HEAD", place, status=200)
    pulled = programme.ask("GET", place, status=200)
    for answer in (looked, pulled):
        assert answer.headers["Content-Length"] == str(len(data))
        assert answer.headers["Docker-Content-Digest"] == digest
    assert pulled.content == data
    programme.ask("DELETE", place, status=202)
    programme.ask("HEAD", place, status=404)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [512, CHUNK * 3 - 5])
def test_a_blob_is_pushed(programme: Programme, algorithm: str, way: str, size: int) -> None:
    data = os.urandom(size)
    digest = digest_of(data, algorithm)
    WAYS[way](programme, data, digest)
    check_blob(programme, data, digest)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("last_by_put", [False, True])
def test_chunks_out_of_order_are_refused_and_the_upload_goes_on(
    programme: Programme, algorithm: str, last_by_put: bool
) -> None:
    data = os.urandom(CHUNK * 3 - 5)
    digest = digest_of(data, algorithm)
    chunked(programme, data, digest, last_by_put=last_by_put, out_of_order=True)
    check_blob(programme, data, digest)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("way", WAYS)
def test_a_blob_with_another_digest_is_refused(
    programme: Programme, algorithm: str, way: str
) -> None:
    data = os.urandom(CHUNK * 3 - 5)
    digest = digest_of(data, algorithm)
    WAYS[way](programme, data + b"oh no", digest, 400)
    post_put(programme, os.urandom(8), digest, 400)
    programme.ask("GET", f"{PLACE}/blobs/{digest}", status=404)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("data", [b"", b"{}"])
def test_well_known_blobs_are_pushed(
    programme: Programme, algorithm: str, way: str, data: bytes
) -> None:
    digest = digest_of(data, algorithm)
    WAYS[way](programme, data, digest)
    check_blob(programme, data, digest)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("source", [OTHER, ""])
def test_a_blob_is_mounted_with_and_without_a_source(
    programme: Programme, algorithm: str, source: str
) -> None:
    # Something was pushed here before, so that the token at hand is for this repository alone.
    post_put(programme, b"before", digest_of(b"before"))
    data = os.urandom(512)
    digest = digest_of(data, algorithm)
    begun = programme.ask("POST", f"/v2/{OTHER}/blobs/uploads/", status=202)
    programme.ask("PUT", programme.located(begun), status=201, params={"digest": digest}, data=data)
    query = {"mount": digest, **({"from": source} if source else {})}
    answer = begin(programme, status=201, params=query)
    ended(programme, answer, data, digest)
    check_blob(programme, data, digest)
    programme.ask("DELETE", f"/v2/{OTHER}/blobs/{digest}", status=202)
    programme.ask("HEAD", f"/v2/{OTHER}/blobs/{digest}", status=404)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_is_not_there_to_be_mounted_begins_an_upload(
    programme: Programme, algorithm: str
) -> None:
    data = os.urandom(512)
    digest = digest_of(data, algorithm)
    begun = begin(programme, params={"mount": digest, "from": OTHER})
    answer = programme.ask(
        "PUT", programme.located(begun), status=201, params={"digest": digest}, data=data
    )
    ended(programme, answer, data, digest)


def test_an_upload_is_cancelled(programme: Programme) -> None:
    place = programme.located(begin(programme))
    programme.ask("DELETE", place, status=204)
    programme.ask("GET", place, status=404)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_missing_blob_is_not_found(programme: Programme, algorithm: str) -> None:
    programme.ask("GET", f"{PLACE}/blobs/{digest_of(os.urandom(8), algorithm)}", status=404)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("500-1499", 500, 1499), ("500-", 500, 2047), ("-500", 1548, 2047), ("2000-5000", 2000, 2047)],
)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_range_of_a_blob_is_sent(
    programme: Programme, algorithm: str, asked: str, first: int, last: int
) -> None:
    data = os.urandom(2048)
    digest = digest_of(data, algorithm)
    post_put(programme, data, digest)
    answer = programme.ask(
        "GET", f"{PLACE}/blobs/{digest}", status=206, headers={"Range": f"bytes={asked}"}
    )
    assert answer.content == data[first : last + 1]
    assert answer.headers["Content-Length"] == str(last - first + 1)
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/2048"


@pytest.mark.parametrize("asked", ["500-0", "5000-10000"])
def test_a_range_that_is_not_in_a_blob_is_refused(programme: Programme, asked: str) -> None:
    data = os.urandom(2048)
    digest = digest_of(data)
    post_put(programme, data, digest)
    place = f"{PLACE}/blobs/{digest}"
    programme.ask("GET", place, status=416, headers={"Range": f"bytes={asked}"})


# Manifests of all kinds


def _with_subject(data: Data, make: Callable[..., dict[str, Any]]) -> None:
    subject = make("image")
    text = {"org.opencontainers.conformance": "hello conformance test"}
    unique = {**text, f"org.example.{os.urandom(4).hex()}": "1"}
    data.image(subject=subject)
    data.artifact("tagged-artifact1", subject=subject, annotations=unique)
    layers = [data.blob(os.urandom(64), EXAMPLE_2)]
    data.artifact(
        "tagged-artifact2", subject=subject, annotations=text, artifact=EXAMPLE_2, layers=layers
    )


def _index_with_subject(data: Data) -> None:
    subject = data.index("index")
    entries = [data.artifact(), data.artifact()]
    data.index(
        "tagged-artifact", entries, subject=subject, artifact=EXAMPLE, annotations={"a": "b"}
    )


def _missing_subject(data: Data) -> None:
    missing = {"mediaType": MANIFEST, "size": 123, "digest": digest_of(b"missing content")}
    data.artifact("tagged-artifact", subject=missing, annotations={"a": "b"})


def _not_distributable(data: Data) -> None:
    kind = "application/vnd.oci.image.layer.nondistributable.v1.tar"
    elsewhere = [
        {
            "mediaType": kind + suffix,
            "digest": (digest := digest_of(os.urandom(8))),
            "size": 12345,
            "urls": [f"https://store.example.com/blobs/{digest}"],
        }
        for suffix in ("+gzip", "")
    ]
    data.image("non-distributable-image", layers=[*elsewhere, data.layer()[0]])


def _by_parameter(data: Data, tag: str) -> None:
    data.tag_by_parameter = True
    data.index(tag)
    for number, digest in enumerate(data.manifests):
        data.tags[f"{tag}-{number}"] = digest


KINDS: dict[str, Callable[[Data], Any]] = {
    "image": lambda data: data.image("image"),
    "image-uncompressed": lambda data: data.image("image-uncompressed", layer_kind=LAYER),
    "large-manifest": lambda data: data.image(
        "large-manifest", annotations={f"large-annotation-{n}": "A" * 10000 for n in range(390)}
    ),
    "index": lambda data: data.index("index"),
    "nested-index": lambda data: data.index("index-of-index", [data.index(), data.index()]),
    "empty-index": lambda data: data.index("index", []),
    "artifact": lambda data: data.artifact("artifact"),
    "artifact-index": lambda data: data.index(
        "artifact-index", [data.artifact(), data.artifact()], artifact=EXAMPLE
    ),
    "artifact-without-layers": lambda data: data.artifact(
        "artifact-without-layers", layers=[data.blob(b"{}", EMPTY)]
    ),
    "artifacts-with-subject": lambda data: _with_subject(data, data.image),
    "index-with-subject": _index_with_subject,
    "missing-subject": _missing_subject,
    "data-field": lambda data: (setattr(data, "with_data", True), data.image("data-field")),
    "non-distributable-layers": _not_distributable,
    "custom-fields": lambda data: (setattr(data, "extra", True), data.index("custom-fields")),
    "no-layers": lambda data: data.image("no-layers", number=0),
    "sha512": lambda data: (setattr(data, "algorithm", "sha512"), data.index()),
    "tag-param-sha256": lambda data: _by_parameter(data, "tag-param-sha256"),
    "tag-param-sha512": lambda data: (
        setattr(data, "algorithm", "sha512"),
        _by_parameter(data, "tag-param-sha512"),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_content_of_every_kind_is_pushed_found_pulled_and_deleted(
    programme: Programme, kind: str
) -> None:
    data = Data()
    KINDS[kind](data)
    push_all(programme, data)
    check_list(programme, data)
    for reference, digest in {**data.tags, **{one: one for one in data.manifests}}.items():
        for method in ("HEAD", "GET"):
            check_manifest(programme, data, method, reference, digest)
    for digest, content in data.blobs.items():
        assert programme.ask("GET", f"{PLACE}/blobs/{digest}", status=200).content == content
        looked = programme.ask("HEAD", f"{PLACE}/blobs/{digest}", status=200)
        assert looked.headers["Content-Length"] == str(len(content))
    check_referrers(programme, data)
    delete_all(programme, data)


def media_type(content: bytes) -> str:
    return str(json.loads(content)["mediaType"])


def push_all(programme: Programme, data: Data) -> None:
    for number, (digest, content) in enumerate(data.blobs.items()):
        list(WAYS.values())[number % len(WAYS)](programme, content, digest)
    for digest, content in data.manifests.items():
        tags = [tag for tag, of in data.tags.items() if of == digest]
        query = {"tag": tags} if data.tag_by_parameter else None
        answer = put(programme, digest, content, digest, query)
        if data.tag_by_parameter:
            told = {tag.strip() for tag in answer.headers["OCI-Tag"].split(",")}
            assert told >= set(tags)
    if not data.tag_by_parameter:
        for tag, digest in data.tags.items():
            put(programme, tag, data.manifests[digest], digest)


def put(
    programme: Programme,
    reference: str,
    content: bytes,
    digest: str,
    query: dict[str, list[str]] | None = None,
) -> requests.Response:
    kind = media_type(content)
    answer: requests.Response = programme.ask(
        "PUT",
        f"{PLACE}/manifests/{reference}",
        status=201,
        params=query,
        data=content,
        headers={"Content-Type": kind},
    )
    subject = json.loads(content).get("subject")
    assert answer.headers.get("OCI-Subject") == (subject["digest"] if subject else None)
    assert answer.headers["Docker-Content-Digest"] == digest
    pulled = programme.ask("GET", programme.located(answer), status=200, headers=ACCEPT)
    assert (pulled.content, pulled.headers["Content-Type"]) == (content, kind)
    return answer


def check_manifest(
    programme: Programme, data: Data, method: str, reference: str, digest: str
) -> None:
    content = data.manifests[digest]
    answer = programme.ask(method, f"{PLACE}/manifests/{reference}", status=200, headers=ACCEPT)
    assert answer.content == (content if method == "GET" else b"")
    assert answer.headers["Content-Type"] == media_type(content)
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Docker-Content-Digest"] == digest


def check_list(programme: Programme, data: Data) -> None:
    tags = programme.ask("GET", f"{PLACE}/tags/list", status=200).json()["tags"]
    assert set(data.tags) <= set(tags)
    assert tags == sorted(tags)
    if len(tags) >= 2:
        half = len(tags) // 2
        query = {"last": tags[half - 1]}
        partly = programme.ask("GET", f"{PLACE}/tags/list", status=200, params=query).json()
        assert partly["tags"] == tags[half:]


def referrers(programme: Programme, digest: str, kind: str = "") -> list[dict[str, Any]]:
    answer = programme.ask(
        "GET",
        f"{PLACE}/referrers/{digest}",
        status=200,
        params={"artifactType": kind} if kind else None,
    )
    assert answer.headers["Content-Type"] == INDEX
    if kind:
        assert answer.headers["OCI-Filters-Applied"] == "artifactType"
    found = answer.json()
    assert (found["schemaVersion"], found["mediaType"]) == (2, INDEX)
    return list(found["manifests"])


def check_referrers(programme: Programme, data: Data) -> None:
    for subject, goals in data.referrers.items():
        found = {one["digest"]: one for one in referrers(programme, subject)}
        for goal in goals:
            one = found[goal["digest"]]
            for name in ("mediaType", "size", "artifactType"):
                assert one.get(name, "") == goal[name]
            assert goal["annotations"].items() <= one.get("annotations", {}).items()
        for kind in {goal["artifactType"] for goal in goals}:
            filtered = [one["digest"] for one in referrers(programme, subject, kind)]
            assert filtered == [one["digest"] for one in goals if one["artifactType"] == kind]


def delete_all(programme: Programme, data: Data) -> None:
    gone = (202, 404)
    for tag in data.tags:
        programme.ask("DELETE", f"{PLACE}/manifests/{tag}", status=gone)
        programme.ask("HEAD", f"{PLACE}/manifests/{tag}", status=404)
    for digest in reversed(data.manifests):
        programme.ask("DELETE", f"{PLACE}/manifests/{digest}", status=gone)
        programme.ask("HEAD", f"{PLACE}/manifests/{digest}", status=404)
    for digest in data.blobs:
        programme.ask("DELETE", f"{PLACE}/blobs/{digest}", status=gone)
        programme.ask("HEAD", f"{PLACE}/blobs/{digest}", status=404)


def test_a_manifest_with_another_digest_is_refused(programme: Programme) -> None:
    data = Data()
    digest = data.image()["digest"]
    for blob, content in data.blobs.items():
        post_put(programme, content, blob)
    content = data.manifests[digest] + b"  "
    kind = {"Content-Type": MANIFEST}
    place = f"{PLACE}/manifests/{digest}"
    programme.ask("PUT", place, status=400, data=content, headers=kind)
    programme.ask("GET", place, status=404)


def test_a_missing_manifest_is_not_found(programme: Programme) -> None:
    data = Data()
    data.image("there")
    push_all(programme, data)
    for reference in (digest_of(os.urandom(8)), "missing-tag"):
        programme.ask("GET", f"{PLACE}/manifests/{reference}", status=404, headers=ACCEPT)


def test_a_digest_that_is_none_is_refused(programme: Programme) -> None:
    data = Data()
    digest = data.image()["digest"]
    for blob, content in data.blobs.items():
        post_put(programme, content, blob)
    place = f"{PLACE}/manifests/sha256:baddigeststring"
    kind = {"Content-Type": MANIFEST}
    programme.ask("PUT", place, status=400, data=data.manifests[digest], headers=kind)
    programme.ask("GET", place, status=(400, 404))
