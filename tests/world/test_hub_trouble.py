"""What is in the way of the real Docker Hub, made for real on this computer where that is possible."""

import asyncio
import datetime as dt
import errno
import os
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey

from docker_lessons.oci.refusals import seconds_to_wait
from docker_lessons.world.hub_trouble import HubTrouble, of_exception, of_status
from tests.docker_hub import certify

DAY = dt.timedelta(days=1)


async def refused(url: str, **how: object) -> HubTrouble:
    """Asks, and returns what the failure means."""
    timeout = aiohttp.ClientTimeout(total=0.5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        with pytest.raises((aiohttp.ClientError, TimeoutError)) as failed:
            await session.get(url, **how)  # type: ignore[arg-type]
    return of_exception(failed.value, "hub.docker.com")


@asynccontextmanager
async def served(folder: Path | None = None, **dates: dt.datetime) -> AsyncIterator[str]:
    """A server on loopback, with a certificate for `localhost` if it has a folder; it never answers."""
    over = asyncio.Event()

    async def never(request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    context = None
    if folder is not None:
        certify(folder, ("localhost",), **dates)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "front.pem", folder / "front.key")
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", never)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "localhost", 0, ssl_context=context)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"{'https' if folder else 'http'}://localhost:{port}/"
    finally:
        over.set()
        await runner.cleanup()


def trusting(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(folder / "ca.pem"))


def kind_of(ask: Callable[[], object]) -> str:
    found = asyncio.run(ask())  # type: ignore[arg-type]
    assert isinstance(found, HubTrouble)
    return found.kind


def test_a_certificate_of_an_authority_that_nobody_knows(tmp_path: Path):
    async def ask() -> HubTrouble:
        async with served(tmp_path) as url:
            return await refused(url)

    assert kind_of(ask) == "certificate"


@pytest.mark.parametrize(("begin", "end"), [(DAY, 2 * DAY), (-2 * DAY, -DAY)])
def test_a_clock_that_is_wrong(tmp_path: Path, begin: dt.timedelta, end: dt.timedelta):
    now = dt.datetime.now(dt.UTC)

    async def ask() -> HubTrouble:
        async with served(tmp_path, begin=now + begin, end=now + end) as url:
            return await refused(url, ssl=trusting(tmp_path))

    assert kind_of(ask) == "clock"


def test_a_certificate_for_another_name(tmp_path: Path):
    async def ask() -> HubTrouble:
        async with served(tmp_path) as url:
            return await refused(url.replace("localhost", "127.0.0.1"), ssl=trusting(tmp_path))

    assert kind_of(ask) == "certificate"


def test_a_name_that_nobody_knows():
    assert kind_of(lambda: refused("http://hub.docker.invalid/")) == "name-resolution"


def test_nothing_that_listens():
    assert kind_of(lambda: refused("http://127.0.0.1:1/")) == "offline"


@pytest.mark.parametrize("code", [errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_reason_is_the_system_s_own_words_and_nothing_of_python_s(code: int, host: str):
    failed = OSError(code, f"Connect call failed ('{host}', 443)")
    key = ConnectionKey(host, 443, True, True, None, None, None)
    found = of_exception(aiohttp.ClientConnectorError(key, failed), host)
    assert found.reason == os.strerror(code).lower()


def test_a_server_that_never_answers():
    async def ask() -> HubTrouble:
        async with served() as url:
            return await refused(url)

    assert kind_of(ask) == "timed-out"


def test_a_proxy_that_is_away():
    found = kind_of(lambda: refused("https://hub.docker.com/", proxy="http://127.0.0.1:1"))
    assert found == "proxy"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "rate-limit"),
        (500, "outage"),
        (502, "outage"),
        (503, "outage"),
        (407, "proxy"),
        (418, "refused"),
    ],
)
def test_what_a_status_means(status: int, kind: str):
    found = of_status(status, "hub.docker.com", "said so", 90)
    assert (found.kind, found.reason) == (kind, f"HTTP {status}: said so")


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": format_datetime(dt.datetime.fromtimestamp(NOW + 60, dt.UTC), True)}, 60),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "\N{SUPERSCRIPT TWO}"}, 0),
        ({"X-RateLimit-Reset": "\N{SUPERSCRIPT TWO}"}, 0),
        ({"X-RateLimit-Reset": f"{int(NOW) + 45}"}, 45),
        ({"X-RateLimit-Reset": f"{int(NOW) - 45}"}, 0),
        ({"RateLimit-Remaining": "0;w=21600", "RateLimit-Limit": "100;w=21600"}, 21600),
        ({"RateLimit-Remaining": "5;w=21600"}, 0),
    ],
)
def test_how_long_a_server_wants_to_be_left_alone(headers: dict[str, str], seconds: float):
    assert seconds_to_wait(headers, NOW) == seconds


@pytest.mark.parametrize(("wait", "minutes"), [(0, 1), (59, 1), (61, 2), (3600, 60)])
def test_minutes_are_rounded_up(wait: float, minutes: int):
    assert of_status(429, "hub.docker.com", "", wait).minutes == minutes
