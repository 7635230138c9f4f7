"""The registry client, against a real registry with and without a password, and what it asks of any."""

import os
import ssl

import pytest
from aiohttp import ClientSession, web

from docker_lessons.oci.client import (
    Credential,
    RegistryClient,
    RegistryError,
    RegistryUnreachable,
)
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.manifest import MEDIA_TYPE_DOCKER_MANIFEST, Descriptor, Manifest
from docker_lessons.oci.store import DigestMismatch
from tests import programs
from tests.docker_hub import certify
from tests.oci.answering import AnsweringRegistry
from tests.oci.conftest import CREDENTIAL

REPOSITORY = "demousr/demorep"
PLACE = "/v2/demousr/demorep"
LAYER = sha256(b"layer")
PULL = "repository:demousr/demorep:pull"
PUSH = "repository:demousr/demorep:pull,push"
DELETE = "repository:demousr/demorep:delete"


async def pieces(data, size=1 << 16):
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def put(client, data, repository=REPOSITORY):
    digest = sha256(data)
    await client.put_blob(repository, digest, len(data), pieces(data))
    return digest


async def put_image(client, tag="1.0"):
    config = b"{}"
    digest = await put(client, config)
    manifest = Manifest(MEDIA_TYPE_DOCKER_MANIFEST, Descriptor("a/b", digest, len(config)), ())
    data = manifest.encode()
    await client.put_manifest(REPOSITORY, tag, manifest.media_type, data)
    return data


async def test_a_blob_that_is_sent_comes_back(registry):
    data = os.urandom(3_000_000)
    async with RegistryClient(registry) as client:
        assert not await client.has_blob(REPOSITORY, sha256(data))
        digest = await put(client, data)
        assert await client.has_blob(REPOSITORY, digest)
        assert b"".join([chunk async for chunk in client.blob(REPOSITORY, digest)]) == data


async def test_a_blob_of_no_bytes_can_be_sent(registry):
    async with RegistryClient(registry) as client:
        digest = await put(client, b"")
        assert [chunk async for chunk in client.blob(REPOSITORY, digest)] == []


async def test_what_goes_wrong_in_getting_a_blobs_bytes_is_raised_as_it_is(registry):
    async def broken():
        yield b"half"
        raise LookupError("the other half is lost")

    async with RegistryClient(registry) as client:
        with pytest.raises(LookupError, match="the other half is lost"):
            await client.put_blob(REPOSITORY, sha256(b"whole"), 5, broken())
        assert not await client.has_blob(REPOSITORY, sha256(b"whole"))


async def test_a_blob_is_mounted_from_another_repository_and_not_sent(registry):
    async with RegistryClient(registry) as client:
        digest = await put(client, b"layer", "demousr/other")
        assert await client.mount_blob(REPOSITORY, digest, "demousr/other")
        assert await client.has_blob(REPOSITORY, digest)


async def test_what_cannot_be_mounted_leaves_no_upload(registry, registry_server):
    async with RegistryClient(registry) as client:
        await put(client, b"layer")
        assert not await client.mount_blob(REPOSITORY, sha256(b"none"), "demousr/other")
    assert list(registry_server.folder.rglob("blobs")) != []
    assert list(registry_server.folder.rglob("_uploads/*/startedat")) == []


async def test_a_manifest_is_found_by_its_tag_and_by_its_digest(registry):
    async with RegistryClient(registry) as client:
        data = await put_image(client)
        wanted = (MEDIA_TYPE_DOCKER_MANIFEST, sha256(data), data)
        assert await client.manifest(REPOSITORY, "1.0") == wanted
        assert await client.manifest(REPOSITORY, sha256(data)) == wanted
        assert await client.resolve(REPOSITORY, "1.0") == sha256(data)


async def test_all_tags_are_told_however_many_there_are(registry):
    wanted = [f"t{number:03}" for number in range(120)]
    async with RegistryClient(registry) as client:
        data = await put_image(client, wanted[0])
        for tag in wanted[1:]:
            await client.put_manifest(REPOSITORY, tag, MEDIA_TYPE_DOCKER_MANIFEST, data)
        assert sorted(await client.tags(REPOSITORY)) == wanted


async def test_an_unknown_manifest_is_told_as_the_registry_tells_it(registry):
    async with RegistryClient(registry) as client:
        await put_image(client)
        with pytest.raises(RegistryError) as caught:
            await client.manifest(REPOSITORY, "2.0")
    assert (caught.value.status, caught.value.code) == (404, "MANIFEST_UNKNOWN")
    assert str(caught.value) == "manifest unknown: manifest unknown"


async def test_the_right_password_opens_a_locked_registry(locked_registry):
    async with RegistryClient(locked_registry, CREDENTIAL) as client:
        await client.ping()
        assert client.account == "demousr"
        digest = await put(client, b"layer")
        assert await client.has_blob(REPOSITORY, digest)
        assert await client.token_access(REPOSITORY, ["pull", "push"]) == {"pull", "push"}


async def test_a_wrong_password_does_not(locked_registry):
    wrong = Credential("demousr", "not this one")
    async with RegistryClient(locked_registry, wrong) as client:
        with pytest.raises(RegistryError) as caught:
            await client.ping()
        assert caught.value.status == 401
        assert await client.token_access(REPOSITORY, ["push"]) == set()


async def test_a_stranger_is_told_so_but_learns_that_the_registry_is_there(locked_registry):
    async with RegistryClient(locked_registry) as client:
        await client.reach()
        assert client.account == ""
        with pytest.raises(RegistryError, match="no basic auth credentials"):
            await client.manifest(REPOSITORY, "1.0")


async def test_nobody_there_is_told_as_dockerd_tells_it():
    port = programs.free_port()
    async with RegistryClient(f"http://127.0.0.1:{port}") as client:
        with pytest.raises(RegistryUnreachable) as caught:
            await client.reach()
    url = f"http://127.0.0.1:{port}/v2/"
    assert str(caught.value) == (
        f'Get "{url}": dial tcp 127.0.0.1:{port}: connect: connection refused'
    )


@pytest.fixture
async def liar():
    """A registry whose every answer is other bytes than were asked for."""

    async def lie(request):
        return web.Response(body=b"not what you think")

    app = web.Application()
    app.router.add_get("/{path:.*}", lie)
    runner = web.AppRunner(app)
    await runner.setup()
    port = programs.free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def test_other_bytes_than_the_digest_says_are_refused(liar):
    async with RegistryClient(liar) as client:
        with pytest.raises(DigestMismatch):
            [chunk async for chunk in client.blob(REPOSITORY, sha256(b"truth"))]
        with pytest.raises(DigestMismatch):
            await client.manifest(REPOSITORY, sha256(b"truth"))


async def test_a_password_goes_to_no_other_address():
    heard = []

    async def hear(request):
        heard.append(request.headers.get("Authorization"))
        return web.Response(status=202)

    async def elsewhere(request):
        return web.Response(status=202, headers={"Location": f"http://127.0.0.1:{other}/upload"})

    async def challenge(request):
        if "Authorization" in request.headers:
            return web.Response()
        return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})

    other, port = programs.free_port(), programs.free_port()
    runners = []
    for routes, at in (
        ([web.put("/upload", hear)], other),
        ([web.get("/v2/", challenge), web.post("/v2/{path:.*}", elsewhere)], port),
    ):
        app = web.Application()
        app.add_routes(routes)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", at).start()
        runners.append(runner)
    async with RegistryClient(f"http://127.0.0.1:{port}", CREDENTIAL) as client:
        await put(client, b"layer")
    for runner in runners:
        await runner.cleanup()
    assert heard == [None]


async def test_one_who_verifies_himself_gets_the_bytes_as_they_came(liar):
    async with RegistryClient(liar) as client:
        chunks = client.blob(REPOSITORY, sha256(b"truth"), verify=False)
        assert b"".join([chunk async for chunk in chunks]) == b"not what you think"


async def read(chunks):
    return b"".join([chunk async for chunk in chunks])


ACTS = {
    "ping": (lambda client: client.ping(), ["GET /v2/"], [[]]),
    "has a blob": (
        lambda client: client.has_blob(REPOSITORY, LAYER),
        [f"HEAD {PLACE}/blobs/{LAYER}"],
        [[PULL]],
    ),
    "get a blob": (
        lambda client: read(client.blob(REPOSITORY, LAYER, verify=False)),
        [f"GET {PLACE}/blobs/{LAYER}"],
        [[PULL]],
    ),
    "send a blob": (
        lambda client: client.put_blob(REPOSITORY, LAYER, 5, pieces(b"layer")),
        [f"POST {PLACE}/blobs/uploads/", f"PUT /upload/1?digest={LAYER}"],
        [[PUSH]],
    ),
    "mount a blob": (
        lambda client: client.mount_blob(REPOSITORY, LAYER, "demousr/other"),
        [
            f"POST {PLACE}/blobs/uploads/?mount={LAYER}&from=demousr/other",
            "DELETE /upload/1",
        ],
        [[PUSH, "repository:demousr/other:pull"], [PUSH]],
    ),
    "resolve a tag": (
        lambda client: client.resolve(REPOSITORY, "1.0"),
        [f"HEAD {PLACE}/manifests/1.0", f"GET {PLACE}/manifests/1.0"],
        [[PULL]],
    ),
    "ask for a digest": (
        lambda client: client.digest(REPOSITORY, "1.0"),
        [f"HEAD {PLACE}/manifests/1.0", f"GET {PLACE}/manifests/1.0"],
        [[PULL]],
    ),
    "get a manifest": (
        lambda client: client.manifest(REPOSITORY, "1.0"),
        [f"GET {PLACE}/manifests/1.0"],
        [[PULL]],
    ),
    "send a manifest": (
        lambda client: client.put_manifest(REPOSITORY, "1.0", "a/b", b"{}"),
        [f"PUT {PLACE}/manifests/1.0"],
        [[PUSH]],
    ),
    "delete a manifest": (
        lambda client: client.delete_manifest(REPOSITORY, LAYER),
        [f"DELETE {PLACE}/manifests/{LAYER}"],
        [[DELETE]],
    ),
    "list the tags": (
        lambda client: client.tags(REPOSITORY),
        [f"GET {PLACE}/tags/list"],
        [[PULL]],
    ),
}
"""Each act of the client, its requests to a registry that accepts them, and the scopes of the tokens for them."""


@pytest.mark.parametrize("name", ACTS)
async def test_an_act_is_these_requests_with_a_token_for_no_more(answering, name):
    act, requests, scopes = ACTS[name]
    answering.wants_tokens(lambda asked: web.json_response({"token": "opaque"}))
    async with RegistryClient(answering.url) as client:
        await act(client)
    assert answering.lines == requests
    assert answering.scopes == scopes


@pytest.mark.parametrize(
    ("given", "agent"),
    [({}, "docker-lessons"), ({"user_agent": "somebody/1.0"}, "somebody/1.0")],
)
async def test_the_client_says_who_asks(answering, given, agent):
    async with RegistryClient(answering.url, **given) as client:
        await client.ping()
    assert answering.asked[0].headers["User-Agent"] == agent


async def test_a_session_that_is_given_is_used_and_stays_open(answering):
    async with ClientSession(headers={"X-Session": "given"}) as session:
        async with RegistryClient(answering.url, session=session) as client:
            await client.ping()
        assert not session.closed
    assert answering.asked[0].headers["X-Session"] == "given"


async def test_a_look_whether_a_registry_is_there_shows_no_password(answering):
    async with RegistryClient(answering.url, CREDENTIAL) as client:
        await client.reach()
        assert client.account == "demousr"
    assert answering.lines == ["GET /v2/"]
    assert "Authorization" not in answering.asked[0].headers


async def test_an_authority_that_is_given_is_believed(tmp_path):
    certify(tmp_path, ("localhost",))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "front.pem", tmp_path / "front.key")
    registry = AnsweringRegistry()
    await registry.server.start_server(ssl=context)
    url = f"https://localhost:{registry.server.port}"
    authorities = (tmp_path / "ca.pem").read_text()
    async with RegistryClient(url, authorities=authorities) as client:
        await client.ping()
    async with RegistryClient(url) as client:
        with pytest.raises(RegistryUnreachable, match="x509"):
            await client.ping()
    await registry.server.close()
