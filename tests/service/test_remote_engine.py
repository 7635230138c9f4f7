"""The learner's own Docker on a network: over TCP, with TLS, and over ssh, by real daemons and real clients."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.world import World, process
from docker_lessons.world.engine import DOCKER
from tests import programs, servers, ssh
from tests.doctor.certificates import Authority
from tests.practice import PracticeWorld

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tls_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a daemon that speaks TLS, and the folder with what its user needs."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    pair, mine = authority.signs("127.0.0.1"), authority.signs("demousr", stem="client")
    folder = tmp_path_factory.mktemp("user")
    for name, source in (("ca", authority.ca), ("cert", mine.certificate), ("key", mine.key)):
        (folder / f"{name}.pem").write_bytes(source.read_bytes())
    port = programs.free_port()
    options = [
        *("--host", f"tcp://127.0.0.1:{port}", "--tlsverify", "--tlscacert", str(authority.ca)),
        *("--tlscert", str(pair.certificate), "--tlskey", str(pair.key)),
    ]
    with servers.dockerd(*options):
        yield f"tcp://127.0.0.1:{port}", folder


def ended(world: PracticeWorld) -> None:
    if process.status(world.world)["engine_kind"] == DOCKER:
        world.command("reset", "--yes")
    world.stop()


@pytest.fixture
def over_tls(short_folder: Path, tls_daemon: tuple[str, Path]) -> Iterator[PracticeWorld]:
    """A world on the practice engine, whose learner has a Docker behind TLS."""
    address, folder = tls_daemon
    world = PracticeWorld.start(
        short_folder, DOCKER_HOST=address, DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(folder)
    )
    yield world
    ended(world)


@pytest.fixture
def over_ssh(short_folder: Path, empty_dockerd: str) -> Iterator[PracticeWorld]:
    """A world on the practice engine, whose learner has a Docker behind ssh."""
    program = ssh.stand_in(short_folder / "bin")
    socket = empty_dockerd.removeprefix("unix://")
    world = PracticeWorld.start(
        short_folder,
        DOCKER_HOST=f"ssh://demousr@far:2222{socket}",
        PATH=f"{program.parent}:{os.environ['PATH']}",
    )
    yield world
    ssh.stand_in(program.parent)
    ended(world)


def client(world: PracticeWorld, *arguments: str, given: str = "") -> str:
    """What the terminal's own client prints."""
    command = ["docker", *arguments]
    done = subprocess.run(
        command, env=world.env, input=given, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr


def test_behind_tls_the_chapter_is_walked_through_the_worlds_own_socket(over_tls, tls_daemon):
    said = over_tls.command("start", "--engine", "docker")
    assert f"at {tls_daemon[0]} (set by DOCKER_HOST)" in said
    assert over_tls.status()["own_docker"]["socket"] == tls_daemon[0]
    over_tls.solve("pull-back")
    assert over_tls.check("pull-back")["verdict"] == "passed"
    assert World(over_tls.home).names.target.rpartition(":")[0] in client(over_tls, "images")


def test_behind_tls_a_container_hears_that_its_input_has_ended(over_tls, short_folder):
    over_tls.command("start", "--engine", "docker")
    busybox = Path(programs.required("busybox"))
    folder = short_folder / "cat"
    folder.mkdir()
    (folder / "busybox").write_bytes(busybox.read_bytes())
    (folder / "busybox").chmod(0o755)
    (folder / "Dockerfile").write_text("FROM scratch\nCOPY busybox /\n")
    try:
        client(over_tls, "build", "-t", "cat:1", str(folder))
        said = client(
            *(over_tls, "run", "--rm", "-i", "--network=none", "cat:1", "/busybox", "wc", "-c"),
            given="12345",
        )
        assert said.strip() == "5"
    finally:
        client(over_tls, "rmi", "cat:1")


def test_a_folder_without_the_certificates_is_named(over_tls, short_folder):
    done = over_tls.run(
        "start", "--engine", "docker", DOCKER_HOST="tcp://127.0.0.1:1", DOCKER_TLS_VERIFY="1"
    )
    assert done.returncode == 8
    assert "ca.pem isn't there" in done.stderr
    assert "Traceback" not in done.stderr


def test_over_ssh_the_chapter_is_walked_as_the_client_would(over_ssh, dockerd, short_folder):
    said = over_ssh.command("start", "--engine", "docker")
    socket = dockerd.removeprefix("unix://")
    assert f"at ssh://demousr@far:2222{socket} (set by DOCKER_HOST)" in said
    over_ssh.solve("tag")
    assert over_ssh.check("tag")["verdict"] == "passed"
    called = (short_folder / "bin" / "ssh.said").read_text().splitlines()[0]
    assert called.endswith(
        f"-l demousr -p 2222 -- far docker --host unix://{socket} system dial-stdio"
    )
    assert "BatchMode=yes" in called


def test_an_ssh_that_is_not_let_in_says_so_and_nothing_has_changed(over_ssh, short_folder):
    refusal = "demousr@far: Permission denied (publickey,password)."
    ssh.refuse(short_folder / "bin" / "ssh", refusal)
    done = over_ssh.run("start", "--engine", "docker")
    assert done.returncode == 8
    assert f"ssh says: {refusal}" in done.stderr
    assert "ssh-add" in done.stderr
    assert over_ssh.status()["engine_kind"] == "practice"
