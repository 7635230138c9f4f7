"""Blobs that the client gets, sends and mounts, at a registry that answers as a test says."""

import hashlib

import pytest
from aiohttp import ClientSession, ClientTimeout, web

from docker_lessons.oci.client import RegistryClient, RegistryError, RegistryUnreachable
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.store import DigestMismatch
from tests.oci.answering import AnsweringRegistry, cut_off, falls_silent, hangs_up

REPOSITORY = "demousr/demorep"
DATA = b"layer"
DIGEST = sha256(DATA)
SHA512 = "sha512:" + hashlib.sha512(DATA).hexdigest()
BLOB = f"/v2/{REPOSITORY}/blobs/{DIGEST}"
UPLOADS = f"/v2/{REPOSITORY}/blobs/uploads/"


async def pieces(*data):
    for piece in data:
        yield piece


async def collect(chunks, came):
    async for chunk in chunks:
        came += chunk


async def put(client):
    await client.put_blob(REPOSITORY, DIGEST, len(DATA), pieces(b"la", b"yer"))


@pytest.mark.parametrize(("status", "there"), [(200, True), (404, False)])
async def test_a_blob_is_there_or_not_as_the_registry_says(answering, status, there):
    answering.answers(f"HEAD {BLOB}", status)
    async with RegistryClient(answering.url) as client:
        assert await client.has_blob(REPOSITORY, DIGEST) is there


@pytest.mark.parametrize("status", [400, 403, 405, 429, 500])
async def test_a_registry_that_does_not_say_whether_a_blob_is_there_is_an_error(answering, status):
    answering.answers(f"HEAD {BLOB}", status)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.has_blob(REPOSITORY, DIGEST)
    assert caught.value.status == status


@pytest.mark.parametrize("digest", [DIGEST, SHA512])
async def test_a_blobs_bytes_are_held_to_the_algorithm_of_its_digest(answering, digest):
    answering.answers(f"GET /v2/{REPOSITORY}/blobs/{digest}", body=DATA)
    async with RegistryClient(answering.url) as client:
        assert b"".join([chunk async for chunk in client.blob(REPOSITORY, digest)]) == DATA


async def test_what_a_wrong_blob_was_and_should_have_been_is_told_after_its_bytes(answering):
    answering.answers(f"GET {BLOB}", body=b"liar")
    came = bytearray()
    async with RegistryClient(answering.url) as client:
        with pytest.raises(DigestMismatch) as caught:
            await collect(client.blob(REPOSITORY, DIGEST), came)
    assert came == b"liar"
    assert (caught.value.expected, caught.value.actual) == (DIGEST, sha256(b"liar"))


@pytest.mark.parametrize("status", [401, 403, 404, 500])
async def test_a_blob_that_is_refused_is_an_error_with_the_registrys_code(answering, status):
    answering.refuses(f"GET {BLOB}", status, "BLOB_UNKNOWN")
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await anext(client.blob(REPOSITORY, DIGEST))
    assert (caught.value.status, caught.value.code) == (status, "BLOB_UNKNOWN")


@pytest.mark.parametrize(
    ("handler", "reason"), [(cut_off, "EOF"), (falls_silent, "request canceled")]
)
async def test_a_blob_that_breaks_off_names_the_request_after_the_bytes_that_came(
    answering, handler, reason
):
    answering.handles(f"GET {BLOB}", handler(b"lay"))
    came = bytearray()
    async with (
        ClientSession(timeout=ClientTimeout(sock_read=0.1)) as session,
        RegistryClient(answering.url, session=session) as client,
    ):
        with pytest.raises(RegistryUnreachable) as caught:
            await collect(client.blob(REPOSITORY, DIGEST), came)
    assert came == b"lay"
    assert str(caught.value).startswith(f'Get "{answering.url}{BLOB}": ')
    assert reason in str(caught.value)


async def test_a_blob_that_lies_elsewhere_is_fetched_there_without_the_token(answering):
    answering.wants_tokens(lambda _: web.json_response({"token": "secret"}))
    elsewhere = AnsweringRegistry()
    elsewhere.answers("GET /storage", body=DATA)
    async with elsewhere.server, RegistryClient(answering.url) as client:
        answering.answers(f"GET {BLOB}", 307, headers={"Location": f"{elsewhere.url}/storage"})
        assert [chunk async for chunk in client.blob(REPOSITORY, DIGEST)] == [DATA]
    assert answering.asked[0].headers["Authorization"] == "Bearer secret"
    assert "Authorization" not in elsewhere.asked[0].headers


async def test_a_blob_is_sent_whole_with_its_length_as_plain_bytes(answering):
    async with RegistryClient(answering.url) as client:
        await put(client)
    sent = answering.last("PUT")
    assert sent.body == DATA
    assert sent.headers["Content-Type"] == "application/octet-stream"
    assert sent.headers["Content-Length"] == "5"
    assert "Transfer-Encoding" not in sent.headers


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("/upload/1", "/upload/1"),
        ("upload-1", f"{UPLOADS}upload-1"),
        ("{url}/upload/1", "/upload/1"),
        ("/%75pload/%7Eme", "/%75pload/%7Eme"),
    ],
)
async def test_a_blob_goes_to_where_the_registry_says_letter_for_letter(answering, location, place):
    answering.answers(
        f"POST {UPLOADS}", 202, headers={"Location": location.format(url=answering.url)}
    )
    async with RegistryClient(answering.url) as client:
        await put(client)
    assert answering.last("PUT").place == f"{place}?digest={DIGEST}"


async def test_what_the_registry_put_into_the_address_of_an_upload_comes_back_to_it(answering):
    location = "/upload/1?_state=a%2Bb%3D%26c&part=1&part=2"
    answering.answers(f"POST {UPLOADS}", 202, headers={"Location": location})
    async with RegistryClient(answering.url) as client:
        await put(client)
    assert list(answering.last("PUT").query.items()) == [
        ("_state", "a+b=&c"),
        ("part", "1"),
        ("part", "2"),
        ("digest", DIGEST),
    ]


@pytest.mark.parametrize("act", ["put", "mount"])
async def test_a_registry_that_does_not_say_where_to_send_is_an_error(answering, act):
    answering.answers(f"POST {UPLOADS}", 202)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await (put(client) if act == "put" else client.mount_blob(REPOSITORY, DIGEST, "a/b"))
    assert (caught.value.status, caught.value.code) == (202, "")
    assert str(caught.value) not in {"", "None"}
    assert len([one for one in answering.asked if one.method != "GET"]) == 1


@pytest.mark.parametrize(
    ("refused", "status", "code"),
    [
        (f"POST {UPLOADS}", 403, "DENIED"),
        ("PUT /upload/1", 400, "DIGEST_INVALID"),
        ("PUT /upload/1", 413, "SIZE_INVALID"),
    ],
)
async def test_a_blob_that_is_not_taken_is_an_error_with_the_registrys_code(
    answering, refused, status, code
):
    answering.refuses(refused, status, code)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await put(client)
    assert (caught.value.status, caught.value.code) == (status, code)


async def test_a_registry_that_hangs_up_on_a_blob_is_told_as_such(answering):
    answering.handles("PUT /upload/1", hangs_up)
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryUnreachable) as caught:
            await put(client)
    assert str(caught.value) == f'Put "{answering.url}/upload/1": EOF'


async def test_bytes_that_cannot_be_read_are_not_told_as_a_registry_that_hangs_up(answering):
    async def broken():
        yield b"la"
        raise LookupError("the rest is lost")

    async with RegistryClient(answering.url) as client:
        with pytest.raises(LookupError, match="the rest is lost"):
            await client.put_blob(REPOSITORY, DIGEST, len(DATA), broken())


async def test_a_blob_that_was_mounted_needs_no_more_requests(answering):
    answering.answers(f"POST {UPLOADS}", 201)
    async with RegistryClient(answering.url) as client:
        assert await client.mount_blob(REPOSITORY, DIGEST, "demousr/other")
    assert answering.lines == [f"POST {UPLOADS}?mount={DIGEST}&from=demousr/other"]


async def test_an_upload_that_was_begun_instead_of_a_mount_is_given_up(answering):
    answering.answers(f"POST {UPLOADS}", 202, headers={"Location": "/upload/2?_state=x"})
    async with RegistryClient(answering.url) as client:
        assert not await client.mount_blob(REPOSITORY, DIGEST, "demousr/other")
    assert answering.lines[1:] == ["DELETE /upload/2?_state=x"]


async def test_a_mount_where_nobody_may_push_is_an_error(answering):
    answering.refuses(f"POST {UPLOADS}", 403, "DENIED")
    async with RegistryClient(answering.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.mount_blob(REPOSITORY, DIGEST, "demousr/other")
    assert (caught.value.status, caught.value.code) == (403, "DENIED")


async def test_a_registry_that_cancels_no_upload_has_not_mounted_either(answering):
    answering.refuses("DELETE /upload/1", 405, "UNSUPPORTED")
    async with RegistryClient(answering.url) as client:
        assert not await client.mount_blob(REPOSITORY, sha256(b"layer"), "demousr/other")
