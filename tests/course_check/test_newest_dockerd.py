"""The chapter and its mistakes on the newest dockerd that Debian has, with either of its image stores.

What its builder, its stores and its refusals word or number otherwise than dockerd 20.10 has to be told as truly.
`make test` plays the solutions, and those scenarios in which it differs most; `make soak` plays them all.
"""

import re
import shutil
from collections.abc import Iterator

import pytest

from docker_lessons.course_check import inventory, learners_docker
from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.run import Result, play
from docker_lessons.course_check.scenario import every_scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter
from docker_lessons.lessons.verdict import NOT_YET, PASSED
from docker_lessons.world.engine import DOCKER
from docker_lessons.world.environment import OUTSIDE
from tests import debian13, servers
from tests.course_check.playing import Worlds
from tests.newest_dockerd import Store, group, program

DIFFERENT: dict[Store, tuple[str, ...]] = {
    "overlay2": ("build-changed-file",),  # which layers are the course's
    "containerd": (
        "images-answer-digest",  # an ID is a digest
        "delete-by-force",
        "pull-not-deleted",
        "push-immutable",
    ),
}
"""The scenarios whose answers, IDs or events differ from those of dockerd 20.10."""


def scenarios() -> list[object]:
    return [
        pytest.param(
            store, name, marks=[group(store), *([] if name in often else [pytest.mark.soak])]
        )
        for store, often in DIFFERENT.items()
        for name, one in every_scenario().items()
        if not one.unfit(DOCKER)
    ]


@pytest.fixture
def stage(newest_dockerd: Worlds) -> Stage:
    """A world, as new, on the daemon, with the build folder laid out."""
    made = newest_dockerd.give(DOCKER)
    made.begin("build-image", before=None)
    return made


@pytest.fixture
def buildx(stage: Stage) -> Iterator[Stage]:
    """The same world, whose client has the plugin buildx."""
    plugins = stage.world.docker_config / "cli-plugins"
    plugins.mkdir(parents=True)
    (plugins / "docker-buildx").symlink_to(debian13.PLUGINS / "docker-buildx")
    yield stage
    shutil.rmtree(plugins)


@pytest.mark.parametrize(("newest_dockerd", "name"), scenarios(), indirect=["newest_dockerd"])
def test_mistake(newest_dockerd: Worlds, name: str) -> None:
    newest_dockerd.play(every_scenario()[name], DOCKER)


def test_the_whole_chapter(stage: Stage) -> None:
    for step in chapter.STEPS:
        assert stage.check(step=step)["verdict"] == NOT_YET, stage.verdict
        stage.solve(step)
        assert stage.check(step=step)["verdict"] == PASSED, stage.verdict


@pytest.mark.soak
def test_as_the_learners_own_docker_it_has_all_that_it_had_before_the_course_s_test(
    newest_dockerd: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest_dockerd.end(DOCKER)  # no world of the course's is on it
    socket = newest_dockerd.daemon().socket
    before = inventory.take(socket)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{socket}")
    monkeypatch.delenv(OUTSIDE, raising=False)
    results: list[Result] = []
    learners_docker.check(learners_docker.find(), results.append)
    assert [f"{one.name}: {one.error}" for one in results if one.error] == []
    assert {"solution-push", "solution-run-it", "inventory"} <= {one.name for one in results}
    assert before.differences(inventory.take(socket)) == []


@pytest.mark.soak
def test_what_docker_pulled_and_does_not_list_is_told_and_mended() -> None:
    with (
        servers.folder_of_a_dockerd() as folder,
        Daemon(folder, program(folder, "containerd")) as daemon,
        Stage(daemon=daemon, by_command=False) as stage,  # on which nobody else has those layers
    ):
        result = play(every_scenario()["pull-unlisted"], stage)
    assert (result.error, result.expected) == ("", ("pull-unlisted",))


def test_what_buildkit_built_with_attestations_is_published_and_comes_back(buildx: Stage) -> None:
    said = buildx.cell("docker buildx build -t myimage:0.1 myimage", fails=False)
    index = re.search(r"exporting manifest list (sha256:\w+)", said)
    assert bool(index) == buildx.keeps_images_in_containerd
    for step in ("build-image", "tag", "push"):
        buildx.solve(step)
        assert buildx.check(step=step)["verdict"] == PASSED
    digest = buildx.digest("demousr/demorep:1.0")
    assert buildx.check(digest, step="see-tag")["verdict"] == PASSED
    assert not index or digest == index[1]
    buildx.docker("rmi", "myimage:0.1", "demousr/demorep:1.0")
    assert buildx.check(step="delete-local")["verdict"] == PASSED
    buildx.docker("pull", "demousr/demorep:1.0")
    assert buildx.check(step="pull-back")["verdict"] == PASSED
    # What it prints may be lost on a busy machine: dockerd waits two seconds for it, and no longer.
    buildx.docker("run", "--rm", "demousr/demorep:1.0")
    assert buildx.check("Image created", step="run-it")["verdict"] == PASSED
    buildx.docker("buildx", "build", "-q", "-t", "myimage:0.1", "myimage")
    assert buildx.check(step="build-image")["verdict"] == PASSED


def test_what_buildkit_refuses_is_explained_like_what_the_older_builder_does(buildx: Stage) -> None:
    buildx.step = "build-image"
    buildx.cell("docker buildx build -t MyImage:0.1 myimage")
    buildx.says("build-capitals", seen=["MyImage"])
    buildx.write("Dockerfile", "FROM scratch\nCOPPY hello /hello\n")
    buildx.cell("docker buildx build -t myimage:0.1 myimage")
    buildx.says("build-unknown-instruction", seen=["COPPY"])
    buildx.write("Dockerfile", "FROM scratch\nCOPY helo /hello\n")
    buildx.cell("docker buildx build -t myimage:0.1 myimage")
    buildx.says("build-refused", seen=["/helo"])
    assert "copies helo" in buildx.verdict["text"]
