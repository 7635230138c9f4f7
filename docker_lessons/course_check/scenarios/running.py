"""Mistakes with containers."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.course_check.throwaway import CannotPlay
from docker_lessons.lessons import course_image

RUN = "run-it"
TARGET = "demousr/demorep:1.0"
IMAGE = "myimage:0.1"
PRINTED = "Image created"
WANTED = (TARGET, "exit code 0")
SEES_NO_FOLDER = "the practice engine's containers see no folder of this computer"


def _mends(stage: Stage) -> None:
    """Runs it as the repair says, and answers what it prints."""
    stage.passes(answer=stage.repair().splitlines()[-1])


def _ran(stage: Stage, line: str, cause: str, *seen: str, fails: bool = True) -> None:
    """A line in a cell that starts a container, or tries to."""
    stage.cell(line, fails=fails)
    stage.says(cause, seen=seen, wanted=WANTED)
    _mends(stage)


@scenario("run-nothing", RUN, runs_containers=True)
def nothing(stage: Stage) -> None:
    """Nothing was started."""
    stage.says("run-missing", seen=["no container", TARGET], wanted=WANTED)
    _mends(stage)


@scenario("run-no-answer", RUN, runs_containers=True)
def no_answer(stage: Stage) -> None:
    """Ran it, and gave no answer."""
    stage.docker("run", "--rm", TARGET)
    stage.says("run-no-answer", seen=["exit code 0", "no answer yet"], wanted=WANTED)
    stage.mends()


@scenario("run-answer-wrong", RUN, runs_containers=True)
def answer_wrong(stage: Stage) -> None:
    """Ran it, and answered something that it didn't print."""
    stage.docker("run", "--rm", TARGET)
    stage.says("run-answer-wrong", seen=["Hello World"], wanted=WANTED, answer="Hello World")
    stage.mends()


@scenario("run-other-tag", RUN, runs_containers=True)
def other_tag(stage: Stage) -> None:
    """Pulled 1.0, and ran a tag that the Hub doesn't have."""
    _ran(stage, "docker run --rm demousr/demorep:3.0", "run-other-tag", "demousr/demorep:3.0")


@scenario("run-other-name", RUN, runs_containers=True)
def other_name(stage: Stage) -> None:
    """Ran the same image with another name."""
    stage.docker("tag", TARGET, "mine:1")
    _ran(stage, "docker run --rm mine:1", "run-other-name", "mine:1", fails=False)


@scenario("run-no-tag", RUN, runs_containers=True)
def no_tag(stage: Stage) -> None:
    """Ran the name without its tag."""
    _ran(stage, "docker run --rm demousr/demorep", "run-no-tag", "demousr/demorep:latest")


@scenario("run-older-copy", RUN, runs_containers=True)
def older_copy(stage: Stage) -> None:
    """Gave the name to an older build after the pull, and ran that one."""
    stage.write("message.txt", "An older one\n")
    stage.docker("build", "-q", "-t", "old:1", course_image.FOLDER)
    stage.docker("tag", "old:1", TARGET)
    stage.docker("run", "--rm", TARGET)
    stage.says("run-older-copy", seen=[TARGET, stage.image_id("old:1")], wanted=[TARGET])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("run-refused", RUN, runs_containers=True)
def refused(stage: Stage) -> None:
    """A word after the name that isn't a program in the image."""
    _ran(stage, f"docker run --rm {TARGET} hello", "run-refused", "hello")


@scenario("run-failed", RUN, runs_containers=True, docker_only=SEES_NO_FOLDER)
def failed(stage: Stage) -> None:
    """It ended with an error: it can't read the message that it prints."""
    unread = stage.work / "unread"
    unread.touch(mode=0o600)
    mounted = ("--volume", f"{unread}:/message.txt")
    stage.docker(*("run", "--rm", "--user", "1000", *mounted, TARGET), fails=stage.tells_exit_codes)
    stage.says("run-failed", seen=[TARGET, "exit code 1"], wanted=WANTED)
    _mends(stage)


def _other_processor(stage: Stage, *options: str) -> None:
    """An image for another processor was published from another computer, and is fetched and run."""
    machine = stage.other_processor
    course_image.write_build_folder(stage.work / "theirs", machine, world_id=stage.world.label)
    platform = [f"{option}=linux/{machine}" for option in options]
    stage.docker("build", "-q", *platform, "-t", TARGET, "theirs")
    stage.log_in()
    stage.docker("push", TARGET)
    stage.cell(f"docker run --rm {TARGET}", fails=stage.tells_exit_codes)
    stage.says("run-platform", seen=[stage.processor], wanted=[TARGET])
    stage.repair()
    stage.docker("tag", IMAGE, TARGET)
    stage.log_in()
    stage.docker("push", TARGET)
    stage.docker("rmi", IMAGE, TARGET)
    stage.docker("pull", TARGET)
    stage.cell(f"docker run --rm {TARGET}", fails=False)
    stage.passes(answer=PRINTED)


@scenario("run-exec-format", RUN, runs_containers=True)
def exec_format(stage: Stage) -> None:
    """The program in the image is for another processor: exec format error."""
    _other_processor(stage)


@scenario("run-platform-warning", RUN, runs_containers=True)
def platform_warning(stage: Stage) -> None:
    """The image says that it's for another processor: a warning, and it ends right away."""
    _other_processor(stage, "--platform")


@scenario("run-platform-asked", RUN, runs_containers=True)
def platform_asked(stage: Stage) -> None:
    """--platform in the command, for an image that is for this processor."""
    if stage.is_podman:
        raise CannotPlay("needs an engine that asks for that platform: Podman runs what is here")
    stage.cell(f"docker run --rm --platform linux/{stage.other_processor} {TARGET}")
    stage.says("run-platform", seen=["asked for another"], wanted=[stage.processor])
    stage.repair()
    stage.passes(answer=PRINTED)


@scenario("run-container-left", RUN, runs_containers=True)
def container_left(stage: Stage) -> None:
    """Ran it without --rm: it counts, and the container stays."""
    stage.docker("run", "--name", "left", TARGET)
    stage.notes("run-container-left", "--rm", "left", answer=PRINTED)


@scenario("delete-container", "delete-local", runs_containers=True)
def delete_container(stage: Stage) -> None:
    """A container that has ended still uses the image."""
    stage.docker("run", "--name", "mine", TARGET)
    stage.docker("rmi", IMAGE, TARGET, fails=True)
    stage.says("delete-container", seen=["mine", "exited"], wanted=[IMAGE, TARGET])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("delete-forced-container", "delete-local", runs_containers=True)
def delete_forced(stage: Stage) -> None:
    """Removed with force while there was a container."""
    stage.docker("run", "--name", "mine", TARGET)
    stage.docker("rmi", "-f", IMAGE, TARGET)
    if stage.is_podman:  # there, force takes the container along
        stage.passes()
        return
    if stage.keeps_images_in_containerd:  # there, force takes names only
        stage.says("delete-container", seen=["mine"])
        stage.mends()
        return
    stage.notes("delete-forced-container", "mine")


@scenario(
    "pull-unlisted",
    "pull-back",
    docker_only="a daemon forces an image away under a container",
    runs_containers=True,
)
def pull_unlisted(stage: Stage) -> None:
    """Forced away under a container, and then pulled again."""
    stage.docker("pull", TARGET)
    stage.docker("run", "--name", "mine", TARGET)
    stage.docker("rmi", "-f", stage.image_id(TARGET))
    stage.docker("pull", TARGET)
    if stage.docker(
        "images", "-q", TARGET
    ):  # the layers are here for another reason, or were fetched
        stage.passes()
        return
    stage.says("pull-unlisted", seen=[TARGET, "doesn't list"], wanted=[TARGET])
    stage.mends()


@scenario("second-delete-container", "second-delete", runs_containers=True)
def second_delete_container(stage: Stage) -> None:
    """A container made from the second image is left."""
    stage.docker("run", "--name", "mine", "demousr/demorep:2.0")
    stage.says("second-delete-container", seen=["mine"], wanted=["demousr/demorep:2.0"])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("clean-container-left", "clean-up", runs_containers=True)
def clean_container(stage: Stage) -> None:
    """A container made from the course's image is left."""
    stage.docker("run", "--name", "mine", "demousr/demorep:2.0")
    stage.log_out()
    stage.says("clean-container-left", seen=["mine"])
    stage.repair()
    stage.check()
    stage.mends()
