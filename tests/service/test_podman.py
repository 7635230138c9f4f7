"""The course with Podman, a real one, in the place of the learner's own Docker."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.world.host import HostClient
from tests.podman import Podman, podman
from tests.practice import PracticeWorld, practice_world
from tests.servers import docker

pytestmark = pytest.mark.slow


@pytest.fixture
def own_podman() -> Iterator[Podman]:
    """Podman, with nothing on it."""
    with podman() as service:
        yield service


@pytest.fixture
def world(own_podman: Podman) -> Iterator[PracticeWorld]:
    """A world on the practice engine, whose learner has Podman."""
    with practice_world(DOCKER_HOST=own_podman.address) as world:
        yield world


def test_what_podman_has_to_be_told_is_said_to_the_letter_and_then_the_chapter_is_walked(
    world, own_podman
):
    refused = world.run("start", "--engine", "docker")
    assert refused.returncode == 8
    assert world.status()["engine_kind"] == "practice"
    lines = re.search(r"(?m)^ *\[\[registry\]\]\n.*\n *insecure = true$", refused.stderr)
    assert lines

    own_podman.allow_http(lines[0])
    world.command("start", "--engine", "docker")
    world.solve("tag")
    docker(own_podman.address, "tag", "myimage:0.1", "other:1")
    docker(own_podman.address, "rmi", "other:1")  # of which it says `delete`
    assert world.check("build-image")["verdict"] == "passed"
    world.solve("run-it")
    for step in ("push", "pull-back", "run-it"):
        assert world.check(step)["verdict"] == "passed"


async def test_what_it_has_just_done_is_among_its_events(own_podman: Podman, tmp_path: Path):
    (tmp_path / "Dockerfile").write_text("FROM scratch\nLABEL of=demousr\n")
    docker(own_podman.address, "build", "-q", "-t", "made:0", str(tmp_path))
    began, heard = time.time_ns(), []
    async with HostClient(Path(own_podman.address.removeprefix("unix://"))) as host:
        for number in range(1, 6):
            docker(own_podman.address, "tag", "made:0", f"made:{number}")
            events = await host.events(began, time.time_ns())
            heard.append([event.name for event in events if event.action == "tag"])
    assert [names[-1:] for names in heard] == [[f"made:{number}"] for number in range(1, 6)]


@pytest.mark.soak
def test_the_rest_of_the_chapter_too(world, own_podman):
    registry = world.addresses["registry"].rpartition(":")[2]
    own_podman.allow_http(f'[[registry]]\nlocation = "localhost:{registry}"\ninsecure = true\n')
    world.command("start", "--engine", "docker")
    world.solve("clean-up")
    assert world.check("clean-up")["verdict"] == "passed"
    assert docker(own_podman.address, "images", "-q") == ""
