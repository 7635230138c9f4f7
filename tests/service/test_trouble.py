"""What can be the matter with a world: each a sentence and an exit code, never a traceback."""

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from docker_lessons.world import World, process
from tests import warm_command
from tests.practice import COMMAND, clean_environment
from tests.programs import free_port

pytestmark = pytest.mark.whole


@pytest.fixture
def env(short_folder):
    """A terminal's variables for a world that was never started; ended afterwards."""
    yield clean_environment(short_folder, short_folder / "world")
    process.stop(World(short_folder / "world"))


def kept_ports(folder: Path) -> tuple[int, int]:
    """The ports of a world in `folder` that was started before."""
    world = World(folder / "world")
    world.prepare()
    world.keep_ports(free_port(), free_port())
    ports = world.ports()
    assert ports is not None
    return ports


def run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return warm_command.run(arguments, env=env, cwd="/")


def sentence(done: subprocess.CompletedProcess[str], code: int) -> str:
    said = f"{done.stdout}{done.stderr}".strip()
    assert done.returncode == code, f"exit code {done.returncode}, not {code}: {said}"
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def taken(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


@pytest.mark.parametrize("whose", ["registry", "hub"])
def test_a_port_that_another_program_took(env, short_folder, whose):
    ports = kept_ports(short_folder)
    port = ports[0] if whose == "registry" else ports[1]
    with taken(port):
        said = sentence(run(env, "start"), 4)
        assert str(port) in said
        assert "--new-ports" in said
        assert run(env, "start", "--new-ports").returncode == 0
    new = World(short_folder / "world").ports()
    assert port not in new


def test_new_ports_are_chosen_only_when_needed(env, short_folder):
    before = kept_ports(short_folder)
    run(env, "start", "--new-ports")
    assert World(short_folder / "world").ports() == before


def test_a_full_disk(short_folder):
    if os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("needs root (a full disk of one's own): sudo make test")
    disk = short_folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs root (a full disk of one's own): sudo make test")
    try:
        env = clean_environment(short_folder, disk / "world")
        said = sentence(run(env, "start"), 6)
        assert f"The disk with {disk}" in said
        assert "is full" in said
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_read_only_home(short_folder):
    if os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("needs root (a read-only disk of one's own): sudo make test")
    disk = short_folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs root (a read-only disk of one's own): sudo make test")
    try:
        env = clean_environment(short_folder, disk / "world")
        said = sentence(run(env, "start"), 5)
        assert "read-only" in said
        assert "DOCKER_LESSONS_HOME" in said
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_holds_other_things(env, short_folder):
    (short_folder / "world").mkdir()
    (short_folder / "world" / "thesis.txt").write_text("")
    assert "thesis.txt" in sentence(run(env, "start"), 5)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root (another user's folder): sudo make test")
def test_somebody_elses_folder(env, short_folder):
    (short_folder / "world").mkdir()
    os.chown(short_folder / "world", 12345, 12345)
    assert "belongs to user 12345" in sentence(run(env, "start"), 5)
    os.chown(short_folder / "world", 0, 0)


def test_something_else_where_a_socket_belongs(env, short_folder):
    World(short_folder / "world").prepare()
    World(short_folder / "world").engine_socket.mkdir()
    assert "is in the way" in sentence(run(env, "start"), 5)


def test_a_damaged_record(env, short_folder):
    World(short_folder / "world").prepare()
    World(short_folder / "world").record.write_text("{")
    assert "is damaged" in sentence(run(env, "start"), 5)


def test_an_older_service_is_replaced_politely(env, short_folder):
    """A service that says it is of an older release, as after an upgrade of the package."""
    run(env, "start")
    world = World(short_folder / "world")
    before = process.status(world)["pid"]
    newer = (
        "import sys, docker_lessons.version\n"
        "docker_lessons.version.__version__ = '99.0'\n"
        "from docker_lessons.world import World, process\n"
        "process.start(World(__import__('pathlib').Path(sys.argv[1])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", newer, str(world.home)], env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    after = process.status(world)
    assert after["pid"] != before
    assert after["pinned"]
    assert after["registry"] == f"http://127.0.0.1:{world.ports()[0]}"


def test_an_older_package_leaves_a_newer_service_alone(env, short_folder):
    run(env, "start")
    world = World(short_folder / "world")
    older = (
        "import sys, docker_lessons.version\n"
        "docker_lessons.version.__version__ = '0.0.1'\n"
        "from docker_lessons.cli import main\n"
        "sys.argv = ['docker-lessons', 'start']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", older], env=env, capture_output=True, text=True, check=False
    )
    sentence(done, 7)
    assert process.status(world)["state"] == "running"


def test_a_service_that_hangs_is_ended_and_the_next_start_starts(env, short_folder):
    run(env, "start")
    world = World(short_folder / "world")
    number = int(process.status(world)["pid"])
    os.kill(number, signal.SIGSTOP)
    assert run(env, "stop").returncode == 0
    assert process.status(world)["state"] == "stopped"
    run(env, "start")
    assert process.status(world)["pid"] != number


def test_the_log_is_bounded_and_holds_no_password(env, short_folder):
    from docker_lessons.service import log

    run(env, "start")
    world = World(short_folder / "world")
    password = world.account().password
    login = ["docker", "login", "-u", "demousr", "--password-stdin"]
    variables = json.loads(run(env, "env", "--json").stdout)
    terminal = env | {name: value for name, value in variables.items() if value is not None}
    subprocess.run(login, input=password, env=terminal, text=True, capture_output=True, check=False)
    assert password not in world.log.read_text()
    assert log.LIMIT <= 1_000_000


def test_a_log_that_cannot_be_written_stops_nobody(env, short_folder):
    world = World(short_folder / "world")
    world.prepare()
    world.log.mkdir()
    assert run(env, "start").returncode == 0
    assert Path(world.engine_socket).is_socket()


def test_many_connections_that_ask_nothing_keep_nobody_out(env):
    """The usual limits of a terminal (256 or 1,024 open files) are not the service's."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    subprocess.run(
        [str(COMMAND), "start"],
        env=env,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, hard)),
    )
    world = World(Path(env["DOCKER_LESSONS_HOME"]))
    port = world.ports()[0]
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        assert run(env, "status").returncode == 0
        with urllib.request.urlopen(world.hub_url, timeout=30) as answer:
            assert answer.status == 200
    assert "Too many open files" not in world.log.read_text()


def test_a_damaged_hub_starts_and_start_and_status_say_what_was_saved(env):
    assert run(env, "start").returncode == 0
    assert run(env, "stop").returncode == 0
    database = World(Path(env["DOCKER_LESSONS_HOME"])).home / "hub" / "hub.db"
    database.write_bytes(os.urandom(5000))
    for command in ("start", "start", "status"):
        assert "The practice Hub's database was damaged" in run(env, command).stdout
    assert run(env, "stop").returncode == 0
    assert "damaged" not in run(env, "start").stdout
