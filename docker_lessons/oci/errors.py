"""What registries answer when they refuse, and what is said where none answers.

Sources: OCI distribution specification, "Error Codes"; RFC 6750 section 3.1. The wording of failed
connections is that of Go's HTTP client, which dockerd passes on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp

from docker_lessons.oci.access import Challenge

if TYPE_CHECKING:
    from yarl import URL

_SAID_BY_CHALLENGE = {
    "insufficient_scope": ("DENIED", "requested access to the resource is denied"),
    "invalid_token": ("UNAUTHORIZED", "authentication required"),
}
"""What a challenge's ``error`` (RFC 6750 section 3.1) means; Docker's client asks it first."""


class RegistryError(Exception):
    """A registry refused; `status` is HTTP's, `code` and `message` are the registry's own.

    `detail` is what the registry added, as JSON has it. `asked` is the request that could not even
    be made, because who asks was refused before: ``Head "http://..."``, else the empty string.
    """

    def __init__(
        self, status: int, code: str, message: str, detail: Any = None, *, asked: str = ""
    ) -> None:
        super().__init__(f"{code.lower().replace('_', ' ')}: {message}" if code else message)
        self.asked = asked
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail


class RegistryUnreachable(RegistryError):
    """No registry answers there; `status` is 0."""

    def __init__(self, message: str) -> None:
        super().__init__(0, "", message)


async def raise_for_error(response: aiohttp.ClientResponse) -> None:
    """Raise the registry's own first error, if there is one."""
    if response.status < 400:
        return
    challenge = Challenge.parse(response.headers.get("WWW-Authenticate", ""))
    said = _SAID_BY_CHALLENGE.get(challenge.parameters.get("error", "") if challenge else "")
    if said is not None and response.status < 500:
        raise RegistryError(response.status, *said)
    body = b"" if response.method == "HEAD" else await response.content.read(1 << 16)
    document = parsed(body)
    found = document if isinstance(document, dict) else {}
    errors = found.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    if isinstance(first, dict):
        raise RegistryError(
            response.status,
            str(first.get("code") or ""),
            str(first.get("message") or ""),
            first.get("detail"),
        )
    text = found.get("details") or found.get("detail") or found.get("message")
    code = {401: "UNAUTHORIZED", 429: "TOOMANYREQUESTS"}.get(response.status, "")
    raise RegistryError(response.status, code, str(text or response.reason or response.status))


def unreachable(method: str, url: URL, error: Exception) -> RegistryUnreachable:
    """Tell a failed connection as Go's HTTP client, and so dockerd, tells it."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        reason = f"dial tcp: lookup {url.host}: no such host"
    elif isinstance(error, aiohttp.ClientConnectorError):
        cause = (error.os_error.strerror or str(error.os_error)).lower()
        # asyncio makes one error of several addresses tried; the last word is the system's.
        if "refused" in str(error).lower() or "connect call failed" in cause:
            cause = "connection refused"
        reason = f"dial tcp {url.host}:{url.port}: connect: {cause}"
    elif isinstance(error, TimeoutError):
        reason = "net/http: request canceled while waiting for connection"
    else:
        reason = "EOF"
    return RegistryUnreachable(f"{asking(method, url)}: {reason}")


def asking(method: str, url: URL) -> str:
    """Name a request as Go does, without its query: ``Get "http://..."``."""
    return f'{method.capitalize()} "{url.with_query(None)}"'


def parsed(data: bytes) -> Any:
    """Return the JSON document in `data`, None if there is none."""
    try:
        return json.loads(data)
    except ValueError:
        return None
