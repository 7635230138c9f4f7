"""What a registry's refusal says, read as dockerd reads it.

Sources: OCI distribution specification, "Error Codes"; RFC 6750 section 3.1; distribution/distribution,
registry/client/errors.go and registry/api/errcode.
"""

from __future__ import annotations

import contextlib
import re
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from docker_lessons.oci import gojson
from docker_lessons.oci.access import Challenge
from docker_lessons.oci.errors import RegistryError, UnreadableRefusal, in_words, parsed
from docker_lessons.oci.goquote import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiohttp

_MEANINGS = {
    "UNKNOWN": "unknown error",
    "UNSUPPORTED": "The operation is unsupported.",
    "UNAUTHORIZED": "authentication required",
    "DENIED": "requested access to the resource is denied",
    "UNAVAILABLE": "service unavailable",
    "TOOMANYREQUESTS": "too many requests",
    "DIGEST_INVALID": "provided digest did not match uploaded content",
    "SIZE_INVALID": "provided length did not match content length",
    "NAME_INVALID": "invalid repository name",
    "TAG_INVALID": "manifest tag did not match URI",
    "NAME_UNKNOWN": "repository name not known to registry",
    "MANIFEST_UNKNOWN": "manifest unknown",
    "MANIFEST_INVALID": "manifest invalid",
    "MANIFEST_UNVERIFIED": "manifest failed signature verification",
    "MANIFEST_BLOB_UNKNOWN": "blob unknown to registry",
    "BLOB_UNKNOWN": "blob unknown to registry",
    "BLOB_UPLOAD_UNKNOWN": "blob upload unknown to registry",
    "BLOB_UPLOAD_INVALID": "blob upload invalid",
}
"""The codes that dockerd knows, each with the message that says no more than the code."""

_SAID_BY_CHALLENGE = {"insufficient_scope": "DENIED", "invalid_token": "UNAUTHORIZED"}
"""The code for a challenge's ``error`` (RFC 6750 section 3.1), which Docker reads first."""

_CODE_OF_DETAILS = {401: "UNAUTHORIZED", 403: "DENIED", 429: "TOOMANYREQUESTS"}
"""The code for an answer of ``details`` alone, by its status."""

_GO_NAMES = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "bool",
    int: "number",
    float: "number",
}
_GO_TYPES = {"code": "errcode.ErrorCode", "message": "string"}
_NUMBER = re.compile(r"[0-9]+")
_WINDOW = re.compile(r"0\s*;\s*w=([0-9]+)")

_LONGEST = 1 << 16
"""Bytes of a refusal that are read."""

_LONGEST_WAIT = 86_400.0
"""Seconds that a refusal can ask for; what is longer is nobody's intention."""


async def raise_for_error(response: aiohttp.ClientResponse) -> None:
    """Raises the registry's first error if the status is one of failure.

    Raises:
        RegistryError: When the status is 400 or more.
    """
    if response.status < HTTPStatus.BAD_REQUEST:
        return
    body = await _beginning(response)
    errors, found = _challenged(response), _said(response, body)
    if errors:  # what nobody can read adds nothing to what the challenge says
        errors += [one for one in found if not isinstance(one, UnreadableRefusal)]
    elif response.status == HTTPStatus.UNAUTHORIZED and isinstance(found[0], UnreadableRefusal):
        errors = [RegistryError(response.status, "UNAUTHORIZED", _MEANINGS["UNAUTHORIZED"])]
    else:
        errors = found
    errors[0].others = tuple(str(error) for error in errors[1:])
    errors[0].wait = seconds_to_wait(response.headers)
    raise errors[0]


async def _beginning(response: aiohttp.ClientResponse) -> bytes:
    """Returns the first `_LONGEST` bytes of an answer's body, in however many pieces they come."""
    data = b""
    while more := await response.content.read(_LONGEST - len(data)):
        data += more
    return data


def _challenged(response: aiohttp.ClientResponse) -> list[RegistryError]:
    """Returns the error in an answer's challenge, which precedes those in its body."""
    challenge = Challenge.parse(*response.headers.getall("WWW-Authenticate", []))
    if challenge is None or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return []
    code = _SAID_BY_CHALLENGE.get(challenge.parameters.get("error", ""))
    if code is None or challenge.scheme != "bearer":
        return []
    message = challenge.parameters.get("error_description") or _MEANINGS[code]
    return [RegistryError(response.status, code, message)]


def _said(response: aiohttp.ClientResponse, body: bytes) -> list[RegistryError]:
    """Returns the errors that a body lists, or one error for the whole body."""
    status, meaning = response.status, str(response.reason or response.status)
    document = parsed(body)
    mismatch = _mismatch(document)
    listed = None if mismatch else _field(document, "errors")
    errors = [_listed(status, entry or {}) for entry in listed or ()]
    if response.method == "HEAD" or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        said = f"received unexpected HTTP status: {status} {meaning}"
        return [_unreadable(status, errors, meaning, said)]
    details = _field(document, "details")
    if details and isinstance(details, str):
        return [RegistryError(status, _CODE_OF_DETAILS.get(status, "UNKNOWN"), details)]
    if errors:
        return errors
    why = gojson.why_invalid(body) or mismatch or "no error details found in HTTP response body"
    said = f"error parsing HTTP {status} response body: {why}: {quoted(body.decode(errors='surrogateescape'))}"
    return [_unreadable(status, [], _text(document) or meaning, said)]


def _unreadable(
    status: int, errors: list[RegistryError], meaning: str, said: str
) -> UnreadableRefusal:
    """Returns a refusal that dockerd words differently; it keeps code, message and detail of the first of `errors`."""
    refusal = UnreadableRefusal(status, meaning, said)
    if errors:
        first = errors[0]
        refusal.code, refusal.message, refusal.detail = first.code, first.message, first.detail
    return refusal


def _listed(status: int, entry: dict[str, Any]) -> RegistryError:
    """Returns one error of a list; its text begins with `unknown` if dockerd doesn't know its code."""
    code, message = _field(entry, "code") or "", _field(entry, "message") or ""
    detail = _field(entry, "detail")
    error = RegistryError(status, code, message, detail)
    known = code if code in _MEANINGS else "UNKNOWN"
    error.is_bare = detail is None and message in ("", _MEANINGS[known])
    error.args = (in_words(known) if error.is_bare else f"{in_words(known)}: {message}",)
    return error


def _field(document: Any, name: str) -> Any:
    """Returns the value of an object's field, whose name may be in capitals or not, as in Go; None if there is none."""
    if not isinstance(document, dict):
        return None
    return next((document[key] for key in reversed(document) if key.lower() == name), None)


def _text(document: Any) -> str:
    """Returns the message in an answer without Docker's list of errors, '' if there is none."""
    said = _field(document, "detail") or _field(document, "message")
    return said if isinstance(said, str) else ""


def _mismatch(document: Any) -> str:
    """Returns why Go cannot read a JSON value as a list of errors, '' if it can."""
    if document is None:
        return ""
    if not isinstance(document, dict):
        return _cannot(document, "Go value of type struct { Errors []errcode.Error }")
    listed = _field(document, "errors")
    if not isinstance(listed, list | None):
        return _cannot(listed, "Go struct field .Errors of type []errcode.Error")
    for entry in listed or ():
        if not isinstance(entry, dict | None):
            return _cannot(entry, "Go struct field .Errors of type errcode.Error")
        for key, value in (entry or {}).items():
            kind = _GO_TYPES.get(key.lower())
            if kind and not isinstance(value, str | None):
                return _cannot(value, f"Go struct field Error.Errors.{key.lower()} of type {kind}")
    return ""


def _cannot(value: Any, into: str) -> str:
    return f"json: cannot unmarshal {_GO_NAMES[type(value)]} into {into}"


def seconds_to_wait(headers: Mapping[str, str], now: float | None = None) -> float:
    """Returns the seconds that a server asks its clients to wait, at most a day; 0 if it does not say.

    `now` is the time in seconds since the epoch. Sources: RFC 9110 section 10.2.3 (`Retry-After`); Docker Hub API
    reference, "Rate Limiting" (`X-RateLimit-Reset`); Docker's documentation, "Pull usage and limits"
    (`ratelimit-remaining: 0;w=21600`, with the window in seconds).
    """
    wait = _said_wait(headers, time.time() if now is None else now)
    return min(_LONGEST_WAIT, max(0.0, wait))


def _said_wait(headers: Mapping[str, str], now: float) -> float:
    after = headers.get("Retry-After", "").strip()
    if _NUMBER.fullmatch(after):
        return float(after)
    with contextlib.suppress(ValueError, OverflowError):
        date = parsedate_to_datetime(after)
        # Where a date has no zone, as in asctime's form, it is Greenwich's.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
    reset = headers.get("X-RateLimit-Reset", "").strip()
    if _NUMBER.fullmatch(reset):
        return float(reset) - now
    window = _WINDOW.fullmatch(headers.get("RateLimit-Remaining", "").strip())
    return float(window[1]) if window else 0.0
