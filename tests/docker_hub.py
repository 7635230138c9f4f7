"""Docker Hub's names on this computer: a TLS front before a practice Hub, for clients and daemons as they are.

Programs that are started by `command` resolve Docker Hub's hosts to the front and trust the front's own authority;
nothing else on the computer changes. It needs root, for a mount namespace and port 443.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import shutil
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import programs

REGISTRY, TOKENS, PAGES = "registry-1.docker.io", "auth.docker.io", "hub.docker.com"
HOSTS = ("docker.io", "index.docker.io", REGISTRY, TOKENS, PAGES, "login.docker.com")
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "upgrade", "host"})
_REALM = re.compile(r'realm="[^"]*/token"')

Answer = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
"""Answers a request in place of the practice Hub; None lets that one answer."""


class Front:
    """Answers for Docker Hub's hosts from the practice Hub at two addresses."""

    def __init__(self, folder: Path, registry: str, hub: str) -> None:
        self.requests: Counter[str] = Counter()
        """How many requests each host was sent, but for those of Docker's own clients and daemons."""
        self.lines: list[str] = []
        """Every request: host, method, path, status and the agent that sent it."""
        self.answer: Answer | None = None
        self._folder = folder
        self._behind = {REGISTRY: registry, TOKENS: registry, PAGES: hub}
        self._registry = registry
        pid = os.getpid()
        self.address = f"127.77.{pid >> 8 & 255}.{pid & 255 or 1}"
        """A loopback address of this process's own, so that fronts may stand side by side."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def command(self, *words: str | Path) -> list[str]:
        """Returns a command that runs `words` where Docker Hub's names lead here."""
        inside = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'
        unshared = [shutil.which("unshare") or "unshare", "--mount", "sh", "-c", inside, "sh"]
        return [*unshared, str(self._folder / "hosts"), *map(str, words)]

    @property
    def variables(self) -> dict[str, str]:
        """The variables for such a program: the front's authority, and no proxy."""
        none = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "")
        return {"SSL_CERT_FILE": str(self._folder / "ca.pem"), **none}

    def start(self) -> None:
        """Listens on port 443 of its address."""
        hosts = f"127.0.0.1 localhost\n{self.address} {' '.join(HOSTS)}\n"
        (self._folder / "hosts").write_text(hosts)
        certify(self._folder, HOSTS)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)

    def close(self) -> None:
        """Ends it."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)

    async def _start(self) -> None:
        self._session = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/{path:.*}", self._handle)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "front.pem", self._folder / "front.key")
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.address, 443, ssl_context=context).start()

    async def _close(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        host, agent = request.host.partition(":")[0], request.headers.get("User-Agent", "")
        ours = agent.startswith("docker-lessons")
        if ours:
            self.requests[host] += 1
        answer = await self.answer(request) if self.answer is not None else None
        if answer is None:
            answer = await self._pass_on(request, host)
        self.lines.append(f"{host} {request.method} {request.raw_path} {answer.status} {agent}")
        return answer

    async def _pass_on(self, request: web.Request, host: str) -> web.StreamResponse:
        behind = self._behind.get(host)
        if behind is None:
            return web.json_response({"message": "not found"}, status=404)
        sent = {k: v for k, v in request.headers.items() if k.lower() not in _HOP}
        async with self._session.request(
            request.method,
            behind + request.raw_path,
            headers=sent,
            data=request.content if request.can_read_body else None,
            allow_redirects=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        ) as found:
            answer = web.StreamResponse(status=found.status, reason=found.reason)
            for name, value in found.headers.items():
                if name.lower() not in _HOP:
                    answer.headers.add(name, self._as_docker_hub(name, value))
            await answer.prepare(request)
            if request.method != "HEAD":
                async for chunk in found.content.iter_any():
                    await answer.write(chunk)
            await answer.write_eof()
            return answer

    def _as_docker_hub(self, name: str, value: str) -> str:
        if name.lower() == "www-authenticate":
            return _REALM.sub(f'realm="https://{TOKENS}/token"', value)
        return value.replace(self._registry, f"https://{REGISTRY}")


def certify(folder: Path, hosts: tuple[str, ...], **dates: dt.datetime) -> None:
    """Makes an authority (`ca.pem`) and a certificate of it for `hosts` (`front.pem`, `front.key`)."""
    now = dt.datetime.now(dt.UTC)
    begin = dates.get("begin", now - dt.timedelta(days=1))
    end = dates.get("end", now + dt.timedelta(days=2))
    authority, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of a test")])

    def certificate(subject: x509.Name, public: Any, *, is_authority: bool) -> x509.Certificate:
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=3) if is_authority else begin)
            .not_valid_after(now + dt.timedelta(days=3) if is_authority else end)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        )
        if not is_authority:
            names = [x509.DNSName(host) for host in hosts]
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(authority, hashes.SHA256())

    front = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    for name, one in (
        ("ca.pem", certificate(issuer, authority.public_key(), is_authority=True)),
        ("front.pem", certificate(front, key.public_key(), is_authority=False)),
    ):
        (folder / name).write_bytes(one.public_bytes(serialization.Encoding.PEM))
    (folder / "front.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


@contextmanager
def front(folder: Path, registry: str, hub: str) -> Iterator[Front]:
    """Gives a front before the practice Hub whose registry and pages are at these addresses."""
    programs.not_quick()
    if sys.platform != "linux":
        pytest.skip("needs Linux (for names of its own in a mount namespace)")
    if os.geteuid() != 0:
        pytest.skip("needs root (port 443 and a mount namespace): sudo make test")
    made = Front(folder, registry, hub)
    made.start()
    try:
        yield made
    finally:
        made.close()
