"""The engine: situations that are made with sockets of one's own."""

import grp
import os
import pwd
import shutil
import socket

import pytest

from tests.doctor.engines import Engine

ANYBODY = 64_321
"""A number of a user and of a group that no system gives out."""

DOCKERD = shutil.which("dockerd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")

root_only = pytest.mark.skipif(
    os.geteuid() != 0, reason="needs root (a second user): sudo make test"
)


def test_an_engine_that_answers(user, engine):
    found = user.examine()
    assert found.in_the_way == []
    assert found.exit_code == 0
    assert "26.1.5" in found.row("engine")["seen"]


def test_an_engine_is_only_asked_what_changes_nothing(user, engine):
    user.examine("--hub", "127.0.0.1:1")
    assert {line.split()[0] for line in engine.asked} <= {"GET", "HEAD"}


@pytest.mark.skipif(not DOCKERD, reason="dockerd is not installed")
def test_an_engine_that_is_installed_and_stopped(user):
    row = user.examine().row("daemon-stopped")
    assert row["repair"].startswith("sudo ")


def test_no_engine_at_all(user):
    if DOCKERD:
        user.is_inside("-m", f"mount --bind /dev/null {DOCKERD}")
    row = user.examine().row("no-engine")
    assert "docs.docker.com/engine/install" in row["repair"]


def test_a_socket_at_which_nobody_listens_anymore(user):
    path = user.folder / "no.sock"
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))
    row = user.examine().row("daemon-stopped")
    assert "isn't running" in row["seen"]
    assert row["repair"].startswith("sudo ")


@root_only
def test_a_socket_of_a_group_that_one_is_not_in(user, engine):
    path = user.folder / "engine.sock"
    user.is_user(ANYBODY, ANYBODY)
    os.chown(path, 0, grp.getgrnam("daemon").gr_gid)
    path.chmod(0o660)
    row = user.examine().row("socket-forbidden")
    assert "sudo usermod -aG daemon $USER" in row["repair"]
    assert str(path) in row["seen"]


@root_only
def test_a_socket_of_a_group_that_this_terminal_does_not_know_yet(user, engine):
    path = user.folder / "engine.sock"
    nobody = pwd.getpwnam("nobody")
    user.is_user(nobody.pw_uid, ANYBODY)
    os.chown(path, 0, nobody.pw_gid)
    path.chmod(0o660)
    found = user.examine()
    assert found.in_the_way[0] == "socket-log-in-again"
    assert "newgrp" in found.row("engine")["repair"]


@root_only
def test_a_socket_for_somebody_else_alone(user, engine):
    path = user.folder / "engine.sock"
    user.is_user(ANYBODY, ANYBODY)
    os.chown(path, 0, 0)
    path.chmod(0o600)
    assert user.examine().in_the_way[0] == "socket-somebody-elses"


@root_only
def test_a_socket_in_somebody_elses_folder(user, engine):
    closed = user.folder / "closed"
    user.is_user(ANYBODY, ANYBODY)
    closed.mkdir(mode=0o700)
    found = user.examine(DOCKER_HOST=f"unix://{closed}/docker.sock")
    assert found.in_the_way[0] == "socket-somebody-elses"
    assert "root alone" in found.row("engine")["seen"]


def test_something_that_accepts_and_says_nothing(user):
    path = user.folder / "no.sock"
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))
        one.listen()
        assert user.examine().in_the_way[0] == "engine-silent"


def test_docker_desktop_that_is_not_started(user):
    path = user.home / ".docker" / "desktop" / "docker.sock"
    row = user.examine(DOCKER_HOST=f"unix://{path}").row("engine-not-started")
    assert row["seen"].startswith("Docker Desktop isn't running")


@pytest.mark.parametrize(
    ("path", "name", "start"),
    [
        (".colima/default/docker.sock", "Colima", "colima start"),
        (".rd/docker.sock", "Rancher Desktop", "Open Rancher Desktop"),
        (".orbstack/run/docker.sock", "OrbStack", "orb start"),
    ],
)
def test_a_machine_that_is_not_started(user, path, name, start):
    row = user.examine(DOCKER_HOST=f"unix://{user.home}/{path}").row("engine-not-started")
    assert row["seen"].startswith(f"{name} isn't running")
    assert start in row["repair"]


def test_a_socket_link_that_leads_to_nothing(user):
    (user.folder / "no.sock").symlink_to(user.home / ".docker/run/docker.sock")
    row = user.examine().row("socket-dead-link")
    assert ".docker/run/docker.sock" in row["seen"]


def test_a_rootless_docker_that_docker_host_does_not_name(user):
    runtime = user.folder / "run"
    runtime.mkdir()
    with Engine(runtime / "docker.sock"):
        found = user.examine(XDG_RUNTIME_DIR=str(runtime))
    assert found.in_the_way[0] == "engine-at-another-socket"
    assert f"DOCKER_HOST=unix://{runtime}/docker.sock" in found.row("engine")["repair"]


def test_podmans_socket_alone(user):
    runtime = user.folder / "run"
    (runtime / "podman").mkdir(parents=True)
    with Engine(runtime / "podman" / "podman.sock"):
        found = user.examine(XDG_RUNTIME_DIR=str(runtime))
    assert found.in_the_way[0] == "engine-only-podman"


def test_something_else_that_answers(user, engine):
    engine.answers.clear()
    assert user.examine().in_the_way[0] == "not-an-engine"


def test_windows_containers(user, engine):
    engine.answers["/version"][1]["Os"] = "windows"
    assert "Switch to Linux containers" in user.examine().row("windows-containers")["repair"]


def test_podman_as_the_engine(user, engine):
    engine.answers["/version"][1]["Components"] = [{"Name": "Podman Engine", "Version": "4.3.1"}]
    found = user.examine()
    assert found.worth_knowing[0] == "engine-podman"
    assert found.exit_code == 0


def test_an_engine_whose_clock_fell_asleep(user, engine):
    engine.answers["/info"][1]["SystemTime"] = "2026-01-05T08:00:00.123456789+01:00"
    found = user.examine()
    assert found.in_the_way == ["docker-clock-wrong"]
    assert "behind" in found.row("clock")["seen"]


def test_an_engine_that_is_paused(user, engine):
    paused = {"message": "Docker Desktop is manually paused. Unpause it through the Whale menu."}
    engine.answers["/version"] = (503, paused)
    found = user.examine()
    assert found.in_the_way[0] == "engine-in-trouble"
    assert "manually paused" in found.row("engine")["seen"]


@pytest.mark.parametrize("what", ["file", "folder"])
def test_something_else_in_the_sockets_place(user, what):
    path = user.folder / "no.sock"
    path.touch() if what == "file" else path.mkdir()
    assert user.examine().in_the_way[0] == "socket-is-none"


def test_a_socket_whose_path_no_system_takes(user):
    found = user.examine(DOCKER_HOST=f"unix:///{'x' * 150}.sock")
    assert found.in_the_way[0] in {"engine-not-reached", "daemon-stopped", "no-engine"}
    found = user.examine(DOCKER_HOST=f"unix:///{'x' * 300}.sock")
    assert found.exit_code == 9
