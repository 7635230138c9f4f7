"""The chapter on the real Docker Hub, walked where its names lead to a front before a practice Hub.

Clients and daemons are as they are; what they ask of Docker Hub, the front passes on. What the course itself asks
of hub.docker.com is counted there.
"""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from docker_lessons.course_check.hub_visitor import HubVisitor
from docker_lessons.world import World, WorldError, control, process
from docker_lessons.world.environment import applied
from docker_lessons.world.pace import MOST
from tests import docker_hub, programs, servers
from tests.newest_dockerd import STORES
from tests.practice import COMMAND, PracticeWorld, check, clean_environment, solve

STAND_IN = "demousr"
"""The account at the practice Hub that stands in for Docker Hub: the learner's Docker ID here."""

pytestmark = pytest.mark.slow


@dataclass
class Learner:
    """Somebody in a terminal of a world that works with Docker Hub."""

    front: docker_hub.Front
    hub: PracticeWorld
    client: str
    env: dict[str, str]
    world: World

    def run(self, *words: str | Path, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.front.command(*words),
            env=self.env,
            cwd=self.env["HOME"],
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def docker(self, *words: str, typed: str | None = None) -> str:
        done = self.run(self.client, *words, typed=typed)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str, typed: str | None = None) -> str:
        done = self.run(self.client, *words, typed=typed)
        assert done.returncode != 0
        return done.stderr

    def log_in(self) -> None:
        password = self.hub.world.account().password
        self.docker("login", "-u", STAND_IN, "--password-stdin", typed=password)

    def check(self, step: str, answer: str | None = None) -> dict[str, Any]:
        return check(self.world, step, answer)

    def passes(self, step: str, answer: str | None = None) -> None:
        verdict = self.check(step, answer)
        assert verdict["verdict"] == "passed", verdict

    def solve(self, step: str) -> None:
        solve(self.world, step)

    def is_left_to_them(self, step: str) -> str:
        done = self.run(COMMAND, "solve", step)
        assert done.returncode == 1
        assert "the course leaves this to you" in done.stderr
        return done.stderr


OLD, NEW = "docker 20.10", "docker 28 or newer"
ENGINES = (
    pytest.param(("practice", NEW), id="practice"),
    pytest.param(("containerd", OLD), id="containerd-old-client"),
    pytest.param(("docker", OLD), id="docker-old-client", marks=pytest.mark.soak),
    pytest.param(("docker", NEW), id="docker-new-client", marks=pytest.mark.soak),
    pytest.param(("overlay2", NEW), id="overlay2-new-client", marks=pytest.mark.soak),
    pytest.param(("containerd", NEW), id="containerd-new-client", marks=pytest.mark.soak),
)
"""The practice engine, dockerd 20.10 (`docker`), or the newest dockerd with an image store; and the client."""


@pytest.fixture(params=ENGINES)
def learner(
    request: pytest.FixtureRequest, shared_world: PracticeWorld, short_folder: Path
) -> Iterator[Learner]:
    """A learner with the practice engine, or with a Docker of their own, and one of the two clients."""
    engine, wanted = request.param
    client = programs.docker_cli(wanted)
    with ExitStack() as stack:
        certificates = short_folder / "front"
        certificates.mkdir()
        addresses = (shared_world.addresses["registry"], shared_world.addresses["hub"])
        front = stack.enter_context(docker_hub.front(certificates, *addresses))
        home, own = short_folder / "learner", short_folder / "w"
        home.mkdir()
        outside = clean_environment(home, own) | front.variables
        chosen = ["--hub", "docker.io", "--account", STAND_IN]
        if engine != "practice":
            store = engine if engine in STORES else None
            daemon = stack.enter_context(servers.dockerd(front=front, store=store))
            outside["DOCKER_HOST"] = daemon.address
            chosen += ["--engine", "docker"]
        found = Learner(front, shared_world, client, outside, World(own))
        stack.callback(process.stop, found.world)
        started = found.run(COMMAND, "start", *chosen)
        assert started.returncode == 0, started.stderr
        assert "demousr/demorep:1.0, for all to see" in started.stdout
        found.env = applied(outside, json.loads(found.run(COMMAND, "env", "--json").stdout))
        yield found


@contextmanager
def page_left_open(world: World) -> Iterator[None]:
    """Reads what the course tells, as the panels of an open page do."""
    ended = threading.Event()

    def read() -> None:
        with suppress(WorldError):
            for _ in control.lines(world, "/watch"):
                if ended.is_set():
                    return

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield
    finally:
        ended.set()
        reader.join(20)


def test_the_whole_chapter(learner: Learner) -> None:
    with page_left_open(learner.world):
        walk(learner)
    assert learner.front.requests[docker_hub.PAGES] <= MOST


def walk(learner: Learner) -> None:
    own = learner.world.keeps_own_log_in
    learner.solve("list-images")

    missing = learner.check("create-repository")
    assert missing["cause"] == "repository-missing"
    assert "https://hub.docker.com/repository/create?namespace=demousr" in missing["text"]
    assert "hub.docker.com" in learner.is_left_to_them("create-repository")
    HubVisitor(learner.hub.world).create("demorep")
    learner.passes("create-repository", "docker pull demousr/demorep")

    learner.solve("tag")
    assert "denied" in learner.refused("push", "demousr/demorep:1.0")
    assert learner.check("log-in")["cause"] == "login-missing"
    assert "docker login -u demousr" in learner.is_left_to_them("log-in")
    wrong = learner.refused("login", "-u", STAND_IN, "--password-stdin", typed="wrong")
    assert "incorrect username or password" in wrong
    learner.log_in()
    learner.passes("log-in")
    assert "docker push demousr/demorep:1.0" in learner.is_left_to_them("push")
    pushed = learner.docker("push", "demousr/demorep:1.0")
    learner.passes("push")
    digest = pushed.partition("digest: ")[2].split()[0]
    learner.passes("see-tag", digest)

    learner.docker("rmi", "myimage:0.1", "demousr/demorep:1.0")
    learner.passes("delete-local")
    learner.docker("logout")
    learner.docker("pull", "demousr/demorep:1.0")
    learner.passes("pull-back")
    assert learner.check("run-it")["verdict"] == "not yet"
    learner.solve("run-it")

    learner.solve("second-build")
    learner.docker("tag", "myimage:0.2", "demousr/demorep:2.0")
    learner.log_in()
    learner.docker("push", "demousr/demorep:2.0")
    learner.passes("second-push")
    learner.solve("second-pull")
    learner.solve("clean-up")
    done = learner.check("clean-up")
    assert "https://hub.docker.com/repository/docker/demousr/demorep/settings" in done["text"]

    kept = Path(learner.env["DOCKER_CONFIG"], "config.json").read_text()
    assert ("index.docker.io" in kept) == own  # the course takes nobody's own log-in away
    ours = [line for line in learner.front.lines if line.endswith(" docker-lessons")]
    assert not [line for line in ours if "GET" in line and "/manifests/" in line]
    assert not [line for line in ours if line.split()[1] not in ("GET", "HEAD") and own]


@pytest.mark.parametrize(
    "learner",
    [
        ENGINES[0],
        *(pytest.param(*one.values, id=one.id, marks=pytest.mark.soak) for one in ENGINES[1:]),
    ],
    indirect=True,
)
def test_nothing_secret_is_kept_or_written_outside_of_the_client_s_configuration(
    learner: Learner,
) -> None:
    learner.log_in()
    learner.passes("log-in")
    password = learner.hub.world.account().password
    config = Path(learner.env["DOCKER_CONFIG"], "config.json")
    for path in learner.world.home.rglob("*"):
        if path.is_file() and path != config:
            assert password.encode() not in path.read_bytes(), path
    assert os.environ.get("DOCKER_CONFIG") != str(config.parent)
    sent = [line for line in learner.front.lines if password in line]
    assert sent == []


PRACTICE_ONLY = pytest.mark.parametrize("learner", ENGINES[:1], indirect=True)


@PRACTICE_ONLY
def test_a_limit_is_told_with_its_wait_and_acts_do_not_ask_in_spite_of_it(learner: Learner) -> None:
    async def limit(request: web.Request) -> web.StreamResponse | None:
        if request.host != docker_hub.PAGES:
            return None
        said = {"detail": "Rate limit exceeded", "error": False}
        return web.json_response(said, status=429, headers={"Retry-After": "120"})

    learner.front.answer = limit
    process.stop(learner.world)
    learner.run(COMMAND, "start")
    told = learner.check("create-repository")
    assert told["verdict"] == "could not check"
    assert "looks again in 2 min" in told["text"]
    before = learner.front.requests[docker_hub.PAGES]
    for _ in range(3):
        learner.check("create-repository")
    assert learner.front.requests[docker_hub.PAGES] == before


@PRACTICE_ONLY
def test_a_certificate_that_this_computer_does_not_know_is_told_as_that(learner: Learner) -> None:
    process.stop(learner.world)
    del learner.env["SSL_CERT_FILE"]
    learner.run(COMMAND, "start")
    told = learner.check("create-repository")
    assert told["verdict"] == "could not check"
    assert "x509: certificate signed by unknown authority" in told["text"]
    learner.solve("build-image")  # what needs no Hub goes on


@pytest.mark.parametrize("learner", ENGINES[1:2], indirect=True)
def test_a_log_in_that_a_helper_keeps_is_seen_and_the_helper_is_never_called(
    learner: Learner, short_folder: Path
) -> None:
    helpers = short_folder / "helpers"
    helpers.mkdir()
    program = helpers / "docker-credential-counted"
    program.write_text(HELPER.format(folder=helpers))
    program.chmod(0o755)
    learner.env["PATH"] = f"{helpers}:{learner.env['PATH']}"
    config = Path(learner.env["DOCKER_CONFIG"], "config.json")
    config.parent.mkdir(exist_ok=True)
    config.write_text(json.dumps({"credsStore": "counted"}))
    learner.run(COMMAND, "stop")
    learner.run(COMMAND, "start")  # with the helper on its PATH, too

    learner.log_in()
    assert '"https://index.docker.io/v1/": {}' in config.read_text()
    calls = (helpers / "calls").read_text()
    learner.passes("log-in")
    assert learner.check("clean-up")["cause"] == "clean-too-early"
    learner.run(COMMAND, "status")
    assert (helpers / "calls").read_text() == calls
    learner.docker("logout")
    assert learner.check("log-in")["cause"] in ("login-missing", "login-gone")


HELPER = """\
#!/bin/sh
echo "$1" >>{folder}/calls
case "$1" in
  store) cat >{folder}/kept ;;
  get) cat >/dev/null; cat {folder}/kept ;;
  erase) cat >/dev/null; rm -f {folder}/kept ;;
  list) echo '{{}}' ;;
esac
"""
"""A credential helper that keeps one log-in, and writes down each call."""


@PRACTICE_ONLY
def test_a_repository_that_was_made_private_or_deleted_later_is_told_as_that(
    learner: Learner,
) -> None:
    visitor = HubVisitor(learner.hub.world)
    visitor.create("demorep")
    learner.solve("list-images")
    learner.passes("create-repository", "docker pull demousr/demorep")
    learner.solve("tag")
    learner.log_in()
    learner.docker("push", "demousr/demorep:1.0")
    learner.passes("push")

    visitor.set_visibility("demorep", "private")
    learner.passes("push")  # with the token of this world it is seen
    assert learner.check("create-repository")["cause"] == "repository-private"
    learner.docker("logout")
    settings = "https://hub.docker.com/repository/docker/demousr/demorep/settings"
    for step in ("create-repository", "push", "see-tag", "delete-local"):
        told = learner.check(step)
        assert "made private" in told["text"], told
        assert settings in told["text"]
    refused = learner.is_left_to_them("push")
    assert "create" in refused or "docker push" in refused
    learner.solve("tag")  # which needs nothing of the Hub

    learner.log_in()
    visitor.delete_repository("demorep")
    for step in ("create-repository", "push", "see-tag", "delete-local"):
        told = learner.check(step)
        assert "was deleted" in told["text"], told
        assert "private" not in told["text"]
        assert "https://hub.docker.com/repository/create?namespace=demousr" in told["text"]
