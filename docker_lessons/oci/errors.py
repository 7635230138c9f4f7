"""The errors of registries, and the failures to reach one.

Source: OCI distribution specification, "Error Codes". Failed connections are worded as Go's HTTP client words them,
since dockerd passes its messages on.
"""

from __future__ import annotations

import json
import ssl
from typing import Any

import aiohttp
from yarl import URL

_HIGHEST_PORT = 65_535
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
        self.is_bare = False
        """Whether the registry said no more than the code; dockerd passes such a one on without words of its own."""
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


class UnusableChallenge(RegistryError):
    """A registry whose challenge names no usable token server; `status` is 0, since no credential was refused."""

    def __init__(self, message: str) -> None:
        super().__init__(0, "", message)


def _sentence(code: str, message: str) -> str:
    return f"{in_words(code)}: {message}" if code else message


def in_words(code: str) -> str:
    """Returns an error's code as Docker writes it in a message: `denied` for ``DENIED``."""
    return code.lower().replace("_", " ")


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
        if "connect call failed" in cause:
            cause = "connection refused"
        reason = f"dial tcp {url.host}:{url.port}: connect: {cause}"
    elif isinstance(error, aiohttp.ClientPayloadError):
        reason = "unexpected EOF"
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


def address(status: int, text: str, seen_from: URL | None = None) -> URL:
    """Returns the address in an answer with this status; a relative one is resolved against `seen_from`.

    Raises:
        RegistryError: When it isn't an address.
    """
    try:
        found = URL(text, encoded=True)
        if (found.port or 0) > _HIGHEST_PORT:
            raise ValueError(text)
    except ValueError as error:
        said = f"the answer names an address that can't be read: {text[:200]}"
        raise RegistryError(status, "", said) from error
    return found if seen_from is None else seen_from.join(found)


def asking(method: str, url: URL) -> str:
    """Returns the name of a request as Go writes it, without its query: ``Get "http://..."``."""
    return f'{method.capitalize()} "{url.with_query(None)}"'


def parsed(data: bytes) -> Any:
    """Returns the JSON value in `data`, None if it is not JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
