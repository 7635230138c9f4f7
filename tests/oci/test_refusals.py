"""What becomes of a registry's refusal: its code, its message, how long to wait, and what is said of it."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from email.utils import formatdate

import aiohttp
import pytest
from aiohttp import web

from docker_lessons.oci.client import (
    Credential,
    RegistryClient,
    RegistryError,
    RegistryUnreachable,
)
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.errors import UnreadableRefusal
from docker_lessons.oci.refusals import raise_for_error, seconds_to_wait
from tests import programs
from tests.oci.answering import AnsweringRegistry, Handler

NOW = 784_111_777
"""Sun, 06 Nov 1994 08:49:37 GMT, the time in RFC 9110's examples, in seconds since the epoch."""
PAGE = "<html><h1>Blocked</h1></html>"
PULL_LIMIT = {"code": "TOOMANYREQUESTS", "message": "You have reached your pull rate limit."}


def listing(*errors: object) -> str:
    """A body in the form of the OCI distribution specification."""
    return json.dumps({"errors": errors})


async def answered(
    status: int,
    body: str | bytes = "",
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Has a registry answer so, and looks for a refusal."""
    registry = AnsweringRegistry()
    data = body.encode() if isinstance(body, str) else body
    registry.answers(f"{method} /v2/", status, data, headers)
    async with (
        registry.server,
        aiohttp.ClientSession() as session,
        session.request(method, f"{registry.url}/v2/") as response,
    ):
        await raise_for_error(response)


async def refused(
    status: int,
    body: str | bytes = "",
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> RegistryError:
    """What becomes of such an answer, which is a refusal."""
    with pytest.raises(RegistryError) as caught:
        await answered(status, body, method=method, headers=headers)
    assert caught.value.status == status
    return caught.value


@pytest.mark.parametrize("status", [200, 202, 304, 399])
async def test_a_status_below_400_is_no_refusal(status):
    await answered(status, "" if status == 304 else listing(PULL_LIMIT))


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_a_listed_error_keeps_what_the_registry_said(status):
    detail = {"name": "demousr/demorep", "reference": ["1.0", None]}
    entry = {"code": "NAME_UNKNOWN", "message": "no such repository", "detail": detail}
    error = await refused(status, listing(entry))
    assert (error.code, error.message) == ("NAME_UNKNOWN", "no such repository")
    assert error.detail == detail
    assert error.asked == ""


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ({}, "", ""),
        ({"code": None, "message": None}, "", ""),
        ({"code": "DENIED"}, "DENIED", ""),
        ({"message": "not here"}, "", "not here"),
    ],
)
async def test_what_a_listed_error_leaves_out_is_empty(entry, code, message):
    error = await refused(403, listing(entry))
    assert (error.code, error.message, error.detail) == (code, message, None)


async def test_nothing_in_a_list_of_errors_is_one_that_nobody_knows():
    error = await refused(429, listing(None, PULL_LIMIT))
    assert (error.code, str(error)) == ("", "unknown")
    assert error.others == (f"toomanyrequests: {PULL_LIMIT['message']}",)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"code": "DENIED"}, "denied"),
        ({"code": "DENIED", "message": "requested access to the resource is denied"}, "denied"),
        ({"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}, "manifest unknown"),
        ({"code": "NO_SUCH_CODE"}, "unknown"),
    ],
)
async def test_an_error_that_says_no_more_than_its_code_is_the_code_alone(entry, said):
    bare = await refused(404, listing(entry))
    assert bare.is_bare
    assert str(bare) == said
    whole = await refused(404, listing(entry | {"detail": {"tag": "1.0"}}))
    assert not whole.is_bare
    assert str(whole) == f"{said}: {entry.get('message', '')}"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("DENIED", "denied: not yours"),
        ("BLOB_UPLOAD_INVALID", "blob upload invalid: not yours"),
        ("", "unknown: not yours"),
        ("NO_SUCH_CODE", "unknown: not yours"),
    ],
)
async def test_an_error_is_told_with_its_code_in_words(code, said):
    error = await refused(403, listing({"code": code, "message": "not yours"}))
    assert str(error) == said
    assert error.whole == said


async def test_several_errors_are_told_as_dockers_client_tells_them():
    codes = ("NAME_INVALID", "DENIED", "UNSUPPORTED")
    error = await refused(400, listing(*({"code": code, "message": "no"} for code in codes)))
    assert str(error) == "name invalid: no"
    assert error.others == ("denied: no", "unsupported: no")
    assert error.whole == "errors:\nname invalid: no\ndenied: no\nunsupported: no\n"


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "UNAUTHORIZED"), (403, "DENIED"), (404, "UNKNOWN"), (429, "TOOMANYREQUESTS")],
)
@pytest.mark.parametrize("more", [{}, {"errors": [PULL_LIMIT]}], ids=["alone", "beside a list"])
async def test_details_are_the_message_by_which_docker_hub_refuses(status, code, more):
    error = await refused(status, json.dumps({"Details": "not today"} | more))
    assert (error.code, error.message) == (code, "not today")
    assert str(error) == f"{code.lower()}: not today"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"detail": "object not found"}, "object not found"),
        ({"message": "object not found"}, "object not found"),
        ({"detail": "object not found", "message": "see detail"}, "object not found"),
        ({"details": "", "detail": None, "message": "object not found"}, "object not found"),
        ({"message": {"a": [None, True]}}, "Not Found"),
        ({"details": 5}, "Not Found"),
    ],
)
async def test_another_text_is_kept_for_people_while_docker_cannot_read_it(document, message):
    error = await refused(404, json.dumps(document))
    assert isinstance(error, UnreadableRefusal)
    assert (error.code, error.message) == ("", message)
    assert "no error details found" in str(error)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("body", ["", PAGE, "[]"])
async def test_who_is_not_let_in_is_told_so_whatever_the_body_is(method, body):
    error = await refused(401, body, method=method)
    assert error.code == "UNAUTHORIZED"
    assert str(error) == "unauthorized: authentication required"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "unexpected end of JSON input"),
        (" \n", "unexpected end of JSON input"),
        ('{"errors": ', "unexpected end of JSON input"),
        ('{"errors', "unexpected end of JSON input"),
        (PAGE, "invalid character '<'"),
        ("'no'", r"invalid character '\''"),
        ("«no»", "invalid character 'Â'"),
        ("[" * 20_000, "invalid character '['"),
        ("[]", "cannot unmarshal array into Go value of type struct { Errors []errcode.Error }"),
        ('"no"', "cannot unmarshal string"),
        ("false", "cannot unmarshal bool"),
        ("403", "cannot unmarshal number"),
        ("4.03", "cannot unmarshal number"),
        ("null", "no error details found"),
        ("{}", "no error details found"),
        ('{"errors": []}', "no error details found"),
        ('{"errors": null}', "no error details found"),
    ],
)
async def test_a_body_that_lists_no_error_is_shown_with_gos_reason(body, why):
    """The reasons are those of Go's encoding/json, which dockerd passes on."""
    error = await refused(403, body)
    assert isinstance(error, UnreadableRefusal)
    assert (error.code, error.message, error.detail) == ("", "Forbidden", None)
    said = str(error)
    assert "HTTP 403" in said
    assert why in said
    assert said.endswith(f": {json.dumps(body, ensure_ascii=False)}")


@pytest.mark.parametrize("errors", [{"code": "DENIED"}, "DENIED", 5, True, ["DENIED"], [[]]])
async def test_errors_in_another_form_than_the_specifications_are_unreadable(errors):
    error = await refused(403, json.dumps({"errors": errors}))
    assert isinstance(error, UnreadableRefusal)
    assert (error.code, error.message) == ("", "Forbidden")


async def test_a_body_in_no_known_encoding_is_shown_as_far_as_it_can_be():
    error = await refused(403, b"ferm\xe9 ici")
    assert isinstance(error, UnreadableRefusal)
    assert "ferm" in str(error)
    assert " ici" in str(error)


async def test_of_a_long_page_only_the_beginning_is_told():
    error = await refused(403, "0123456789" * 30_000)
    assert "0123456789" in str(error)
    assert len(str(error)) < (1 << 16) + 1000


@pytest.mark.parametrize(
    ("status", "method", "meaning"),
    [
        (500, "GET", "Internal Server Error"),
        (502, "GET", "Bad Gateway"),
        (503, "HEAD", "Service Unavailable"),
        (403, "HEAD", "Forbidden"),
        (404, "HEAD", "Not Found"),
        (429, "HEAD", "Too Many Requests"),
    ],
)
async def test_a_broken_server_and_an_answer_to_head_are_told_by_their_status(
    status, method, meaning
):
    error = await refused(status, PAGE, method=method)
    assert isinstance(error, UnreadableRefusal)
    assert (error.code, error.message) == ("", meaning)
    assert str(error).endswith(f": {status} {meaning}")


@pytest.mark.parametrize("body", [PAGE, json.dumps({"errors": []})])
async def test_a_status_without_a_meaning_is_told_as_its_number(body):
    error = await refused(499, body)
    assert error.message == "499"


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("said", "code"), [("insufficient_scope", "DENIED"), ("invalid_token", "UNAUTHORIZED")]
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_what_a_challenge_says_comes_before_the_body(status, said, code, method):
    headers = {"WWW-Authenticate": f'Bearer realm="http://127.0.0.1:1/token",error="{said}"'}
    error = await refused(status, listing(PULL_LIMIT), method=method, headers=headers)
    assert error.code == code
    assert error.message
    told = f"toomanyrequests: {PULL_LIMIT['message']}"
    assert error.others == ((told,) if method == "GET" else ())


@pytest.mark.parametrize(
    ("status", "challenge"),
    [
        (401, 'Bearer realm="http://127.0.0.1:1/token"'),
        (401, 'Bearer realm="http://127.0.0.1:1/token",error="invalid_request"'),
        (403, 'Basic realm="x"'),
        (500, 'Bearer realm="http://127.0.0.1:1/token",error="insufficient_scope"'),
        (503, 'Bearer realm="http://127.0.0.1:1/token",error="invalid_token"'),
    ],
)
async def test_a_challenge_without_a_reason_and_that_of_a_broken_server_say_nothing(
    status, challenge
):
    headers = {"WWW-Authenticate": challenge}
    error = await refused(status, listing(PULL_LIMIT), headers=headers)
    assert error.code == "TOOMANYREQUESTS"
    assert error.others == ()


@pytest.mark.parametrize("body", [listing(PULL_LIMIT, PULL_LIMIT), PAGE])
async def test_a_refusal_says_how_long_to_wait(body):
    error = await refused(429, body, headers={"Retry-After": "90"})
    assert error.wait == 90


async def test_a_refusal_says_until_when_to_wait():
    in_an_hour = formatdate(time.time() + 3600, usegmt=True)
    error = await refused(429, headers={"Retry-After": in_an_hour})
    assert 3500 < error.wait <= 3600


async def test_a_refusal_that_does_not_say_how_long_is_nothing_to_wait_for():
    error = await refused(429, listing(PULL_LIMIT))
    assert error.wait == 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": " 0 "}, 0),
        ({"Retry-After": "Sun, 06 Nov 1994 08:50:37 GMT"}, 60),
        ({"Retry-After": "Sunday, 06-Nov-94 08:50:37 GMT"}, 60),
        ({"Retry-After": "Sun, 06 Nov 1994 08:48:37 GMT"}, 0),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "soon"}, 0),
        ({"X-RateLimit-Reset": f"{NOW + 300}"}, 300),
        ({"X-RateLimit-Reset": f"{NOW - 300}"}, 0),
        ({"X-RateLimit-Reset": "soon"}, 0),
        ({"RateLimit-Remaining": "0;w=21600"}, 21_600),
        ({"RateLimit-Remaining": " 0 ; w=21600 "}, 21_600),
        ({"RateLimit-Remaining": "76;w=21600"}, 0),
        ({"RateLimit-Remaining": "0"}, 0),
        ({"Retry-After": "soon", "X-RateLimit-Reset": f"{NOW + 300}"}, 300),
        ({"Retry-After": "5", "X-RateLimit-Reset": f"{NOW + 300}"}, 5),
        ({"X-RateLimit-Reset": f"{NOW + 9}", "RateLimit-Remaining": "0;w=21600"}, 9),
        ({"X-RateLimit-Reset": "soon", "RateLimit-Remaining": "0;w=21600"}, 21_600),
    ],
)
def test_a_server_says_in_several_ways_how_long_to_wait(headers, seconds):
    assert seconds_to_wait(headers, NOW) == seconds


async def test_who_is_not_there_has_said_nothing():
    async with RegistryClient(f"http://127.0.0.1:{programs.free_port()}") as client:
        with pytest.raises(RegistryUnreachable) as caught:
            await client.ping()
    error = caught.value
    assert (error.status, error.code, error.detail, error.asked) == (0, "", None, "")
    assert (error.wait, error.others) == (0, ())
    assert error.whole == error.message == str(error)


@pytest.mark.parametrize(
    ("errors", "why"),
    [
        (5, "number into Go struct field .Errors of type []errcode.Error"),
        ({"code": "DENIED"}, "object into Go struct field .Errors of type []errcode.Error"),
        ([PULL_LIMIT, "DENIED"], "string into Go struct field .Errors of type errcode.Error"),
        ([{"code": 5}], "number into Go struct field Error.Errors.code of type errcode.ErrorCode"),
        ([{"message": [1]}], "array into Go struct field Error.Errors.message of type string"),
    ],
)
async def test_a_list_in_another_form_is_told_as_go_tells_it(errors, why):
    error = await refused(403, json.dumps({"errors": errors}))
    assert isinstance(error, UnreadableRefusal)
    assert f": json: cannot unmarshal {why}: " in str(error)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_broken_servers_list_is_kept_for_people(status):
    error = await refused(status, listing({"code": "UNAVAILABLE", "message": "back at noon"}))
    assert (error.code, error.message) == ("UNAVAILABLE", "back at noon")
    assert "received unexpected HTTP status" in str(error)


async def test_what_a_challenge_describes_is_the_message():
    described = 'Bearer realm="x",error="insufficient_scope",error_description="no push"'
    error = await refused(403, PAGE, headers={"WWW-Authenticate": described})
    assert (error.code, error.message, error.others) == ("DENIED", "no push", ())


async def test_only_a_bearers_challenge_says_a_reason():
    headers = {"WWW-Authenticate": 'Basic realm="x",error="insufficient_scope"'}
    error = await refused(403, listing(PULL_LIMIT), headers=headers)
    assert error.code == "TOOMANYREQUESTS"


async def test_a_refusal_that_comes_in_pieces_is_read_to_its_end():
    whole = listing({"code": "DENIED", "message": "not yours"}).encode()

    async def answer(request: web.Request) -> web.StreamResponse:
        answering = web.StreamResponse(status=403)
        await answering.prepare(request)
        for piece in (whole[:20], whole[20:30], whole[30:]):
            await answering.write(piece)
            await asyncio.sleep(0.02)
        return answering

    error = await caught_of(answer, lambda client: client.tags("demousr/demorep"))
    assert (error.code, error.message) == ("DENIED", "not yours")


async def broken_off(request: web.Request) -> web.StreamResponse:
    """Says that a hundred bytes come, and goes away."""
    status = 403 if "refused" in request.path else 200
    answering = web.StreamResponse(status=status, headers={"Content-Length": "100"})
    await answering.prepare(request)
    assert request.transport is not None
    request.transport.close()
    return answering


async def broken_off_for_tokens(request: web.Request) -> web.StreamResponse:
    if request.path == "/token":
        return await broken_off(request)
    challenge = f'Bearer realm="http://{request.host}/token"'
    return web.Response(status=401, headers={"WWW-Authenticate": challenge})


@pytest.mark.parametrize(
    ("answer", "repository"),
    [(broken_off, "a/refused"), (broken_off, "a/b"), (broken_off_for_tokens, "a/b")],
    ids=["a refusal", "an answer", "a token"],
)
async def test_an_answer_that_breaks_off_is_a_registry_that_was_not_reached(answer, repository):
    error = await caught_of(answer, lambda client: client.tags(repository))
    assert isinstance(error, RegistryUnreachable)
    assert str(error).endswith(": unexpected EOF")
    assert isinstance(error.__cause__, aiohttp.ClientPayloadError)


@pytest.mark.parametrize(
    ("place", "headers", "body"),
    [
        ("realm", {"WWW-Authenticate": 'Bearer realm="http://[bad"'}, None),
        ("realm", {"WWW-Authenticate": 'Bearer realm="http://127.0.0.1:99999/token"'}, None),
        ("Link", {"Link": '<http://[bad>; rel="next"'}, {"tags": ["1.0"]}),
        ("tags", {}, {"tags": 5}),
        ("tags", {}, {"tags": {"1.0": {}}}),
        ("tags", {}, "1.0"),
        ("tags", {}, None),
        ("Location", {"Location": "http://[bad"}, None),
    ],
)
async def test_what_cannot_be_read_in_an_answer_is_a_registrys_error(place, headers, body):
    status = 401 if "WWW-Authenticate" in headers else 200

    async def answer(request: web.Request) -> web.Response:
        return web.Response(
            status=202 if request.method == "POST" else status,
            headers=headers,
            body=b"<html>" if body is None else json.dumps(body).encode(),
        )

    async def ask(client: RegistryClient) -> object:
        if place == "Location":
            return await client.mount_blob("a/b", sha256(b""), "a/c")
        return await client.tags("a/b")

    error = await caught_of(answer, ask)
    assert not isinstance(error, RegistryUnreachable)
    expected = {"Location": 202, "realm": 0}.get(place, status)  # no realm, no refusal
    assert (error.status, error.code) == (expected, "")
    assert error.message
    assert not error.is_bare


async def caught_of(
    answer: Handler, ask: Callable[[RegistryClient], Awaitable[object]]
) -> RegistryError:
    """What somebody's client raises where a registry answers everything so."""
    registry = AnsweringRegistry()
    registry.handles_all(answer)
    credential = Credential("demousr", "brown fox jumps")
    async with registry.server, RegistryClient(registry.url, credential) as client:
        with pytest.raises(RegistryError) as caught:
            await ask(client)
    return caught.value


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "date",
    [
        "Sun, 06 Nov 1994 08:50:37 GMT",
        "Sunday, 06-Nov-94 08:50:37 GMT",
        "Sun Nov  6 08:50:37 1994",
        "Sun, 06 Nov 1994 10:50:37 +0200",
    ],
)
def test_each_form_of_a_date_is_greenwichs_time_wherever_it_is_read(monkeypatch, zone, date):
    """RFC 9110, section 5.6.7."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert seconds_to_wait({"Retry-After": date}, NOW) == 60
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "said",
    [
        {"Retry-After": "Fri, 31 Dec 99999999999 23:59:59 GMT"},
        {"Retry-After": "9" * 400},
        {"Retry-After": "٣"},
        {"X-RateLimit-Reset": "9" * 400},
        {"RateLimit-Remaining": f"0;w={'9' * 400}"},
    ],
    ids=["a date", "seconds", "another digit", "a reset", "a window"],
)
def test_a_time_that_nobody_means_is_at_most_a_day(said):
    wait = seconds_to_wait(said, NOW)
    assert 0 <= wait <= 86_400
