"""The whole chapter with no docker client anywhere, against the practice engine and Hub."""

import gc
import json
import os
import re
from pathlib import Path

import pytest

from docker_lessons.oci.docker_hub import INDEX_SERVER
from docker_lessons.world import World
from tests.command.conftest import Cell
from tests.practice import PracticeWorld


@pytest.fixture
def cell(practice: PracticeWorld, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Cell:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", "/nosuch")
    return Cell(World.find(practice.home))


def test_the_chapter_from_build_to_pull_without_a_client(cell: Cell):
    cell.say("docker logout")
    for name in cell.say("docker images --format '{{.Repository}}:{{.Tag}}'").out.splitlines():
        cell.say(f"docker rmi {name}")
    assert "Successfully tagged myimage:0.1" in cell.say("docker build -t myimage:0.1 myimage").out
    assert re.search(r"^myimage +0\.1 +[0-9a-f]{12} ", cell.say("docker images").out, re.MULTILINE)
    assert cell.say("docker tag myimage:0.1 demousr/demorep:1.0").exit_code == 0
    denied = cell.say("docker push demousr/demorep:1.0")
    assert "denied: requested access to the resource is denied\n" in denied.err
    assert "You aren't logged in" in denied.sentence
    wrong = cell.say("docker login -u demousr", "wrong")
    assert "unauthorized: incorrect username or password\n" in wrong.err
    cell.log_in()
    assert (
        INDEX_SERVER in json.loads((cell.world.docker_config / "config.json").read_text())["auths"]
    )
    pushed = cell.say("docker push demousr/demorep:1.0")
    digest = re.search(r"1\.0: digest: (sha256:\w+) size: \d+\n$", pushed.out)
    assert digest
    removed = cell.say("docker rmi myimage:0.1 demousr/demorep:1.0")
    assert removed.out.count("Deleted: ") >= 2
    cell.say("docker logout")
    pulled = cell.say("docker pull demousr/demorep:1.0")
    assert f"Digest: {digest[1]}\n" in pulled.out
    assert pulled.out.endswith("docker.io/demousr/demorep:1.0\n")
    assert (
        digest[1]
        in cell.say("docker inspect -f '{{index .RepoDigests 0}}' demousr/demorep:1.0").out
    )
    assert cell.say("docker history demousr/demorep:1.0").exit_code == 0
    ran = cell.say("docker run --rm demousr/demorep:1.0")  # a text, and no program
    assert (ran.exit_code, "isn't marked as executable" in ran.sentence) == (126, True), ran


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_a_run_that_cannot_start_leaves_no_connection_open(cell: Cell):
    cell.say("docker build -q -t myimage:0.1 myimage")
    gc.collect()
    assert cell.say("docker run --rm myimage:0.1").exit_code == 126
    gc.collect()


def test_what_is_missing_says_how_to_get_the_client(cell: Cell):
    said = cell.say("docker exec -it mine sh")
    assert said.exit_code == 1
    assert "For docker exec -it, get the client: https://" in said.err


def test_the_password_reaches_no_helper_on_path(cell: Cell, tmp_path: Path, monkeypatch):
    called = tmp_path / "called"
    for name in ("secretservice", "osxkeychain", "pass", "desktop"):
        helper = tmp_path / f"docker-credential-{name}"
        helper.write_text(f"#!/bin/sh\ntouch {called}\n")
        helper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    cell.log_in()
    cell.say("docker build -q -t myimage:0.1 myimage")
    cell.say("docker pull demousr/nosuch")
    cell.say("docker logout")
    assert not called.exists()
    assert os.environ["PATH"] == str(tmp_path)
