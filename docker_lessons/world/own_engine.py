"""Requests to the learner's own Docker for the choice of an engine and for `reset`.

Each has a timeout, so that a Docker that does not answer keeps nobody waiting. The module is imported
only when it is needed, since `http.client` takes longer to load than the rest of a start.
Source: moby `api/swagger.yaml` (v1.41).
"""

from __future__ import annotations

import http.client
import json
import os
import re
import ssl
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from docker_lessons.language import gettext
from docker_lessons.oci.reference import short_form
from docker_lessons.world.account import Account
from docker_lessons.world.control import converse, exchange
from docker_lessons.world.engine import Engine
from docker_lessons.world.failure import EngineError
from docker_lessons.world.own_docker import WHAT_NEXT
from docker_lessons.world.remote import Remote
from docker_lessons.world.remote_connection import RemoteConnection

SECONDS = 4.0
"""The timeout for questions about the engine and its images, in seconds."""

REACH_SECONDS = 12.0
"""The timeout for what an engine takes its time for, such as the way to a registry, in seconds."""

FAR_SECONDS = 12.0
"""The least timeout for an engine on a network, in seconds."""

_NOBODYS = "docker-lessons/asks"
_HTTP_FOR_HTTPS = "server gave HTTP response to HTTPS client"

_NO_TLS = "first record does not look like a TLS handshake"
_NOT_REACHED = re.compile(
    r"dial tcp|no such host|connection refused|time(?:d )?out|proxyconnect|deadline exceeded|\bEOF\b",
    re.IGNORECASE,
)

_OLDEST_API = (1, 24)


class NotReachedError(EngineError):
    """An engine that answers and does not reach the practice registry; `said` is what it said."""

    def __init__(self, engine: Engine, registry: str, said: str) -> None:
        super().__init__(
            gettext(
                "Your Docker ({by}) can't reach the practice registry at {registry}: {said}. This usually means that its "
                "localhost is another computer's, as with Docker Desktop, Colima and Rancher Desktop, which run in a "
                "virtual machine.",
                by=engine.named_by,
                registry=registry,
                said=said,
            )
        )
        self.said = said


def version(engine: Engine) -> dict[str, Any]:
    """Returns the engine's answer to `GET /version`.

    Raises:
        EngineError: When it does not answer, or cannot be used for the course.
    """
    if engine.remote is None:
        _ask(engine, "GET", "/_ping")  # which comes at once; Podman takes its time over its version
    status, told = _ask(engine, "GET", "/version", seconds=REACH_SECONDS)
    if status != HTTPStatus.OK or not isinstance(told, dict) or "ApiVersion" not in told:
        said = gettext(
            "{where} ({by}) answers, but not the way a Docker engine does (HTTP {status}).",
            where=engine.where,
            by=engine.named_by,
            status=status,
        )
        raise EngineError(f"{said} {gettext(WHAT_NEXT)}")
    newest = tuple(int(part) for part in str(told["ApiVersion"]).split(".") if part.isdecimal())
    if newest < _OLDEST_API or told.get("Os", "linux") != "linux":
        said = gettext(
            "Your Docker ({version}, {system}, API {api}) can't build the course's image: you need a Linux engine "
            "from the last ten years.",
            version=told.get("Version"),
            system=told.get("Os"),
            api=told["ApiVersion"],
        )
        raise EngineError(f"{said} {gettext(WHAT_NEXT)}")
    return told


def reach(engine: Engine, account: Account, registry: str) -> None:
    """Checks that the engine reaches the practice registry, by `POST /auth`, which stores nothing.

    The credential is the world's own; the User-Agent marks the request as not the learner's.

    Raises:
        NotReachedError: When the engine does not reach the registry.
        EngineError: When the engine does not answer, or is a Podman that wants TLS of the registry.
    """
    asked = {
        "username": account.username,
        "password": account.password,
        "serveraddress": registry,
    }
    status, told = _ask(engine, "POST", "/auth", asked, REACH_SECONDS)
    if status != HTTPStatus.OK:
        raise NotReachedError(engine, registry, _message(told, status))
    if is_podman(version(engine)) and _HTTP_FOR_HTTPS in _pull_of_nothing(engine, registry):
        folder = "/etc" if os.geteuid() == 0 else "~/.config"
        service = "sudo systemctl" if os.geteuid() == 0 else "systemctl --user"
        said = gettext(
            "Your Docker ({by}) is Podman, which uses a registry without TLS only where its settings say so. "
            "Write these lines into {file}, then restart Podman's service ({restart}), and run the same command again:",
            by=engine.chosen_by,
            file=f"{folder}/containers/registries.conf.d/docker-lessons.conf",
            restart=f"{service} restart podman.service",
        )
        lines = f'    [[registry]]\n    location = "{registry}"\n    insecure = true'
        raise EngineError(f"{said}\n\n{lines}\n\n{gettext(WHAT_NEXT)}")


def reach_elsewhere(engine: Engine, place: str, folder: str) -> None:
    """Checks that the engine reaches a registry of the learner's own choice, by asking for an image that isn't there.

    `place` is the registry's address, `folder` the folder there. No credential is sent.

    Raises:
        EngineError: When the engine does not reach it, or does not answer.
    """
    name = "/".join(filter(None, (place, folder, _NOBODYS)))
    status, told = _ask(engine, "GET", f"/distribution/{name}/json", seconds=REACH_SECONDS)
    said = _message(told, status)
    facts = {"by": engine.named_by, "registry": place, "said": said}
    if "x509" in said:
        sentence = gettext(
            "Your Docker ({by}) doesn't trust the certificate of {registry}: {said}. Give it the certificate of the "
            "registry's authority: sudo mkdir -p /etc/docker/certs.d/{registry}, then sudo cp CA.crt "
            "/etc/docker/certs.d/{registry}/ca.crt (rootless Docker: ~/.config/docker/certs.d; Docker Desktop: the system's "
            "own certificates, and a restart). Then run the same command again.",
            **facts,
        )
    elif _HTTP_FOR_HTTPS in said or _NO_TLS in said:
        sentence = gettext(
            "Your Docker ({by}) uses a registry without TLS only on its own localhost, and {registry} is none to it: {said}. "
            "Ask who runs the registry for HTTPS, or add it to insecure-registries in Docker's settings and restart Docker.",
            **facts,
        )
    elif _NOT_REACHED.search(said):
        sentence = gettext(
            "Your Docker ({by}) can't reach {registry}: {said}. If it runs in a virtual machine, as Docker Desktop does, its "
            "localhost is another computer: give the registry's name or address in the network.",
            **facts,
        )
    else:
        return
    raise EngineError(f"{sentence} {gettext(WHAT_NEXT)}")


def is_podman(version_: dict[str, Any]) -> bool:
    """Tells from the answer to `GET /version` whether it is Podman that speaks Docker's API."""
    parts = version_.get("Components") or ()
    return any(part.get("Name") == "Podman Engine" for part in parts if isinstance(part, dict))


def _pull_of_nothing(engine: Engine, registry: str) -> str:
    """Returns what the engine says when it pulls an image that isn't there."""
    _, told = _ask(
        *(engine, "POST", f"/images/create?fromImage={registry}/{_NOBODYS}&tag=none"),
        seconds=REACH_SECONDS,
    )
    return json.dumps(told)


def images(engine: Engine) -> list[dict[str, Any]]:
    """Returns all images of the engine (`GET /images/json`).

    Raises:
        EngineError: When it does not list them.
    """
    status, rows = _ask(engine, "GET", "/images/json")
    if status != HTTPStatus.OK or not isinstance(rows, list):
        raise EngineError(
            gettext("Your Docker doesn't list its images: {reason}.", reason=_message(rows, status))
        )
    for row in rows:
        row["RepoTags"] = [short_form(name) for name in row.get("RepoTags") or ()]
    return rows


def remove(engine: Engine, name: str) -> str:
    """Does what `docker rmi NAME` does, without force; returns why it was refused, '' if it was not.

    Raises:
        EngineError: When the engine does not answer.
    """
    status, told = _ask(engine, "DELETE", f"/images/{quote(name, safe='/:')}", seconds=60.0)
    return "" if status in (HTTPStatus.OK, HTTPStatus.NOT_FOUND) else _message(told, status)


def remove_container(engine: Engine, name: str) -> None:
    """Does what `docker rm -f NAME` does; it need not be there.

    Raises:
        EngineError: When the engine does not answer.
    """
    _ask(engine, "DELETE", f"/containers/{quote(name)}?force=1", seconds=60.0)


def _message(told: Any, status: int) -> str:
    message = told.get("message") if isinstance(told, dict) else None
    return str(message or f"HTTP {status}").strip().rstrip(".")


def _ask(
    engine: Engine,
    method: str,
    path: str,
    body: dict[str, str] | None = None,
    seconds: float = SECONDS,
) -> tuple[int, Any]:
    """Returns the status and the JSON value of the answer, None if it is not JSON."""
    if engine.remote is not None:
        return _ask_remote(engine, engine.remote, method, path, body, max(seconds, FAR_SECONDS))
    try:
        return exchange(engine.socket, method, path, body, seconds)
    except (OSError, http.client.HTTPException) as error:
        raise EngineError(f"{_unanswered(engine, error, seconds)} {gettext(WHAT_NEXT)}") from error


def _ask_remote(
    engine: Engine,
    remote: Remote,
    method: str,
    path: str,
    body: dict[str, str] | None,
    seconds: float,
) -> tuple[int, Any]:
    connection = RemoteConnection(remote, seconds)
    try:
        return converse(connection, method, path, body)
    except (OSError, http.client.HTTPException) as error:
        why = _away(remote, error, connection.said_by_ssh, seconds)
        said = gettext(
            "Your Docker at {where} ({by}) can't be reached: {why}",
            where=engine.where,
            by=engine.named_by,
            why=why,
        )
        raise EngineError(f"{said} {gettext(WHAT_NEXT)}") from error


def _away(remote: Remote, error: Exception, said_by_ssh: str, seconds: float) -> str:
    """Returns one or two sentences about an engine on a network that did not answer."""
    if said_by_ssh:
        return gettext(
            "ssh says: {said}. The course's ssh can't ask for a password, so log in once with your key in the agent "
            "(ssh-add), until docker version works there without a question.",
            said=said_by_ssh.rstrip("."),
        )
    if remote.is_ssh and isinstance(error, FileNotFoundError):
        return gettext("there's no ssh command on this computer.")
    if isinstance(error, TimeoutError):
        return gettext("nothing came back for {seconds} seconds.", seconds=f"{seconds:.0f}")
    if isinstance(error, FileNotFoundError):
        return gettext(
            "the file {file} isn't there, and TLS needs it.", file=f"{remote.certificates}/ca.pem"
        )
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "verify_message", "") or error.reason or error
        return gettext("TLS failed ({reason}).", reason=reason)
    return f"{getattr(error, 'strerror', None) or str(error) or type(error).__name__}."


def _unanswered(engine: Engine, error: Exception, seconds: float) -> str:
    place = f"{engine.socket} ({engine.named_by})"
    if isinstance(error, PermissionError):
        return gettext(
            "You don't have permission to use your Docker's socket {place}: it belongs to root and to a group, usually "
            "called docker. Add yourself to that group (sudo usermod -aG docker $USER), then log out of this computer "
            "and in again: windows that are already open don't notice the change.",
            place=place,
        )
    if isinstance(error, FileNotFoundError):
        return gettext(
            "Your Docker has no socket at {place}. Is Docker installed on this computer, and is it running?",
            place=place,
        )
    if isinstance(error, (TimeoutError, BlockingIOError)):
        return gettext(
            "Your Docker at {place} accepts a connection but has said nothing for {seconds} seconds. Restart it.",
            place=place,
            seconds=f"{seconds:.0f}",
        )
    if isinstance(error, http.client.HTTPException) and not isinstance(error, ConnectionError):
        return gettext(
            "What answers at {place} isn't a Docker engine: it doesn't speak HTTP.", place=place
        )
    return gettext(
        "Your Docker isn't answering at {place}: {reason}. Is it running?",
        place=place,
        reason=getattr(error, "strerror", None) or error,
    )
