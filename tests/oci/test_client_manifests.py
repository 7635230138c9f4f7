"""Manifests and tags that the client asks for and sends, at a registry that answers as a test says."""

import hashlib
import json

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from docker_lessons.oci.client import RegistryClient, RegistryError, RegistryUnreachable
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.store import DigestMismatch
from tests import programs
from tests.oci.answering import cut_off, falls_silent

REPOSITORY = "demousr/demorep"
PLACE = f"/v2/{REPOSITORY}/manifests"
TAG = f"{PLACE}/1.0"
TAGS = f"/v2/{REPOSITORY}/tags/list"
DATA = b'{"schemaVersion": 2}'
LIMIT = 4 << 20
"""Bytes of a manifest that registries should take: distribution specification, "Pushing Manifests"."""
KINDS = [
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
]


def sha512(data):
    return "sha512:" + hashlib.sha512(data).hexdigest()


def announced(digest):
    return {"Docker-Content-Digest": digest}


@pytest.mark.parametrize("method", ["manifest", "resolve", "digest"])
async def test_manifests_and_indexes_of_docker_and_of_oci_are_accepted(answering, method):
    async with RegistryClient(answering.url) as client:
        await getattr(client, method)(REPOSITORY, "1.0")
    for asked in answering.asked:
        assert sorted(asked.headers["Accept"].split(", ")) == KINDS


@pytest.mark.parametrize("method", ["manifest", "resolve"])
async def test_one_who_accepts_less_asks_for_that_alone(answering, method):
    async with RegistryClient(answering.url) as client:
        await getattr(client, method)(REPOSITORY, "1.0", ("a/b", "c/d"))
    assert {asked.headers["Accept"] for asked in answering.asked} == {"a/b, c/d"}


@pytest.mark.parametrize(
    ("reference", "digest"),
    [("1.0", sha256(DATA)), (sha256(DATA), sha256(DATA)), (sha512(DATA), sha512(DATA))],
    ids=["tag", "sha256", "sha512"],
)
@pytest.mark.parametrize("headers", [{}, announced(sha256(DATA)), announced(sha512(DATA))])
async def test_a_manifest_comes_with_its_media_type_and_its_digest(
    answering, reference, digest, headers
):
    kind = {"Content-Type": f"{KINDS[1]}; charset=utf-8"}
    answering.answers(f"GET {PLACE}/{reference}", body=DATA, headers=headers | kind)
    async with RegistryClient(answering.url) as client:
        assert await client.manifest(REPOSITORY, reference) == (KINDS[1], digest, DATA)


@pytest.mark.parametrize(
    ("reference", "headers", "expected", "actual"),
    [
        (sha256(b"x"), {}, sha256(b"x"), sha256(DATA)),
        (sha512(b"x"), {}, sha512(b"x"), sha512(DATA)),
        ("1.0", announced(sha256(b"x")), sha256(b"x"), sha256(DATA)),
        ("1.0", announced(sha512(b"x")), sha512(b"x"), sha512(DATA)),
        (sha256(DATA), announced(sha512(b"x")), sha512(b"x"), sha512(DATA)),
    ],
    ids=["sha256", "sha512", "announced sha256", "announced sha512", "both"],
)
async def test_a_manifest_of_another_digest_than_asked_for_or_announced_is_refused(
    answering, reference, headers, expected, actual
):
    answering.answers(f"GET {PLACE}/{reference}", body=DATA, headers=headers)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(DigestMismatch) as caught:
            await client.manifest(REPOSITORY, reference)
    assert (caught.value.expected, caught.value.actual) == (expected, actual)


async def test_a_manifest_of_four_mebibytes_is_read(answering):
    data = bytes(LIMIT)
    answering.answers(f"GET {TAG}", body=data)
    async with RegistryClient(answering.url) as client:
        assert (await client.manifest(REPOSITORY, "1.0"))[1:] == (sha256(data), data)


async def too_long(request):
    return web.Response(body=bytes(LIMIT + 1))


async def endless(request):
    response = web.StreamResponse()
    await response.prepare(request)
    while True:  # the server ends it as soon as the client is gone
        await response.write(bytes(1 << 16))


@pytest.mark.parametrize("handler", [too_long, endless])
async def test_a_manifest_of_more_is_refused(answering, handler):
    answering.handles(f"GET {TAG}", handler)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError, match=str(LIMIT)) as caught:
            await client.manifest(REPOSITORY, "1.0")
    assert (caught.value.status, caught.value.code) == (200, "")


@pytest.mark.parametrize(
    ("handler", "reason"), [(cut_off, "EOF"), (falls_silent, "request canceled")]
)
async def test_a_manifest_that_breaks_off_names_the_request(answering, handler, reason):
    answering.handles(f"GET {TAG}", handler(b"{"))
    async with (
        ClientSession(timeout=ClientTimeout(sock_read=0.1)) as session,
        RegistryClient(answering.url, session=session) as client,
    ):
        with pytest.raises(RegistryUnreachable) as caught:
            await client.manifest(REPOSITORY, "1.0")
    assert str(caught.value).startswith(f'Get "{answering.url}{TAG}": ')
    assert reason in str(caught.value)


async def test_the_digest_of_a_tag_is_what_the_registry_says_and_costs_no_pull(answering):
    answering.answers(f"HEAD {TAG}", headers=announced(sha512(DATA)))
    async with RegistryClient(answering.url) as client:
        assert await client.resolve(REPOSITORY, "1.0") == sha512(DATA)
        assert await client.digest(REPOSITORY, "1.0") == sha512(DATA)
    assert answering.lines == [f"HEAD {TAG}"] * 2


@pytest.mark.parametrize("status", [200, 405, 500])
async def test_where_head_says_no_digest_it_is_computed_from_the_manifest(answering, status):
    answering.answers(f"HEAD {TAG}", status)
    answering.answers(f"GET {TAG}", body=DATA)
    async with RegistryClient(answering.url) as client:
        assert await client.resolve(REPOSITORY, "1.0") == sha256(DATA)
    assert answering.lines == [f"HEAD {TAG}", f"GET {TAG}"]


async def test_why_a_tag_does_not_resolve_is_told_by_the_answer_that_has_a_body(answering):
    answering.answers(f"HEAD {TAG}", 404)
    answering.refuses(f"GET {TAG}", 404, "MANIFEST_UNKNOWN")
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.resolve(REPOSITORY, "1.0")
    assert (caught.value.status, caught.value.code) == (404, "MANIFEST_UNKNOWN")


async def test_one_who_gets_no_token_to_resolve_a_tag_asks_no_further(answering):
    answering.wants_tokens(lambda _: web.json_response({"details": "no"}, status=401))
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.resolve(REPOSITORY, "1.0")
    assert caught.value.asked == f'Head "{answering.url}{TAG}"'
    assert len(answering.scopes) == 1


async def test_one_who_reaches_nobody_to_resolve_a_tag_asks_no_further():
    url = f"http://127.0.0.1:{programs.free_port()}"
    async with RegistryClient(url) as client:
        with pytest.raises(RegistryUnreachable) as caught:
            await client.resolve(REPOSITORY, "1.0")
    assert str(caught.value).startswith(f'Head "{url}{TAG}": ')


async def test_a_tag_that_is_not_there_has_no_digest(answering):
    answering.answers(f"HEAD {TAG}", 404)
    async with RegistryClient(answering.url) as client:
        assert await client.digest(REPOSITORY, "1.0") == ""


@pytest.mark.parametrize("status", [401, 403, 405, 429, 500])
async def test_a_registry_that_does_not_tell_a_digest_is_an_error(answering, status):
    answering.answers(f"HEAD {TAG}", status)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.digest(REPOSITORY, "1.0")
    assert caught.value.status == status


async def test_a_manifest_is_sent_byte_for_byte_as_what_it_is(answering):
    data = '{ "a":   "é" }\n'.encode()
    async with RegistryClient(answering.url) as client:
        assert await client.put_manifest(REPOSITORY, "1.0", KINDS[1], data) == sha256(data)
    sent = answering.last("PUT")
    assert (sent.headers["Content-Type"], sent.body) == (KINDS[1], data)


@pytest.mark.parametrize(
    ("refused", "act"),
    [
        (f"PUT {TAG}", lambda client: client.put_manifest(REPOSITORY, "1.0", KINDS[1], DATA)),
        (f"DELETE {TAG}", lambda client: client.delete_manifest(REPOSITORY, "1.0")),
        (f"GET {TAGS}", lambda client: client.tags(REPOSITORY)),
    ],
    ids=["put", "delete", "tags"],
)
async def test_what_is_refused_is_an_error_with_the_registrys_code(answering, refused, act):
    answering.refuses(refused, 405, "UNSUPPORTED")
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await act(client)
    assert (caught.value.status, caught.value.code) == (405, "UNSUPPORTED")


@pytest.mark.parametrize(
    "second",
    [f"{TAGS}?n=2&last=b%2B", f"{{url}}{TAGS}?n=2&last=b%2B", "list?n=2&last=b%2B"],
    ids=["path", "url", "relative"],
)
async def test_tags_are_listed_from_one_page_to_the_next_in_the_registrys_order(answering, second):
    following = f'<{second.format(url=answering.url)}>; rel="next"'
    answering.answers(f"GET {TAGS}", body={"tags": ["z", "b+"]}, headers={"Link": following})
    answering.answers(f"GET {TAGS}?n=2&last=b%2B", body={"tags": ["a", "c"]})
    async with RegistryClient(answering.url) as client:
        assert await client.tags(REPOSITORY) == ["z", "b+", "a", "c"]
    assert answering.lines == [f"GET {TAGS}", f"GET {TAGS}?n=2&last=b%2B"]


async def test_a_link_that_leads_to_no_next_page_is_not_followed(answering):
    answering.answers(f"GET {TAGS}", body={"tags": ["a"]}, headers={"Link": '</>; rel="help"'})
    async with RegistryClient(answering.url) as client:
        assert await client.tags(REPOSITORY) == ["a"]
    assert answering.lines == [f"GET {TAGS}"]


@pytest.mark.parametrize(
    "body", [{"name": REPOSITORY, "tags": []}, {"name": REPOSITORY, "tags": None}, {}]
)
async def test_a_list_without_tags_has_none(answering, body):
    answering.answers(f"GET {TAGS}", body=json.dumps(body).encode())
    async with RegistryClient(answering.url) as client:
        assert await client.tags(REPOSITORY) == []


@pytest.mark.parametrize("said", [{}, {"Docker-Content-Digest": "garbage"}], ids=str)
@pytest.mark.parametrize("act", ["digest", "resolve"])
async def test_a_digest_that_is_not_said_is_that_of_the_manifest(answering, act, said):
    body = b'{"schemaVersion": 2}'
    answering.answers(f"HEAD /v2/{REPOSITORY}/manifests/1.0", headers=said)
    answering.answers(f"GET /v2/{REPOSITORY}/manifests/1.0", body=body)
    async with RegistryClient(answering.url) as client:
        assert await getattr(client, act)(REPOSITORY, "1.0") == sha256(body)


async def test_pages_that_lead_back_are_read_once(answering):
    for page, following in ((TAGS, "?n=2"), (f"{TAGS}?n=2", "?n=3"), (f"{TAGS}?n=3", "?n=2")):
        link = {"Link": f'<{following}>; rel="next"'}
        answering.answers(f"GET {page}", body={"tags": [page[-1]]}, headers=link)
    async with RegistryClient(answering.url) as client:
        assert await client.tags(REPOSITORY) == ["t", "2", "3"]


async def test_a_list_of_tags_without_end_is_refused(answering):
    page = b'{"tags": ["' + b"a" * LIMIT + b'"]}'
    answering.answers(f"GET {TAGS}", body=page)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError, match=f"the list of tags is larger than {LIMIT} bytes"):
            await client.tags(REPOSITORY)


async def test_a_manifest_without_end_is_refused(answering):
    answering.answers(f"GET /v2/{REPOSITORY}/manifests/1.0", body=b"a" * (LIMIT + 1))
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError, match=f"the manifest is larger than {LIMIT} bytes"):
            await client.manifest(REPOSITORY, "1.0", ["a/b"])
