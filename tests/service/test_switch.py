"""Between the practice engine and the learner's own Docker: there and back, or refused with all as it was."""

import contextlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.cli.presentation import engine_lines
from docker_lessons.lessons import chapter
from docker_lessons.lessons.memory import Memory
from docker_lessons.world import World, control, holder, own_engine, process
from docker_lessons.world.engine import DOCKER, LABEL, Engine
from docker_lessons.world.failure import EngineError
from docker_lessons.world.lease import Lease
from tests import servers
from tests.practice import COMMAND, PracticeWorld, SharedWorld
from tests.programs import wait_for
from tests.servers import EngineElsewhere, docker, inventory
from tests.service.hub_form import HubPages

pytestmark = pytest.mark.slow


def engine_in_use(world: PracticeWorld) -> str:
    """Returns the release of the engine that a terminal reaches which was opened before."""
    command = ["docker", "version", "--format", "{{.Server.Version}}"]
    done = subprocess.run(
        command, env=world.env, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def build(world: PracticeWorld, name: str, folder: Path) -> None:
    """Builds a small image by the terminal's own client."""
    folder.mkdir()
    (folder / "Dockerfile").write_text(f"FROM scratch\nLABEL made={name}\n")
    command = ["docker", "build", "-q", "-t", name, str(folder)]
    subprocess.run(command, env=world.env, capture_output=True, timeout=120, check=True)


def standing(world: PracticeWorld) -> dict[str, Any]:
    """Returns all that a refused choice must leave as it is."""
    found = World(world.home)
    return {
        "world.json": found.record.read_text(),
        "engine.sock": found.engine_socket.readlink() if found.engine_socket.is_symlink() else None,
        "status": {k: v for k, v in process.status(found).items() if k != "leases"},
    }


def assert_whole(world: PracticeWorld) -> None:
    """Holds the engine in `world.json` to be the one that the terminal reaches."""
    found = World(world.home)
    assert [path.name for path in found.home.iterdir() if path.name.startswith(".")] == []
    assert found.engine_socket.readlink() == found.engine.socket
    assert process.status(found)["engine_kind"] == found.engine.kind


def by_request(world: World) -> None:
    """Asks for a service's end, as a command does that is killed before it saw it."""
    control.ask(world, "POST", "/stop")


def by_signal(world: World) -> None:
    """Sends it the signal of a computer that is shut down."""
    assert holder.send(world, signal.SIGTERM)


@contextlib.contextmanager
def silent_engine(folder: Path) -> Iterator[str]:
    """Gives the address of a socket that accepts connections and never answers."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "silent.sock"))
        listener.listen(64)
        yield f"unix://{folder}/silent.sock"


@pytest.fixture
def elsewhere(short_folder: Path, empty_dockerd: str) -> Iterator[str]:
    """The address of a Docker that lives in a machine of its own."""
    engine = EngineElsewhere(short_folder, empty_dockerd)
    yield engine.address
    engine.close()


@dataclass(frozen=True)
class Seen:
    """What somebody sees of a world while it works with one engine."""

    said: str
    """What the command printed that took the engine."""
    release: str
    """That of the engine which a terminal reaches that was opened before."""
    status: dict[str, Any]
    pull_command: str
    """What the Hub's page of a repository says how to pull it, as text."""
    practice_images: str
    """The images of the practice engine, asked at its own socket."""
    verdict: str
    """That of build-image, whose solution was played on the practice engine."""
    leases: int
    pinned: bool


@dataclass(frozen=True)
class Round:
    """A world on the practice engine, then on the learner's own Docker, then back."""

    before: Seen
    there: Seen
    back: Seen
    daemon: str
    """The address of the learner's own Docker."""
    release: str
    """That of their Docker."""
    is_untouched: bool
    """Whether everything on their Docker is afterwards as it was before."""


def seen(world: PracticeWorld, said: str) -> Seen:
    """Looks at everything."""
    found = World(world.home)
    wait_for("the lab holds it", lambda: process.status(found).get("leases") == 1)
    status, held = world.status(), process.status(found)
    page = HubPages(status["hub"]).get("r/teacherdemo/welcome")
    return Seen(
        said,
        engine_in_use(world),
        status,
        re.sub(r"<[^>]+>", "", page),
        docker(f"unix://{found.practice_socket}", "images"),
        world.check("build-image")["verdict"],
        held["leases"],
        held["pinned"],
    )


@pytest.fixture(scope="module")
def there_and_back(
    worlds_beside_docker: SharedWorld, dockerd: str, tmp_path_factory: pytest.TempPathFactory
) -> Round:
    """One round, with a terminal open, a lab, an image of the learner's own and a step done."""
    servers.empty(dockerd)
    world = worlds_beside_docker.give()
    untouched = inventory(dockerd)
    build(world, "kept:1", tmp_path_factory.mktemp("built") / "kept")
    world.solve("build-image")
    with contextlib.closing(Lease(World(world.home), "lab")):
        before = seen(world, "")
        there = seen(world, world.command("start", "--engine", "docker"))
        back = seen(world, world.command("start", "--engine", "practice"))
    release = docker(dockerd, "version", "--format", "{{.Server.Version}}").strip()
    return Round(before, there, back, dockerd, release, inventory(dockerd) == untouched)


def test_there_and_back_in_a_terminal_that_stays_open(there_and_back: Round):
    before, there, back = there_and_back.before, there_and_back.there, there_and_back.back
    daemon, release = there_and_back.daemon, there_and_back.release
    assert f"your own Docker {release} at {daemon} (set by DOCKER_HOST)" in there.said
    assert there.release == release
    port = there.status["registry"].rpartition(":")[2]
    assert there.status["target"] == f"localhost:{port}/demousr/demorep:1.0"
    assert there.status["engine"] == before.status["engine"]
    assert there.status["engine_kind"] == "docker"
    assert there.status["own_docker"] == {
        "socket": daemon.removeprefix("unix://"),
        "chosen_by": "DOCKER_HOST",
        "version": release,
        "trouble": None,
    }
    assert "It uses the practice engine." in back.said
    assert "docker-lessons reset" in back.said  # what removes the course's images over there
    assert back.release == before.release
    assert back.status["target"] == "demousr/demorep:1.0"
    assert there_and_back.is_untouched


def test_the_hubs_pages_show_names_for_the_engine_in_use(there_and_back: Round):
    assert "docker pull teacherdemo/welcome" in there_and_back.before.pull_command
    prefix = there_and_back.there.status["target"].removesuffix("demousr/demorep:1.0")
    assert f"docker pull {prefix}teacherdemo/welcome" in there_and_back.there.pull_command


def test_the_practice_engine_loses_nothing_meanwhile(there_and_back: Round):
    assert "kept" in there_and_back.there.practice_images  # served still
    assert "kept" in there_and_back.back.practice_images


def test_progress_is_kept_for_each_engine_by_itself(there_and_back: Round):
    told = (there_and_back.before, there_and_back.there, there_and_back.back)
    assert [one.verdict for one in told] == ["passed", "not yet", "passed"]


def test_a_switch_keeps_the_pin_and_a_lab_gets_its_lease_back(there_and_back: Round):
    assert there_and_back.there.leases == there_and_back.back.leases == 1
    assert there_and_back.there.pinned


def test_plain_start_and_a_kill_leave_the_choice_as_it_is(beside_docker, empty_dockerd):
    beside_docker.command("start", "--engine", "docker")
    world = World(beside_docker.home)
    number = process.status(world)["pid"]
    os.kill(number, signal.SIGKILL)
    wait_for("it is gone", lambda: process.status(world)["state"] == "stopped")
    assert beside_docker.status()["engine_kind"] == "docker"
    beside_docker.command("start")
    assert_whole(beside_docker)
    assert beside_docker.status()["engine_kind"] == "docker"
    beside_docker.command("stop")
    assert not os.path.lexists(world.engine_socket)
    assert docker(empty_dockerd, "version")  # nobody ended that one
    beside_docker.command("start")
    assert_whole(beside_docker)


def test_the_question_whether_it_reaches_the_registry_is_no_act_of_the_learners(beside_docker):
    beside_docker.command("start", "--engine", "docker")
    world = World(beside_docker.home)
    asked = beside_docker.requests()
    beside_docker.command("start", "--engine", "docker")
    asked = [one for one in beside_docker.requests() if one not in asked]
    assert any(one["server"] == "registry" for one in asked)  # it was asked
    for path in world.home.glob("memory*.db"):
        memory = Memory(path, chapter.KEY)
        assert memory.view().acts == ()
        assert memory.view().commands == ()
        memory.close()
    config = json.loads((world.docker_config / "config.json").read_bytes())
    assert config == {"auths": {"practice.invalid": {}}}  # and nobody is logged in by it
    assert beside_docker.check("log-in")["verdict"] == "not yet"


# refused: all is as it was


@pytest.mark.parametrize("kind", ["practice", "docker"])
def test_a_docker_that_does_not_reach_the_registry(beside_docker, elsewhere, empty_dockerd, kind):
    beside_docker.command("start", "--engine", kind)
    before, held = standing(beside_docker), inventory(empty_dockerd)
    done = beside_docker.run("start", "--engine", "docker", DOCKER_HOST=elsewhere)
    assert done.returncode == 8
    assert "connection refused" in done.stderr
    assert inventory(empty_dockerd) == held
    assert "Docker Desktop" in done.stderr
    assert "start --engine practice" in done.stderr
    assert standing(beside_docker) == before


def test_a_docker_that_never_answers(beside_docker, short_folder):
    before = standing(beside_docker)
    with silent_engine(short_folder) as address:
        began = time.monotonic()
        done = beside_docker.run("start", "--engine", "docker", DOCKER_HOST=address)
        taken = time.monotonic() - began
    assert done.returncode == 8
    assert "has said nothing" in done.stderr
    assert taken < 15
    assert standing(beside_docker) == before


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:2375", "unix:///tmp/nobody-is-here.sock"])
def test_a_docker_that_cannot_be_asked(beside_docker, address):
    before = standing(beside_docker)
    done = beside_docker.run("start", "--engine", "docker", DOCKER_HOST=address)
    assert done.returncode == 8
    assert address.removeprefix("unix://") in done.stderr
    assert standing(beside_docker) == before


def test_an_image_of_theirs_with_the_courses_name(beside_docker, empty_dockerd, short_folder):
    theirs = short_folder / "theirs"
    theirs.mkdir()
    (theirs / "Dockerfile").write_text("FROM scratch\nLABEL whose=theirs\n")
    port = beside_docker.status()["registry"].rpartition(":")[2]
    for name in ("myimage:0.1", f"localhost:{port}/demousr/demorep:1.0"):
        docker(empty_dockerd, "build", "-t", name, str(theirs))
        before, held = standing(beside_docker), inventory(empty_dockerd)
        done = beside_docker.run("start", "--engine", "docker")
        assert done.returncode == 8
        assert f"already has {name}" in done.stderr
        assert standing(beside_docker) == before
        assert inventory(empty_dockerd) == held
        docker(empty_dockerd, "rmi", name)


def test_an_image_of_the_course_is_no_strangers(beside_docker, empty_dockerd, short_folder):
    ours = short_folder / "ours"
    ours.mkdir()
    label = f"{LABEL}={World(beside_docker.home).id}"
    (ours / "Dockerfile").write_text(f"FROM scratch\nLABEL {label}\n")
    docker(empty_dockerd, "build", "-t", "myimage:0.1", str(ours))
    beside_docker.command("start", "--engine", "docker")


def test_a_stopped_world_that_is_refused_stays_stopped(beside_docker, elsewhere):
    beside_docker.command("stop")
    before = standing(beside_docker)
    done = beside_docker.run("start", "--engine", "docker", DOCKER_HOST=elsewhere)
    assert done.returncode == 8
    assert standing(beside_docker) == before


# trouble on the way


@pytest.fixture
def beside_silence(beside_docker, short_folder, monkeypatch):
    """A served world on a Docker that never answers: its service takes seconds to end."""

    def exchange(*asked):
        return control.exchange(*asked[:-1], 0.1)  # seconds, in place of four

    monkeypatch.setattr(own_engine, "exchange", exchange)
    world = World(beside_docker.home)
    with silent_engine(short_folder) as address:
        beside_docker.command("stop")
        world.keep_engine(Engine(DOCKER, Path(address.removeprefix("unix://")), "DOCKER_HOST"))
        process.start(world)
        yield beside_docker


def test_the_service_ends_beside_a_docker_that_never_answers(beside_silence):
    world = World(beside_silence.home)
    began = world.log.stat().st_size
    assert "has said nothing" in engine_lines(world)[1]
    assert beside_silence.command("stop")
    assert " ERROR " not in world.log.read_text()[began:]
    assert beside_silence.command("start", "--engine", "practice")
    assert_whole(beside_silence)


@pytest.mark.parametrize(("ends", "pin"), [(by_request, True), (by_signal, False)])
def test_a_start_while_the_service_is_ending_starts_the_next_one(beside_silence, ends, pin):
    world = World(beside_silence.home)
    ending = process.status(world)["pid"]
    ends(world)
    process.start(world, pin=pin)
    assert process.status(world)["pid"] != ending
    assert_whole(beside_silence)
    assert " ERROR " not in world.log.read_text()


@pytest.mark.parametrize(
    "pairs", [pytest.param(1, id="short"), pytest.param(6, marks=pytest.mark.soak, id="soak")]
)
def test_killed_in_the_midst_of_a_switch_it_is_old_or_new(beside_docker, pairs):
    instants = random.Random(11)  # noqa: S311  # instants, not secrets
    began = time.monotonic()
    subprocess.run([COMMAND, "start", "--engine", "docker"], env=beside_docker.env, check=True)
    usual = time.monotonic() - began
    for kind in ("practice", "docker") * pairs:
        switching = subprocess.Popen(
            [COMMAND, "start", "--engine", kind],
            env=beside_docker.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            switching.wait(instants.uniform(0.2, 1.0) * usual)
        switching.kill()
        switching.wait()
        beside_docker.command("start")
        assert_whole(beside_docker)
    engine_in_use(beside_docker)


def test_of_two_switches_at_the_same_time_one_holds(beside_docker):
    switches = [
        subprocess.Popen(
            [COMMAND, "start", "--engine", kind],
            env=beside_docker.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for kind in ("docker", "practice", "docker")
    ]
    said = [switch.communicate(timeout=120)[1] for switch in switches]
    assert [switch.returncode for switch in switches] == [0, 0, 0], said
    assert_whole(beside_docker)


def test_a_kernel_that_starts_the_world_meanwhile_changes_no_choice(beside_docker):
    world = World(beside_docker.home)
    switching = subprocess.Popen(
        [COMMAND, "start", "--engine", "docker"], env=beside_docker.env, stdout=subprocess.DEVNULL
    )
    while switching.poll() is None:
        process.start(world, pin=False)
    assert switching.returncode == 0
    assert world.engine.kind == "docker"
    assert_whole(beside_docker)
    assert control.ask(world, "GET", "/status")["pinned"]


def test_new_ports_change_the_names_and_say_so(beside_docker):
    beside_docker.command("start", "--engine", "docker")
    old = World(beside_docker.home).names.registry
    beside_docker.command("stop")
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", int(old.rpartition(":")[2])))
        other.listen()
        assert beside_docker.run("start").returncode == 4
        said = beside_docker.command("start", "--new-ports")
    new = World(beside_docker.home).names
    assert new.registry != old
    assert f"The course's names now begin with {new.registry}/" in said
    assert f"begin with {old}/" in said
    assert beside_docker.status()["target"] == new.target


def test_a_docker_in_a_machine_of_its_own_serves_for_docker_hub(
    beside_docker, elsewhere, empty_dockerd
):
    before = inventory(empty_dockerd)
    refused = beside_docker.run("start", "--engine", "docker", DOCKER_HOST=elsewhere)
    assert refused.returncode == EngineError.exit_code
    assert "--hub docker.io --account YOURID" in refused.stderr
    no_way_out = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:1")
    chosen = ("--engine", "docker", "--hub", "docker.io", "--account", "yourname")
    started = beside_docker.run("start", *chosen, DOCKER_HOST=elsewhere, **no_way_out)
    assert started.returncode == 0, started.stderr
    assert beside_docker.status()["target"] == "yourname/demorep:1.0"
    beside_docker.solve("list-images")
    assert beside_docker.check("create-repository")["verdict"] == "could not check"
    beside_docker.command("reset", "--yes")
    assert inventory(empty_dockerd) == before
    beside_docker.command("start", "--engine", "practice", "--hub", "practice")


def test_a_name_of_one_s_own_on_docker_hub_is_not_taken_over(
    beside_docker, empty_dockerd, tmp_path
):
    (tmp_path / "empty.tar").write_bytes(b"\0" * 1024)
    docker(empty_dockerd, "import", str(tmp_path / "empty.tar"), "yourname/demorep:1.0")
    before = inventory(empty_dockerd)
    chosen = ("--engine", "docker", "--hub", "docker.io", "--account", "yourname")
    refused = beside_docker.run("start", *chosen)
    assert refused.returncode == EngineError.exit_code
    assert "Your Docker already has yourname/demorep:1.0" in refused.stderr
    assert beside_docker.status()["hub_kind"] == "practice"
    assert inventory(empty_dockerd) == before
