"""Mistakes of the round that learners do alone, and of `clean-up`."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.scenarios.building import build_for_another
from docker_lessons.course_check.scenarios.fetching import PUT_BACK, put_back
from docker_lessons.course_check.stage import Failed, Stage, Verbatim
from docker_lessons.course_check.throwaway import CannotPlay
from docker_lessons.world import pages

BUILD, PUSH, DELETE, PULL = "second-build", "second-push", "second-delete", "second-pull"
CLEAN = "clean-up"
IMAGE = "myimage:0.2"
TARGET = "demousr/demorep:2.0"


def _build(stage: Stage, name: str = IMAGE, message: str = "Something new\n") -> None:
    stage.write("message.txt", message)
    stage.docker("build", "-q", "-t", name, "myimage")


@scenario("second-build-missing", BUILD)
def build_missing(stage: Stage) -> None:
    """Nothing was built."""
    stage.says("second-build-missing", seen=["demousr/demorep:1.0"], wanted=[IMAGE])
    stage.mends()


@scenario("second-same-message", BUILD)
def same_message(stage: Stage) -> None:
    """Built with the old message."""
    stage.docker("build", "-q", "-t", IMAGE, "myimage")
    stage.says("second-same-message", seen=["same two layers"], wanted=["changed"])
    stage.mends()


@scenario("second-other-platform", BUILD)
def other_platform(stage: Stage) -> None:
    """The second version built with --platform, for another processor."""
    stage.write("message.txt", "Something new\n")
    build_for_another(stage, IMAGE, "second-other-processor")


@scenario("second-other-program", BUILD)
def other_program(stage: Stage) -> None:
    """Something else under the right name."""
    other = stage.other_image(IMAGE)
    stage.says("second-other-program", seen=[other], wanted=[IMAGE])
    stage.mends()


@scenario("second-other-name", BUILD)
def other_name(stage: Stage) -> None:
    """The second version built over the first one's name."""
    _build(stage, "myimage:0.1")
    stage.says("second-other-name", seen=["myimage:0.1"], wanted=[IMAGE])
    stage.mends()


@scenario("second-build-refused", BUILD)
def build_refused(stage: Stage) -> None:
    """The folder was left out."""
    stage.cell("docker build -t myimage:0.2")
    stage.says("second-build-refused", seen=["docker build -t myimage:0.2"], wanted=[IMAGE])
    stage.mends()


@scenario("second-build-another-way", BUILD)
def another_way(stage: Stage) -> None:
    """Built from a copy of the folder, under both names at once: it counts."""
    for name in ("Dockerfile", "message.txt"):
        stage.write(name, (stage.work / "myimage" / name).read_text(), "copy")
    (stage.work / "copy" / "hello").write_bytes((stage.work / "myimage" / "hello").read_bytes())
    (stage.work / "copy" / "hello").chmod(0o755)
    stage.write("message.txt", "Something new\n", "copy")
    stage.docker("build", "-q", "-t", IMAGE, "-t", TARGET, "copy")
    stage.passes()


@scenario("second-folder-changed", BUILD)
def folder_changed(stage: Stage) -> None:
    """A Dockerfile that was broken beside the pages, where nobody hears what Docker said of it."""
    pages.keep(stage.world, stage.work)
    stage.write("Dockerfile", "FROM scratch\nCOPPY hello /hello\n")
    try:
        stage.says("second-folder-changed", seen=["Dockerfile"], wanted=["changed"])
        stage.mends()
    finally:
        (stage.world.home / pages.FILE).unlink()  # the next scenario's pages are somewhere else


@scenario("second-push-other-repository", PUSH)
def push_other_repository(stage: Stage) -> None:
    """A slip in the repository's name."""
    stage.log_in()
    stage.docker("tag", IMAGE, "demousr/demorpe:2.0")
    stage.docker("push", "demousr/demorpe:2.0")
    there = Verbatim("demousr/demorpe:2.0")
    stage.says("second-push-other-repository", seen=[there], wanted=[IMAGE])
    stage.mends()


@scenario("second-push-missing", PUSH)
def push_missing(stage: Stage) -> None:
    """Nothing was published."""
    stage.says("second-push-missing", seen=["no tag 2.0"], wanted=[TARGET])
    for _ in range(3):  # tag, log in, push
        stage.repair()
        stage.check()
    stage.passes()


@scenario("second-push-not-built", PUSH)
def push_not_built(stage: Stage) -> None:
    """There's nothing to publish: the course forgot that there ever was."""
    stage.docker("rmi", IMAGE)
    stage.forget_progress()
    stage.says("second-push-not-built", seen=[f"no {IMAGE}"], wanted=[TARGET])
    stage.repair()
    stage.solve(PUSH)
    stage.passes()


@scenario("second-push-not-logged-in", PUSH)
def push_not_logged_in(stage: Stage) -> None:
    """Pushed without a login."""
    stage.docker("tag", IMAGE, TARGET)
    stage.tries(f"docker push {TARGET}")
    stage.says("second-push-not-logged-in", seen=["denied"], wanted=[TARGET])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-push-refused", PUSH)
def push_refused(stage: Stage) -> None:
    """Pushed before it was tagged."""
    stage.log_in()
    stage.tries(f"docker push {TARGET}")
    stage.says("second-push-refused", seen=[TARGET], wanted=[TARGET])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-push-over-first", PUSH)
def push_over_first(stage: Stage) -> None:
    """Pushed over 1.0."""
    stage.log_in()
    stage.docker("tag", IMAGE, "demousr/demorep:1.0")
    stage.docker("push", "demousr/demorep:1.0")
    stage.says("second-push-over-first", seen=["1.0", "no 2.0"], wanted=[TARGET])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-push-first-image", PUSH)
def push_first_image(stage: Stage) -> None:
    """The first image published as 2.0."""
    stage.log_in()
    stage.docker("tag", "demousr/demorep:1.0", TARGET)
    stage.docker("push", TARGET)
    stage.says("second-push-first-image", seen=["2.0"], wanted=[IMAGE])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-push-other-tag", PUSH)
def push_other_tag(stage: Stage) -> None:
    """Published as latest."""
    stage.log_in()
    stage.docker("tag", IMAGE, "demousr/demorep")
    stage.docker("push", "demousr/demorep")
    stage.says("second-push-other-tag", seen=["latest"], wanted=[TARGET])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-delete-left", DELETE)
def delete_left(stage: Stage) -> None:
    """One name is left."""
    stage.docker("rmi", IMAGE)
    stage.says("second-delete-left", seen=[TARGET], wanted=[IMAGE, TARGET])
    stage.mends()


@scenario("second-delete-nameless", DELETE)
def delete_nameless(stage: Stage) -> None:
    """The names moved to another image, and the second version is left without one."""
    stage.docker("tag", IMAGE, "keep:me")
    stage.docker("rmi", IMAGE, TARGET)
    stage.other_image("keep:me")
    stage.says("second-delete-nameless", seen=["without a name"], wanted=[IMAGE])
    stage.mends()


@scenario("second-delete-refused", DELETE)
def delete_refused(stage: Stage) -> None:
    """Removed by ID, while it has two names."""
    stage.tries(f"docker rmi {stage.image_id(IMAGE)}")
    stage.says("second-delete-refused", seen=["docker rmi"], wanted=[IMAGE])
    stage.mends()


@scenario("second-delete-not-published", DELETE)
def delete_not_published(stage: Stage) -> None:
    """Deleted before it was published."""
    stage.hub.delete_tag("demorep", "2.0")
    stage.says("second-delete-not-published", seen=["isn't on the Hub"], wanted=[IMAGE])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-pull-missing", PULL)
def pull_missing(stage: Stage) -> None:
    """Nothing was pulled."""
    stage.says("second-pull-missing", seen=[f"no {TARGET}"], wanted=[TARGET, "pull"])
    stage.mends()


@scenario("second-pull-refused", PULL)
def pull_refused(stage: Stage) -> None:
    """Pulled without a tag."""
    stage.tries("docker pull demousr/demorep")
    said = ": not found" if stage.keeps_images_in_containerd else "manifest unknown"
    stage.says("second-pull-refused", seen=[said], wanted=[TARGET])
    stage.mends()


@scenario("second-pull-not-published", PULL)
def pull_not_published(stage: Stage) -> None:
    """The tag was deleted on the Hub."""
    stage.hub.delete_tag("demorep", "2.0")
    stage.says("second-pull-not-published", seen=["isn't on the Hub"], wanted=[TARGET])
    for _ in range(3):  # publish, remove, fetch
        stage.repair()
        stage.check()
    stage.passes()


@scenario("second-pull-rebuilt", PULL)
def pull_rebuilt(stage: Stage) -> None:
    """Built again instead of a pull."""
    _build(stage)
    stage.docker("tag", IMAGE, TARGET)
    stage.says("second-pull-rebuilt", seen=[stage.image_id(TARGET)], wanted=[TARGET, "pull"])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-pull-first-named", PULL)
def pull_first_named(stage: Stage) -> None:
    """The first image got the second one's name instead of a pull: it keeps its own."""
    stage.docker("tag", "demousr/demorep:1.0", TARGET)
    stage.says("second-pull-rebuilt", seen=[stage.image_id(TARGET)], wanted=[TARGET, "pull"])
    stage.mends()
    if stage.check(step="pull-back")["verdict"] != "passed":
        raise Failed(f"the first image went, too: {stage.verdict['text']}")


@scenario("second-pull-not-by-pull", PULL)
def pull_not_by_pull(stage: Stage) -> None:
    """Loaded from a file."""
    stage.needs_docker("Podman doesn't say what a file brought")
    stage.docker("pull", TARGET)
    file = str(stage.work / "saved.tar")
    stage.docker("save", "-o", file, TARGET)
    stage.docker("rmi", TARGET)
    stage.docker("load", "-i", file)
    stage.says("second-pull-not-by-pull", seen=["docker load"], wanted=[TARGET, "pull"])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-nobody-watched", PULL, alone=True, practice_only=PUT_BACK)
def nobody_watched(stage: Stage) -> None:
    """The engine's folder was put back from a copy while the world was stopped."""
    stage.docker("pull", TARGET)
    put_back(stage, lambda: stage.docker("rmi", TARGET))
    stage.says("second-nobody-watched", seen=["wasn't watching"], wanted=[TARGET, "pull"])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("second-pull-still-here", DELETE)
def pull_still_here(stage: Stage) -> None:
    """Not removed yet."""
    stage.step = PULL
    stage.says("second-pull-still-here", seen=["still here"], wanted=[TARGET, "pull"])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("clean-too-early", CLEAN)
def clean_too_early(stage: Stage) -> None:
    """Cleaned up before finishing the course."""
    stage.forget_progress()
    stage.docker("rmi", "demousr/demorep:1.0", TARGET)
    stage.says("clean-too-early", seen=["isn't finished"], wanted=["no saved login"])
    stage.needs_practice_hub()  # elsewhere, only the learner finishes it
    stage.repair()
    stage.check()
    stage.repair()
    stage.passes()


@scenario("clean-log-in-left", CLEAN)
def clean_log_in_left(stage: Stage) -> None:
    """Still logged in."""
    if not stage.password:
        raise CannotPlay("needs a registry that asks for a log-in")
    stage.log_in()
    stage.docker("rmi", "demousr/demorep:1.0", TARGET)
    if stage.world.keeps_own_log_in:
        # The log-in is the learner's own, and may be older than the course.
        stage.notes("clean-still-logged-in", stage.world.names.log_out)
        return
    stage.says("clean-log-in-left", seen=["demousr"], wanted=["no saved login"])
    stage.mends()


@scenario("clean-nameless", CLEAN)
def clean_nameless(stage: Stage) -> None:
    """An older build without a name was left."""
    for _ in range(2):
        stage.docker("build", "-q", "--no-cache", "-t", IMAGE, "myimage")
    stage.docker("logout")
    stage.docker("rmi", "demousr/demorep:1.0", TARGET, IMAGE)
    stage.says("clean-nameless", seen=["<none>"])
    stage.mends()


@scenario("clean-images-left", CLEAN)
def clean_images_left(stage: Stage) -> None:
    """Images were left."""
    stage.docker("logout")
    stage.says("clean-images-left", seen=[TARGET], wanted=["none of the course's images"])
    stage.mends()
