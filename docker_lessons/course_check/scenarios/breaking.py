"""Failures of the world, which are not the learner's mistakes."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons.verdict import COULD_NOT_CHECK, SKIPPED

TAG = "tag"
A_DAEMON = "the practice engine isn't a separate process"


@scenario("world-stopped", TAG, alone=True)
def world_stopped(stage: Stage) -> None:
    """The practice world was stopped."""
    stage.docker("tag", "myimage:0.1", "demousr/demorep:1.0")
    stage.passes()
    stage.stop()
    stage.says(
        "world-stopped", seen=["nothing answers"], wanted=["is running"], verdict=COULD_NOT_CHECK
    )
    stage.repair()
    stage.passes()


@scenario("engine-stopped", TAG, alone=True, practice_only="its socket is removed")
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
    """None of the world's files can grow anymore, as on a full disk."""
    stage.check()  # so that the lessons have begun, which writes
    with stage.no_room():
        stage.docker("build", "-t", "myimage:0.1", "myimage", fails=True)
        stage.says("disk-full", wanted=["space"], verdict=COULD_NOT_CHECK)
    stage.docker("build", "-t", "myimage:0.1", "myimage")
    stage.passes()


@scenario("no-containers", "run-it", alone=True, practice_only="Docker always runs containers")
def no_containers(stage: Stage) -> None:
    """The practice engine can't run containers on this computer: the step is skipped."""
    stage.run_nothing()
    stage.says(
        "no-containers", seen=["doesn't run containers"], wanted=["exit code 0"], verdict=SKIPPED
    )


@scenario("hub-unreachable", "push", alone=True)
def hub_unreachable(stage: Stage) -> None:
    """Only the Hub doesn't answer."""
    stage.lose_hub()
    stage.says(
        "hub-unreachable", seen=["Hub"], wanted=["a Hub that answers"], verdict=COULD_NOT_CHECK
    )
    stage.repair()
    stage.says("push-missing", wanted=["demousr/demorep:1.0"])
    stage.mends()


@scenario("docker-stopped", TAG, alone=True, docker_only=A_DAEMON)
def docker_stopped(stage: Stage) -> None:
    """The learner's Docker was stopped; started again, the course goes on by itself."""
    with stage.daemon.stopped():
        stage.says(
            "engine-stopped",
            seen=["does not answer"],
            wanted=["engine"],
            verdict=COULD_NOT_CHECK,
        )
    stage.says("tag-missing", wanted=["demousr/demorep:1.0"])
    stage.mends()


@scenario("docker-stopped-practice", TAG, alone=True, docker_only=A_DAEMON)
def docker_stopped_practice(stage: Stage) -> None:
    """The learner's Docker was stopped; the course goes on in the practice world."""
    with stage.daemon.stopped():
        stage.says(
            "engine-stopped", seen=["does not answer"], wanted=["engine"], verdict=COULD_NOT_CHECK
        )
        stage.repair()
        stage.says("tag-no-image", wanted=["myimage:0.1"])
        stage.repair()
        stage.check()
        stage.mends()


def _loaded_unseen(stage: Stage, name: str) -> None:
    """Loads the image from a file while the world is stopped, and restarts the daemon, which forgets that event."""
    file = str(stage.work / "saved.tar")
    stage.docker("pull", name)
    stage.docker("save", "-o", file, name)
    stage.docker("rmi", name)
    stage.check()
    stage.stop()
    stage.docker_outside("load", "-i", file)
    with stage.daemon.stopped():
        pass
    stage.start()


@scenario("docker-restarted", "pull-back", alone=True, docker_only=A_DAEMON)
def docker_restarted(stage: Stage) -> None:
    """Docker was restarted, and it came back meanwhile."""
    _loaded_unseen(stage, "demousr/demorep:1.0")
    stage.says("nobody-watched", seen=["wasn't watching between"], wanted=["pulled from the Hub"])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-docker-restarted", "second-pull", alone=True, docker_only=A_DAEMON)
def second_docker_restarted(stage: Stage) -> None:
    """Docker was restarted, and the second version came back meanwhile."""
    _loaded_unseen(stage, "demousr/demorep:2.0")
    stage.says("second-nobody-watched", seen=["wasn't watching"], wanted=["demousr/demorep:2.0"])
    stage.repair()
    stage.check()
    stage.mends()
