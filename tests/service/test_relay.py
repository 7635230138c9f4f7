"""A Docker whose localhost is another computer's, a real one: a relay container leads to the practice registry."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.world import control, process
from docker_lessons.world.engine import LABEL
from tests import ssh
from tests.own_docker import untouched
from tests.practice import PracticeWorld
from tests.programs import wait_for
from tests.servers import docker, inventory

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("dockerd elsewhere")]


@contextlib.contextmanager
def begun(folder: Path, address: str, *chosen: str) -> Iterator[PracticeWorld]:
    """A world beside such a Docker, on which nothing may be changed for good."""
    with untouched(address):
        world = PracticeWorld.start(folder, *chosen, DOCKER_HOST=address)
        yield world
        world.stop()


@pytest.fixture
def world(short_folder: Path, dockerd_elsewhere: str) -> Iterator[PracticeWorld]:
    """Such a world on the practice engine."""
    with begun(short_folder, dockerd_elsewhere) as world:
        yield world


@pytest.fixture
def relayed(short_folder: Path, dockerd_elsewhere: str) -> Iterator[PracticeWorld]:
    """Such a world on that Docker, from its first start."""
    with begun(short_folder, dockerd_elsewhere, "--engine", "docker") as world:
        yield world


def relays(address: str) -> list[str]:
    return docker(address, "ps", "--filter", "name=relay", "--format", "{{.Names}}").split()


@contextlib.contextmanager
def taken(address: str, port: str) -> Iterator[None]:
    """Has another program listen at a port of the daemon's computer, which ends each connection."""
    number = Path(address.removeprefix("unix://")).with_name("pid").read_text().strip()
    code = (
        f"import socket\ns = socket.create_server(('127.0.0.1', {port}))\nprint('listens', flush=True)\n"
        "while True:\n    s.accept()[0].close()\n"
    )
    command = ["nsenter", "--net", "--target", number, sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as listener:
        assert listener.stdout is not None
        assert listener.stdout.readline() == b"listens\n"
        yield
        listener.kill()


def test_the_chapter_is_walked_by_a_relay_of_which_nothing_is_left(world, dockerd_elsewhere):
    said = world.command("start", "--engine", "docker").splitlines()
    relay = world.world.relay
    assert f"starts a small container on it, {relay}," in said[0]
    assert f"It reaches the practice registry by the container {relay}." in said
    assert world.status()["relay"] == {"container": relay, "trouble": ""}
    assert relays(dockerd_elsewhere) == [relay]
    world.solve("clean-up")
    for step in ("push", "pull-back", "clean-up"):
        assert world.check(step)["verdict"] == "passed"
    seen = next(control.lines(world.world, "/watch"))
    assert "relay" not in json.dumps(seen)
    shown = docker(dockerd_elsewhere, "image", "inspect", world.world.relay_image)
    assert json.loads(shown)[0]["Config"]["Labels"][LABEL] == world.world.id
    # `untouched` holds the daemon to have what it had before.


def test_it_ends_with_a_service_that_is_killed_and_comes_back_with_the_next(
    relayed, dockerd_elsewhere
):
    os.kill(process.status(relayed.world)["pid"], signal.SIGKILL)
    wait_for("the relay has ended", lambda: not relays(dockerd_elsewhere))
    assert "which runs while the practice world does" in relayed.command("status")
    assert "starts a small container" not in relayed.command("start", "--engine", "docker")
    assert relays(dockerd_elsewhere) == [relayed.world.relay]
    assert docker(dockerd_elsewhere, "pull", f"{relayed.world.names.prefix}teacherdemo/welcome:1.0")
    relayed.command("stop")
    docker(dockerd_elsewhere, "rmi", f"{relayed.world.names.prefix}teacherdemo/welcome:1.0")


def test_a_page_names_it_while_it_is_gone_and_no_longer_when_it_is_back(relayed, dockerd_elsewhere):
    causes = (line["verdicts"]["push"]["cause"] for line in control.lines(relayed.world, "/watch"))
    before = next(causes)
    docker(dockerd_elsewhere, "rm", "-f", relayed.world.relay)
    assert next(cause for cause in causes if cause != before) == "relay-down"
    assert next(cause for cause in causes if cause != "relay-down") == before


def test_it_comes_back_when_somebody_removes_it(relayed, dockerd_elsewhere):
    def is_named_while_it_is_gone() -> bool:
        for relay in relays(
            dockerd_elsewhere
        ):  # on a slow computer it may be back before it is asked for
            docker(dockerd_elsewhere, "rm", "-f", relay)
        return "isn't running: it has ended." in relayed.command("status")

    wait_for("it is named", is_named_while_it_is_gone)
    wait_for("it is back", lambda: not relayed.status()["relay"]["trouble"])
    assert relays(dockerd_elsewhere) == [relayed.world.relay]


def test_reset_names_it_and_takes_off_what_a_killed_service_left(world, dockerd_elsewhere):
    before = inventory(dockerd_elsewhere)
    world.command("start", "--engine", "docker")
    os.kill(process.status(world.world)["pid"], signal.SIGKILL)
    wait_for("the relay has ended", lambda: not relays(dockerd_elsewhere))
    assert f"  {world.world.relay_image}" in world.command("reset", "--yes").splitlines()
    assert inventory(dockerd_elsewhere) == before


def test_a_switch_back_takes_it_off(world, dockerd_elsewhere):
    before = inventory(dockerd_elsewhere)
    world.command("start", "--engine", "docker")
    world.command("start", "--engine", "practice")
    assert inventory(dockerd_elsewhere) == before
    assert world.status()["relay"] is None


def test_where_the_port_over_there_is_taken_it_publishes_one_of_its_own(world, dockerd_elsewhere):
    port = world.addresses["registry"].rpartition(":")[2]
    with taken(dockerd_elsewhere, port):
        said = world.command("start", "--engine", "docker")
        names = world.world.names
        assert names.registry != f"localhost:{port}"
        assert f"you push {names.target}" in said
        shown = docker(dockerd_elsewhere, "port", world.world.relay).strip()
        assert shown.endswith(f"127.0.0.1:{names.registry.rpartition(':')[2]}")
        world.solve("pull-back")
        for step in ("push", "log-in", "pull-back"):
            assert world.check(step)["verdict"] == "passed"
        before = world.status()["target"]
        world.command("stop")
        world.command("start")
        assert world.status()["target"] == before
        world.solve("clean-up")
        assert world.check("clean-up")["verdict"] == "passed"


def test_the_real_hub_needs_none(world, dockerd_elsewhere):
    chosen = ("--hub", "docker.io", "--account", "demousr")
    world.command("start", "--engine", "docker", *chosen)
    assert relays(dockerd_elsewhere) == []
    assert world.status()["relay"] is None


def test_over_ssh_it_is_answered_by_the_same_way(world, dockerd_elsewhere, short_folder):
    program = ssh.stand_in(short_folder / "bin")
    socket = dockerd_elsewhere.removeprefix("unix://")
    found = world.run(
        *("start", "--engine", "docker"),
        DOCKER_HOST=f"ssh://far{socket}",
        PATH=f"{program.parent}:{world.env['PATH']}",
    )
    assert found.returncode == 0, found.stderr
    assert relays(dockerd_elsewhere) == [world.world.relay]
    name = f"{world.world.names.prefix}teacherdemo/welcome:1.0"
    assert docker(f"unix://{world.world.engine_socket}", "pull", name)
    docker(f"unix://{world.world.engine_socket}", "rmi", name)
