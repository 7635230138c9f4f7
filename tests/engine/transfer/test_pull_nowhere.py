"""Pull: a registry that is not there, or answers nobody."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests import programs
from tests.engine.transfer.transfers import pulled


@pytest.mark.parametrize("name", ["d/r:1", "d/r", f"d/r@sha256:{64 * 'a'}"])
async def test_no_registry_is_told_as_dockerd_tells_it(store, name):
    host = f"127.0.0.1:{programs.free_port()}"
    lines = await pulled(store, f"{host}/{name}")
    assert (
        lines.failed.message
        == f'Get "http://{host}/v2/": dial tcp {host}: connect: connection refused'
    )


@pytest.mark.parametrize(
    ("status", "code", "said", "told"),
    [
        (429, "TOOMANYREQUESTS", "You have reached your pull rate limit.", "toomanyrequests: You"),
        (403, "DENIED", "this network is not served", "denied: this network is not served"),
        (503, "UNAVAILABLE", "back at noon", "unexpected HTTP status: 503 Service Unavailable"),
    ],
)
async def test_a_registry_that_answers_nobody_is_told_as_dockerd_tells_it(
    store, status, code, said, told
):
    async def refuse(_: web.Request) -> web.Response:
        body = {"errors": [{"code": code, "message": said}]}
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    server = TestServer(app)
    await server.start_server()
    lines = await pulled(store, f"127.0.0.1:{server.port}/d/r:1")
    await server.close()
    assert told in lines.failed.message
