"""How a registry is reached from this computer: its name, the way through a proxy, its certificate, its clock.

It is asked for `/v2/` alone, without anybody's name or password (OCI distribution specification, 1.1).
"""

from __future__ import annotations

import base64
import http.client
import ssl
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from docker_lessons.doctor.facts.asking import Deadline, together
from docker_lessons.doctor.facts.conversation import Answer, TlsConnection, failed, get
from docker_lessons.doctor.facts.secrets import masked

_SECONDS = 3.0
_IS_A_REGISTRY = "docker-distribution-api-version"
_LOOPBACK = ("localhost", "127.", "[::1]")


@dataclass(frozen=True)
class Registry:
    """What answered at the registry's address."""

    address: str = ""
    """HOST or HOST:PORT, '' where no registry is to be asked."""
    answer: Answer = field(default_factory=Answer)
    proxy: str = ""
    """The proxy that this computer's settings name for it, without secrets."""
    proxy_answer: Answer = field(default_factory=Answer)
    """What became of a connection to that proxy, where the request failed."""
    issuer: str = ""
    """Who vouches for the certificate, where this computer does not trust it."""
    seconds_off: int | None = None
    """How much its clock is ahead of this computer's, None if it did not say."""
    knows_authorities: bool = True
    """Whether Python has a list of authorities here; without one every certificate is unknown to it."""

    beside: str = ""
    """The registry that this address is asked beside, '' if it is the registry's own."""

    @property
    def is_registry(self) -> bool:
        """Whether what answered is a registry, or one of the servers beside it."""
        if self.beside:
            return self.answer.is_answer
        return self.answer.is_answer and (
            _IS_A_REGISTRY in self.answer.headers
            or self.answer.status in {http.client.OK, http.client.UNAUTHORIZED}
        )

    @property
    def is_fine(self) -> bool:
        """Whether it answered as it should."""
        return self.is_registry and self.answer.status < http.client.INTERNAL_SERVER_ERROR


def look(
    addresses: Sequence[str],
    deadline: Deadline,
    *,
    plain: bool | None = None,
    authorities: str = "",
) -> Registry:
    """Asks the registry and the servers beside it as programs on this computer do.

    `plain` and `authorities` are those of the subject.

    Returns:
        The registry, or else the first of the others that is in trouble.
    """
    if not addresses:
        return Registry()
    asks = {
        each: partial(
            _look, each, deadline, _is_plain(each) if plain is None else plain, authorities
        )
        for each in addresses
    }
    came = together(asks, deadline).came
    found: list[Registry] = [came.get(each, Registry(each, Answer("silent"))) for each in addresses]
    first, *others = found
    others = [replace(each, beside=first.address) for each in others]
    return next((each for each in (first, *others) if not each.is_fine), first)


def _look(address: str, deadline: Deadline, plain: bool, authorities: str) -> Registry:
    context = ssl.create_default_context()
    if authorities:
        context.load_verify_locations(cadata=authorities)
    proxy = _proxy(address)
    answer = _asked(address, proxy, None if plain else context, deadline.within(_SECONDS))
    found = Registry(
        address,
        answer,
        masked(proxy),
        knows_authorities=_knows_authorities(context),
        seconds_off=_seconds_off(answer),
    )
    if answer.outcome in {"untrusted", "expired", "other name"}:
        return _unverified(found, proxy, deadline)
    if proxy and not answer.is_answer:
        return replace(found, proxy_answer=_proxy_alone(proxy, deadline.within(_SECONDS)))
    return found


def _asked(address: str, proxy: str, context: ssl.SSLContext | None, seconds: float) -> Answer:
    try:
        return get(_connection(address, proxy, context, seconds), "/v2/")
    except (OSError, ValueError, http.client.HTTPException) as error:  # a proxy that is no address
        return failed(error)


def _connection(
    address: str, proxy: str, context: ssl.SSLContext | None, seconds: float
) -> http.client.HTTPConnection:
    """Returns a connection with TLS, or, if `context` is None, one without TLS."""
    host, port = _split(address, 80 if context is None else 443)
    if context is None:
        return http.client.HTTPConnection(host, port, timeout=seconds)
    if not proxy:
        return TlsConnection(host, port, seconds, context)
    by = urlsplit(proxy)
    through = TlsConnection(by.hostname or "", by.port or 80, seconds, context)
    through.set_tunnel(host, port, _known_at(by))
    return through


def _unverified(found: Registry, proxy: str, deadline: Deadline) -> Registry:
    """Asks once more without verifying the certificate, to learn who issued it and what time it is there."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = _connection(found.address, proxy, context, deadline.within(_SECONDS))
    issuer = ""
    try:
        connection.connect()
        if isinstance(connection.sock, ssl.SSLSocket):
            issuer = issuer_of(connection.sock.getpeercert(binary_form=True) or b"")
    except OSError:
        connection.close()
        return found
    return replace(found, issuer=issuer, seconds_off=_seconds_off(get(connection, "/v2/")))


def issuer_of(certificate: bytes) -> str:
    """Returns the name of who signed a certificate (DER), '' if it has none.

    Python decodes only certificates that it has verified. The issuer comes before the subject, so that the first
    common name (object identifier 2.5.4.3), or else organization (2.5.4.10), is the issuer's.
    """
    for mark in (b"\x06\x03\x55\x04\x03", b"\x06\x03\x55\x04\x0a"):
        _, found, rest = certificate.partition(mark)
        if found and len(rest) > 2:
            return rest[2 : 2 + rest[1]].decode(errors="replace")
    return ""


def _proxy_alone(proxy: str, seconds: float) -> Answer:
    try:
        by = urlsplit(proxy)
        connection = http.client.HTTPConnection(by.hostname or "", by.port or 80, timeout=seconds)
        connection.connect()
    except (OSError, ValueError, http.client.HTTPException) as error:
        return failed(error)
    connection.close()
    return Answer("answered")


def _proxy(address: str) -> str:
    """Returns the proxy for an https address by this computer's settings, '' if there is none."""
    host, _ = _split(address, 443)
    if _is_plain(address) or urllib.request.proxy_bypass(host):
        return ""
    proxy = urllib.request.getproxies().get("https", "")
    return proxy if "://" in proxy or not proxy else f"http://{proxy}"


def _known_at(proxy: SplitResult) -> dict[str, str]:
    """Returns the header that logs in to a proxy, if its address has a name and a password."""
    if not proxy.username:
        return {}
    who = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(who).decode()}"}


def _is_plain(address: str) -> bool:
    """Tells whether clients ask there without TLS as well, as on loopback."""
    return address.startswith(_LOOPBACK)


def _knows_authorities(context: ssl.SSLContext) -> bool:
    """Tells whether Python has a list of authorities; one that is a folder is read only when a certificate comes."""
    folder = ssl.get_default_verify_paths().capath or "/nonexistent"
    return any(Path(folder).glob("*.[0-9]")) or context.cert_store_stats()["x509_ca"] > 0


def _split(address: str, port: int) -> tuple[str, int]:
    parts = urlsplit(f"//{address}")
    return parts.hostname or address, parts.port or port


def _seconds_off(answer: Answer) -> int | None:
    try:
        return round(parsedate_to_datetime(answer.headers["date"]).timestamp() - time.time())
    except (KeyError, ValueError, TypeError):
        return None
