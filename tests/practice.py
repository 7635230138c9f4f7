"""A throwaway practice world, started and stopped as a learner would: by `docker-lessons`."""

import contextlib
import dataclasses
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.course_check import inventory
from docker_lessons.course_check.hub_visitor import HubVisitor
from docker_lessons.world import World, docker_config, environment, process
from docker_lessons.world.control import ask
from docker_lessons.world.engine import DOCKER
from tests import programs, warm_command

COMMAND = Path(sys.executable).with_name("docker-lessons")
# What would lead a client, or our own package, out of the throwaway world.
FOREIGN = ("DOCKER_", "JUPYTER_", "XDG_", "IPYTHON")


def clean_environment(home: Path, world: Path) -> dict[str, str]:
    """Returns this process's variables with an empty HOME, and without those that name another world."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}
    path = os.pathsep.join([str(COMMAND.parent), kept.get("PATH", os.defpath)])
    return {**kept, "HOME": str(home), "PATH": path, "DOCKER_LESSONS_HOME": str(world)}


@dataclass(frozen=True)
class PracticeWorld:
    """One world; `env` is what a terminal of this world has."""

    home: Path
    env: dict[str, str]
    addresses: dict[str, Any]  # what its service said of itself once it had started

    @classmethod
    def start(cls, folder: Path, *chosen: str, **outside: str) -> "PracticeWorld":
        """Starts a world in a folder of its own, with an empty HOME beside it.

        `chosen`: what `docker-lessons start` is told. `outside`: variables of the terminal that is led into it, such
        as DOCKER_HOST of a Docker of its own.
        """
        home, world = folder / "home", folder / "world"
        home.mkdir(parents=True)
        programs.not_quick()
        env = clean_environment(home, world) | outside
        _call(env, "start", *chosen)
        return cls(world, _inside(env, World(world)), process.status(World(world)))

    @property
    def world(self) -> World:
        """The same world, as the package sees it."""
        return World(self.home)

    def command(self, *arguments: str) -> str:
        """Returns what `docker-lessons ARGUMENTS` prints; it must succeed."""
        return _call(self.env, *arguments)

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs `docker-lessons ARGUMENTS` with these variables besides; it may fail."""
        return _run(self.env | env, *arguments)

    def status(self) -> dict[str, Any]:
        """Returns what `docker-lessons status --json` prints now."""
        found: dict[str, Any] = json.loads(self.command("status", "--json"))
        return found

    def python(self, code: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs `code` in a Python of its own in this world."""
        return subprocess.run(
            [sys.executable, "-c", code],
            env=self.env | env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def check(self, step: str, answer: str | None = None) -> dict[str, Any]:
        """Returns the verdict on a step, as `docker-lessons check` asks for it."""
        return check(self.world, step, answer)

    def solve(self, step: str) -> dict[str, Any]:
        """Has a step solved, as `docker-lessons solve` asks for it; returns what was done, and the verdict."""
        return solve(self.world, step)

    def requests(self, after: int = 0) -> list[dict[str, Any]]:
        """Returns the requests to engine, registry and Hub after number `after` (the last thousand are kept)."""
        seen: list[dict[str, Any]] = ask(self.world, "GET", f"/trace?after={after}")["requests"]
        return seen

    def stop(self) -> None:
        """Ends the world's service."""
        process.stop(self.world)


class SharedWorld:
    """Gives the same practice world again and again, each time as new.

    `outside` as for `PracticeWorld.start`. A world that somebody stopped, or gave other ports, is not given again.
    """

    def __init__(self, **outside: str) -> None:
        self._outside = outside
        self._world: PracticeWorld | None = None

    def give(self) -> PracticeWorld:
        """Has the world work with the practice engine and empties it, or starts another."""
        if self._world is not None and not self._comes_back(self._world):
            self.close()
        if self._world is None:
            folder = Path(tempfile.mkdtemp(prefix="dl-"))
            self._world = PracticeWorld.start(folder, **self._outside)
        else:
            self._empty(self._world)
            now = process.status(self._world.world)
            self._world = dataclasses.replace(self._world, addresses=now)
        return self._world

    def close(self) -> None:
        """Stops the world and removes it."""
        world, self._world = self._world, None
        if world is not None:
            world.stop()
            shutil.rmtree(world.home.parent, ignore_errors=True)

    def _comes_back(self, practice: PracticeWorld) -> bool:
        """Has it use the practice engine again; returns whether it is served as at first."""
        world, first = practice.world, practice.addresses
        now = process.status(world)
        if now["state"] != "running" or now["leases"] or now["pinned"] != first["pinned"]:
            return False
        if world.engine.kind == DOCKER and practice.run("start", "--engine", "practice").returncode:
            return False
        if world.which_hub.is_real and practice.run("start", "--hub", "practice").returncode:
            return False
        now = process.status(world)
        return all(now[name] == first[name] for name in ("engine_kind", "registry", "hub"))

    def _empty(self, practice: PracticeWorld) -> None:
        empty(practice.world)
        home = Path(practice.env["HOME"])
        for used in (practice.home / "jupyter", home):
            shutil.rmtree(used, ignore_errors=True)
        home.mkdir()
        for memory_of_another_engine in practice.home.glob("memory-*"):
            memory_of_another_engine.unlink()


def check(world: World, step: str, answer: str | None = None) -> dict[str, Any]:
    """Asks a world's service for the verdict on a step; a command that asks takes ten times as long."""
    asked = {"step": step} if answer is None else {"step": step, "answer": answer}
    return ask(world, "POST", "/check", asked)


def solve(world: World, step: str) -> dict[str, Any]:
    """Asks a world's service to solve a step; returns what was done, and the verdict, which must be a pass."""
    done = ask(world, "POST", "/solve", {"step": step}, timeout=120)
    if done["verdict"]["verdict"] not in ("passed", "skipped"):
        pytest.fail(f"the solution of {step} ended with {done}")
    return done


def empty(world: World) -> None:
    """Removes a running world's images, repositories, log-ins and progress through its own interfaces."""
    inventory.remove_new(world.engine_socket, inventory.NOTHING)
    visitor = HubVisitor(world)
    for repository in visitor.own_repositories():
        visitor.delete_repository(repository)
    shutil.rmtree(world.docker_config, ignore_errors=True)
    docker_config.make(world.docker_config)
    ask(world, "POST", "/reset")


@contextlib.contextmanager
def practice_world(**outside: str) -> Iterator[PracticeWorld]:
    """Gives a running world below a path short enough for sockets; stops and removes it afterwards.

    `outside`: variables of the terminal that is led into it.
    """
    folder = Path(tempfile.mkdtemp(prefix="dl-"))
    world = PracticeWorld.start(folder, **outside)
    yield world
    world.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _inside(env: dict[str, str], world: World) -> dict[str, str]:
    """Returns the variables of a terminal after `eval "$(docker-lessons env)"`."""
    change = world.environment() | {
        environment.OUTSIDE: json.dumps(environment.outside(env)),
        "PATH": environment.search_path(env["PATH"], world.bin),
    }
    return environment.applied(env, change)


def _run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return warm_command.run(arguments, env=env, cwd=env["HOME"])


def _call(env: dict[str, str], *arguments: str) -> str:
    done = _run(env, *arguments)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        pytest.fail(f"docker-lessons {shlex.join(arguments)} ended with {done.returncode}: {said}")
    return done.stdout
