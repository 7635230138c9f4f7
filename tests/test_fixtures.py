"""The real things that other tests lean on are there and real."""

import hashlib
import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.course_check import inventory
from docker_lessons.course_check.hub_visitor import HubVisitor
from docker_lessons.lessons.chapter import STEPS
from docker_lessons.world import control, process
from tests.practice import PracticeWorld, SharedWorld
from tests.servers import RegistryServer


def test_dockerd_is_a_daemon_of_our_own(dockerd: str, docker_cli: str):
    said = subprocess.run(
        [docker_cli, "--host", dockerd, "info", "--format", "{{.DockerRootDir}}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(said.stdout).parent == Path(dockerd.removeprefix("unix://")).parent


def test_registry_is_empty_again_after_a_push(registry_server: RegistryServer):
    url = f"{registry_server.url}/v2"
    upload = urllib.request.Request(f"{url}/demousr/demorep/blobs/uploads/", method="POST")
    with urllib.request.urlopen(upload) as answer:
        place = answer.headers["Location"]
    digest = f"sha256:{hashlib.sha256(b'a layer').hexdigest()}"
    kind = {"Content-Type": "application/octet-stream"}
    sent = urllib.request.Request(f"{place}&digest={digest}", b"a layer", kind, method="PUT")
    urllib.request.urlopen(sent).close()
    blob = f"{url}/demousr/demorep/blobs/{digest}"
    urllib.request.urlopen(blob).close()
    registry_server.empty()
    with urllib.request.urlopen(f"{url}/_catalog") as answer:
        assert json.load(answer) == {"repositories": []}
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(blob)


def seen(world: PracticeWorld) -> dict[str, Any]:
    """All that a world shows of what was done in it, but for its trace."""
    course = next(control.lines(world.world, "/watch"))
    return {
        "images": inventory.take(world.world.engine_socket),
        "repositories": HubVisitor(world.world).own_repositories(),
        "course": {key: value for key, value in course.items() if key != "activities"},
        "verdicts": [control.ask(world.world, "POST", "/check", {"step": step}) for step in STEPS],
        "docker": sorted(
            (path.name, path.read_bytes()) for path in world.world.docker_config.iterdir()
        ),
        "home": list(Path(world.env["HOME"]).iterdir()),
        "status": process.status(world.world),
    }


def test_the_shared_world_is_as_new_after_most_of_the_course(practice_worlds: SharedWorld):
    world = practice_worlds.give()
    before = seen(world)
    (Path(world.env["HOME"]) / "notes.txt").write_text("somebody's")
    control.ask(world.world, "POST", "/solve", {"step": "second-push"})
    middle = seen(world)
    assert {key for key in before if middle[key] != before[key]} == before.keys() - {"status"}
    assert seen(practice_worlds.give()) == before


def test_a_shared_world_that_somebody_stopped_is_replaced(practice_worlds: SharedWorld):
    old = practice_worlds.give()
    old.stop()
    new = practice_worlds.give()
    assert new.home != old.home
    assert new.status()["state"] == "running"
