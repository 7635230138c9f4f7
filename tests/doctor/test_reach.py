"""The registry as the engine reaches it: real daemons with a proxy, a mirror or a network of their own."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from docker_lessons.world import World
from tests import programs, servers
from tests.doctor.certificates import Authority
from tests.doctor.engines import Server
from tests.doctor.patient import Patient
from tests.practice import practice_world

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0,
        reason="needs root (a dockerd of one's own): sudo make test",
    ),
]


@pytest.fixture(scope="module")
def world_beside(dockerd):
    """A running practice world whose learner has a Docker that is not chosen yet."""
    with practice_world(DOCKER_HOST=dockerd) as world:
        world.check("build-image")  # so that the lessons, too, have begun and signed in
        yield world


@pytest.fixture(scope="module")
def troubled() -> Iterator[str]:
    """A real daemon with a proxy that is not there, and a mirror."""
    proxy = f"http://me:open-sesame@127.0.0.1:{programs.free_port()}"
    mirror = "http://mirror.school.example"
    with servers.dockerd(
        "--registry-mirror", mirror, HTTPS_PROXY=proxy, HTTP_PROXY=proxy
    ) as daemon:
        yield daemon.address


def test_a_docker_that_reaches_the_practice_registry(world_beside):
    done = world_beside.run("doctor", "--engine", "docker")
    assert done.returncode == 0, done.stdout
    port = World(world_beside.home).ports()[0]
    assert f"your Docker reaches localhost:{port}" in " ".join(done.stdout.split())


def test_nothing_on_a_docker_or_in_a_world_is_changed(world_beside, dockerd):
    before = servers.inventory(dockerd), world_beside.status()
    asked = len(world_beside.requests())
    world_beside.run("doctor", "--engine", "docker")
    assert (servers.inventory(dockerd), world_beside.status()) == before
    new = world_beside.requests()[asked:]
    assert {request["method"] for request in new} <= {"GET", "HEAD"}


@pytest.fixture
def authority(short_folder) -> Authority:
    """An authority that this computer trusts, and no daemon does."""
    return Authority(short_folder / "authority")


@contextlib.contextmanager
def registry(user: Patient, authority: Authority) -> Iterator[str]:
    """A registry that this computer reaches, at an address that is no loopback name to a client."""
    with Server(tls=authority.signs("0.0.0.0").server()) as server:
        user.env["SSL_CERT_FILE"] = str(authority.ca)
        yield server.address.replace("127.0.0.1", "0.0.0.0")


def test_a_docker_with_a_proxy_that_is_not_there(user, troubled, authority):
    with registry(user, authority) as address:
        found = user.examine("--hub", address, DOCKER_HOST=troubled)
    assert found.in_the_way == ["docker-proxy-away"]
    assert "open-sesame" not in found.text


def test_a_docker_with_a_mirror(user, troubled, authority):
    with registry(user, authority) as address:
        row = user.examine("--hub", address, DOCKER_HOST=troubled).row("mirror-in-between")
    assert "http://mirror.school.example/" in row["seen"]


def test_a_docker_that_distrusts_the_certificate(user, dockerd, authority):
    with registry(user, authority) as address:
        found = user.examine("--hub", address, DOCKER_HOST=dockerd)
    assert found.in_the_way == ["docker-distrusts-certificate"]


def test_a_docker_without_the_authority_of_the_registry_that_was_chosen(user, dockerd, authority):
    with registry(user, authority) as address:
        user.publishes_to(address)
        found = user.examine(DOCKER_HOST=dockerd)
    assert found.in_the_way == ["docker-lacks-authority"]
    assert f"/etc/docker/certs.d/{address}/ca.crt" in found.row("docker-lacks-authority")["repair"]


def test_a_docker_that_reaches_a_registry(user, authority):
    with (
        registry(user, authority) as address,
        servers.dockerd(SSL_CERT_FILE=str(authority.ca)) as daemon,
    ):
        found = user.examine("--hub", address, DOCKER_HOST=daemon.address)
    assert found.in_the_way == []
    assert found.row("registry-from-docker")["state"] == "fine"


def test_a_registry_that_wants_a_login_was_reached(user, dockerd, locked_registry_server):
    found = user.examine("--hub", locked_registry_server.address, DOCKER_HOST=dockerd)
    assert found.in_the_way == []
    assert found.row("registry-from-docker")["state"] == "fine"


def test_a_docker_whose_localhost_is_another_computer(dockerd_elsewhere):
    with practice_world(DOCKER_HOST=dockerd_elsewhere) as world:
        done = world.run("doctor", "--engine", "docker", "--json")
        row = {one["check"]: one for one in json.loads(done.stdout)["checks"]}
        assert row["registry-from-docker"]["situation"] == "docker-in-a-machine"
        assert row["registry-from-docker"]["state"] == "worth knowing"
        assert done.returncode == 0


def test_a_relay_that_is_not_running(user, dockerd_elsewhere):
    with practice_world(DOCKER_HOST=dockerd_elsewhere) as world:
        world.command("start", "--engine", "docker")
        found = world.run("doctor", "--engine", "docker")
        assert "your Docker reaches localhost:" in found.stdout
        # Its image under another label would be loaded again; what has its name and is not removable stays.
        servers.docker(dockerd_elsewhere, "rm", "-f", world.world.relay)
        found = world.run("doctor", "--engine", "docker", "--json")
        assert '"relay-not-running"' in found.stdout
        assert world.world.relay in found.stdout


def test_a_docker_whose_network_is_down(user, dockerd_elsewhere, authority):
    with registry(user, authority) as address:
        found = user.examine("--hub", address, DOCKER_HOST=dockerd_elsewhere)
    assert found.in_the_way == ["docker-does-not-reach"]


def test_a_docker_whose_disk_is_full(user, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(disk)]
    subprocess.run(mount, capture_output=True, check=True)
    try:
        with servers.dockerd("--data-root", f"{disk}/docker") as daemon:
            found = user.examine(DOCKER_HOST=daemon.address)
    finally:
        subprocess.run(["umount", "--recursive", str(disk)], check=True)
    assert found.in_the_way == ["docker-disk-full"]
    assert str(disk) in found.row("docker-disk")["seen"]
