"""A service's life: it starts whole, holds nothing of its starter's, is the only one, and ends."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from docker_lessons.world import World, WorldStopped, control, process
from tests import warm_service
from tests.practice import practice_world
from tests.programs import wait_for

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module", autouse=True)
def a_process_that_is_started():
    """Has each service begin as a learner's does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "_launch", warm_service.by_program)
        yield


@pytest.fixture
def stopped(short_folder, monkeypatch):
    """A world that nobody serves yet; ended and removed afterwards."""
    monkeypatch.setenv("HOME", str(short_folder))
    world = World(short_folder / "world")
    yield world
    process.stop(world)


@pytest.fixture(scope="module")
def running():
    """A served world for tests that only look."""
    with practice_world() as practice:
        yield practice.world


def unix_answers(path: Path) -> bool:
    connection = control.UnixConnection(path, timeout=5)
    try:
        connection.request("GET", "/_ping")
        return connection.getresponse().status < 500
    finally:
        connection.close()


def pid(world: World) -> int:
    return int(control.ask(world, "GET", "/status")["pid"])


def services(world: World) -> list[int]:
    mine = ["docker_lessons.service", str(world.home)]
    return [
        one.pid
        for one in psutil.process_iter(["cmdline"])
        if (one.info["cmdline"] or [])[2:4] == mine
    ]


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
        return (
            "zombie" not in Path(f"/proc/{number}/status").read_text()
            if Path("/proc").is_dir()
            else True
        )
    except (ProcessLookupError, FileNotFoundError):  # it may go between the two looks
        return False


def test_start_returns_when_all_three_answer(stopped):
    process.start(stopped)
    assert unix_answers(stopped.engine_socket)
    assert unix_answers(stopped.hub_socket)
    for url in (f"{stopped.registry_url}/v2/", f"{stopped.hub_url}/"):
        host, port = url.split("/")[2].split(":")
        with socket.create_connection((host, int(port)), timeout=5):
            pass
    assert control.ask(stopped, "GET", "/status")["state"] == "running"


def test_the_process_that_listens_is_the_one_that_serves(running):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(running.control_socket))
        if not hasattr(socket, "SO_PEERCRED"):
            pytest.skip("this system does not tell who listens on a unix socket")
        peer = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    assert int.from_bytes(peer[:4], sys.byteorder) == pid(running)


def test_starting_twice_is_harmless(running):
    first = pid(running)
    process.start(running)
    assert pid(running) == first


def test_of_many_starts_at_once_one_service_remains(stopped):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: process.start(stopped), range(6)))
    wait_for("the others have given up", lambda: len(services(stopped)) == 1)
    assert services(stopped) == [pid(stopped)]


def test_start_holds_nothing_of_its_callers(stopped, tmp_path):
    """A starter with a pipe for output, an open file, and a working directory of its own."""
    script = (
        "import os, sys\n"
        "from docker_lessons.world import World, process\n"
        "held = os.open('held.txt', os.O_CREAT | os.O_RDWR); os.set_inheritable(held, True)\n"
        "process.start(World(__import__('pathlib').Path(sys.argv[1])))\n"
        "try:\n"
        "    os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError:\n"
        "    print('no child is left')\n"
    )
    done = subprocess.run(  # returns only when nobody holds the pipe any more
        [sys.executable, "-c", script, str(stopped.home)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout == "no child is left\n"
    service = Path(f"/proc/{pid(stopped)}")
    if not service.is_dir():
        pytest.skip("this system has no /proc to look at")
    assert str((service / "cwd").readlink()) == "/"
    open_files = []
    for one in (service / "fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a connection that has just ended
            open_files.append(str(one.readlink()))
    assert not [path for path in open_files if path.startswith(str(tmp_path))]
    assert [str((service / "fd" / str(n)).readlink()) for n in range(3)] == ["/dev/null"] * 3
    assert os.getsid(pid(stopped)) != os.getsid(0)


def test_ports_are_kept(stopped):
    process.start(stopped)
    before = stopped.ports()
    process.stop(stopped)
    process.start(stopped)
    assert stopped.ports() == before


def test_stop_leaves_no_process_and_no_socket(stopped):
    process.start(stopped)
    number = pid(stopped)
    assert process.stop(stopped)
    wait_for("its process is gone", lambda: not alive(number))
    assert not list(stopped.sockets.glob("*.sock"))
    assert not process.stop(stopped)


def test_sigterm_ends_it_in_good_order(stopped):
    process.start(stopped)
    number = pid(stopped)
    os.kill(number, signal.SIGTERM)
    wait_for("the service ends", lambda: not alive(number))
    assert not stopped.service_record.exists()
    assert "ending" in stopped.log.read_text()


def test_after_a_kill_the_stale_sockets_are_replaced(stopped):
    process.start(stopped)
    number = pid(stopped)
    os.kill(number, signal.SIGKILL)
    wait_for("the service is gone", lambda: not alive(number))
    assert stopped.engine_socket.is_socket()
    process.start(stopped)
    assert pid(stopped) != number
    assert unix_answers(stopped.engine_socket)


def test_a_stopped_world_is_one_sentence(stopped):
    stopped.prepare()
    with pytest.raises(WorldStopped, match=r"stopped\. Start it: docker-lessons start"):
        control.ask(stopped, "GET", "/status")


def test_the_engines_socket_is_for_its_owner_alone(running):
    assert running.engine_socket.stat().st_mode & 0o077 == 0
    assert running.sockets.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["x" * 110, "with space"], ids=["long", "space"])
def test_any_home_works(name, short_folder):
    world = World(short_folder / name)
    process.start(world)
    try:
        assert unix_answers(world.engine_socket)
    finally:
        process.stop(world)


def test_status_needs_no_service(stopped):
    stopped.prepare()
    found = process.status(stopped)
    assert found["state"] == "stopped"
    assert found["registry"] is None
    assert found["target"] == "demousr/demorep:1.0"
    assert json.dumps(found)
