"""The environment variables that lead a Docker client into the practice world."""

import json
import os
import shlex
from collections.abc import Mapping
from pathlib import Path

UNSET = (
    "DOCKER_TLS_VERIFY",  # docker 28 then fails on a unix socket
    "DOCKER_TLS",
    "DOCKER_CERT_PATH",
    "DOCKER_API_VERSION",
    "DOCKER_CONTEXT",  # would win over DOCKER_HOST in some clients, or contradict it
    "DOCKER_DEFAULT_PLATFORM",  # reaches `pull` as a parameter
    "DOCKER_CONTENT_TRUST",  # would ask the real Hub's notary, with the practice name
    "DOCKER_AUTH_CONFIG",  # newer clients send these credentials in place of the stored ones
)
"""Variables that would lead elsewhere, break a command, or send the learner's own credential."""


NOWHERE = "127.0.0.1:1"
"""An address at which nobody listens."""

NO_WAY_OUT = {
    **dict.fromkeys(
        ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), f"http://{NOWHERE}"
    ),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), ""),
    "DOCKER_CONTENT_TRUST_SERVER": f"https://{NOWHERE}",
}
"""Variables with which a client asks nobody by itself; the socket of its engine needs no proxy."""

OUTSIDE = "DOCKER_LESSONS_OUTSIDE"
"""The variable that keeps, as JSON, what named the learner's own Docker outside of the world."""

_WHERE = ("DOCKER_HOST", "DOCKER_CONTEXT")
_TLS = ("DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH")
_SOCKETS = ("engine.sock", "practice.sock", "remote.sock")


def outside(environ: Mapping[str, str]) -> dict[str, str]:
    """Returns DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG and what chooses TLS, as set outside of any world.

    In a world's terminal these are the values from before; a value that was set by hand there since
    takes precedence.
    """
    kept = _kept(environ)
    host = environ.get("DOCKER_HOST", "")
    config = environ.get("DOCKER_CONFIG", "")
    now = {
        "DOCKER_HOST": "" if _is_worlds_engine(host, OUTSIDE in environ) else host,
        "DOCKER_CONTEXT": environ.get("DOCKER_CONTEXT", ""),
        "DOCKER_CONFIG": "" if _is_worlds_config(config) else config,
    }
    now |= {name: environ.get(name, "") for name in _TLS}
    where = now if any(now[name] for name in _WHERE) or not kept else kept
    found = {name: where.get(name, "") for name in (*_WHERE, *_TLS)}
    found["DOCKER_CONFIG"] = now["DOCKER_CONFIG"] or kept.get("DOCKER_CONFIG", "")
    return {name: value for name, value in found.items() if value}


def _kept(environ: Mapping[str, str]) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in json.loads(environ[OUTSIDE]).items()}
    except (KeyError, ValueError, AttributeError):
        return {}


def _is_worlds_engine(address: str, in_a_world: bool) -> bool:
    """Tells whether an address is the socket of some world, and so not of the learner's own Docker."""
    path = Path(address.removeprefix("unix://"))
    if not address.startswith("unix://"):
        return False
    try:
        return any(_is_worlds_socket(one, in_a_world) for one in (path, path.resolve()))
    except (OSError, RuntimeError):  # no path at all: too long, or links in a circle
        return False


def _is_worlds_socket(path: Path, in_a_world: bool) -> bool:
    return path.name in _SOCKETS and (
        in_a_world
        or any((path.parent / name).exists() for name in ("world.json", "lessons.sock"))
        or path.parent.parent.name.startswith("docker-lessons-")
    )


def _is_worlds_config(folder: str) -> bool:
    return Path(folder).name == "docker" and (Path(folder).parent / "world.json").exists()


def variables(home: Path, engine_socket: Path, docker_config: Path) -> dict[str, str | None]:
    """Returns the variables for a world's clients; None means that a variable is unset.

    `DOCKER_BUILDKIT=0` chooses the classic builder, which needs the engine only.
    """
    chosen: dict[str, str | None] = {
        "DOCKER_HOST": f"unix://{engine_socket}",
        "DOCKER_CONFIG": str(docker_config),
        "DOCKER_BUILDKIT": "0",
        "DOCKER_LESSONS_HOME": str(home),
        OUTSIDE: json.dumps(outside(os.environ)),
    }
    return chosen | dict.fromkeys(UNSET)


def search_path(current: str, bin_directory: Path) -> str:
    """Returns PATH with the world's own folder first, whose `docker` starts the real client."""
    kept = [part for part in current.split(os.pathsep) if part and part != str(bin_directory)]
    return os.pathsep.join([str(bin_directory), *kept])


def applied(base: Mapping[str, str], change: Mapping[str, str | None]) -> dict[str, str]:
    """Returns `base` with the variables of `change` set and unset, for a new process."""
    kept = {name: value for name, value in base.items() if name not in change}
    return kept | {name: value for name, value in change.items() if value is not None}


def shell_lines(change: Mapping[str, str | None]) -> str:
    """Returns `change` as shell commands for `eval` in sh, bash and zsh."""
    lines = [
        f"unset {name}" if value is None else f"export {name}={shlex.quote(value)}"
        for name, value in change.items()
    ]
    return "\n".join(lines) + "\n"
