"""Mistakes of `delete-local` and `pull-back`."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage

DELETE = "delete-local"
PULL = "pull-back"
IMAGE = "myimage:0.1"
TARGET = "demousr/demorep:1.0"
PUT_BACK = "its folder is put back from a copy"
GONE = (IMAGE, TARGET, "nor the image")
WANTED = (TARGET, "pulled from the Hub")


def _refused(stage: Stage, line: str, cause: str, *seen: str) -> None:
    """A removal that the engine refuses."""
    stage.tries(line)
    stage.says(cause, seen=seen, wanted=GONE)
    stage.mends()


def _remove_steps(stage: Stage, cause: str, wanted: tuple[str, ...]) -> None:
    """Removes a build's steps that are listed: containerd's image store keeps them after a forced removal or a pull.

    Steps that somebody else's image was built on, too, aren't listed.
    """
    if stage.keeps_images_in_containerd and stage.check()["cause"] == cause:
        stage.says(cause, seen=["every layer"], wanted=wanted)
        stage.repair()


@scenario("delete-both-left", DELETE)
def both_left(stage: Stage) -> None:
    """Nothing was deleted."""
    stage.says("delete-both-left", seen=[IMAGE, TARGET], wanted=GONE)
    stage.mends()


@scenario("delete-one-left", DELETE)
def one_left(stage: Stage) -> None:
    """One name of two was removed."""
    stage.docker("rmi", TARGET)
    stage.says("delete-one-left", seen=[IMAGE], wanted=GONE)
    stage.mends()


@scenario("delete-third-name", DELETE)
def third_name(stage: Stage) -> None:
    """A third name still keeps the image."""
    stage.docker("tag", IMAGE, "keep:me")
    stage.docker("rmi", IMAGE, TARGET)
    stage.says("delete-third-name", seen=["keep:me"], wanted=GONE)
    stage.mends()


@scenario("delete-nameless", DELETE)
def nameless(stage: Stage) -> None:
    """Both names moved to another image; the first one is left without a name."""
    old = stage.image_id(IMAGE)
    stage.docker("tag", IMAGE, "keep:me")
    stage.docker("rmi", IMAGE, TARGET)
    stage.other_image("keep:me")
    stage.says("delete-nameless", seen=[old, "<none>"], wanted=GONE)
    stage.mends()


@scenario("delete-by-id", DELETE)
def by_id(stage: Stage) -> None:
    """docker rmi ID, while the image has two names."""
    given = stage.image_id(IMAGE)
    _refused(stage, f"docker rmi {given}", "delete-by-id", given, "2 names")


@scenario("delete-no-tag", DELETE)
def no_tag(stage: Stage) -> None:
    """docker rmi demousr/demorep, without its tag."""
    _refused(stage, "docker rmi demousr/demorep", "delete-no-tag", "demousr/demorep:latest")


@scenario("delete-rm", DELETE)
def rm(stage: Stage) -> None:
    """docker rm IMAGE, which is for containers."""
    _refused(stage, f"docker rm {TARGET}", "delete-rm", "no such container")


@scenario("delete-container-name", DELETE)
def container_name(stage: Stage) -> None:
    """docker rmi CONTAINER"""
    _refused(stage, "docker rmi focused_turing", "delete-container-name", "focused_turing")


@scenario("delete-unknown-name", DELETE)
def unknown_name(stage: Stage) -> None:
    """A name with a letter missing."""
    _refused(stage, "docker rmi myimag:0.1", "delete-unknown-name", "myimag:0.1", IMAGE)


@scenario("delete-before-push", DELETE)
def before_push(stage: Stage) -> None:
    """Deleted on this computer before it was pushed."""
    stage.hub.delete_repository("demorep")
    stage.forget_progress()
    stage.docker("rmi", IMAGE, TARGET)
    stage.says("delete-before-push", seen=["doesn't have"], wanted=GONE)
    stage.repair()
    stage.says("delete-both-left", seen=[IMAGE], wanted=GONE)
    stage.mends()


@scenario("delete-hub-lost-it", DELETE)
def hub_lost_it(stage: Stage) -> None:
    """The tag was deleted on the Hub, too."""
    stage.hub.delete_tag("demorep", "1.0")
    stage.says("delete-hub-lost-it", seen=["doesn't have that tag"], wanted=GONE)
    stage.repair()
    stage.says("delete-both-left", seen=[IMAGE], wanted=GONE)
    stage.mends()


@scenario("delete-by-force", DELETE)
def by_force(stage: Stage) -> None:
    """Removed by ID, with force: it counts."""
    stage.tries(f"docker rmi -f {stage.image_id(IMAGE)}", fails=False)
    _remove_steps(stage, "delete-layers-kept", GONE)
    stage.notes("delete-by-force", "Force")


# Pulling back.


@scenario("pull-missing", PULL)
def missing(stage: Stage) -> None:
    """Nothing was pulled."""
    stage.says("pull-missing", seen=["no demousr/demorep:1.0"], wanted=WANTED)
    stage.mends()


@scenario("pull-nothing-published", PULL)
def nothing_published(stage: Stage) -> None:
    """Nothing of it is on the Hub."""
    stage.hub.delete_repository("demorep")
    stage.forget_progress()
    stage.says("pull-nothing-published", seen=["your demousr/demorep:1.0"], wanted=WANTED)
    stage.repair()
    stage.says("pull-still-here", wanted=WANTED)
    stage.repair()
    stage.says("pull-missing", wanted=WANTED)
    stage.mends()


def _not_pulled(stage: Stage, cause: str, *seen: str) -> None:
    """Checks an image that came back some other way: the first repair removes it, the next one pulls it."""
    stage.says(cause, seen=seen, wanted=WANTED)
    stage.repair()
    stage.says("pull-missing", wanted=WANTED)
    stage.mends()


@scenario("pull-rebuilt", PULL)
def rebuilt(stage: Stage) -> None:
    """Built and tagged again instead of a pull."""
    stage.docker("build", "-q", "-t", IMAGE, "myimage")
    stage.docker("tag", IMAGE, TARGET)
    _not_pulled(stage, "pull-rebuilt", stage.image_id(TARGET), "named here")


@scenario("pull-built-only", PULL)
def built_only(stage: Stage) -> None:
    """Built again, and not even tagged."""
    stage.docker("build", "-q", "-t", IMAGE, "myimage")
    stage.says("pull-built-only", seen=[stage.image_id(IMAGE)], wanted=WANTED)
    stage.mends()


def _saved(stage: Stage) -> str:
    """Pulls the image, saves it to a file and deletes it; returns the file's path."""
    stage.docker("pull", TARGET)
    file = str(stage.work / "saved.tar")
    stage.docker("save", "-o", file, TARGET)
    stage.docker("rmi", TARGET)
    return file


@scenario("pull-loaded", PULL)
def loaded(stage: Stage) -> None:
    """Loaded from a file; then a pull says that the image is up to date."""
    file = _saved(stage)
    stage.docker("load", "-i", file)
    if stage.is_podman:  # which doesn't say what a file brought
        _not_pulled(stage, "pull-still-here", "here again")
    else:
        _not_pulled(stage, "pull-loaded", "docker load")


@scenario("pull-loaded-then-pulled", PULL)
def loaded_then_pulled(stage: Stage) -> None:
    """Loaded from a file, and then pulled."""
    stage.needs_docker("Podman doesn't say what a file brought")
    file = _saved(stage)
    stage.docker("load", "-i", file)
    stage.docker("pull", TARGET)
    _not_pulled(stage, "pull-loaded", "docker load")


@scenario("pull-retagged", DELETE)
def retagged(stage: Stage) -> None:
    """A third name kept the image, and docker tag added the name again."""
    stage.docker("tag", IMAGE, "keep:me")
    stage.docker("rmi", IMAGE, TARGET)
    stage.docker("tag", "keep:me", TARGET)
    stage.step = PULL
    _not_pulled(stage, "pull-retagged", "docker tag")


@scenario("pull-not-deleted", DELETE)
def not_deleted(stage: Stage) -> None:
    """Pulled while the image was still there: up to date."""
    stage.docker("pull", TARGET)
    stage.step = PULL
    stage.says("pull-not-deleted", seen=["still here"], wanted=WANTED)
    stage.repair()
    _remove_steps(stage, "pull-layers-kept", WANTED)
    stage.says("pull-missing", wanted=WANTED)
    stage.mends()


@scenario("pull-still-here", DELETE)
def still_here(stage: Stage) -> None:
    """Nothing was deleted, and nothing pulled."""
    stage.step = PULL
    _not_pulled(stage, "pull-still-here", "still here")


@scenario("pull-other-name", PULL)
def other_name(stage: Stage) -> None:
    """Pulled latest, which is the same image."""
    stage.docker("pull", TARGET)
    stage.docker("tag", TARGET, "demousr/demorep:latest")
    stage.log_in()
    stage.docker("push", "demousr/demorep:latest")
    stage.docker("rmi", "demousr/demorep:latest", TARGET)
    stage.docker("pull", "demousr/demorep")
    _not_pulled(stage, "pull-other-name", "demousr/demorep:latest")


@scenario("pull-name-removed", PULL)
def name_removed(stage: Stage) -> None:
    """Pulled correctly, tagged, and then the pulled name was removed."""
    stage.docker("pull", TARGET)
    stage.docker("tag", TARGET, "again:1")
    stage.docker("rmi", TARGET)
    stage.says("pull-name-removed", seen=["not as demousr/demorep:1.0"], wanted=WANTED)
    stage.mends()


@scenario("pull-overwritten", PULL)
def overwritten(stage: Stage) -> None:
    """Another image was pushed over the tag, and the pull brought that one."""
    other = stage.other_image(TARGET)
    stage.log_in()
    stage.docker("push", TARGET)
    stage.docker("rmi", TARGET)
    stage.docker("pull", TARGET)
    stage.says("pull-overwritten", seen=[other, "sha256:"], wanted=["sha256:", "that you pushed"])
    stage.repair()
    stage.says("pull-outdated", seen=[other], wanted=WANTED)
    stage.mends()


@scenario("pull-replaced", PULL)
def replaced(stage: Stage) -> None:
    """The tag was deleted on the Hub, and another build was pushed in its place: the first one is nowhere anymore."""
    stage.hub.delete_tag("demorep", "1.0")
    stage.docker("build", "-q", "-t", TARGET, "myimage")
    stage.log_in()
    stage.docker("push", TARGET)
    stage.says("pull-overwritten", seen=["sha256:"], wanted=["that you pushed"])
    stage.mends()


def put_back(stage: Stage, act: Callable[[], object]) -> None:
    """Acts, then puts the engine's folder back as it was before, while the world is stopped."""
    stage.stop()
    copy = stage.work / "engine"
    shutil.copytree(stage.world.home / "engine", copy)
    stage.start()
    act()
    stage.check()  # the lessons begin a moment after the engine, and have heard of it by then
    stage.stop()
    shutil.rmtree(stage.world.home / "engine")
    shutil.copytree(copy, stage.world.home / "engine")
    stage.start()


@scenario("nobody-watched", PULL, alone=True, practice_only=PUT_BACK)
def nobody_watched(stage: Stage) -> None:
    """The engine's folder was put back from a copy while the world was stopped."""
    stage.docker("pull", TARGET)
    put_back(stage, lambda: stage.docker("rmi", TARGET))
    _not_pulled(stage, "nobody-watched", "wasn't watching")


# Pulls that are refused.


def _refused_pull(stage: Stage, name: str, cause: str, *seen: str) -> None:
    stage.tries(f"docker pull {name}")
    stage.says(cause, seen=seen, wanted=WANTED)
    stage.mends()


@scenario("pull-no-latest", PULL)
def no_latest(stage: Stage) -> None:
    """docker pull demousr/demorep: there is no latest."""
    _refused_pull(stage, "demousr/demorep", "pull-no-latest", "demousr/demorep:latest")


@scenario("pull-unknown-tag", PULL)
def unknown_tag(stage: Stage) -> None:
    """docker pull demousr/demorep:1"""
    _refused_pull(stage, "demousr/demorep:1", "pull-unknown-tag", "demousr/demorep:1", "1.0")


@scenario("pull-no-namespace", PULL)
def no_namespace(stage: Stage) -> None:
    """docker pull demorep:1.0"""
    _refused_pull(stage, "demorep:1.0", "pull-no-namespace", "demorep:1.0")


@scenario("pull-no-such-repository", PULL)
def no_such_repository(stage: Stage) -> None:
    """docker pull demousr/demorepo:1.0"""
    _refused_pull(stage, "demousr/demorepo:1.0", "pull-no-such-repository", "demousr/demorepo:1.0")


@scenario("pull-refused", PULL)
def other_registry(stage: Stage) -> None:
    """A registry's address before the name."""
    _refused_pull(
        stage,
        "registry.example/demousr/demorep:1.0",
        "pull-refused",
        "registry.example/demousr/demorep:1.0",
    )


@scenario("pull-blanks", PULL)
def blanks(stage: Stage) -> None:
    """docker pull demousr / demorep"""
    stage.cell("docker pull demousr / demorep")
    stage.says("pull-blanks", seen=["3 words"], wanted=WANTED)
    stage.mends()


@scenario("pull-bad-name", PULL)
def bad_name(stage: Stage) -> None:
    """docker pull demousr/Demorep:1.0"""
    stage.cell("docker pull demousr/Demorep:1.0")
    stage.says("pull-bad-name", seen=["demousr/Demorep:1.0"], wanted=WANTED)
    stage.mends()


@scenario("pull-private", PULL)
def private(stage: Stage) -> None:
    """The repository is private, and the pull has no login."""
    stage.hub.set_visibility("demorep", "private")
    stage.docker("logout")
    stage.tries(f"docker pull {TARGET}")
    stage.says("pull-private", seen=["is private"], wanted=WANTED)
    stage.repair()
    stage.says("pull-missing")
    stage.mends()


@scenario("pull-stored-log-in", PULL)
def stored_log_in(stage: Stage) -> None:
    """A saved login that isn't valid anymore breaks a public pull."""
    stage.keep_another_log_in()
    stage.tries(f"docker pull {TARGET}")
    stage.says("pull-stored-log-in", seen=["refuses"], wanted=WANTED)
    stage.repair()
    stage.docker("pull", TARGET)
    stage.passes()


@scenario("pull-logged-in", PULL)
def logged_in(stage: Stage) -> None:
    """Pulled without logging out first: it counts."""
    stage.log_in()
    stage.docker("pull", TARGET)
    stage.notes("pull-logged-in", "without a login")


@scenario("pull-all-tags", PULL)
def all_tags(stage: Stage) -> None:
    """docker pull -a: it counts."""
    stage.needs_docker("Podman's socket pulls one tag at a time")
    stage.docker("pull", "-a", "demousr/demorep")
    if stage.keeps_images_in_containerd:  # it tells of each tag by itself
        stage.passes()
        return
    stage.notes("pull-all-tags", "every tag")
