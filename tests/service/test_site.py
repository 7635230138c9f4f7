"""Where the service listens: clients that end their sending half are answered, and so are long lines."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from docker_lessons.service import site
from docker_lessons.service.site import Site

STREAM_ENDED = asyncio.Event()


async def now(_: web.Request) -> web.Response:
    return web.Response(text="now")


async def slowly(_: web.Request) -> web.Response:
    await asyncio.sleep(0.02)
    return web.Response(text="slowly")


async def forever(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    try:
        while True:
            await asyncio.sleep(0.02)
            await response.write(b"more\n")
    finally:
        STREAM_ENDED.set()


async def taken(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(site, "MOMENT", 0.5)
    STREAM_ENDED.clear()
    app = web.Application()
    app.add_routes([web.get("/now", now), web.get("/slowly", slowly), web.get("/forever", forever)])
    app.add_routes([web.post("/taken", taken)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await Site(runner, listener).start()
    yield listener.getsockname()[1]
    await runner.cleanup()


async def ask(port: int, request: str, body: bytes = b"") -> bytes:
    """Send a request, close the sending half, and read to the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{request} HTTP/1.1\r\nHost: here\r\n".encode() + b"\r\n" * (not body) + body)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer


@pytest.mark.parametrize("place", ["/now", "/slowly"])
async def test_they_are_answered_every_time(port: int, place: str) -> None:
    answers = [await ask(port, f"GET {place}") for _ in range(20)]
    assert {answer.partition(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 200 OK"}
    assert all(answer.endswith(place[1:].encode()) for answer in answers)


async def test_the_connection_ends_with_the_answer(port: int) -> None:
    began = time.monotonic()
    await ask(port, "GET /now")
    assert time.monotonic() - began < 0.4


async def test_a_whole_body_is_taken_and_half_of_one_ends_soon(port: int) -> None:
    assert (await ask(port, "POST /taken", b"Content-Length: 3\r\n\r\nabc")).endswith(b"3")
    answer = await ask(port, "POST /taken", b"Content-Length: 30\r\n\r\nabc")
    assert not answer.startswith(b"HTTP/1.1 2")


async def test_a_stream_without_an_end_ends_after_a_moment(port: int) -> None:
    answer = await ask(port, "GET /forever")
    assert b"more" in answer
    await asyncio.wait_for(STREAM_ENDED.wait(), 5)


@pytest.mark.parametrize("length", [10_000, 900_000])
async def test_a_long_line_and_a_long_header_are_read(port: int, length: int) -> None:
    long = "a" * length
    assert (await ask(port, f"GET /now?buildargs={long}")).endswith(b"now")
    header = f"X-Registry-Config: {long}\r\n\r\n".encode()
    assert (await ask(port, "GET /now", header)).endswith(b"now")


async def test_who_waits_between_two_requests_and_goes_is_let_go_at_once(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /now HTTP/1.1\r\nHost: here\r\n\r\n")
    assert (await reader.readuntil(b"now")).startswith(b"HTTP/1.1 200")
    await asyncio.sleep(0.05)
    began = time.monotonic()
    writer.write_eof()
    assert await reader.read() == b""
    assert time.monotonic() - began < 0.4
    writer.close()
