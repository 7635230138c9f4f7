"""The learner's own Docker, found as their `docker` command finds it outside of the world.

Source: docker/cli, `cli/command/cli.go` (resolveContextName): DOCKER_HOST comes first, then DOCKER_CONTEXT,
then `currentContext` of config.json, then the platform's default socket.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docker_lessons.world.engine import DOCKER, Engine
from docker_lessons.world.environment import outside
from docker_lessons.world.failure import EngineError

DEFAULT = "unix:///var/run/docker.sock"
PRACTISE = "The course goes on in the practice world: docker-lessons start --engine practice"

_FAR = {
    "tcp": "over the network",
    "http": "over the network",
    "https": "over the network",
    "ssh": "over ssh",
    "npipe": "through a Windows pipe",
}


def find(environ: Mapping[str, str]) -> Engine:
    """Returns the learner's own engine; `environ` may be that of a world's terminal.

    Raises:
        EngineError: When it has no unix socket, or the context names no engine.
    """
    before = outside(environ)
    folder = Path(before.get("DOCKER_CONFIG") or Path.home() / ".docker").expanduser()
    config = folder / "config.json"
    address, chosen_by = _address(before, folder, _read(config))
    scheme, _, path = address.partition("://")
    if scheme != "unix" or not path:
        way = f"{_FAR[scheme]}, at {address}" if scheme in _FAR else f"at {address}"
        raise EngineError(
            f"Your Docker ({chosen_by}) is reached {way}. The practice registry answers on this "
            "computer alone, so the course needs an engine on this computer, behind a unix socket. "
            + PRACTISE
        )
    return Engine(DOCKER, Path(path).absolute(), chosen_by, config)


def _address(before: Mapping[str, str], folder: Path, config: dict[str, Any]) -> tuple[str, str]:
    host = before.get("DOCKER_HOST")
    if host:
        return (DEFAULT if host == "unix://" else host), "DOCKER_HOST"
    name = before.get("DOCKER_CONTEXT") or str(config.get("currentContext") or "")
    if name and name != "default":
        return _of_context(name, folder), f"the context {name}"
    return DEFAULT, "Docker's default"


def _of_context(name: str, folder: Path) -> str:
    """Returns the address in a context (docker/cli, `cli/context/store`).

    Raises:
        EngineError: When the context names no engine.
    """
    found = folder / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest() / "meta.json"
    try:
        return str(_read(found)["Endpoints"]["docker"]["Host"])
    except (KeyError, TypeError):
        raise EngineError(
            f"Your Docker's context {name!r} names no engine (looked for in {found}). "
            f"See which there are: docker context ls. {PRACTISE}"
        ) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
