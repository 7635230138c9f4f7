"""The refusals of registries, and the failures to reach one.

Sources: OCI distribution specification, "Error Codes"; RFC 6750 section 3.1. Failed connections are
worded as Go's HTTP client words them, since dockerd passes its messages on.
"""

from __future__ import annotations

import json
import re
import ssl
import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp

from docker_lessons.oci.access import Challenge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yarl import URL

_SAID_BY_CHALLENGE = {
    "insufficient_scope": ("DENIED", "requested access to the resource is denied"),
    "invalid_token": ("UNAUTHORIZED", "authentication required"),
}
"""Code and message for a challenge's ``error`` (RFC 6750 section 3.1), which Docker reads first."""


_OUT_OF_TIME = frozenset({9, 10})
_OTHER_NAME = frozenset({62, 64})
"""OpenSSL's reasons: not valid yet and expired; another host name or address."""


class RegistryError(Exception):
    """A registry's refusal: the HTTP status, and the registry's own `code` and `message`.

    `detail` is the JSON value that the registry added. If a request was not sent because
    authentication failed before, `asked` names it, ``Head "http://..."``; otherwise it is ''.
    """

    def __init__(
        self, status: int, code: str, message: str, detail: Any = None, *, asked: str = ""
    ) -> None:
        super().__init__(_sentence(code, message))
        self.asked = asked
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail
        self.wait = 0.0
        """Seconds after which it may be asked again, as it said with a refusal for too many requests; 0 for nothing."""
        self.others: tuple[str, ...] = ()
        """The registry's further errors, in its order."""

    @property
    def whole(self) -> str:
        """All errors of the registry, in the form in which Docker's client prints several."""
        if not self.others:
            return str(self)
        return "\n".join(["errors:", str(self), *self.others, ""])


class UnreadableRefusal(RegistryError):
    """A refusal in another form than the specification's, as of a proxy or a content filter.

    `message` is what the status means; `str` is what dockerd says of it.
    """

    def __init__(self, status: int, meaning: str, said: str) -> None:
        super().__init__(status, "", meaning)
        self.args = (said,)


class RegistryUnreachable(RegistryError):
    """A registry that does not answer; `status` is 0."""

    def __init__(self, message: str) -> None:
        super().__init__(0, "", message)


async def raise_for_error(response: aiohttp.ClientResponse) -> None:
    """Raises the registry's first error if the status is one of failure.

    Raises:
        RegistryError: When the status is 400 or more.
    """
    if response.status < 400:
        return
    errors = _challenged(response)
    body = b"" if response.method == "HEAD" else await response.content.read(1 << 16)
    document = parsed(body)
    found = document if isinstance(document, dict) else {}
    listed = found.get("errors")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            code, message = str(entry.get("code") or ""), str(entry.get("message") or "")
            errors.append(RegistryError(response.status, code, message, entry.get("detail")))
    if not errors:
        errors.append(_without_errors(response, body, found))
    errors[0].others = tuple(str(error) for error in errors[1:])
    errors[0].wait = seconds_to_wait(response.headers)
    raise errors[0]


def _without_errors(
    response: aiohttp.ClientResponse, body: bytes, found: dict[str, Any]
) -> RegistryError:
    """Returns the error for an answer that lists none, in dockerd's words (distribution, registry/client/errors.go)."""
    status, meaning = response.status, str(response.reason or response.status)
    text = found.get("details") or found.get("detail") or found.get("message")
    if text or status == HTTPStatus.UNAUTHORIZED:
        code = {401: "UNAUTHORIZED", 429: "TOOMANYREQUESTS"}.get(status, "")
        return RegistryError(status, code, str(text or meaning))
    if response.method == "HEAD" or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        said = f"received unexpected HTTP status: {status} {meaning}"
        return UnreadableRefusal(status, meaning, said)
    shown = body.decode(errors="replace")
    quoted = json.dumps(shown, ensure_ascii=False)
    said = f"error parsing HTTP {status} response body: {_why_unreadable(shown)}: {quoted}"
    return UnreadableRefusal(status, meaning, said)


_GO_NAMES = {list: "array", str: "string", bool: "bool", int: "number", float: "number"}


def _why_unreadable(text: str) -> str:
    """Returns why a body is no list of errors, as Go's `encoding/json` words it."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        left = text[error.pos :].strip()
        if not left or error.msg.startswith("Unterminated"):
            return "unexpected end of JSON input"
        byte = left.encode()[:1].decode("latin-1")
        sign = "\\'" if byte == "'" else byte
        return f"invalid character '{sign}' looking for beginning of value"
    except RecursionError:
        return "invalid character '[' exceeded max depth"
    kind = _GO_NAMES.get(type(document))
    if kind is None:
        return "no error details found in HTTP response body"
    return (
        f"json: cannot unmarshal {kind} into Go value of type struct {{ Errors []errcode.Error }}"
    )


def seconds_to_wait(headers: Mapping[str, str], now: float | None = None) -> float:
    """Returns after how many seconds a server says that it may be asked again, 0 if it does not say.

    `now` is the time in seconds since the epoch. Sources: RFC 9110 section 10.2.3 (`Retry-After`); Docker Hub API
    reference, "Rate Limiting" (`X-RateLimit-Reset`); Docker's documentation, "Pull usage and limits"
    (`ratelimit-remaining: 0;w=21600`, with the window in seconds).
    """
    now = time.time() if now is None else now
    after = headers.get("Retry-After", "").strip()
    if after.isdecimal():
        return float(after)
    if after:
        try:
            return max(0.0, parsedate_to_datetime(after).timestamp() - now)
        except ValueError:
            pass
    reset = headers.get("X-RateLimit-Reset", "").strip()
    if reset.isdecimal():
        return max(0.0, float(reset) - now)
    window = re.fullmatch(r"\s*0\s*;\s*w=(\d+)\s*", headers.get("RateLimit-Remaining", ""))
    return float(window[1]) if window else 0.0


def _challenged(response: aiohttp.ClientResponse) -> list[RegistryError]:
    """Returns the error in an answer's challenge, which precedes those in its body."""
    challenge = Challenge.parse(response.headers.get("WWW-Authenticate", ""))
    if challenge is None or response.status >= 500:
        return []
    said = _SAID_BY_CHALLENGE.get(challenge.parameters.get("error", ""))
    return [] if said is None else [RegistryError(response.status, *said)]


def _sentence(code: str, message: str) -> str:
    return f"{code.lower().replace('_', ' ')}: {message}" if code else message


def unreachable(method: str, url: URL, error: Exception) -> RegistryUnreachable:
    """Returns the error for a failed connection, worded as Go's HTTP client and dockerd word it."""
    certificate = getattr(error, "certificate_error", None)
    if isinstance(certificate, ssl.SSLCertVerificationError):
        reason = f"tls: failed to verify certificate: {_untrusted(certificate, url)}"
    elif isinstance(error, aiohttp.ClientProxyConnectionError):
        reason = (
            f"proxyconnect tcp: dial tcp {error.host}:{error.port}: connect: connection refused"
        )
    elif isinstance(error, aiohttp.ClientConnectorDNSError):
        reason = f"dial tcp: lookup {url.host}: no such host"
    elif isinstance(error, aiohttp.ClientConnectorError):
        cause = (error.os_error.strerror or str(error.os_error)).lower()
        # asyncio joins the errors of all addresses that it tried into one text.
        if "refused" in str(error).lower() or "connect call failed" in cause:
            cause = "connection refused"
        reason = f"dial tcp {url.host}:{url.port}: connect: {cause}"
    elif isinstance(error, TimeoutError):
        reason = "net/http: request canceled while waiting for connection"
    else:
        reason = "EOF"
    return RegistryUnreachable(f"{asking(method, url)}: {reason}")


def _untrusted(error: ssl.SSLCertVerificationError, url: URL) -> str:
    """Returns why a certificate is refused, as Go's crypto/x509 words it. Source: OpenSSL, x509_vfy.h."""
    if error.verify_code in _OUT_OF_TIME:
        return "x509: certificate has expired or is not yet valid"
    if error.verify_code in _OTHER_NAME:
        return f"x509: certificate is not valid for any names, but wanted to match {url.host}"
    return "x509: certificate signed by unknown authority"


def asking(method: str, url: URL) -> str:
    """Returns the name of a request as Go writes it, without its query: ``Get "http://..."``."""
    return f'{method.capitalize()} "{url.with_query(None)}"'


def parsed(data: bytes) -> Any:
    """Returns the JSON value in `data`, None if it is not JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
