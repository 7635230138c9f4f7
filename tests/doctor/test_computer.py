"""Disks, folders, names and ports of this computer, and the practice world on it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.world import World, process
from docker_lessons.world.engine import DOCKER, Engine
from tests import programs
from tests.doctor.patient import Patient
from tests.practice import PracticeWorld, practice_world

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux (disks of one's own)")
root_only = pytest.mark.skipif(
    os.geteuid() != 0, reason="needs root (a second user): sudo make test"
)


@contextlib.contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """A small disk in a folder."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs root (a disk of one's own): sudo make test")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def practice(patient: Patient, **env: str):
    return patient.examine(engine="practice", **env)


def test_a_computer_on_which_all_is_fine(patient):
    found = practice(patient)
    assert (found.in_the_way, found.exit_code) == ([], 0)
    assert {row["state"] for row in found.rows} == {"fine"}


def test_a_full_disk(patient):
    with disk(patient.folder / "disk", "size=1m") as small:
        found = practice(patient, DOCKER_LESSONS_HOME=f"{small}/world")
    assert found.in_the_way == ["disk-full"]
    assert str(small) in found.row("course-folder")["seen"]


def test_a_disk_with_room_for_no_more_files(patient):
    with disk(patient.folder / "disk", "nr_inodes=9,size=200m") as small:
        found = practice(patient, DOCKER_LESSONS_HOME=f"{small}/world")
    assert found.in_the_way == ["disk-no-more-files"]


def test_a_read_only_disk(patient):
    with disk(patient.folder / "disk", "ro") as small:
        found = practice(patient, DOCKER_LESSONS_HOME=f"{small}/world")
    assert found.in_the_way == ["home-read-only"]


@root_only
def test_somebody_elses_folder(patient):
    patient.is_user(64_321, 64_321)
    theirs = patient.folder / "theirs"
    theirs.mkdir(mode=0o755)
    found = practice(patient, DOCKER_LESSONS_HOME=f"{theirs}/world")
    assert found.in_the_way == ["home-not-writable"]
    assert "64321" in found.row("course-folder")["seen"]
    assert "chown" not in found.row("course-folder")["repair"]  # it isn't theirs to take


@root_only
def test_a_folder_that_nobody_else_may_even_see(patient):
    patient.is_user(64_321, 64_321)
    theirs = patient.folder / "theirs"
    theirs.mkdir(mode=0o700)
    found = practice(patient, DOCKER_LESSONS_HOME=f"{theirs}/deep/world")
    assert found.in_the_way == ["home-not-writable"]


def test_a_used_up_quota(patient):
    said = "Disk quotas for user demousr: /dev/sda1 512000* 500000 512000"
    patient.has_program("quota", f"#!/bin/sh\nprintf '%s\\n' '{said}'\nexit 1\n")
    row = practice(patient).row("quota-used-up")
    assert "512000*" in row["seen"]


def test_a_folder_that_is_no_world(patient):
    (patient.home / "world").mkdir()
    (patient.home / "world" / "thesis.txt").write_text("")
    row = practice(patient).row("home-not-a-world")
    assert "thesis.txt" in row["seen"]


def test_a_damaged_world(patient):
    (patient.home / "world").mkdir()
    (patient.home / "world" / "world.json").write_text("{")
    row = practice(patient).row("home-not-a-world")
    assert "is damaged" in row["seen"]


@pytest.mark.parametrize("what", ["file", "circle"])
def test_a_folder_that_is_none(patient, what):
    place = patient.home / "place"
    place.touch() if what == "file" else place.symlink_to(place)
    found = practice(patient, DOCKER_LESSONS_HOME=f"{place}/world")
    assert found.in_the_way == ["home-not-a-folder"]


# The practice world


def test_a_port_of_the_world_that_another_program_took(patient):
    world = World(patient.home / "world")
    world.prepare()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        world.keep_ports(port, programs.free_port())
        row = practice(patient).row("port-taken")
    assert str(port) in row["seen"]
    assert row["repair"].endswith("docker-lessons start --new-ports")


def test_a_world_that_a_newer_release_made(patient, monkeypatch):
    monkeypatch.setattr("docker_lessons.world.directory.__version__", "99.0.0")
    World(patient.home / "world").prepare()
    row = practice(patient).row("world-newer")
    assert "99.0.0" in row["seen"]


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeWorld]:
    """A running world, as the last test left it."""
    with practice_world() as world:
        yield world


@pytest.mark.whole
class TestAWorldThatRuns:
    """A world that is served."""

    def test_it_is_fine_and_stays_as_it_is(self, running):
        before = process.status(running.world)
        done = running.run("doctor")
        assert done.returncode == 0
        assert "running" in done.stdout
        assert process.status(running.world) == before

    def test_it_hangs(self, running):
        number = int(process.status(running.world)["pid"])
        os.kill(number, signal.SIGSTOP)
        try:
            done = running.run("doctor", "--json")
        finally:
            os.kill(number, signal.SIGCONT)
        assert done.returncode == 9
        assert '"world-hangs"' in done.stdout

    def test_an_older_release_runs_it(self, running):
        newer = (
            "import sys, docker_lessons.version\n"
            "docker_lessons.version.__version__ = '99.0'\n"
            "from docker_lessons.cli import main\n"
            "sys.argv = ['docker-lessons', 'doctor', '--json']\n"
            "main()\n"
        )
        done = running.python(newer)
        assert done.returncode == 9
        assert '"world-older-runs"' in done.stdout

    def test_a_newer_release_runs_it(self, running):
        older = (
            "import sys, docker_lessons.version\n"
            "docker_lessons.version.__version__ = '0.0.1'\n"
            "from docker_lessons.cli import main\n"
            "sys.argv = ['docker-lessons', 'doctor', '--json']\n"
            "main()\n"
        )
        assert '"world-newer"' in running.python(older).stdout

    def test_its_sockets_were_cleaned_up(self, running):
        running.world.practice_socket.unlink()
        done = running.run("doctor", "--json")
        assert done.returncode == 9
        assert '"world-lost-socket"' in done.stdout


def test_a_world_that_works_with_another_docker_than_the_command(user, engine):
    world = World(user.home / "world")
    world.prepare()
    world.keep_engine(Engine(DOCKER, user.home / ".colima" / "docker.sock", "the context colima"))
    row = user.examine().row("world-uses-another-docker")
    assert "the context colima" in row["seen"]
    assert row["repair"].endswith("docker-lessons start --engine docker")


# Names and networks of one's own


def with_hosts(patient: Patient, text: str) -> None:
    hosts = patient.folder / "hosts"
    hosts.write_text(text)
    patient.is_inside("-m", f"mount --bind {hosts} /etc/hosts")


def test_a_computer_whose_localhost_is_ipv6_alone(patient):
    with_hosts(patient, "::1 localhost ip6-localhost\n")
    found = practice(patient)
    assert found.in_the_way == ["localhost-ipv6-only"]


def test_a_computer_that_does_not_know_localhost(patient):
    hosts = patient.folder / "hosts"
    hosts.write_text("127.0.0.1 somebody\n")
    patient.is_inside("-mn", f"mount --bind {hosts} /etc/hosts")  # and nobody to ask
    assert practice(patient).in_the_way == ["localhost-unknown"]


def test_a_computer_without_a_network(patient):
    patient.is_inside("-n", "ip link set lo up")
    found = patient.examine("--hub", "docker.io", engine="practice")
    assert found.in_the_way == ["offline"]


def test_a_computer_with_ipv6_alone(patient):
    patient.is_inside(
        "-n",
        "ip link set lo up; ip -6 addr add 2001:db8:1::2/128 dev lo; ip -6 route add 2000::/3 dev lo",
    )
    found = patient.examine("--hub", "docker.io", engine="practice")
    assert found.in_the_way == ["ipv6-only"]
