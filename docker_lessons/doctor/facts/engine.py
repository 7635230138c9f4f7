"""What the engine says of itself, and of the registry. It is asked by GET alone.

Source: moby `api/swagger.yaml` (v1.41): `/_ping`, `/version`, `/info`, `/distribution/{name}/json`.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from docker_lessons.doctor.facts.asking import Deadline, together
from docker_lessons.doctor.facts.computer import Room, room
from docker_lessons.doctor.facts.conversation import Answer, TlsConnection, get, over_ssh, unix
from docker_lessons.doctor.facts.place import Place
from docker_lessons.doctor.facts.secrets import masked

_PING_SECONDS = 2.5
_SSH_SECONDS = 4.0
"""ssh takes its time to find out who is there."""
_SECONDS = 4.0
_REACH_SECONDS = 5.0

NOBODYS = "docker-lessons/doctor-asks"
"""A repository that is nobody's: a registry that is asked for it says no, and counts no download."""

_OTHERS = (
    "/var/run/docker.sock",
    "~/.docker/run/docker.sock",
    "~/.docker/desktop/docker.sock",
    "~/.colima/default/docker.sock",
    "~/.rd/docker.sock",
    "~/.orbstack/run/docker.sock",
    "{runtime}/docker.sock",
    "{runtime}/podman/podman.sock",
    "/run/podman/podman.sock",
)
"""Where engines listen for their own clients."""


@dataclass(frozen=True)
class Engine:
    """What the engine answered."""

    ping: Answer = field(default_factory=Answer)
    release: str = ""
    api: str = ""
    oldest_api: str = ""
    os: str = "linux"
    is_podman: bool = False
    is_rootless: bool = False
    name: str = ""
    """What it says it runs on: `Docker Desktop`, `Debian GNU/Linux 12 (bookworm)`."""
    http_proxy: str = ""
    https_proxy: str = ""
    mirrors: tuple[str, ...] = ()
    room: Room | None = None
    """The disk of its images, None where that is not on this computer."""
    seconds_off: int | None = None
    """How much its clock is ahead of this computer's, None if it does not say."""
    reach: Answer = field(default_factory=Answer)
    """What the registry told it; the detail has its words."""
    others: tuple[str, ...] = ()
    """Sockets at which another engine answers."""

    @property
    def answers(self) -> bool:
        """Whether it is an engine that answers."""
        return bool(self.api)


def ask(place: Place, registry: str, deadline: Deadline) -> Engine:
    """Asks the engine at `place`, and through it the `registry`, unless that is ''."""
    asked = place.scheme in {"unix", "tcp"} or place.remote is not None
    if place.unknown_context or not asked or place.lacks:
        return Engine(others=others(place, deadline))
    seconds = _SSH_SECONDS if place.remote else _PING_SECONDS
    ping = _get(place, "/_ping", deadline.within(seconds))
    if not ping.is_answer:
        return Engine(ping, others=others(place, deadline))
    if ping.status >= http.client.INTERNAL_SERVER_ERROR:
        return Engine(_worded(ping))
    questions = {
        name: partial(_get, place, path, seconds)
        for name, path, seconds in (
            ("version", "/version", _SECONDS),
            ("info", "/info", _SECONDS),
            ("reach", f"/distribution/{_name_at(registry)}/json", _REACH_SECONDS),
        )
        if name != "reach" or registry
    }
    told = together(questions, deadline, _REACH_SECONDS + 0.5).came
    late = Answer("silent")
    found = _versions(Engine(ping), told.get("version", late))
    if not found.answers:
        return found
    found = _information(found, told.get("info", late), is_local=place.scheme == "unix")
    return replace(found, reach=_worded(told.get("reach", late)) if registry else Answer())


def others(place: Place, deadline: Deadline) -> tuple[str, ...]:
    """Returns the sockets at which an engine answers, except the one at `place`."""
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}"
    paths = [Path(each.format(runtime=runtime)).expanduser() for each in _OTHERS]
    own = place.path.resolve() if place.scheme == "unix" else None
    there = {str(path): path for path in paths if path.is_socket() and path.resolve() != own}
    seconds = deadline.within(_PING_SECONDS)
    questions = {name: partial(_ping, path, seconds) for name, path in there.items()}
    told = together(questions, deadline, _PING_SECONDS).came
    return tuple(name for name in there if told.get(name))


def _ping(path: Path, seconds: float) -> bool:
    return get(unix(path, seconds), "/_ping").status == http.client.OK


def _name_at(registry: str) -> str:
    return NOBODYS if registry == "registry-1.docker.io" else f"{registry}/{NOBODYS}"


def _get(place: Place, path: str, seconds: float) -> Answer:
    if place.scheme == "unix":
        return get(unix(place.path, seconds), path)
    if place.remote is not None:
        return over_ssh(place.remote, path, seconds)
    if place.tls:
        try:
            context = _context(Path(place.certificates), own=place.has_own_certificate)
        except OSError as error:  # files that are no certificates
            return Answer("failed", str(error))
        return get(TlsConnection(place.host, place.port, seconds, context), path)
    return get(http.client.HTTPConnection(place.host, place.port, timeout=seconds), path)


def _context(folder: Path, *, own: bool) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    if own:
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def _versions(engine: Engine, answer: Answer) -> Engine:
    told = answer.document
    if not isinstance(told, dict) or "ApiVersion" not in told:
        return replace(engine, ping=_worded(answer))
    parts = [part.get("Name") for part in told.get("Components") or () if isinstance(part, dict)]
    return replace(
        engine,
        release=str(told.get("Version") or ""),
        api=str(told["ApiVersion"]),
        oldest_api=str(told.get("MinAPIVersion") or ""),
        os=str(told.get("Os") or "linux"),
        is_podman="Podman Engine" in parts,
    )


def _information(engine: Engine, answer: Answer, *, is_local: bool) -> Engine:
    told = answer.document
    if not isinstance(told, dict):
        return engine
    registries = told.get("RegistryConfig") or {}
    root = Path(str(told.get("DockerRootDir") or "/nonexistent"))
    return replace(
        engine,
        name=str(told.get("OperatingSystem") or ""),
        is_rootless="name=rootless" in (told.get("SecurityOptions") or ()),
        http_proxy=masked(str(told.get("HttpProxy") or "")),
        https_proxy=masked(str(told.get("HttpsProxy") or "")),
        mirrors=tuple(map(masked, _texts(registries.get("Mirrors")))),
        room=room(root) if is_local and _is_this_computer(told) and root.is_dir() else None,
        seconds_off=_seconds_off(str(told.get("SystemTime") or "")),
    )


def _is_this_computer(told: dict[str, Any]) -> bool:
    """Tells whether the engine's disk is one of this computer's: a virtual machine has a name and a kernel of its own."""
    own = os.uname()
    return (told.get("KernelVersion"), told.get("Name")) == (own.release, own.nodename)


def _texts(value: Any) -> Iterable[str]:
    return map(str, value) if isinstance(value, list) else ()


def _seconds_off(text: str) -> int | None:
    """Returns how many seconds a time of Go's (nanoseconds, any zone) is from now."""
    with contextlib.suppress(ValueError):
        told = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
        if told.tzinfo is not None:
            return round(told.timestamp() - time.time())
    return None


def _worded(answer: Answer) -> Answer:
    """Returns an answer with the engine's message as its detail."""
    message = answer.document.get("message") if isinstance(answer.document, dict) else None
    return replace(answer, detail=masked(str(message or answer.detail)).strip())
