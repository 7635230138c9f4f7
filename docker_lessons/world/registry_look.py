"""Whether a registry of the learner's own choice answers, how, and whether it asks for a log-in.

Only `/v2/` is requested, without a name or a password, as Docker does first of all: by HTTPS, and on this computer by
HTTP if that fails. Sources: OCI distribution specification 1.1, "Determining Support"; moby,
`registry/config.go` (what is insecure).
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

import aiohttp

from docker_lessons.language import gettext
from docker_lessons.oci import trust
from docker_lessons.oci.access import Challenge
from docker_lessons.trace import OWN_AGENT
from docker_lessons.world import hub_trouble
from docker_lessons.world.failure import RegistryAwayError
from docker_lessons.world.hub_trouble import HubTrouble
from docker_lessons.world.registry_address import RegistryAddress

_TIMEOUT = aiohttp.ClientTimeout(total=12, sock_connect=6)
_IS_A_REGISTRY = "Docker-Distribution-Api-Version"

Scheme = Literal["http", "https"]


@dataclass(frozen=True)
class Answered:
    """How a registry answered."""

    scheme: Scheme
    asks_for_log_in: bool
    """Whether it wants to know who asks, by Basic authentication or by a token."""


def look(address: RegistryAddress, authorities: str = "") -> Answered:
    """Asks the registry at this address; `authorities` are certificates (PEM) that are trusted, too.

    Raises:
        RegistryAwayError: When none answers there that Docker could use, with what is in the way.
    """
    with trust.without_netrc():
        return asyncio.run(_look(address, authorities))


async def _look(address: RegistryAddress, authorities: str) -> Answered:
    far = not address.is_loopback  # a proxy is for what is elsewhere
    async with aiohttp.ClientSession(
        connector=trust.connector(authorities), trust_env=far
    ) as session:
        try:
            return await _asked(session, address, "https")
        except (aiohttp.ClientError, OSError) as error:
            if _is_untrusted(error) or not await _answers_http(session, address):
                raise RegistryAwayError(_away(address, error, authorities)) from error
        if not address.is_loopback:
            raise RegistryAwayError(
                gettext(
                    "{host} answers without TLS, and Docker uses such a registry only on this computer itself (localhost). "
                    "Ask who runs it for HTTPS. (Docker's setting insecure-registries would allow it, but then anyone on the "
                    "way can read the password.)",
                    host=address.host,
                )
            )
        try:
            return await _asked(session, address, "http")
        except (aiohttp.ClientError, OSError) as error:
            raise RegistryAwayError(_away(address, error, authorities)) from error


async def _asked(
    session: aiohttp.ClientSession, address: RegistryAddress, scheme: Scheme
) -> Answered:
    headers = {"User-Agent": OWN_AGENT}
    async with session.get(
        f"{scheme}://{address.host}/v2/", headers=headers, timeout=_TIMEOUT
    ) as response:
        status = response.status
        challenge = Challenge.parse(*response.headers.getall("WWW-Authenticate", []))
        known = challenge is not None and challenge.scheme in ("basic", "bearer")
        if status == HTTPStatus.UNAUTHORIZED and known:
            return Answered(scheme, asks_for_log_in=True)
        is_json = response.content_type == "application/json"
        if status == HTTPStatus.OK and (is_json or _IS_A_REGISTRY in response.headers):
            return Answered(scheme, asks_for_log_in=False)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        sentence = gettext(
            "{host} has an error of its own (HTTP {status}). Try again later, or ask who runs it.",
            host=address.host,
            status=status,
        )
    else:
        sentence = gettext(
            "What answers at {host} isn't a registry (HTTP {status} for /v2/). Check the address and the port; a web page "
            "beside a registry often has another one.",
            host=address.host,
            status=status,
        )
    raise RegistryAwayError(sentence)


async def _answers_http(session: aiohttp.ClientSession, address: RegistryAddress) -> bool:
    """Tells whether somebody speaks HTTP there without TLS."""
    try:
        async with session.get(f"http://{address.host}/v2/", timeout=_TIMEOUT):
            return True
    except (aiohttp.ClientError, OSError):
        return False


def _is_untrusted(error: BaseException) -> bool:
    return hub_trouble.of_exception(error, "").kind in ("certificate", "clock")


def _away(address: RegistryAddress, error: BaseException, authorities: str) -> str:
    """Returns what keeps the registry from answering, and what to do."""
    trouble = hub_trouble.of_exception(error, address.host)
    if trouble.kind == "certificate":
        return _untrusted(address, trouble, authorities)
    if trouble.kind == "name-resolution":
        return gettext(
            "This computer can't find {host}: it knows no computer with that name. Check the address, and that you're online.",
            host=address.host,
        )
    if trouble.kind == "timed-out":
        return gettext(
            "{host} doesn't answer in time. Check the address and that you're online; a firewall can look like this, too.",
            host=address.host,
        )
    if trouble.kind == "clock":
        return gettext(
            "The certificate of {host} isn't valid now ({reason}). Check this computer's date and time, or ask who runs the "
            "registry for a new one.",
            host=address.host,
            reason=trouble.reason,
        )
    if isinstance(error, aiohttp.ClientConnectorSSLError | ssl.SSLError):
        return gettext(
            "{host} answers, but neither HTTPS nor HTTP comes back. Check the address and the port.",
            host=address.host,
        )
    return gettext(
        "No registry answers at {host}: {reason}. Check the address and the port, and that it's running.",
        host=address.host,
        reason=trouble.reason,
    )


def _untrusted(address: RegistryAddress, trouble: HubTrouble, authorities: str) -> str:
    if authorities:
        return gettext(
            "The certificate of {host} isn't from the authority that you gave ({reason}). Ask who runs the registry for the "
            "certificate of its authority (CA).",
            host=address.host,
            reason=trouble.reason,
        )
    return gettext(
        "This computer doesn't know who signed the certificate of {host} ({reason}). Ask who runs the registry for the "
        "certificate of its authority (CA), and give it along: --registry-ca FILE",
        host=address.host,
        reason=trouble.reason,
    )
