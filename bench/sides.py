"""The two sides of a comparison: dockerd with docker-registry, and a practice world, under one client."""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil
import pytest

from tests import servers
from tests.practice import PracticeWorld, clean_environment

THEIRS, OURS = "dockerd and docker-registry", "the practice world"
_COST = 10
"""bcrypt's, of the password at docker-registry: htpasswd's own suggestion is 5, its strong one 10."""
_KIB, _TICK = 1024, 0.02
_TICKS_OF_A_FAMILY = 25


class Missing(Exception):
    """Something that a measure needs is not installed, or not allowed; the text says what."""


@dataclass(frozen=True)
class Side:
    """An engine and a registry, both empty, and the client's way to them."""

    name: str
    env: dict[str, str]
    registry: str
    """What stands before the account in a name: `localhost:PORT/`, '' for Docker Hub's own."""
    password: str
    pids: tuple[int, ...]
    """The processes that serve; their children belong to them."""

    @property
    def target(self) -> str:
        """The repository's name for the client."""
        return f"{self.registry}demousr/demorep"

    def run(self, line: str, stdin: str | None = None) -> float:
        """Run a line of the docker client; seconds until it has ended.

        Raises:
            RuntimeError: It failed.
        """
        began = time.perf_counter()
        done = subprocess.run(
            line.split(), env=self.env, input=stdin, capture_output=True, text=True, check=False
        )
        taken = time.perf_counter() - began
        if done.returncode:
            raise RuntimeError(f"{self.name}: {line}\n{done.stdout}{done.stderr}")
        return taken

    def log_in(self) -> float:
        """Log in to the registry; seconds until the client has ended."""
        host = self.registry.removesuffix("/")
        return self.run(f"docker login -u demousr --password-stdin {host}", self.password)

    def described(self) -> str:
        """The engine's version and how it stores layers, in its own words, and the client's version."""
        client = "docker version --format {{.Client.Version}}"
        engine = ["docker", "info", "--format", "{{.ServerVersion}}, storage driver {{.Driver}}"]
        said = [
            subprocess.check_output(command, env=self.env, text=True).strip()
            for command in (engine, client.split())
        ]
        return f"{said[0]}, client {said[1]}"


@contextlib.contextmanager
def theirs() -> Iterator[Side]:
    """Debian's dockerd and docker-registry, with the account in a password file of bcrypt.

    Raises:
        Missing: One of them is not installed, or we are not root.
    """
    if os.geteuid() != 0:
        raise Missing("needs root (a dockerd of one's own): sudo make bench")
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(_folder())
        try:
            daemon = stack.enter_context(servers.dockerd())
            registry = stack.enter_context(servers.docker_registry(folder / "registry", cost=_COST))
        except pytest.skip.Exception as missing:
            raise Missing(str(missing)) from None
        env = clean_environment(folder, folder) | {
            "DOCKER_HOST": daemon.address,
            "DOCKER_CONFIG": str(_config(folder)),
            "DOCKER_BUILDKIT": "0",
        }
        port = registry.address.partition(":")[2]
        pids = daemon.pid, registry.pid
        yield Side(THEIRS, env, f"localhost:{port}/", servers.PASSWORD, pids)


@contextlib.contextmanager
def ours() -> Iterator[Side]:
    """A practice world as `docker-lessons start` starts it.

    Raises:
        Missing: There is no docker client.
    """
    if shutil.which("docker") is None:
        raise Missing("docker is not installed (https://docs.docker.com/engine/install/binaries/)")
    with _folder() as folder:
        world = PracticeWorld.start(folder)
        try:
            password = json.loads(world.command("account", "--json"))["password"]
            pid = int(json.loads((world.home / "service.json").read_text())["pid"])
            world.check(
                "build-image"
            )  # the lessons begin after engine and Hub, and are part of the service
            yield Side(OURS, world.env, "", password, (pid,))
        finally:
            world.stop()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="dl-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _config(folder: Path) -> Path:
    """A client's configuration that keeps passwords in its file, as a world's does."""
    config = folder / "docker"
    config.mkdir()
    (config / "config.json").write_text('{"auths": {"practice.invalid": {}}}')
    return config


class Peak:
    """The greatest memory of a side's processes together, looked at while it is measured.

    Resident memory as the kernel counts it for a process: anonymous pages and mapped files, the
    page cache not. Of one process the kernel's own high-water mark is taken, which misses nothing;
    of several, the greatest sum that was seen, which is less than the sum of their marks.
    """

    def __init__(self, side: Side) -> None:
        self._side = side
        self._greatest = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        for pid in _family(self._side.pids):
            # 5: the high-water mark begins anew (proc(5), clear_refs).
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    @property
    def mib(self) -> float:
        """What it was, in MiB."""
        family = _family(self._side.pids)
        if len(family) == 1:
            return _memory(family[0], "VmHWM") / _KIB
        return self._greatest / _KIB

    def _watch(self) -> None:
        # To look for new children takes a processor longer than to read their memory: that is done less often.
        while not self._end.is_set() and len(family := _family(self._side.pids)) > 1:
            for _ in range(_TICKS_OF_A_FAMILY):
                if self._end.wait(_TICK):
                    break
                self._greatest = max(self._greatest, _resident(family))


def resident(side: Side) -> int:
    """The resident memory of a side's processes now, in KiB."""
    return _resident(_family(side.pids))


def _resident(pids: list[int]) -> int:
    return sum(_memory(pid, "VmRSS") for pid in pids)


def _memory(pid: int, field: str) -> int:
    """A field of the process's status in KiB; 0 for one that has ended."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(f"{field}:")).split()[1])
    return 0


def _family(pids: tuple[int, ...]) -> list[int]:
    """These processes and all their children."""
    found = list(pids)
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            found += [child.pid for child in psutil.Process(pid).children(recursive=True)]
    return found
