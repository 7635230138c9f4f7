"""Mistakes to which the course once gave an untrue answer, or a repair for something else."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import course_image
from docker_lessons.lessons.steps.second_build import SECOND_MESSAGE

IMAGE = "myimage:0.1"
TARGET = "demousr/demorep:1.0"
SECOND_TARGET = "demousr/demorep:2.0"


@scenario("build-wrong-context", "build-image")
def wrong_context(stage: Stage) -> None:
    """The right Dockerfile after -f, and another folder to build from: the course's folder is whole."""
    stage.cell(f"docker build -t {IMAGE} -f myimage/Dockerfile .")
    stage.says("build-refused", seen=["hello"])
    if stage.verdict["repair"] != f"docker build -t {IMAGE} myimage":
        raise AssertionError(stage.verdict["repair"])
    stage.mends()


@scenario("build-file-for-folder", "build-image")
def file_for_folder(stage: Stage) -> None:
    """The Dockerfile itself, where the folder belongs."""
    stage.cell(f"docker build -t {IMAGE} myimage/Dockerfile")
    stage.says("build-no-folder", seen=["myimage/Dockerfile, which is a file"])
    stage.mends()


@scenario("build-shell-form", "build-image")
def shell_form(stage: Stage) -> None:
    """CMD /hello, which starts a shell that the image doesn't have."""
    stage.write(
        "Dockerfile",
        "FROM scratch\nCOPY hello /hello\nCOPY message.txt /message.txt\nCMD /hello\n",
    )
    stage.cell(f"docker build -t {IMAGE} myimage", fails=False)
    stage.says("build-other-content", seen=["/bin/sh -c /hello"], wanted=["starts /hello"])
    stage.mends()


_COPIES = "FROM scratch\nCOPY hello /hello\nCOPY message.txt /message.txt\n"
"""The Dockerfile without its last line."""


@scenario("build-starts-nothing", "build-image")
def no_command(stage: Stage) -> None:
    """The Dockerfile's last line is missing, so that the image starts nothing."""
    stage.write("Dockerfile", _COPIES)
    stage.cell(f"docker build -t {IMAGE} myimage", fails=False)
    stage.says("build-other-content", seen=["starts nothing"], wanted=["starts /hello"])
    stage.mends()


@scenario("build-broke-off", "build-image")
def broke_off(stage: Stage) -> None:
    """A build that failed in its last line but one, and left an image without a name."""
    stage.write("Dockerfile", f'{_COPIES}COPY note.txt /\nCMD ["/hello"]\n')
    stage.cell(f"docker build -t {IMAGE} myimage")
    stage.says("build-refused", seen=["note.txt"])
    stage.repair()
    stage.says("build-restored")
    stage.mends()


@scenario("second-build-broke-off", "second-build")
def second_broke_off(stage: Stage) -> None:
    """The message's file was deleted, so that the build left an image with the program alone."""
    (stage.work / "myimage" / "message.txt").unlink()
    stage.cell("docker build -t myimage:0.2 myimage")
    stage.says("second-build-refused", seen=["message.txt"])
    stage.repair()
    stage.says("second-build-missing")
    stage.mends()


@scenario("run-starts-nothing", "run-it", runs_containers=True)
def run_no_command(stage: Stage) -> None:
    """The image that was published starts nothing."""
    stage.write("Dockerfile", _COPIES)
    _publish_and_pull(stage)
    stage.cell(f"docker run --rm {TARGET}")
    stage.says("run-own-program", seen=["starts nothing"])
    stage.repair()
    stage.passes(answer="Image created")


@scenario("tag-other-registry", "tag")
def tag_other_registry(stage: Stage) -> None:
    """Another registry's address in front of the name."""
    stage.verbatim(f"docker tag {IMAGE} ghcr.io/demousr/demorep:0.1")
    stage.says("tag-other-registry", seen=["ghcr.io/demousr/demorep:0.1"], wanted=[TARGET])
    stage.mends()


@scenario("tag-newer-build", "tag")
def tag_newer_build(stage: Stage) -> None:
    """Built again under the name for the Hub: there the newer build is."""
    stage.docker("build", "-q", "--no-cache", "-t", TARGET, "myimage")
    stage.says("tag-rebuilt", seen=[stage.image_id(TARGET), stage.image_id(IMAGE)])
    _tells(stage, "is a newer build than myimage:0.1")
    stage.mends()


@scenario("push-newer-build", "push")
def push_newer_build(stage: Stage) -> None:
    """Built again under the name for the Hub, and pushed."""
    stage.docker("build", "-q", "--no-cache", "-t", TARGET, "myimage")
    stage.docker("push", TARGET)
    stage.says("push-rebuilt", seen=[stage.image_id(TARGET), stage.image_id(IMAGE)])
    _tells(stage, "is a newer build than myimage:0.1")
    stage.mends()


@scenario("push-by-id", "push")
def push_by_id(stage: Stage) -> None:
    """The image's ID instead of its name."""
    given = stage.image_id(IMAGE)
    stage.tries(f"docker push {given}")
    stage.says("push-no-such-name", seen=[f"{given}, an image ID"])
    stage.mends()


@scenario("push-nothing-built", "push")
def push_nothing_built(stage: Stage) -> None:
    """Pushed after everything here was removed."""
    stage.docker("rmi", IMAGE, TARGET)
    stage.tries(f"docker push {TARGET}")
    stage.says("push-no-such-name", seen=[TARGET])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("push-log-in-refused", "push")
def push_log_in_refused(stage: Stage) -> None:
    """A push that was denied, and then a login with a wrong password."""
    stage.docker("logout")
    stage.tries(f"docker push {TARGET}")
    stage.says("push-not-logged-in", seen=["denied"])
    stage.log_in("wrong", fails=True)
    stage.says("latest-refused", seen=["docker login"])
    stage.mends()


@scenario("push-other-registry", "push", practice_only="another registry may answer a real engine")
def push_other_registry(stage: Stage) -> None:
    """Another name of Docker Hub's in front of the name."""
    name = "registry.hub.docker.com/demousr/demorep:1.0"
    stage.docker("tag", IMAGE, name)
    stage.tries(f"docker push {name}")
    stage.says("push-other-registry", seen=[name])
    stage.mends()


@scenario("delete-other-container", "delete-local", runs_containers=True)
def other_container(stage: Stage) -> None:
    """docker rm with another name than the container's that keeps the image."""
    stage.docker("create", "--name", "mine", IMAGE)
    stage.tries(f"docker rmi {IMAGE} {TARGET}")
    stage.tries("docker rm yours")
    stage.says("latest-refused", seen=["docker rm yours"])
    stage.mends()


@scenario("delete-built-again", "delete-local")
def built_again(stage: Stage) -> None:
    """Removed, and then built again."""
    stage.docker("rmi", IMAGE, TARGET)
    stage.passes()
    stage.docker("build", "-q", "--no-cache", "-t", IMAGE, "myimage")
    stage.says("delete-one-left", seen=[stage.image_id(IMAGE), "isn't the one"])
    stage.mends()


@scenario("delete-newer-build", "delete-local")
def newer_build(stage: Stage) -> None:
    """Built again after the push: two names, two images."""
    stage.docker("build", "-q", "--no-cache", "-t", IMAGE, "myimage")
    stage.says("delete-both-left", seen=[stage.image_id(IMAGE), stage.image_id(TARGET)])
    stage.mends()


@scenario("pull-tag-deleted", "pull-back")
def pull_tag_deleted(stage: Stage) -> None:
    """The tag was deleted on the Hub, and then pulled."""
    stage.hub.delete_tag("demorep", "1.0")
    stage.tries(f"docker pull {TARGET}")
    stage.says("pull-hub-lost-it", seen=[TARGET])
    stage.mends()


@scenario("pull-repository-deleted", "pull-back")
def pull_repository_deleted(stage: Stage) -> None:
    """The repository was deleted on the Hub, and then pulled."""
    stage.hub.delete_repository("demorep")
    stage.tries(f"docker pull {TARGET}")
    stage.says("pull-hub-lost-it", seen=[TARGET])
    stage.mends()


@scenario("pull-layers-here", "pull-back")
def pull_layers_here(stage: Stage) -> None:
    """Built again, and then pulled: Docker had every layer."""
    stage.docker("build", "-q", "-t", IMAGE, "myimage")
    stage.docker("pull", TARGET)
    stage.says("pull-layers-here", seen=[IMAGE, TARGET])
    stage.mends()


@scenario("pull-logged-in-private", "pull-back")
def pull_logged_in_private(stage: Stage) -> None:
    """Pulled from a private repository, with a login."""
    stage.log_in()
    stage.hub.set_visibility("demorep", "private")
    stage.docker("pull", TARGET)
    stage.notes("pull-logged-in", "is private")


@scenario("second-pull-deleted", "second-pull")
def second_pull_deleted(stage: Stage) -> None:
    """The tag was deleted on the Hub."""
    stage.hub.delete_tag("demorep", "2.0")
    stage.says("second-pull-not-published")
    _tells(stage, "since then")
    stage.mends()


@scenario("pull-layers-kept", "pull-back")
def pull_layers_kept(stage: Stage) -> None:
    """Built again without a name before pulling: there would be nothing to download."""
    stage.docker("build", "-q", "--no-cache", "myimage")
    stage.says("pull-layers-kept", seen=["every layer"])
    stage.mends()


@scenario("second-pull-layers-kept", "second-pull")
def second_pull_layers_kept(stage: Stage) -> None:
    """Built again without a name before pulling: there would be nothing to download."""
    folder = stage.work / course_image.FOLDER
    course_image.write_build_folder(folder, message=SECOND_MESSAGE, world_id=stage.world.label)
    stage.docker("build", "-q", "--no-cache", "myimage")
    stage.says("second-pull-layers-kept", seen=["every layer"])
    stage.mends()


@scenario("second-pull-layers-here", "second-pull")
def second_pull_layers_here(stage: Stage) -> None:
    """Built again, and then pulled: Docker had every layer."""
    folder = stage.work / course_image.FOLDER
    course_image.write_build_folder(folder, message=SECOND_MESSAGE, world_id=stage.world.label)
    stage.docker("build", "-q", "--no-cache", "-t", "myimage:0.2", "myimage")
    stage.docker("pull", SECOND_TARGET)
    stage.says("second-pull-layers-here", seen=["myimage:0.2", SECOND_TARGET])
    stage.mends()


def _tells(stage: Stage, *words: str) -> None:
    missing = [word for word in words if word not in stage.verdict["text"]]
    if missing:
        raise AssertionError(f"{missing} isn't in {stage.verdict['text']!r}")


def _misspelled(stage: Stage, line: str, cause: str, word: str) -> None:
    """A word that is no command, typed in a cell."""
    stage.cell(line)
    stage.says(cause, seen=[f"no command called {word}"])


@scenario("build-misspelled", "build-image")
def build_misspelled(stage: Stage) -> None:
    """docker buidl"""
    _misspelled(stage, f"docker buidl -t {IMAGE} myimage", "build-misspelled", "buidl")
    stage.mends()


@scenario("login-misspelled", "log-in")
def login_misspelled(stage: Stage) -> None:
    """docker logon"""
    _misspelled(stage, "docker logon -u demousr", "login-misspelled", "logon")
    stage.mends()


@scenario("delete-misspelled", "delete-local")
def delete_misspelled(stage: Stage) -> None:
    """docker delete"""
    _misspelled(stage, f"docker delete {IMAGE}", "delete-misspelled", "delete")
    stage.mends()


@scenario("pull-misspelled", "pull-back")
def pull_misspelled(stage: Stage) -> None:
    """docker download"""
    _misspelled(stage, f"docker download {TARGET}", "pull-misspelled", "download")
    stage.mends()


@scenario("run-misspelled", "run-it", runs_containers=True)
def run_misspelled(stage: Stage) -> None:
    """docker rnu"""
    _misspelled(stage, f"docker rnu --rm {TARGET}", "run-misspelled", "rnu")
    stage.repair()
    stage.passes(answer="Image created")


@scenario("run-own-program", "run-it", runs_containers=True)
def run_own_program(stage: Stage) -> None:
    """The image that was published starts a shell, which it doesn't have."""
    stage.write(
        "Dockerfile",
        "FROM scratch\nCOPY hello /hello\nCOPY message.txt /message.txt\nCMD /hello\n",
    )
    _publish_and_pull(stage)
    stage.cell(f"docker run --rm {TARGET}")
    named = [] if stage.is_podman else ["/bin/sh"]  # which Podman's client doesn't print
    stage.says("run-own-program", seen=named)
    stage.repair()
    stage.passes(answer="Image created")


def _publish_and_pull(stage: Stage) -> None:
    """Builds what the folder holds now, and publishes and pulls it."""
    stage.docker("build", "-q", "-t", IMAGE, "myimage")
    stage.docker("tag", IMAGE, TARGET)
    stage.log_in()
    stage.docker("push", TARGET)
    stage.docker("rmi", IMAGE, TARGET)
    stage.docker("pull", TARGET)


@scenario("second-build-unnamed", "second-build")
def second_unnamed(stage: Stage) -> None:
    """docker build myimage, with another message and without -t"""
    stage.write("message.txt", "Something else\n")
    stage.cell("docker build myimage", fails=False)
    stage.says("second-build-unnamed", seen=["<none>"])
    stage.mends()


@scenario("second-push-first-tagged", "second-push")
def second_first_tagged(stage: Stage) -> None:
    """The first image got the second one's name for the Hub."""
    stage.docker("tag", TARGET, SECOND_TARGET)
    stage.log_in()
    stage.says("second-push-missing", seen=[stage.image_id(TARGET)])
    _tells(stage, "is the name of another image")
    stage.mends()
