"""A registry over TLS that cannot be reached: told in Go's words, which Docker's answers are known by."""

import asyncio
import datetime as dt
import ssl
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from docker_lessons.findings.docker_answers import what_docker_said
from docker_lessons.oci.client import RegistryClient, RegistryUnreachable
from docker_lessons.oci.errors import unreachable
from tests.docker_hub import certify

DAY = dt.timedelta(days=1)
NOW = dt.datetime.now(dt.UTC)


def said_of(folder: Path, host: str) -> str:
    """What is said of a registry with the certificate in `folder`, asked by this name."""

    async def ask() -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "front.pem", folder / "front.key")
        runner = web.AppRunner(web.Application())
        await runner.setup()
        await web.TCPSite(runner, "localhost", 0, ssl_context=context).start()
        url = f"https://{host}:{runner.addresses[0][1]}"
        try:
            async with RegistryClient(url) as registry:
                with pytest.raises(RegistryUnreachable) as failed:
                    await registry.reach()
        finally:
            await runner.cleanup()
        return str(failed.value)

    return asyncio.run(ask())


def trust(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.create_default_context())


def test_an_authority_that_nobody_knows(tmp_path: Path):
    certify(tmp_path, ("localhost",))
    said = said_of(tmp_path, "localhost")
    assert "x509: certificate signed by unknown authority" in said
    found = what_docker_said("push", said)
    assert found
    assert found.cause == "certificate-unknown"


@pytest.mark.parametrize(("begin", "end"), [(DAY, 2 * DAY), (-2 * DAY, -DAY)])
def test_a_clock_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: dt.timedelta, end: dt.timedelta
):
    certify(tmp_path, ("localhost",), begin=NOW + begin, end=NOW + end)
    trust(tmp_path, monkeypatch)
    said = said_of(tmp_path, "localhost")
    found = what_docker_said("push", said)
    assert found
    assert found.cause == "certificate-expired"


def test_a_certificate_for_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    certify(tmp_path, ("elsewhere.example",))
    trust(tmp_path, monkeypatch)
    said = said_of(tmp_path, "localhost")
    assert "but wanted to match localhost" in said


def test_a_proxy_that_is_away(monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:2")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)

    async def ask() -> str:
        async with RegistryClient("https://registry-1.docker.io") as registry:
            with pytest.raises(RegistryUnreachable) as failed:
                await registry.reach()
        return str(failed.value)

    found = what_docker_said("push", asyncio.run(ask()))
    assert found
    assert found.cause == "proxy-away"


KEY = SimpleNamespace(host="refused.example", port=5000, ssl=True, is_ssl=False)
"""The connection to a registry whose name says what isn't so."""
JOINED = "Multiple exceptions: [Errno 111] Connect call failed ('::1', 5000), [Errno 111] Connect call failed"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "Name or service not known")),
            "dial tcp: lookup refused.example: no such host",
        ),
        (
            aiohttp.ClientConnectorError(KEY, OSError(113, "No route to host")),
            "dial tcp refused.example:5000: connect: no route to host",
        ),
        (
            aiohttp.ClientConnectorError(
                KEY, OSError(111, "Connect call failed ('1.2.3.4', 5000)")
            ),
            "dial tcp refused.example:5000: connect: connection refused",
        ),
        (
            aiohttp.ClientConnectorError(KEY, OSError(JOINED)),
            "dial tcp refused.example:5000: connect: connection refused",
        ),
    ],
    ids=["no name", "no route", "refused", "refused at each address"],
)
def test_what_the_system_said_is_told_as_go_tells_it(error: Exception, said: str):
    told = unreachable("GET", URL("http://refused.example:5000/v2/"), error)
    assert str(told) == f'Get "http://refused.example:5000/v2/": {said}'
