"""What the client finds out about its rights: from a token that says them, or by harmless requests."""

import jwt
import pytest
from aiohttp import web

from docker_lessons.oci.client import RegistryClient, RegistryError
from tests.oci.conftest import CREDENTIAL

REPOSITORY = "demousr/demorep"
KEY = "a key of this test alone, thirty-two bytes"
LIST = f"GET /v2/{REPOSITORY}/tags/list"
UPLOAD = f"POST /v2/{REPOSITORY}/blobs/uploads/"


def grants(*actions, repository=REPOSITORY):
    """Answers with a token that grants this, whatever is asked for."""
    access = [{"type": "repository", "name": repository, "actions": list(actions)}]
    token = jwt.encode({"access": access}, KEY, algorithm="HS256")
    return lambda scopes: web.json_response({"token": token})


def refuses(scopes):
    return web.json_response({"details": "incorrect username or password"}, status=401)


def grants_up_to(*actions):
    """Answers as Docker Hub does to an access token: with all that is asked for, or with a refusal."""

    def answer(scopes):
        asked = {action for one in scopes for action in one.rpartition(":")[2].split(",")}
        if asked <= set(actions):
            return grants(*asked)(scopes)
        return web.json_response({"details": "access token has insufficient scopes"}, status=401)

    return answer


async def access(registry, *actions):
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        return await client.token_access(REPOSITORY, actions)


async def granted(registry, *actions):
    async with RegistryClient(registry.url, CREDENTIAL) as client:
        return await client.granted_by_token(REPOSITORY, actions)


@pytest.mark.parametrize("ask", [access, granted])
@pytest.mark.parametrize(
    ("token", "rights"),
    [
        (grants("pull"), {"pull"}),
        (grants("pull", "push", "delete"), {"pull", "push"}),
        (grants(), set()),
        (grants("pull", "push", repository="demousr/other"), set()),
    ],
    ids=["less", "more", "nothing", "elsewhere"],
)
async def test_a_token_that_says_what_it_grants_is_believed(answering, ask, token, rights):
    answering.wants_tokens(token)
    assert await ask(answering, "pull", "push") == rights
    assert answering.scopes == [["repository:demousr/demorep:pull,push"]]
    assert answering.lines == []


@pytest.mark.parametrize("ask", [access, granted])
async def test_a_credential_that_is_refused_is_an_error(answering, ask):
    answering.wants_tokens(refuses)
    with pytest.raises(RegistryError) as caught:
        await ask(answering, "pull", "push")
    assert caught.value.status == 401
    assert len(answering.scopes) == 1


@pytest.mark.parametrize("rights", [(), ("pull",), ("push",), ("pull", "push")])
async def test_an_access_token_that_is_refused_for_all_is_asked_for_each(answering, rights):
    answering.wants_tokens(grants_up_to(*rights))
    assert await access(answering, "pull", "push") == set(rights)


@pytest.mark.parametrize(("right", "found"), [("pull", {"pull"}), ("push", set())])
async def test_an_access_token_that_is_asked_for_one_right_has_it_or_not(answering, right, found):
    answering.wants_tokens(grants_up_to("pull"))
    assert await access(answering, right) == found
    assert answering.scopes == [[f"repository:demousr/demorep:{right}"]]


@pytest.mark.parametrize(
    "token", [None, lambda scopes: web.json_response({"token": "opaque"})], ids=["none", "opaque"]
)
async def test_no_token_and_one_that_says_nothing_tell_no_rights(answering, token):
    if token:
        answering.wants_tokens(token)
    assert await granted(answering, "pull", "push") is None
    assert [line for line in answering.lines if line != "GET /v2/"] == []


@pytest.mark.parametrize(
    ("right", "requests"),
    [("pull", [LIST]), ("push", [UPLOAD, "DELETE /upload/1"]), ("delete", [])],
)
async def test_without_tokens_a_harmless_request_tells_a_right(answering, right, requests):
    assert await access(answering, right) == ({right} if requests else set())
    assert [line for line in answering.lines if line != "GET /v2/"] == requests


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(("right", "asked"), [("pull", LIST), ("push", UPLOAD)])
async def test_a_right_is_missing_where_the_harmless_request_is_refused(
    answering, right, asked, status
):
    answering.refuses(asked, status, "DENIED")
    assert await access(answering, "pull", "push") == {"pull", "push"} - {right}


async def test_a_repository_that_is_not_there_yet_is_no_missing_right(answering):
    answering.refuses(LIST, 404, "NAME_UNKNOWN")
    assert await access(answering, "pull") == {"pull"}


@pytest.mark.parametrize(("right", "asked"), [("pull", LIST), ("push", UPLOAD)])
async def test_a_registry_in_trouble_tells_no_rights(answering, right, asked):
    answering.refuses(asked, 500)
    with pytest.raises(RegistryError) as caught:
        await access(answering, right)
    assert caught.value.status == 500


async def test_rights_of_a_token_that_says_nothing_are_found_out_with_tokens_for_them(answering):
    """A registry's own kind of token lets in who has it, and its client can't read it."""
    answering.wants_tokens(lambda scopes: web.json_response({"token": "opaque"}))
    assert await access(answering, "pull", "push") == {"pull", "push"}
    pull, push = f"repository:{REPOSITORY}:pull", f"repository:{REPOSITORY}:pull,push"
    assert answering.scopes == [[push], [pull]]
    assert answering.lines[-1] == "DELETE /upload/1"


async def test_a_registry_that_cancels_no_upload_grants_a_push_all_the_same(answering):
    answering.refuses("DELETE /upload/1", 405, "UNSUPPORTED")
    assert await access(answering, "push") == {"push"}
