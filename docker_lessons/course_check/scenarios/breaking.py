"""When the world is the matter, and not the learner."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons.verdict import COULD_NOT_CHECK, SKIPPED

TAG = "tag"


@scenario("world-stopped", TAG, alone=True)
def world_stopped(stage: Stage) -> None:
    """The practice world was stopped."""
    stage.docker("tag", "myimage:0.1", "demousr/demorep:1.0")
    stage.passes()
    stage.stop()
    stage.says("world-stopped", seen=["nobody answers"], wanted=["runs"], verdict=COULD_NOT_CHECK)
    stage.repair()
    stage.passes()


@scenario("engine-stopped", TAG, alone=True, practice_only="its socket is taken away")
def engine_stopped(stage: Stage) -> None:
    """The engine's socket is gone."""
    stage.world.engine_socket.unlink()
    stage.says(
        "engine-stopped", seen=["does not answer"], wanted=["engine"], verdict=COULD_NOT_CHECK
    )
    stage.repair()
    stage.says("tag-missing", wanted=["demousr/demorep:1.0"])
    stage.mends()


@scenario(
    "disk-full", "build-image", alone=True, practice_only="the course's own process gets no room"
)
def disk_full(stage: Stage) -> None:
    """No file of the world may grow any more, as on a full disk."""
    with stage.no_room():
        stage.docker("build", "-t", "myimage:0.1", "myimage", fails=True)
        stage.says("disk-full", seen=["docker build"], wanted=["room"], verdict=COULD_NOT_CHECK)
    stage.docker("build", "-t", "myimage:0.1", "myimage")
    stage.passes()


@scenario("no-containers", "run-it", practice_only="it alone runs no containers")
def no_containers(stage: Stage) -> None:
    """The practice engine runs no containers: the step is skipped."""
    stage.says(
        "no-containers", seen=["runs no containers"], wanted=["exit code 0"], verdict=SKIPPED
    )
