"""The lessons on a real dockerd with other things on it: they do their work, and touch and count nothing else."""

import subprocess
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from docker_lessons.course_check import engine_api, inventory
from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.stage import Failed, Stage
from docker_lessons.lessons import chapter
from tests.course_check.playing import THEIRS

_PROGRAM = 'FROM scratch\nCOPY note.txt /hello\nENV NUMBER={}\nCMD ["/hello"]\n'
Docker = Callable[..., str]


@pytest.fixture
def docker(somebodys_docker: Daemon) -> Docker:
    """The learner's own client, outside of any world."""

    def run(*words: str, given: str = "") -> str:
        done = subprocess.run(
            ["docker", "--host", f"unix://{somebodys_docker.socket}", *words],
            input=given,
            capture_output=True,
            text=True,
            check=True,
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "DOCKER_BUILDKIT": "0", "HOME": "/nosuch"},
        )
        return done.stdout

    return run


@pytest.fixture
def theirs(docker: Docker, somebodys_docker: Daemon, tmp_path: Path) -> Iterator[list[str]]:
    """Sixty names, two nameless images, a container and a volume of the learner's; gives the names."""
    before = inventory.take(somebodys_docker.socket)
    build = tmp_path / "theirs"
    build.mkdir()
    (build / "note.txt").write_text("mine\n")
    names = ["hello-world:latest", "myimage:latest", *(f"theirs/app{n}:1.0" for n in range(58))]
    for number in range(3):
        (build / "Dockerfile").write_text(_PROGRAM.format(number))
        docker("build", "-q", "-t", names[0], str(build))  # each takes the name of the one before
    image = docker("images", "-q", names[0]).strip()
    for name in names[1:]:
        repository, _, tag = name.rpartition(":")
        path = f"/images/{image}/tag?repo={repository}&tag={tag}"
        assert engine_api.ask(somebodys_docker.socket, "POST", path)[0] == HTTPStatus.CREATED
    docker("create", "--name", "sixty-first", image)
    docker("volume", "create", "sixty-first")
    yield names
    docker("volume", "rm", "sixty-first")
    inventory.remove_new(somebodys_docker.socket, before)


def test_every_solution_passes_and_all_else_is_as_it_was(own: Stage, theirs: list[str]) -> None:
    config = own.outside_config / "config.json"
    config.parent.mkdir(exist_ok=True)
    config.write_text('{"auths": {"registry.example": {"auth": "bWU6bXk="}}}')
    kept, before = config.read_bytes(), inventory.take(own.daemon.socket)
    for step in chapter.definition().steps:
        own.solve(step.id)
        assert own.check(step=step.id)["verdict"] == "passed"
    assert before.differences(inventory.take(own.daemon.socket)) == []
    assert config.read_bytes() == kept


def test_what_was_built_for_another_processor_does_not_come_back_from_the_build_cache(
    own: Stage,
) -> None:
    own.begin("build-image", before=None)
    other = f"linux/{own.other_processor}"
    own.docker("build", "-q", "--no-cache", "--platform", other, "-t", "kept:1", "myimage")
    own.lessons("solve", "build-image")
    assert own.check(step="build-image")["verdict"] == "passed"
    made_for = own.docker("inspect", "-f", "{{.Architecture}}", "myimage:0.1").strip()
    assert made_for == own.processor
    own.docker("rmi", "kept:1")


def test_others_images_pass_no_step_and_stand_in_no_verdict(own: Stage, theirs: list[str]) -> None:
    said = own.check(step="build-image")
    assert said["cause"] == "build-nothing"
    assert said["seen"].endswith(f"and {len([*theirs, *THEIRS]) - 4} more")
    assert own.check(step="second-build")["cause"] == "second-build-missing"
    own.solve("build-image")
    assert "<none>" not in own.check(step="build-image")["text"]


def test_a_course_name_on_somebodys_image_stops_every_solution(
    own: Stage, theirs: list[str]
) -> None:
    own.solve("build-image")
    own.docker("tag", "hello-world:latest", "myimage:0.2")
    with pytest.raises(Failed, match="not made in this course"):
        own.lessons("solve", "tag")
    assert own.check(step="tag")["cause"] == "tag-missing"
    own.docker("rmi", "myimage:0.2")
    own.lessons("solve", "tag")


def test_a_name_that_the_learner_gave_is_not_taken_off(own: Stage) -> None:
    own.solve("see-tag")
    own.docker("tag", "myimage:0.1", "keep/this:1")
    with pytest.raises(Failed, match="docker rmi keep/this:1"):
        own.lessons("solve", "delete-local")
    assert "keep/this" in own.docker("images", "keep/this")
    assert own.image_id("myimage:0.1")
    own.docker("rmi", "keep/this:1")


def test_an_image_in_use_by_a_container_is_not_forced_away(own: Stage) -> None:
    own.solve("see-tag")
    own.docker("create", "--name", "mine", "myimage:0.1")
    own.docker("rmi", own.world.names.target)
    with pytest.raises(Failed, match="docker rm -f mine"):
        own.lessons("solve", "delete-local")
    assert "mine" in own.docker("ps", "-a")
    assert own.check(step="delete-local")["cause"] == "delete-container"
    own.docker("rm", "mine")
    own.lessons("solve", "delete-local")


def test_a_published_build_that_lost_its_names_is_removed_by_its_id(
    own: Stage, theirs: list[str]
) -> None:
    own.solve("see-tag")
    before, published = inventory.take(own.daemon.socket), own.image_id("myimage:0.1")
    for name in ("myimage:0.1", own.world.names.target):
        own.docker("tag", "theirs/app1:1.0", name)
        own.docker("rmi", name)
    assert own.check(step="delete-local")["cause"] == "delete-nameless"
    own.lessons("solve", "delete-local")
    after = inventory.take(own.daemon.socket)
    assert not any(published in one for one in after.images)
    ours = {own.world.names.target, "myimage:0.1"}
    assert {name.partition("@")[0] for name, _ in before.names - after.names} <= {
        *ours,
        own.world.names.target_repository,
    }
