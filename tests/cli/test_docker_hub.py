"""`docker-lessons` with the real Docker Hub: what is asked, told and refused, without any network."""

import json
from pathlib import Path

import pytest

from docker_lessons.cli import leftovers
from docker_lessons.world import World
from docker_lessons.world.engine import DOCKER, Engine
from docker_lessons.world.which_hub import WhichHub
from tests.practice import PracticeWorld

NO_WAY_OUT = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:1")
"""A proxy that is not there: no test asks Docker Hub anything."""
REAL = WhichHub("docker.io", "yourname")


def test_reset_names_what_stays_on_docker_hub_and_where_it_is_deleted(tmp_path: Path):
    world = World(tmp_path / "world")
    world.prepare()
    assert leftovers.elsewhere(world) == []
    world.keep_hub(REAL)
    (line,) = leftovers.elsewhere(world)
    assert "https://hub.docker.com/repository/docker/yourname/demorep/settings" in line
    assert "Your login stays" not in line
    theirs = tmp_path / ".docker" / "config.json"
    world.keep_engine(Engine(DOCKER, tmp_path / "docker.sock", "DOCKER_HOST", theirs))
    assert "Your login stays, too." in leftovers.elsewhere(world)[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--hub", "docker.io"), "Give your Docker ID, never a password"),
        (("--hub", "docker.io", "--account", "me@example.org"), "That's an email address"),
        (("--account", "yourname"), "goes with --hub docker.io"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(
    shared_world: PracticeWorld, arguments: tuple[str, ...], said: str
):
    before = shared_world.status()
    done = shared_world.run("start", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert shared_world.status() == before


def test_the_variables_choose_and_an_account_alone_does_not(shared_world: PracticeWorld):
    done = shared_world.run("start", DOCKER_LESSONS_ACCOUNT="yourname")
    assert done.returncode == 0, done.stderr
    assert shared_world.status()["hub_kind"] == "practice"
    refused = shared_world.run("start", DOCKER_LESSONS_HUB="dockerhub")
    assert refused.returncode == 2


@pytest.mark.slow
def test_there_and_back_the_practice_world_is_as_it_was(world: PracticeWorld):
    world.command("solve", "tag")
    steps = world.command("steps")
    started = world.run("start", "--hub", "docker.io", "--account", "yourname", **NO_WAY_OUT)
    assert started.returncode == 0, started.stderr
    found = world.status()
    assert (found["hub_kind"], found["hub"]) == ("docker.io", "https://hub.docker.com")
    assert found["target"] == "yourname/demorep:1.0"
    assert "the real Docker Hub, with your account yourname" in world.command("status")
    assert "shown" not in world.command("steps")  # another Hub has a progress of its own
    told = world.run("check", "push", "--json")
    verdict = json.loads(told.stdout)
    assert verdict["verdict"] == "could not check"
    assert "There's a proxy between you and Docker Hub" in verdict["text"]
    back = world.command("start", "--hub", "practice")
    assert "hub.docker.com/repository/docker/yourname/demorep/settings" in back
    assert world.command("steps") == steps
    assert world.check("tag")["verdict"] == "passed"
