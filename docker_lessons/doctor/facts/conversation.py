"""One GET request to an engine, and why there is no answer: errors are sorted by cause, not yet put into words."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from docker_lessons.doctor.facts.secrets import masked
from docker_lessons.language import gettext
from docker_lessons.world.control import USER_AGENT, UnixConnection
from docker_lessons.world.remote import Remote
from docker_lessons.world.remote_connection import RemoteConnection

Outcome = Literal[
    "answered",
    "unasked",
    "missing",
    "forbidden",
    "refused",
    "unresolved",
    "unreachable",
    "silent",
    "no http",
    "wants tls",
    "speaks no tls",
    "untrusted",
    "other name",
    "expired",
    "refuses certificate",
    "proxy",
    "ssh failed",
    "failed",
]
"""What became of a request."""

_WANTS_TLS = b"http request to an https server"
_MOST = 1 << 20
"""Bytes of an answer that are read."""


@dataclass(frozen=True)
class Answer:
    """What was answered, or why nothing was."""

    outcome: Outcome = "unasked"
    detail: str = ""
    """The system's own words, where it has some."""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lowercase name."""
    document: Any = None
    """The JSON value of the answer, None if it is not JSON."""

    @property
    def is_answer(self) -> bool:
        """Whether something that speaks HTTP answered."""
        return self.outcome == "answered"


class FailedHandshakeError(OSError):
    """A TLS handshake that failed; `cause` says why."""

    def __init__(self, cause: ssl.SSLError | OSError) -> None:
        super().__init__(str(cause))
        self.cause = cause


class TlsConnection(http.client.HTTPSConnection):
    """A connection that tells a failed handshake from a failure later on."""

    def __init__(self, host: str, port: int, timeout: float, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=timeout, context=context)
        self._tls = context

    def connect(self) -> None:
        """Connects, through the tunnel if there is one, and shakes hands.

        Raises:
            OSError: When nobody answers.
            FailedHandshakeError: When somebody does, and the handshake fails.
        """
        http.client.HTTPConnection.connect(self)
        assert self.sock is not None
        named = getattr(self, "_tunnel_host", None) or self.host
        try:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=named)
        except OSError as error:
            raise FailedHandshakeError(error) from error


def unix(path: Path, seconds: float) -> http.client.HTTPConnection:
    """Returns a connection to a socket on this computer, not yet opened."""
    return UnixConnection(path, seconds)


def get(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", language: str = ""
) -> Answer:
    """Sends one request and returns what became of it; the connection is closed afterwards.

    `language` is the language wanted for the answer, '' if the answer has none.
    """
    headers = {"User-Agent": USER_AGENT}
    if language:
        headers["Accept-Language"] = language
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        body = response.read(_MOST)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return failed(error)
    finally:
        connection.close()
    if response.status == http.client.BAD_REQUEST and _WANTS_TLS in body.lower():
        return Answer("wants tls")
    document = None
    with contextlib.suppress(ValueError):
        document = json.loads(body)
    told = {name.lower(): value for name, value in response.getheaders()}
    return Answer("answered", "", response.status, told, document)


def over_ssh(remote: Remote, path: str, seconds: float) -> Answer:
    """Sends one GET request by ssh, which asks nobody anything; where it fails, the detail has what ssh said."""
    connection = RemoteConnection(remote, seconds)
    answer = get(connection, path)
    if answer.is_answer:
        return answer
    if answer.outcome == "missing":
        return answer  # there is no ssh
    return Answer("ssh failed", masked(connection.all_said_by_ssh))


def failed(error: Exception) -> Answer:
    """Returns what an error of a request means."""
    if isinstance(error, FailedHandshakeError):
        return _handshake(error.cause)
    detail = getattr(error, "strerror", None) or str(error)
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Outcome], ...] = (
        (ssl.SSLError, "refuses certificate"),
        (PermissionError, "forbidden"),
        ((FileNotFoundError, NotADirectoryError), "missing"),
        (socket.gaierror, "unresolved"),
        ((TimeoutError, BlockingIOError), "silent"),
        ((ConnectionError, http.client.RemoteDisconnected), "refused"),
        (http.client.HTTPException, "no http"),
    )
    for kind, outcome in kinds:
        if isinstance(error, kind):
            return Answer(outcome, detail)
    if "Tunnel connection failed" in str(error):
        return Answer("proxy", str(error).partition(": ")[2])
    return Answer("unreachable" if isinstance(error, OSError) else "failed", detail)


def _handshake(error: ssl.SSLError | OSError) -> Answer:
    if isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message
        if "expired" in said or "not yet valid" in said:
            return Answer("expired", said)
        return Answer(
            "other name" if "match" in said or "mismatch" in said.lower() else "untrusted", said
        )
    if isinstance(error, TimeoutError):
        return Answer("silent", gettext("the TLS handshake"))
    if isinstance(error, ssl.SSLError) and "ALERT" in (error.reason or "").upper():
        return Answer("refuses certificate", error.reason or "")
    return Answer("speaks no tls", str(error))
