"""The trace: what is recorded of a request, what never is, and who hears of it."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from docker_lessons.trace import Activity, Layer, Request, Trace, note


async def ok(request: web.Request) -> web.Response:
    note(account="demousr")
    return web.json_response({"message": "not an error"})


async def engine_error(request: web.Request) -> web.Response:
    return web.json_response({"message": "No such image: x:latest"}, status=404)


async def registry_error(request: web.Request) -> web.Response:
    body = {"errors": [{"code": "DENIED", "message": "denied it is"}]}
    return web.json_response(body, status=401)


async def raised(request: web.Request) -> web.Response:
    raise web.HTTPConflict(reason="Conflict")


async def noted(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    note(message="failed half way")
    return response


async def broken(request: web.Request) -> web.Response:
    raise ValueError("inside")


@pytest.mark.parametrize(
    ("handler", "status", "message", "account"),
    [
        (ok, 200, "", "demousr"),
        (engine_error, 404, "No such image: x:latest", None),
        (registry_error, 401, "denied it is", None),
        (raised, 409, "Conflict", None),
        (noted, 200, "failed half way", None),
        (broken, 500, "", None),
    ],
)
async def test_a_request_is_recorded_with_its_answer(handler, status, message, account) -> None:
    trace = Trace()
    app = web.Application(middlewares=[trace.middleware("engine")])
    app.router.add_get("/x", handler)
    async with TestClient(TestServer(app)) as client:
        await client.get("/x?a=1", headers={"User-Agent": "tester"})
    (request,) = trace.requests()
    assert (request.server, request.method, request.path) == ("engine", "GET", "/x?a=1")
    assert (request.status, request.message, request.account) == (status, message, account)
    assert request.agent == "tester"


def record(trace: Trace, path: str = "/x") -> Request:
    return trace.record(server="hub", method="GET", path=path, status=200)


def test_requests_are_numbered_asked_for_and_forgotten() -> None:
    trace = Trace(keep=3)
    numbers = [record(trace).number for _ in range(5)]
    assert numbers == [1, 2, 3, 4, 5]
    assert [request.number for request in trace.requests()] == [3, 4, 5]
    assert [request.number for request in trace.requests(after=4)] == [5]


def test_secrets_in_a_query_are_left_out() -> None:
    path = record(Trace(), "/token?account=a&password=secret&access_token=t&scope=s").path
    assert path == "/token?account=a&scope=s"


def test_an_activity_is_replaced_and_old_ones_that_ended_go_first() -> None:
    trace = Trace()
    running = Activity(trace.new_number(), "push", "demousr/demorep:1.0")
    trace.activity(running)
    moved = Activity(running.number, "push", running.name, (Layer("abc", "Pushing", 1, 2),))
    trace.activity(moved)
    assert trace.activities() == [moved]
    for _ in range(30):
        trace.activity(Activity(trace.new_number(), "pull", "x", done=True))
    assert trace.activities()[0] == moved
    assert len(trace.activities()) == 20


def test_subscribers_hear_until_they_leave_and_a_broken_one_harms_nobody() -> None:
    trace = Trace()
    heard: list[object] = []

    def fail(news: object) -> None:
        raise RuntimeError

    trace.subscribe(fail)
    leave = trace.subscribe(heard.append)
    first = record(trace)
    leave()
    record(trace)
    assert heard == [first]
