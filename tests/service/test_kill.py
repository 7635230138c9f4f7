"""Killed in the middle of anything, a world is as before it or as after it, and goes on.

The service gets SIGKILL while a client's request is in flight, at an instant drawn anew each time, and is started
again: once for each kind of request, and fifty times in all with `make soak`.
"""

import os
import random
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

import pytest

from docker_lessons.lessons import course_image
from docker_lessons.oci.store import BlobStore
from docker_lessons.world import World, control, process
from tests import programs
from tests.blobs import is_whole
from tests.practice import PracticeWorld
from tests.service.hub_form import HubPages

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def often(times: int) -> pytest.MarkDecorator:
    """Has the service killed once, and as often as given in `make soak`."""
    soak = pytest.param(times, marks=pytest.mark.soak, id="soak")
    return pytest.mark.parametrize("hits", [pytest.param(1, id="short"), soak])


LAYER = 3_000_000
"""Bytes that cannot be compressed: a build, a push and a pull then take long enough to be hit."""


class Killed:
    """A running world, its terminal, and what kills its service."""

    def __init__(self, practice: PracticeWorld, client: str, folder: Path) -> None:
        self.practice = practice
        self.world = World(practice.home)
        self.env = practice.env | {"DOCKER_CLI_HINTS": "false"}
        self.client = client
        self.folder = folder
        self.hit = 0
        self.usual = 0.0
        """How many seconds the act took when nothing was killed in its midst, the last time."""
        self._random = random.Random(20)  # noqa: S311  # instants, not secrets

    def docker(self, *arguments: str, ok: bool = True) -> str:
        done = subprocess.run(
            [self.client, *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if ok and done.returncode:
            pytest.fail(
                f"docker {shlex.join(arguments)} failed after a kill: {done.stderr.strip()}"
            )
        return done.stdout

    def log_in(self) -> None:
        account = self.world.account()
        login = [self.client, "login", "-u", account.username, "--password-stdin"]
        subprocess.run(
            login, input=account.password, env=self.env, text=True, capture_output=True, check=True
        )

    def build_folder(self, name: str) -> str:
        """Makes a build folder whose image nobody has built before; returns its path."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "data").write_bytes(os.urandom(LAYER))
        (folder / "Dockerfile").write_text("FROM scratch\nCOPY data /data\n")
        return str(folder)

    def strike(self, act: Callable[[], bool]) -> None:
        """Begins `act`, kills the service within the time that it usually takes, and starts it again.

        `act` returns whether it succeeded. A service that was killed after the act's end is not counted,
        which is why callers go on until `hit` is what they want; how long that act took is usual from then on.
        """
        took: list[float] = []

        def timed() -> None:
            started = time.monotonic()
            act()
            took.append(time.monotonic() - started)

        acting = threading.Thread(target=timed)
        number = int(process.status(self.world)["pid"])
        acting.start()
        time.sleep(self._random.uniform(0.1, 0.95) * self.usual)
        in_flight = acting.is_alive()
        os.kill(number, signal.SIGKILL)
        acting.join(120)
        programs.wait_for("the service is gone", lambda: gone(number))
        if in_flight:
            self.hit += 1
        else:
            self.usual = took[0]
        process.start(self.world)
        self.assert_whole()
        self.assert_progress_is_kept()

    def assert_whole(self) -> None:
        """Holds every blob to its digest, and sees that nothing unfinished is left."""
        for part in ("engine", "hub"):
            blobs = BlobStore(self.world.home / part / "blobs")
            assert [digest for digest in blobs if not is_whole(blobs, digest)] == []
            left = [
                p
                for p in (self.world.home / part).rglob("*")
                if p.parent.name in {"writing", "scratch"}
            ]
            assert left == []
        assert [p.name for p in self.world.home.iterdir() if p.name.startswith(".")] == []

    def assert_progress_is_kept(self) -> None:
        """Holds the world to the answer that was accepted before, and to the steps that were done."""
        verdict = control.ask(self.world, "POST", "/check", {"step": "list-images"})
        assert verdict["verdict"] == "passed", verdict
        first = next(control.lines(self.world, "/watch"))
        done = {one["step"] for one in first["course"] if one["done"] == "by hand"}
        assert {"build-image", "list-images"} <= done

    def run(self, *arguments: str) -> Callable[[], bool]:
        """Returns the act that is this docker command."""

        def act() -> bool:
            command = [self.client, *arguments]
            return not subprocess.run(
                command, env=self.env, capture_output=True, timeout=120, check=False
            ).returncode

        return act


def gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


def seconds(act: Callable[[], bool]) -> float:
    """Returns how long an act takes when nothing is killed, in seconds."""
    started = time.monotonic()
    assert act()
    return time.monotonic() - started


@pytest.fixture
def killed(world, short_folder):
    killed = Killed(world, programs.docker_cli("docker 28 or newer"), short_folder)
    killed.log_in()
    course_image.write_build_folder(short_folder / "myimage")
    killed.docker("build", "-q", "-t", "myimage:0.1", str(short_folder / "myimage"))
    answer = killed.docker("images", "-q", "myimage:0.1").strip()
    assert world.check("build-image")["verdict"] == "passed"
    assert world.check("list-images", answer)["verdict"] == "passed"
    return killed


@often(10)
def test_a_build(killed, hits):
    killed.usual = seconds(killed.run("build", "-t", "usual", killed.build_folder("usual")))
    while killed.hit < hits:
        name = f"built:{killed.hit}.{time.monotonic_ns()}"
        build = ("build", "-t", name, killed.build_folder(name.replace(":", "-")))
        killed.strike(killed.run(*build))
        killed.docker(*build)
        assert killed.docker("inspect", "--format", "{{len .RootFS.Layers}}", name) == "1\n"


@often(7)
def test_a_tag(killed, hits):
    killed.docker("build", "-t", "base:1", killed.build_folder("base"))
    wanted = killed.docker("inspect", "--format", "{{.Id}}", "base:1")
    killed.usual = seconds(killed.run("tag", "base:1", "usual:1"))
    while killed.hit < hits:
        name = f"demousr/tagged:{time.monotonic_ns()}"
        killed.strike(killed.run("tag", "base:1", name))
        killed.docker("tag", "base:1", name)
        assert killed.docker("inspect", "--format", "{{.Id}}", name) == wanted


@often(10)
def test_a_push(killed, hits):
    killed.docker("build", "-t", "demousr/pushed:usual", killed.build_folder("usual"))
    killed.usual = seconds(killed.run("push", "demousr/pushed:usual"))
    while killed.hit < hits:
        tag = str(time.monotonic_ns())
        name = f"demousr/pushed:{tag}"
        killed.docker("build", "-t", name, killed.build_folder(tag))
        killed.strike(killed.run("push", name))
        killed.docker("push", name)
        wanted = killed.docker("inspect", "--format", "{{.Id}}", name)
        killed.docker("rmi", name)
        killed.docker("pull", name)
        assert killed.docker("inspect", "--format", "{{.Id}}", name) == wanted


@often(10)
def test_a_pull(killed, hits):
    name = "demousr/pulled:1"
    killed.docker("build", "-t", name, killed.build_folder("pulled"))
    killed.docker("push", name)
    wanted = killed.docker("inspect", "--format", "{{.Id}}", name)
    killed.docker("rmi", name)
    killed.usual = seconds(killed.run("pull", name))
    while killed.hit < hits:
        killed.docker("rmi", name)
        killed.strike(killed.run("pull", name))
        killed.docker("pull", name)
        assert killed.docker("inspect", "--format", "{{.Id}}", name) == wanted


@often(7)
def test_a_removal(killed, hits):
    folder = killed.build_folder("removed")
    killed.docker("build", "-t", "usual:1", folder)
    killed.usual = seconds(killed.run("rmi", "usual:1"))
    while killed.hit < hits:
        killed.docker("build", "-t", "removed:1", folder)
        killed.strike(killed.run("rmi", "removed:1"))
        if "removed" in killed.docker("images", "--format", "{{.Repository}}"):
            killed.docker("rmi", "removed:1")  # it was as before: the same command does it
        assert killed.docker("images", "--format", "{{.Repository}}") == "myimage\n"


@often(6)
def test_the_creation_of_a_repository(killed, hits):
    hub = HubPages(killed.world.hub_url)
    account = killed.world.account()
    hub.sign_in(account.username, account.password)

    def create(name: str) -> Callable[[], bool]:
        def act() -> bool:
            try:
                return hub.create(name)[0] == 200
            except (OSError, HTTPException):  # the connection broke
                return False

        return act

    seconds(create("first"))  # loads what pages need
    killed.usual = seconds(create("usual"))
    while killed.hit < hits:
        name = f"made-{time.monotonic_ns()}"
        killed.strike(create(name))
        if f"demousr/{name}" not in hub.get("repositories"):
            assert create(name)()  # signed in still, and as before: the same form does it
        assert hub.get("repositories").count(f'r/demousr/{name}"') == 1
