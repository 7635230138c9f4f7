"""What a registry and its server of tokens hear of a client, and what a client makes of their challenges."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from multidict import CIMultiDict, MultiDict
from yarl import URL

from docker_lessons.oci.client import (
    Credential,
    RegistryClient,
    RegistryError,
    RegistryUnreachable,
)
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.manifest import MEDIA_TYPE_DOCKER_MANIFEST
from docker_lessons.oci.transport import Transport
from tests.docker_hub import certify

REPOSITORY = "demousr/demorep"
TAGS = f"GET /v2/{REPOSITORY}/tags/list"
PUT = f"PUT /v2/{REPOSITORY}/manifests/1.0"
CREDENTIAL = Credential("demousr", "brown fox jumps")
BASIC = 'Basic realm="x"'
WRONG = Credential("demousr", "red fox sleeps")


@dataclass(frozen=True)
class Heard:
    """One request."""

    line: str
    raw_query: str
    query: MultiDict[str]
    headers: CIMultiDict[str]
    body: bytes

    @property
    def authorization(self) -> str:
        return self.headers.get("Authorization", "")


class Registry:
    """Answers every request that its challenge does not keep out, and gives tokens, numbered, at `/token`."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.challenge: str | list[str] | None = None
        """What it says with 401, '' for nothing, a list for several; None if it is open. `HOST` becomes its address."""
        self.opened_by = CREDENTIAL.basic()
        """What an `Authorization` begins with that it lets in."""
        self.open_to = {"/token"}
        """Paths that need no authentication."""
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = b'{"tags": ["1.0"]}'
        self.tokens: Any = None
        """What its server of tokens answers; None for numbered tokens that are valid for an hour."""
        self.token_status = 200
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def lines(self) -> list[str]:
        """Method and path of each request, as they were sent."""
        return [each.line for each in self.heard]

    @property
    def authorizations(self) -> list[str]:
        """What each request to the registry itself proved who asks with, '' for nothing."""
        return [each.authorization for each in self.heard if "/token" not in each.line]

    @property
    def for_tokens(self) -> list[Heard]:
        """The requests to its server of tokens."""
        return [each for each in self.heard if "/token" in each.line]

    def use_tokens(self, more: str = ',service="registry.example"', query: str = "") -> None:
        """Has it ask for a token of its own server."""
        self.challenge = f'Bearer realm="http://HOST/token{query}"{more}'
        self.opened_by = "Bearer "

    async def _answer(self, request: web.Request) -> web.Response:
        raw = URL(request.raw_path, encoded=True)
        line = f"{request.method} {raw.raw_path}"
        body = await request.read()
        headers = CIMultiDict(request.headers)
        query = MultiDict(request.query)
        self.heard.append(Heard(line, raw.raw_query_string, query, headers, body))
        if request.path == "/token":
            number = len(self.for_tokens)
            answer = {"token": f"t{number}", "expires_in": 3600}
            told = answer if self.tokens is None else self.tokens
            return web.json_response(told, status=self.token_status)
        authorization = request.headers.get("Authorization", "")
        is_in = self.challenge is None or request.path in self.open_to
        if not is_in and not authorization.startswith(self.opened_by):
            refusal = web.Response(status=401)
            for said in [self.challenge] if isinstance(self.challenge, str) else self.challenge:
                if said:
                    refusal.headers.add("WWW-Authenticate", said.replace("HOST", request.host))
            return refusal
        return web.Response(status=self.status, body=self.body, headers=self.headers)


@pytest.fixture
async def registry() -> AsyncIterator[Registry]:
    """A registry of this test's own, open to all."""
    made = Registry()
    async with made.server:
        yield made


async def put_manifest(client: RegistryClient) -> None:
    await client.put_manifest(REPOSITORY, "1.0", MEDIA_TYPE_DOCKER_MANIFEST, b"{}")


@asynccontextmanager
async def transport_to(registry: Registry) -> AsyncIterator[Transport]:
    made = Transport(registry.url, None, None, "test")
    made.open()
    try:
        yield made
    finally:
        await made.close()


async def test_an_open_registry_is_asked_for_no_more_than_is_wanted(registry):
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        assert await client.tags(REPOSITORY) == ["1.0"]
    assert registry.lines == [TAGS]
    assert registry.authorizations == [""]


async def test_a_password_is_sent_when_it_is_asked_for_and_from_then_on_at_once(registry):
    registry.challenge = BASIC
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        for _ in range(2):
            assert await client.tags(REPOSITORY) == ["1.0"]
    assert registry.lines == [TAGS] * 3
    assert registry.authorizations == ["", CREDENTIAL.basic(), CREDENTIAL.basic()]


async def test_a_wrong_password_is_sent_once_for_each_request(registry):
    registry.challenge = BASIC
    async with RegistryClient(registry.url, WRONG) as client:
        for _ in range(2):
            with pytest.raises(RegistryError) as caught:
                await client.tags(REPOSITORY)
            assert (caught.value.status, caught.value.asked) == (401, "")
    assert registry.authorizations == ["", WRONG.basic(), WRONG.basic()]


async def test_what_is_wanted_is_said_again_with_the_password(registry):
    registry.challenge = BASIC
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        for _ in range(2):
            await client.manifest(REPOSITORY, "1.0", ["a/b", "c/d"])
    assert [each.headers["Accept"] for each in registry.heard] == ["a/b, c/d"] * 3


async def test_what_is_asked_with_a_query_is_asked_so_again_with_the_password(registry):
    registry.challenge = BASIC
    registry.status = 201
    digest = sha256(b"layer")
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        assert await client.mount_blob(REPOSITORY, digest, "demousr/other")
    wanted = {"mount": digest, "from": "demousr/other"}
    assert [dict(each.query) for each in registry.heard] == [wanted, wanted]


@pytest.mark.parametrize("challenge", [None, BASIC])
async def test_what_is_sent_goes_out_once_when_it_is_known_how_to_be_let_in(registry, challenge):
    registry.challenge = challenge
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        await put_manifest(client)
    assert registry.lines == ["GET /v2/", PUT]
    assert registry.authorizations == ["", CREDENTIAL.basic() if challenge else ""]
    assert registry.heard[-1].headers["Content-Type"] == MEDIA_TYPE_DOCKER_MANIFEST
    assert registry.heard[-1].body == b"{}"


async def test_what_is_sent_goes_out_at_once_where_that_is_known_already(registry):
    registry.challenge = BASIC
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        await client.tags(REPOSITORY)
        await put_manifest(client)
    assert registry.lines == [TAGS, TAGS, PUT]


async def test_a_blob_is_sent_whole_to_a_registry_with_a_password(registry):
    async def pieces():
        yield b"half a "
        yield b"layer"

    registry.challenge = BASIC
    registry.headers = {"Location": f"/v2/{REPOSITORY}/blobs/uploads/1?state=x"}
    digest = sha256(b"half a layer")
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        await client.put_blob(REPOSITORY, digest, 12, pieces())
    sent = registry.heard[-1]
    assert sent.line == f"PUT /v2/{REPOSITORY}/blobs/uploads/1"
    assert dict(sent.query) == {"state": "x", "digest": digest}
    assert sent.body == b"half a layer"


async def test_where_a_password_is_asked_for_only_then_all_is_sent_again(registry):
    registry.challenge = BASIC
    registry.open_to.add("/v2/")
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        await put_manifest(client)
    assert registry.lines == ["GET /v2/", PUT, PUT]
    assert [each.body for each in registry.heard] == [b"", b"{}", b"{}"]
    assert registry.heard[-1].headers["Content-Type"] == MEDIA_TYPE_DOCKER_MANIFEST


async def test_a_registry_that_does_not_say_how_to_be_let_in_is_not_asked_again(registry):
    registry.challenge = ""
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        with pytest.raises(RegistryError) as caught:
            await client.tags(REPOSITORY)
    assert (caught.value.status, caught.value.code) == (401, "UNAUTHORIZED")
    assert caught.value.asked == ""
    assert registry.authorizations == [""]


async def test_a_registry_is_there_that_does_not_say_how_to_be_let_in(registry):
    registry.challenge = ""
    registry.open_to.add(PUT.removeprefix("PUT "))
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        await client.reach()
        await put_manifest(client)
    assert registry.heard[-1].line == PUT


async def test_a_registry_that_answers_with_a_failure_is_not_reached(registry):
    registry.status = 503
    async with RegistryClient(registry.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.reach()
    assert caught.value.status == 503


@pytest.mark.parametrize(
    ("challenge", "credential"), [(BASIC, None), ("Negotiate", CREDENTIAL), ("Negotiate", None)]
)
async def test_who_cannot_be_let_in_learns_what_was_not_asked(registry, challenge, credential):
    registry.challenge = challenge
    path = f"/v2/{REPOSITORY}/manifests/1.0"
    async with RegistryClient(registry.url, credential) as client:
        for _ in range(2):
            with pytest.raises(RegistryError) as caught:
                await client.digest(REPOSITORY, "1.0")
            assert (caught.value.status, caught.value.code) == (401, "")
            assert caught.value.asked == f'Head "{registry.url}{path}"'
            assert str(caught.value) == caught.value.message != ""
    assert registry.authorizations == [""]


async def test_what_was_not_asked_is_named_without_its_query(registry):
    registry.challenge = BASIC
    async with RegistryClient(registry.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.mount_blob(REPOSITORY, sha256(b"layer"), "demousr/other")
    assert caught.value.asked == f'Post "{registry.url}/v2/{REPOSITORY}/blobs/uploads/"'


async def test_a_token_is_asked_for_with_the_password_and_sent_in_its_place(registry):
    registry.use_tokens()
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        assert await client.tags(REPOSITORY) == ["1.0"]
    assert registry.lines == [TAGS, "GET /token", TAGS]
    (asked,) = registry.for_tokens
    assert dict(asked.query) == {
        "account": "demousr",
        "service": "registry.example",
        "scope": f"repository:{REPOSITORY}:pull",
    }
    assert asked.authorization == CREDENTIAL.basic()
    assert registry.authorizations == ["", "Bearer t1"]


async def test_a_stranger_gets_a_token_without_a_password(registry):
    registry.use_tokens()
    async with RegistryClient(registry.url) as client:
        assert await client.tags(REPOSITORY) == ["1.0"]
    (asked,) = registry.for_tokens
    assert set(asked.query) == {"service", "scope"}
    assert asked.authorization == ""


async def test_a_token_is_asked_for_each_right_that_is_needed(registry):
    registry.use_tokens()
    registry.status = 201
    async with RegistryClient(registry.url) as client:
        await client.mount_blob(REPOSITORY, sha256(b"layer"), "demousr/other")
    (asked,) = registry.for_tokens
    assert asked.query.getall("scope") == [
        f"repository:{REPOSITORY}:pull,push",
        "repository:demousr/other:pull",
    ]


async def test_a_server_of_tokens_may_have_a_query_of_its_own(registry):
    registry.use_tokens(query="?tenant=a%26%62")
    async with RegistryClient(registry.url) as client:
        await client.tags(REPOSITORY)
    (asked,) = registry.for_tokens
    assert asked.raw_query.startswith("tenant=a%26%62&")
    assert asked.query["tenant"] == "a&b"
    assert asked.query["service"] == "registry.example"


async def test_a_service_that_is_not_named_is_not_made_up(registry):
    registry.use_tokens("")
    async with RegistryClient(registry.url) as client:
        await client.tags(REPOSITORY)
    (asked,) = registry.for_tokens
    assert asked.query.get("service", "") == ""


async def test_without_an_address_for_tokens_no_password_is_sent(registry):
    registry.challenge = 'Bearer service="registry.example"'
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        with pytest.raises(RegistryError) as caught:
            await client.tags(REPOSITORY)
    assert caught.value.asked == f'Get "{registry.url}{TAGS.removeprefix("GET ")}"'
    assert registry.authorizations == [""]
    assert registry.lines == [TAGS]


@pytest.mark.parametrize(
    ("answer", "token"),
    [
        ({"token": "one"}, "one"),
        ({"access_token": "two"}, "two"),
        ({"token": "", "access_token": "two"}, "two"),
        ({"token": "one", "access_token": "one"}, "one"),
    ],
)
async def test_a_token_has_one_of_two_names(registry, answer, token):
    registry.use_tokens()
    registry.tokens = answer
    async with RegistryClient(registry.url) as client:
        await client.tags(REPOSITORY)
    assert registry.authorizations == ["", f"Bearer {token}"]


@pytest.mark.parametrize("answer", [{}, {"token": ""}, {"token": None}, [], ["token"], "t", 5])
async def test_an_answer_without_a_token_is_a_failure(registry, answer):
    registry.use_tokens()
    registry.tokens = answer
    async with RegistryClient(registry.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.tags(REPOSITORY)
    assert (caught.value.status, caught.value.code) == (200, "")
    assert caught.value.asked == f'Get "{registry.url}{TAGS.removeprefix("GET ")}"'
    assert str(caught.value) == caught.value.message != ""
    assert registry.authorizations == [""]


async def test_a_refused_token_is_told_with_what_it_was_wanted_for(registry):
    registry.use_tokens()
    registry.token_status = 401
    registry.tokens = {"details": "incorrect username or password"}
    path = f"/v2/{REPOSITORY}/manifests/1.0"
    async with RegistryClient(registry.url, WRONG) as client:
        for _ in range(2):
            with pytest.raises(RegistryError) as caught:
                await client.digest(REPOSITORY, "1.0")
            assert (caught.value.status, caught.value.code) == (401, "UNAUTHORIZED")
            assert caught.value.message == "incorrect username or password"
            assert caught.value.asked == f'Head "{registry.url}{path}"'
    assert registry.lines == [f"HEAD {path}", "GET /token", "GET /token"]


async def test_a_server_of_tokens_that_is_away_is_told_with_what_was_wanted(registry):
    registry.challenge = 'Bearer realm="http://127.0.0.1:1/token"'
    async with RegistryClient(registry.url) as client:
        with pytest.raises(RegistryUnreachable) as caught:
            await client.tags(REPOSITORY)
    assert str(caught.value).startswith('Get "http://127.0.0.1:1/token": ')
    assert caught.value.asked == f'Get "{registry.url}{TAGS.removeprefix("GET ")}"'


@pytest.mark.parametrize(
    ("challenge", "said"),
    [
        ("Bearer", "no realm specified for token auth challenge"),
        ('Bearer realm="",service="x"', "no realm specified for token auth challenge"),
        (
            'Bearer realm="/token",service="x"',
            'Get "/token?scope=repository%3Ademousr%2Fdemorep%3Apull&service=x": unsupported protocol scheme ""',
        ),
        (
            'Bearer realm="http:///token?a=b"',
            'Get "http:///token?a=b&scope=repository%3Ademousr%2Fdemorep%3Apull": http: no Host in request URL',
        ),
    ],
    ids=["nothing", "no address", "a path", "no host"],
)
async def test_a_challenge_that_names_no_server_of_tokens_is_a_registrys_error(
    registry, challenge, said
):
    registry.challenge = challenge
    async with RegistryClient(registry.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.tags(REPOSITORY)
    assert not isinstance(caught.value, RegistryUnreachable)
    assert (caught.value.status, str(caught.value)) == (0, said)


async def test_whoever_asks_for_no_right_asks_for_a_token_without_one(registry):
    registry.challenge = 'Bearer realm="/token"'
    async with RegistryClient(registry.url) as client:
        with pytest.raises(RegistryError) as caught:
            await client.ping()
    assert str(caught.value) == 'Get "/token": unsupported protocol scheme ""'


async def test_what_a_token_is_asked_for_is_in_the_order_of_gos_clients(registry):
    registry.use_tokens()
    registry.status, registry.headers = 202, {"Location": "/upload/1"}
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        await client.mount_blob(REPOSITORY, sha256(b"layer"), "demousr/another")
    assert registry.for_tokens[0].raw_query == (
        "account=demousr&scope=repository%3Ademousr%2Fdemorep%3Apull%2Cpush"
        "&scope=repository%3Ademousr%2Fanother%3Apull&service=registry.example"
    )


async def test_each_right_has_a_token_of_its_own_which_is_kept(registry):
    registry.use_tokens()
    registry.status = 202
    async with RegistryClient(registry.url) as client:
        for _ in range(2):
            await client.tags(REPOSITORY)
            await client.delete_manifest(REPOSITORY, sha256(b"{}"))
    sent = ["Bearer t1", "Bearer t2"]
    assert registry.authorizations == ["", *sent, *sent]


@pytest.mark.parametrize(
    ("lifetime", "asked"),
    [
        ({"expires_in": 3600}, 1),
        ({"expires_in": 0}, 2),
        ({}, 1),
        ({"expires_in": None}, 1),
        ({"expires_in": "3600"}, 1),
    ],
)
async def test_a_token_is_kept_while_it_is_valid_a_minute_if_nothing_is_said(
    registry, lifetime, asked
):
    registry.use_tokens()
    registry.tokens = {"token": "one"} | lifetime
    async with RegistryClient(registry.url) as client:
        for _ in range(2):
            await client.tags(REPOSITORY)
    assert len(registry.for_tokens) == asked


async def test_a_token_is_replaced_before_it_ends(registry):
    registry.use_tokens()
    registry.tokens = {"token": "one", "expires_in": 1}
    async with RegistryClient(registry.url) as client:
        await client.tags(REPOSITORY)
        await asyncio.sleep(0.9)
        await client.tags(REPOSITORY)
    assert len(registry.for_tokens) == 2


@pytest.mark.parametrize("challenge", [None, "", BASIC])
async def test_a_registry_without_tokens_has_none_that_says_what_is_granted(registry, challenge):
    registry.challenge = challenge
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        assert await client.granted_by_token(REPOSITORY, ["pull"]) is None
    assert registry.lines == ["GET /v2/"]


@pytest.mark.parametrize("has_session", [False, True])
async def test_each_request_says_who_asks_and_wants_the_bytes_as_they_are(registry, has_session):
    registry.use_tokens()
    async with aiohttp.ClientSession() as given:
        session = given if has_session else None
        async with RegistryClient(registry.url, session=session, user_agent="demo/1") as client:
            await client.tags(REPOSITORY)
            await put_manifest(client)
    sent = {
        (each.headers["User-Agent"], each.headers["Accept-Encoding"]) for each in registry.heard
    }
    assert sent == {("demo/1", "identity")}


async def test_a_given_session_is_used_and_stays_open(registry):
    async with aiohttp.ClientSession(headers={"X-From": "the session"}) as session:
        for _ in range(2):
            async with RegistryClient(registry.url, session=session) as client:
                await client.tags(REPOSITORY)
    assert [each.headers["X-From"] for each in registry.heard] == ["the session"] * 2


async def test_a_client_asks_only_inside_of_its_block_which_may_be_entered_again(registry):
    client = RegistryClient(registry.url)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="async with"):
            await client.ping()
        async with client:
            await client.ping()
    assert registry.lines == ["GET /v2/"] * 2


@pytest.mark.parametrize(("credential", "account"), [(CREDENTIAL, "demousr"), (None, "")])
def test_a_client_knows_whose_it_is(credential, account):
    assert RegistryClient("http://127.0.0.1:1", credential).account == account


async def test_bytes_arrive_as_they_were_sent_even_if_a_server_calls_them_compressed(registry):
    registry.body = gzip.compress(b"layer")
    registry.headers = {"Content-Encoding": "gzip"}
    async with RegistryClient(registry.url) as client:
        chunks = client.blob(REPOSITORY, sha256(registry.body))
        assert b"".join([chunk async for chunk in chunks]) == registry.body


async def test_an_address_that_is_text_is_sent_as_it_is_written(registry):
    async with transport_to(registry) as transport, transport.request("GET", "/v2/%41/b?c=%42"):
        pass
    assert registry.lines == ["GET /v2/%41/b"]


async def test_an_authority_that_is_given_is_believed_and_no_other(tmp_path):
    certify(tmp_path, ("localhost",))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "front.pem", tmp_path / "front.key")
    made = Registry()
    await made.server.start_server(ssl=context)
    url = f"https://localhost:{made.server.port}"
    try:
        async with RegistryClient(url, authorities=(tmp_path / "ca.pem").read_text()) as client:
            assert await client.tags(REPOSITORY) == ["1.0"]
        async with RegistryClient(url) as client:
            with pytest.raises(RegistryUnreachable):
                await client.tags(REPOSITORY)
    finally:
        await made.server.close()
    assert made.lines == [TAGS]


@pytest.mark.parametrize("lifetime", [10**400, -5, True, 1.5, "60", None])
async def test_a_token_of_an_odd_lifetime_is_used_all_the_same(registry, lifetime):
    registry.use_tokens()
    registry.tokens = {"token": "t", "expires_in": lifetime}
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        assert await client.tags(REPOSITORY) == ["1.0"]


BEARER = 'Bearer realm="http://HOST/token",service="x"'


@pytest.mark.parametrize(
    ("challenges", "proof"),
    [
        (["Negotiate", 'Basic realm="x"'], "Basic"),
        (['Negotiate, Basic realm="x"'], "Basic"),
        (['Negotiate YII/+a==, Basic realm="x"'], "Basic"),
        (['Digest realm="y", Basic realm="x"'], "Basic"),
        (['Digest realm="a, b", nonce="Basic c", Basic realm="x"'], "Basic"),
        ([f'Basic realm="x", {BEARER}'], "Bearer"),
        (['Basic realm="x"', BEARER], "Bearer"),
        ([BEARER, 'Basic realm="x"'], "Bearer"),
    ],
)
async def test_of_several_challenges_the_one_that_is_known_is_met(registry, challenges, proof):
    """RFC 9110, section 11.6.1: in one field or in several; a token before a password, as with Docker."""
    registry.challenge, registry.opened_by = challenges, proof
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        assert await client.tags(REPOSITORY) == ["1.0"]
