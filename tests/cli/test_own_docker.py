"""The commands beside the learner's own Docker, a real one: what they say, and what they leave alone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.world import World
from docker_lessons.world.engine import DOCKER, LABEL, Engine
from tests import warm_command
from tests.practice import PracticeWorld, clean_environment, empty, practice_world
from tests.servers import docker, inventory

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("commands beside dockerd")]


@pytest.fixture(scope="module")
def running_beside_docker(dockerd: str) -> Iterator[PracticeWorld]:
    """A running practice world whose learner has a Docker of their own, as the last test left it."""
    with practice_world(DOCKER_HOST=dockerd) as world:
        yield world


@pytest.fixture
def beside_docker(running_beside_docker: PracticeWorld, empty_dockerd: str) -> PracticeWorld:
    """The same, as new, on the practice engine."""
    return chosen(running_beside_docker, "practice")


@pytest.fixture
def world(running_beside_docker: PracticeWorld, empty_dockerd: str) -> PracticeWorld:
    """The same, as new, on the learner's own Docker."""
    return chosen(running_beside_docker, "docker")


def chosen(world: PracticeWorld, engine: str) -> PracticeWorld:
    world.command("start", "--engine", engine)
    empty(world.world)
    return world


def build(address: str, folder: Path, name: str, label: str = "whose=theirs") -> str:
    """Build a small image on a daemon; its ID."""
    folder.mkdir(exist_ok=True)
    (folder / "Dockerfile").write_text(f"FROM scratch\nLABEL {label}\nCMD ['/none']\n")
    return docker(address, "build", "-q", "-t", name, str(folder)).strip()


def ours(world) -> str:
    return f"{LABEL}={World(world.home).id}"


# Those of one engine stand together: a switch starts a service.


def test_status_in_the_practice_world(beside_docker):
    found = beside_docker.status()
    assert (found["engine_kind"], found["own_docker"]) == ("practice", None)
    assert "the practice engine" in beside_docker.command("status")


def test_the_option_comes_before_the_variable(beside_docker):
    beside_docker.run("start", "--engine", "practice", DOCKER_LESSONS_ENGINE="docker")
    assert beside_docker.status()["engine_kind"] == "practice"


def test_help_has_the_exit_code_and_the_variable(running_beside_docker):
    said = running_beside_docker.command("--help")
    assert "8 your own Docker can't be used" in said
    assert "DOCKER_LESSONS_ENGINE" in said


def test_pages_follow_a_switch(beside_docker, short_folder):
    pages = short_folder / "pages"
    beside_docker.command("start", "--dir", str(pages))
    said = beside_docker.command("start", "--engine", "docker")
    target = World(beside_docker.home).names.target
    assert f"Your pages: {pages}" in said
    assert "03-tag.ipynb" in said
    assert target in (pages / "03-tag.ipynb").read_text()
    beside_docker.command("start", "--engine", "practice")
    assert target not in (pages / "03-tag.ipynb").read_text()


def test_reset_forgets_the_progress_with_every_engine(beside_docker):
    beside_docker.solve("build-image")
    beside_docker.command("start", "--engine", "docker")
    beside_docker.solve("build-image")
    assert len(list(beside_docker.home.glob("memory*.db"))) == 2
    beside_docker.command("stop")
    beside_docker.command("reset", "--yes")
    assert list(beside_docker.home.glob("memory*")) == []


def test_the_variable_chooses_as_the_option_does(beside_docker):
    assert beside_docker.run("start", DOCKER_LESSONS_ENGINE="docker").returncode == 0
    assert beside_docker.status()["engine_kind"] == "docker"
    assert beside_docker.run("start", DOCKER_LESSONS_ENGINE="moby").returncode == 2


def test_status_names_the_docker_and_what_chose_it(world, empty_dockerd):
    said = world.command("status")
    release = docker(empty_dockerd, "version", "--format", "{{.Server.Version}}").strip()
    assert f"your own Docker {release} at {empty_dockerd} (set by DOCKER_HOST)" in said
    assert World(world.home).names.target in said


def test_any_docker_command_by_our_own_word(world, empty_dockerd, short_folder):
    build(empty_dockerd, short_folder / "theirs", "theirs:1")
    assert "theirs" in world.command("docker", "images")


def test_status_of_a_docker_that_does_not_answer(world):
    gone = Engine(DOCKER, Path("/tmp/nobody-is-here.sock"), "the context colima")
    World(world.home).keep_engine(gone)
    found = world.status()
    assert found["own_docker"]["version"] is None
    assert "no socket at /tmp/nobody-is-here.sock" in found["own_docker"]["trouble"]
    assert "no socket at /tmp/nobody-is-here.sock" in world.command("status")


# reset


def test_reset_says_what_it_will_remove_and_does_nothing_without_a_yes(
    world, empty_dockerd, short_folder
):
    build(empty_dockerd, short_folder / "ours", "myimage:0.1", ours(world))
    before = inventory(empty_dockerd)
    done = warm_command.run(["reset"], env=world.env, input="n\n")
    assert done.returncode == 1
    assert f"your own Docker ({empty_dockerd})" in done.stdout
    assert "  myimage:0.1\n" in done.stdout
    assert inventory(empty_dockerd) == before


def test_reset_removes_the_courses_images_and_nothing_else(world, empty_dockerd, short_folder):
    target = World(world.home).names.target
    build(empty_dockerd, short_folder / "theirs", "theirs:1")
    build(empty_dockerd, short_folder / "other", "another-course:0.1", f"{LABEL}=another")
    docker(empty_dockerd, "volume", "create", "theirs")
    before = inventory(empty_dockerd)
    build(empty_dockerd, short_folder / "ours", "myimage:0.1", ours(world))
    nameless = build(empty_dockerd, short_folder / "nameless", "gone:1", f"{ours(world)} n=1")
    build(empty_dockerd, short_folder / "next", "gone:1", f"{ours(world)} n=2")
    docker(empty_dockerd, "tag", "myimage:0.1", target)
    second = World(world.home).names.second_target
    docker(
        empty_dockerd, "tag", "theirs:1", second
    )  # a slip: the image is theirs, the name is the course's
    said = world.command("reset", "--yes")
    for name in ("myimage:0.1", target, second, "gone:1", nameless):
        assert f"  {name}\n" in said
    assert inventory(empty_dockerd) == before
    assert world.status()["engine_kind"] == "docker"
    for step in ("build-image", "tag", "push", "delete-local"):
        assert world.check(step)["verdict"] == "not yet"


def test_reset_keeps_an_image_whose_last_name_is_at_the_registry(
    world, empty_dockerd, short_folder
):
    name = World(world.home).names.prefix + "demousr/my-own:1"
    build(empty_dockerd, short_folder / "theirs", name)
    before = inventory(empty_dockerd)
    assert f"It keeps {name}" in world.command("reset", "--yes")
    assert inventory(empty_dockerd) == before


def test_reset_removes_no_container_and_says_what_stays(world, empty_dockerd, short_folder):
    build(empty_dockerd, short_folder / "ours", "myimage:0.1", ours(world))
    docker(empty_dockerd, "create", "--name", "holding", "myimage:0.1")
    before = inventory(empty_dockerd)
    said = world.command("reset", "--yes")
    assert "Kept on your Docker: myimage:0.1" in said
    assert "docker rm" in said
    assert inventory(empty_dockerd) == before


def test_reset_beside_a_docker_that_does_not_answer(world):
    beside = World(world.home)
    world.command("stop")
    beside.keep_engine(Engine(DOCKER, Path("/tmp/nobody-is-here.sock"), "DOCKER_HOST"))
    said = world.command("reset", "--yes")
    assert "removes nothing, because it can't look there" in said
    assert "no socket at /tmp/nobody-is-here.sock" in said
    assert "is empty again" in said


# a world that is new


def test_a_first_cell_makes_a_new_world_with_the_engine_of_the_variable(
    short_folder, empty_dockerd
):
    env = clean_environment(short_folder, short_folder / "world")
    env |= {"DOCKER_HOST": empty_dockerd, "DOCKER_LESSONS_ENGINE": "docker"}
    code = "from docker_lessons.widgets import kernel; print(repr(kernel.enter(None)))"
    try:
        assert python(env, code) == "''\n"
        assert status(env)["engine_kind"] == "docker"
        assert warm_command.run(["start", "--engine", "practice"], env=env).returncode == 0
        assert warm_command.run(["stop"], env=env).returncode == 0
        assert python(env, code) == "''\n"  # that world is not new any more
        assert status(env)["engine_kind"] == "practice"
    finally:
        assert warm_command.run(["stop"], env=env).returncode == 0


def test_a_variable_that_names_no_engine_is_a_sentence_in_a_first_cell(short_folder):
    env = clean_environment(short_folder, short_folder / "world")
    code = "from docker_lessons.widgets import kernel; print(kernel.enter(None))"
    assert "moby isn't an engine" in python(env | {"DOCKER_LESSONS_ENGINE": "moby"}, code)


def test_binders_way_honours_the_variable(short_folder, empty_dockerd):
    env = clean_environment(short_folder, short_folder / "world")
    env |= {"DOCKER_HOST": empty_dockerd, "DOCKER_LESSONS_ENGINE": "docker"}
    pages = short_folder / "pages"
    code = f"import sys; from docker_lessons.jupyter.__main__ import main; sys.exit(main([{str(pages)!r}]))"
    try:
        assert "JUPYTER_CONFIG_PATH" in python(env, code)
        found = status(env)
        assert found["engine_kind"] == "docker"
        assert found["target"] in (pages / "03-tag.ipynb").read_text()
    finally:
        assert warm_command.run(["stop"], env=env).returncode == 0


def python(env: dict[str, str], code: str) -> str:
    """What a Python of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    return done.stdout


def status(env: dict[str, str]) -> dict[str, object]:
    """`docker-lessons status --json` in that environment."""
    done = warm_command.run(["status", "--json"], env=env)
    found: dict[str, object] = json.loads(done.stdout)
    return found
