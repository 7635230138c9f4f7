"""The chapter at a registry of one's own choice: Debian's docker-registry, by the four ways in which it lets people in.

The protocol decides: what is walked is the same but for the log-in, and a stranger's pull where strangers may pull.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from docker_lessons.world import World
from docker_lessons.world.engine import DOCKER, PRACTICE, Kind
from tests import programs, servers
from tests.doctor.certificates import Authority
from tests.practice import PracticeWorld, check, practice_world, solve
from tests.tokens import Tokens

pytestmark = pytest.mark.slow

Way = Literal["nobody", "password", "token", "tls"]
EVERY: tuple[tuple[Kind, Way, str], ...] = (
    (PRACTICE, "password", "/class/one"),
    (DOCKER, "token", ""),
    (DOCKER, "tls", ""),
)
"""An engine, how the registry lets people in, and a folder in it.

tests/course_check/test_everywhere.py plays the solutions and the mistakes with both engines and all four ways.
"""
_IN_EACH_RUN = 2


@dataclass
class Learner:
    """Somebody in a terminal of a world that publishes to a registry."""

    world: World
    env: dict[str, str]
    way: Way
    place: str

    @property
    def name(self) -> str:
        return f"{self.place}/demousr/demorep"

    @property
    def wants_log_in(self) -> bool:
        return self.way != "nobody"

    @property
    def shows_strangers_nothing(self) -> bool:
        return self.way in ("password", "tls")

    def docker(self, *words: str, typed: str | None = None) -> str:
        done = self._run("docker", *words, typed=typed)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str, typed: str | None = None) -> str:
        done = self._run("docker", *words, typed=typed)
        assert done.returncode != 0
        return done.stderr

    def log_in(self) -> None:
        host = self.place.partition("/")[0]
        self.docker("login", "-u", "demousr", "--password-stdin", host, typed=servers.PASSWORD)

    def check(self, step: str, answer: str | None = None) -> dict[str, Any]:
        return check(self.world, step, answer)

    def passes(self, step: str, answer: str | None = None, verdict: str = "passed") -> None:
        found = self.check(step, answer)
        assert found["verdict"] == verdict, found

    def is_told(self, step: str, cause: str) -> dict[str, Any]:
        found = self.check(step)
        assert found["cause"] == cause, found
        return found

    def solve(self, step: str) -> None:
        solve(self.world, step)

    def _run(self, *words: str, typed: str | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            env=self.env,
            cwd=self.env["HOME"],
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def _rows() -> Iterator[Any]:
    for number, row in enumerate(EVERY):
        marks = [] if number < _IN_EACH_RUN else [pytest.mark.soak]
        yield pytest.param(row, id="-".join(row[:2]), marks=marks)


@contextmanager
def _own_docker_with(settings: Path) -> Iterator[PracticeWorld]:
    """Gives a world beside a daemon that has this folder as its /etc/docker."""
    settings.mkdir()
    inside = 'mount --bind "$1" /etc/docker && shift && exec "$@"'
    within = (programs.required("unshare"), "--mount", "sh", "-c", inside, "sh", str(settings))
    with (
        servers.dockerd(within=within) as daemon,
        practice_world(DOCKER_HOST=daemon.address) as world,
    ):
        yield world


@pytest.fixture(params=_rows())
def learner(
    request: pytest.FixtureRequest, tmp_path: Path, short_folder: Path
) -> Iterator[Learner]:
    """A learner whose world publishes to such a registry, in a folder of it."""
    kind, way, folder = request.param
    with ExitStack() as stack:
        options: list[str] = []
        more: dict[str, Any] = {}
        if way == "nobody":
            more["cost"] = None
        if way == "token":
            tokens = Tokens(tmp_path, "demousr", servers.PASSWORD)
            more["tokens"] = stack.enter_context(tokens.serving())
        host = "localhost"
        if way == "tls":
            host = "0.0.0.0"  # this computer, and to Docker none that needs no certificate
            authority = Authority(tmp_path / "authority")
            more["tls"] = authority.signs(host)
            options += ["--registry-ca", str(authority.ca)]
        registry = stack.enter_context(servers.docker_registry(tmp_path / "registry", **more))
        place = f"{host}:{registry.address.rpartition(':')[2]}{folder}"
        world: PracticeWorld
        if (kind, way) == (DOCKER, "tls"):
            settings = tmp_path / "etc-docker"
            world = stack.enter_context(_own_docker_with(settings))
            chosen = ("start", "--engine", kind, "--registry", place, "--account", "demousr")
            refused = world.run(*chosen, *options)
            assert refused.returncode == 8
            assert f"/etc/docker/certs.d/{place}/ca.crt" in refused.stderr
            assert world.status()["hub_kind"] == "practice"
            (settings / "certs.d" / place).mkdir(parents=True)
            shutil.copy(authority.ca, settings / "certs.d" / place / "ca.crt")
        else:
            world = request.getfixturevalue("world" if kind == PRACTICE else "own_docker")
        if way != "nobody":
            options += ["--account", "demousr"]
        started = world.run("start", "--engine", kind, "--registry", place, *options)
        assert started.returncode == 0, started.stderr
        yield Learner(world.world, world.env, way, place)


def test_the_whole_chapter(learner: Learner) -> None:
    name = learner.name
    learner.solve("list-images")
    learner.is_told("create-repository", "repository-no-answer")
    learner.passes("create-repository", f"docker pull {name}")

    learner.docker("tag", "myimage:0.1", f"{name}:1.0")
    learner.passes("tag")
    if learner.wants_log_in:
        learner.is_told("log-in", "login-missing")
        assert learner.refused("push", f"{name}:1.0")
        learner.log_in()
        learner.passes("log-in")
    else:
        learner.passes("log-in", verdict="skipped")
    heard = learner.wants_log_in and learner.world.capabilities.hears_refused_requests
    learner.is_told("push", "push-again" if heard else "push-missing")
    pushed = learner.docker("push", f"{name}:1.0")
    learner.passes("push")
    learner.passes("see-tag", pushed.partition("digest: ")[2].split()[0])

    learner.docker("rmi", "myimage:0.1", f"{name}:1.0")
    learner.passes("delete-local")
    learner.docker("logout", learner.place.partition("/")[0])
    if learner.shows_strangers_nothing:
        hidden = learner.is_told("pull-back", "hub-hidden")
        assert hidden["verdict"] == "could not check"
        assert hidden["repair"] == f"docker login -u demousr {learner.place.partition('/')[0]}"
        assert learner.check("push")["verdict"] == "passed"  # it goes by what was seen
        assert learner.refused("pull", f"{name}:1.0")
        learner.log_in()
    learner.docker("pull", f"{name}:1.0")
    learner.passes("pull-back")
    learner.solve("second-build")
    learner.docker("tag", "myimage:0.2", f"{name}:2.0")
    if learner.way == "token":
        learner.log_in()
    learner.docker("push", f"{name}:2.0")
    learner.passes("second-push")
    learner.docker("rmi", "myimage:0.2", f"{name}:2.0")
    learner.docker("pull", f"{name}:2.0")
    learner.passes("second-pull")
    learner.solve("clean-up")
    learner.passes("clean-up")
    if learner.wants_log_in:
        kept = Path(learner.env["DOCKER_CONFIG"], "config.json").read_text()
        assert learner.place.partition("/")[0] not in kept
    for path in learner.world.home.rglob("*"):
        assert not path.is_file() or servers.PASSWORD.encode() not in path.read_bytes(), path
