"""Where the engine is: the address, what chose it, and the certificates that go with it."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from docker_lessons.doctor.facts.secrets import masked
from docker_lessons.language import N_, gettext
from docker_lessons.world import environment, own_docker
from docker_lessons.world.engine import BY_DEFAULT, DOCKER, Engine
from docker_lessons.world.failure import EngineError
from docker_lessons.world.remote import Remote

Maker = Literal["engine", "desktop", "colima", "rancher", "orbstack", "podman", "rootless"]
"""What starts an engine at such an address, as far as the address tells."""

_NO_HOSTS = ("/", ".", "unix:", "tcp:", "ssh:", "npipe:", "http:", "https:")
"""Beginnings of what was to be a path or a URL, and would be read as the name of a computer."""

_MAKERS: tuple[tuple[str, Maker], ...] = (
    ("colima", "colima"),
    (".rd/", "rancher"),
    ("rancher-desktop", "rancher"),
    ("orbstack", "orbstack"),
    ("podman", "podman"),
    (".docker/desktop/", "desktop"),
    (".docker/run/", "desktop"),
    ("desktop-linux", "desktop"),
)


@dataclass(frozen=True)
class SocketFile:
    """A unix socket as a file."""

    is_there: bool = True
    is_a_socket: bool = True
    leads_to: str = ""
    """Where a link leads."""
    owner: str = "root"
    group: str = "docker"
    group_may: bool = True
    """Whether its group may use it."""
    closed_folder: str = ""
    """A folder above it that is closed to this user."""


@dataclass(frozen=True)
class Place:
    """The engine's address, and what is known of it before it is asked."""

    address: str = own_docker.DEFAULT
    """As in DOCKER_HOST, without secrets."""
    chosen_by: str = BY_DEFAULT
    context: str = ""
    unknown_context: str = ""
    """The name of the context that is chosen and names no engine."""
    chosen_where: str = ""
    """What chose that context: DOCKER_CONTEXT, or config.json."""
    host: str = ""
    port: int = 0
    tls: bool = False
    certificates: str = ""
    """The folder with what TLS needs."""
    lacks: str = ""
    """The file without which TLS does not begin, '' if it is there."""
    has_own_certificate: bool = False
    """Whether there are cert.pem and key.pem, by which an engine knows its users."""
    socket: SocketFile = field(default_factory=SocketFile)
    maker: Maker = "engine"
    remote: Remote | None = None
    """How it is reached over ssh, None where it is not."""
    refusal: str = ""
    """Why the course does not work with such an address."""

    @property
    def named_by(self) -> str:
        """What chose the address, for people."""
        return Engine(DOCKER, Path(), self.chosen_by).named_by

    @property
    def scheme(self) -> str:
        """`unix`, `tcp`, `ssh` and so on."""
        return self.address.partition("://")[0] if "://" in self.address else ""

    @property
    def ssh(self) -> str:
        """The beginning of a command that tests whether ssh gets to the engine, '' if it isn't reached over ssh."""
        if self.remote is None:
            return ""
        parts = urlsplit(self.remote.address)
        user = f"{parts.username}@" if parts.username else ""
        port = f"-p {parts.port} " if parts.port else ""
        return f"ssh {port}{user}{parts.hostname}"

    @property
    def path(self) -> Path:
        """The socket's path."""
        return Path(self.address.partition("://")[2])


def look(environ: Mapping[str, str]) -> Place:
    """Returns the place of the learner's own engine, as their client finds it."""
    try:
        found = own_docker.place(environ)
    except EngineError:
        return _unknown(environ)
    address = found.address
    if "://" not in address and not address.startswith(_NO_HOSTS):
        address = f"tcp://{address}"  # as clients read it
    scheme, _, rest = address.partition("://")
    tls, folder, _ = own_docker.tls(found, environ)
    facts: dict[str, Any] = {
        "address": masked(address),
        "chosen_by": found.chosen_by,
        "context": found.context,
        "maker": _maker(address, found.context),
        **_reached(environ),
    }
    if scheme == "unix":
        facts["socket"] = socket_file(Path(rest))
    else:
        host, port = _host_and_port(rest, tls)
        facts |= {"host": host, "port": port}
    if tls:
        facts |= _certificates(folder)
    return Place(**facts)


def socket_file(path: Path) -> SocketFile:
    """Returns what is known of a socket without opening it."""
    try:
        return _socket_file(path)
    except OSError:  # a path that no system takes
        return SocketFile(is_there=False, is_a_socket=False)


def _socket_file(path: Path) -> SocketFile:
    for folder in reversed(path.parents):
        if folder.is_dir() and not os.access(folder, os.X_OK):
            return SocketFile(closed_folder=str(folder), owner=_owner(folder))
    leads_to = str(path.readlink()) if path.is_symlink() else ""
    try:
        found = path.stat()
    except OSError:
        return SocketFile(is_there=False, is_a_socket=False, leads_to=leads_to)
    return SocketFile(
        is_a_socket=stat.S_ISSOCK(found.st_mode),
        leads_to=leads_to,
        owner=_name_of_user(found.st_uid),
        group=_name_of_group(found.st_gid),
        group_may=bool(found.st_mode & stat.S_IWGRP),
    )


def _unknown(environ: Mapping[str, str]) -> Place:
    name = environment.outside(environ).get("DOCKER_CONTEXT", "")
    where = "DOCKER_CONTEXT"
    if not name:
        where = N_("currentContext in config.json")
        name = own_docker.current_context(environ)
    return Place(unknown_context=name, chosen_where=where, maker=_maker("", name))


def _reached(environ: Mapping[str, str]) -> dict[str, Any]:
    """Returns how the course reaches it over ssh, or why the course does not work with such an address."""
    try:
        found = own_docker.reached(own_docker.place(environ), environ)
    except EngineError as error:
        said = str(error).removesuffix(gettext(own_docker.WHAT_NEXT)).rstrip()
        return {"refusal": masked(said)}
    return {"remote": found} if isinstance(found, Remote) and found.is_ssh else {}


def _certificates(folder: Path) -> dict[str, Any]:
    """Returns which TLS files are there: clients need ca.pem, and ignore the other two if one of them is missing."""
    own = all((folder / name).is_file() for name in ("cert.pem", "key.pem"))
    lacks = "" if (folder / "ca.pem").is_file() else "ca.pem"
    return {"tls": True, "certificates": str(folder), "lacks": lacks, "has_own_certificate": own}


def _host_and_port(rest: str, tls: bool) -> tuple[str, int]:
    with contextlib.suppress(ValueError):
        parts = urlsplit(f"//{rest}")
        return parts.hostname or "localhost", parts.port or (2376 if tls else 2375)
    return rest, 0


def _maker(address: str, context: str) -> Maker:
    for mark, maker in _MAKERS:
        if mark in address or mark in context:
            return maker
    return "rootless" if address.startswith("unix:///run/user/") else "engine"


def _owner(path: Path) -> str:
    return _name_of_user(path.stat().st_uid)


def _name_of_user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return gettext("user {number}", number=number)


def _name_of_group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return gettext("group {number}", number=number)
