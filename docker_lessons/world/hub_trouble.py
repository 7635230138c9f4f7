"""What keeps the real Docker Hub from answering, told apart so that people learn what is in the way.

Sources: Docker Hub API reference, "Rate Limiting" (429 with `Retry-After`); OpenSSL's x509_vfy.h for the reasons for
which a certificate is refused.
"""

from __future__ import annotations

import math
import os
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

import aiohttp

from docker_lessons.language import Later, later
from docker_lessons.oci.errors import RegistryError, UnusableChallenge

Kind = Literal[
    "asking",
    "rate-limit",
    "asked-enough",
    "outage",
    "clock",
    "certificate",
    "proxy",
    "name-resolution",
    "offline",
    "timed-out",
    "broken-off",
    "no-account",
    "refused",
]

_CLOCK = {9: later("it is not valid yet"), 10: later("it has expired")}
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED: with Docker Hub, a clock that is wrong."""


@dataclass(frozen=True)
class HubTrouble:
    """Why a host of Docker Hub gave no answer that can be used."""

    kind: Kind
    host: str
    reason: str | Later
    """What was answered or found; an answer in its own words."""
    wait: float = 0.0
    """Seconds after which it may be asked again, 0 if nobody said so."""

    @property
    def minutes(self) -> int:
        """The whole minutes to wait, at least one."""
        return max(1, math.ceil(self.wait / 60))


def of_exception(error: BaseException | None, host: str) -> HubTrouble:
    """Returns what a failed request to `host` means."""
    certificate = _certificate_error(error)
    if certificate is not None:
        if certificate.verify_code in _CLOCK:
            return HubTrouble("clock", host, _CLOCK[certificate.verify_code])
        return HubTrouble("certificate", host, certificate.verify_message or str(certificate))
    if isinstance(error, aiohttp.ClientHttpProxyError):
        said = later("the proxy answered {status} {said}", status=error.status, said=error.message)
        return HubTrouble("proxy", host, said)
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        said = later("the proxy {host} does not answer", host=f"{error.host}:{error.port}")
        return HubTrouble("proxy", host, said)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return HubTrouble("name-resolution", host, later("no such host"))
    if isinstance(error, TimeoutError):
        return HubTrouble("timed-out", host, later("no answer in time"))
    if isinstance(error, aiohttp.ClientConnectorError):
        # The system's own words; asyncio's have the address in Python's notation.
        code = error.os_error.errno
        system = os.strerror(code).lower() if code and code > 0 else ""
        return HubTrouble("offline", host, system or later("no connection"))
    return HubTrouble("broken-off", host, later("the connection was broken off"))


def of_status(status: int, host: str, said: str, wait: float = 0.0) -> HubTrouble:
    """Returns what a status of failure means; `said` is the message in the answer."""
    reason = f"HTTP {status}" + (f": {said}" if said else "")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return HubTrouble("rate-limit", host, reason, wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return HubTrouble("outage", host, reason, wait)
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return HubTrouble("proxy", host, reason)
    return HubTrouble("refused", host, reason)


def of_registry_error(error: RegistryError, host: str) -> HubTrouble:
    """Returns what a refusal of the registry, or of its token service, means."""
    if isinstance(error, UnusableChallenge):
        return HubTrouble("refused", host, error.message)
    if error.status == 0:
        return of_exception(error.__cause__, host)
    return of_status(error.status, host, error.message, error.wait)


def _certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    # aiohttp's own class is one as well, without the reason, which the error that it holds has.
    held = (getattr(error, "certificate_error", None), getattr(error, "__cause__", None), error)
    return next((one for one in held if isinstance(one, ssl.SSLCertVerificationError)), None)
