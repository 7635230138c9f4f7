"""The learner's own Docker, found as their `docker` command finds it outside of the world.

Source: docker/cli, `cli/command/cli.go` (resolveContextName): DOCKER_HOST comes first, then DOCKER_CONTEXT,
then `currentContext` of config.json, then the platform's default socket.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_lessons.language import N_, gettext
from docker_lessons.world import client_config
from docker_lessons.world.engine import BY_DEFAULT, DOCKER, Engine
from docker_lessons.world.environment import outside
from docker_lessons.world.failure import EngineError
from docker_lessons.world.remote import Remote

DEFAULT = "unix:///var/run/docker.sock"
WHAT_NEXT = N_(
    "To find out what's in the way: docker-lessons doctor --engine docker. "
    "Or go on in the practice world: docker-lessons start --engine practice"
)
"""The end of every message about an engine that cannot be used."""

_NEEDS = N_("The course needs an engine with a unix socket, or one at tcp:// or ssh://.")
_FAR = {
    "npipe": N_("Your Docker ({by}) is reached through a Windows pipe, at {address}."),
}
_ELSEWHERE = N_("Your Docker ({by}) is reached at {address}.")


@dataclass(frozen=True)
class Place:
    """Where the learner's own engine is, and what says so."""

    address: str
    """A URL as in DOCKER_HOST."""
    chosen_by: str
    context: str = ""
    """The context that names it, '' where none does."""
    certificates: Path | None = None
    """The folder of the context's ca.pem, cert.pem and key.pem."""
    skips_verification: bool = False
    """Whether the context takes any certificate of the engine's."""


def config_file(environ: Mapping[str, str]) -> Path:
    """Returns the config.json of the learner's own client, which need not be there."""
    folder = outside(environ).get("DOCKER_CONFIG") or Path.home() / ".docker"
    return Path(folder).expanduser() / "config.json"


def place(environ: Mapping[str, str]) -> Place:
    """Returns where the learner's own engine is; `environ` may be that of a world's terminal.

    Raises:
        EngineError: When the context names no engine.
    """
    config = config_file(environ)
    return _place(outside(environ), config.parent, client_config.contents(config))


def current_context(environ: Mapping[str, str]) -> str:
    """Returns the context that config.json names, '' if none."""
    return _current(client_config.contents(config_file(environ)))


def find(environ: Mapping[str, str], bridge: Path) -> Engine:
    """Returns the learner's own engine; `environ` may be that of a world's terminal.

    `bridge` is the world's socket for an engine on a network.

    Raises:
        EngineError: When the context names no engine, or the course can't reach the address.
    """
    found = place(environ)
    at = reached(found, environ)
    config = config_file(environ)
    if isinstance(at, Remote):
        return Engine(DOCKER, bridge, found.chosen_by, config, at)
    return Engine(DOCKER, at, found.chosen_by, config)


def reached(found: Place, environ: Mapping[str, str]) -> Path | Remote:
    """Returns the engine's socket, or how it is reached over a network.

    Raises:
        EngineError: When the course can reach no engine at that address.
    """
    from docker_lessons.world import remote_connection

    scheme, _, path = found.address.partition("://")
    if scheme == "unix" and path:
        return Path(path).absolute()
    try:
        address = remote_connection.checked(found.address)
    except ValueError:
        by = Engine(DOCKER, Path(), found.chosen_by).named_by
        said = gettext(_FAR.get(scheme, _ELSEWHERE), by=by, address=found.address)
        raise EngineError(f"{said} {gettext(_NEEDS)} {gettext(WHAT_NEXT)}") from None
    if address.startswith("ssh://"):
        return Remote(address)
    speaks_tls, certificates, verifies = tls(found, environ)
    return Remote(address, certificates, verifies) if speaks_tls else Remote(address)


def tls(found: Place, environ: Mapping[str, str]) -> tuple[bool, Path, bool]:
    """Returns whether the client uses TLS with the engine, the folder of its files, and whether it verifies the engine.

    Source: docker/cli, `cli/flags/options.go`.
    """
    if found.certificates is not None:
        speaks = found.certificates.is_dir() or found.skips_verification
        return speaks, found.certificates, not found.skips_verification
    before = outside(environ)
    folder = before.get("DOCKER_CERT_PATH") or config_file(environ).parent
    verifies = bool(before.get("DOCKER_TLS_VERIFY"))
    return verifies or bool(before.get("DOCKER_TLS")), Path(folder).expanduser(), verifies


def _place(before: Mapping[str, str], folder: Path, config: dict[str, Any]) -> Place:
    host = before.get("DOCKER_HOST")
    if host:
        return Place(DEFAULT if host == "unix://" else host, "DOCKER_HOST")
    name = before.get("DOCKER_CONTEXT") or _current(config)
    if name and name != "default":
        certificates = folder / "contexts" / "tls" / _folder_of(name) / "docker"
        address, skips = _of_context(name, folder)
        return Place(address, f"the context {name}", name, certificates, skips)
    return Place(DEFAULT, BY_DEFAULT)


def _of_context(name: str, folder: Path) -> tuple[str, bool]:
    """Returns a context's address, and whether it accepts any certificate (docker/cli, `cli/context/store`).

    Raises:
        EngineError: When the context names no engine.
    """
    found = folder / "contexts" / "meta" / _folder_of(name) / "meta.json"
    try:
        endpoint = client_config.contents(found)["Endpoints"]["docker"]
        return str(endpoint["Host"]), bool(endpoint.get("SkipTLSVerify"))
    except (KeyError, TypeError, AttributeError):
        said = gettext(
            "Your Docker's context {context} doesn't name an engine (looked in {file}). List your contexts: docker "
            "context ls.",
            context=repr(name),
            file=found,
        )
        raise EngineError(f"{said} {gettext(WHAT_NEXT)}") from None


def _current(config: dict[str, Any]) -> str:
    return str(config.get("currentContext") or "")


def _folder_of(context: str) -> str:
    return hashlib.sha256(context.encode()).hexdigest()
