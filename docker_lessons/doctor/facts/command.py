"""The `docker` command on PATH, and what it says of itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_lessons.doctor.facts.secrets import masked
from docker_lessons.language import gettext
from docker_lessons.world import docker_client, environment

_SECONDS_ALONE = 3.0
_SECONDS = 4.0
_RELEASE = re.compile(r"version v?(\d+\.[\w.+~-]+)")
_LONGEST = 2_000

_PLUGINS = (
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
"""Where clients look for plugins after their own folder (docker/cli, `cli-plugins/manager`)."""


@dataclass(frozen=True)
class Command:
    """The first `docker` on PATH, what stands in for one, and what `docker version` says."""

    path: str = ""
    """Where the Docker client is, '' if there is none."""
    target: str = ""
    """The same with links followed."""
    dead_link: str = ""
    """A link called docker on PATH that leads to nothing."""
    dead_target: str = ""
    not_executable: str = ""
    """A file called docker on PATH that the user isn't allowed to start."""
    stand_in: str = ""
    """A script called docker on PATH that belongs to another program, as Podman's does."""
    has_docker_exe: bool = False
    """Whether Windows' own client is on PATH, as in WSL."""
    trouble: str = ""
    """Why it could not be started."""
    said: str = ""
    """What it printed where people read it, without secrets."""
    release: str = ""
    api: str = ""
    """The API version that it would speak with any engine."""
    buildx: str = ""
    """Where its plugin for builds is, '' if there is none."""


def look(
    own: Path, config: Path, environ: Mapping[str, str], *, with_engine: bool = False
) -> Command:
    """Finds the client, passing over the folder `own`, and asks it as the learner would outside of a world.

    `with_engine` lets it ask its engine, too.
    """
    found = docker_client.find(own)
    passed_over = _passed_over(own)
    if found is None:
        return Command(**passed_over)
    facts: dict[str, Any] = {
        "path": str(found),
        "target": str(found.resolve()),
        "buildx": _buildx(config),
    }
    return Command(**passed_over, **facts, **_asked(found, environ, with_engine))


def _passed_over(own: Path) -> dict[str, Any]:
    """Returns what is called docker on PATH and is no client."""
    found: dict[str, Any] = {"has_docker_exe": False}
    for folder in os.get_exec_path():
        if not folder or docker_client.is_same(folder, own):
            continue
        program = Path(folder) / "docker"
        found["has_docker_exe"] |= (Path(folder) / "docker.exe").is_file()
        if program.is_symlink() and not program.exists():
            found.setdefault("dead_link", str(program))
            found.setdefault("dead_target", str(program.readlink()))
        elif program.is_file() and not os.access(program, os.X_OK):
            found.setdefault("not_executable", str(program))
        elif program.is_file() and docker_client.stands_in(program):
            found.setdefault("stand_in", str(program))
    return found


def _asked(program: Path, environ: Mapping[str, str], with_engine: bool) -> dict[str, Any]:
    """Asks the client for its release, which needs no engine, and, `with_engine`, for what it says of its engine."""
    try:
        alone = _run([program, "--version"], environ, _SECONDS_ALONE)
    except subprocess.TimeoutExpired:
        seconds = f"{_SECONDS_ALONE:.0f}"
        return {"trouble": gettext("it didn't end within {seconds} seconds", seconds=seconds)}
    except OSError as error:
        return {"trouble": error.strerror or str(error)}
    release = _RELEASE.search(alone.stdout)
    facts = {"release": release[1] if release else ""}
    if release is None:
        return facts | {"said": masked(f"{alone.stdout}\n{alone.stderr}".strip()[:_LONGEST])}
    if not with_engine:
        return facts
    try:
        done = _run([program, "version", "--format", "{{json .}}"], environ, _SECONDS)
    except (OSError, subprocess.SubprocessError):  # an engine that hangs is another matter
        return facts
    client = _client(done.stdout)
    return facts | {
        "said": masked(done.stderr.strip()[:_LONGEST]),
        "release": str(client.get("Version") or facts["release"]),
        "api": str(client.get("DefaultAPIVersion") or client.get("ApiVersion") or ""),
    }


def _run(
    line: list[str | Path], environ: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Runs the client as in a terminal outside of any world."""
    before = environment.outside(environ)
    change = {name: before.get(name) for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG")}
    return subprocess.run(
        line,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
        env=environment.applied(environ, change),
    )


def _client(output: str) -> dict[str, Any]:
    try:
        told = json.loads(output)
    except ValueError:
        return {}
    client = told.get("Client") if isinstance(told, dict) else None
    return client if isinstance(client, dict) else {}


def _buildx(config: Path) -> str:
    for folder in (config / "cli-plugins", *map(Path, _PLUGINS)):
        plugin = folder / "docker-buildx"
        if plugin.is_file() and os.access(plugin, os.X_OK):
            return str(plugin)
    return ""
