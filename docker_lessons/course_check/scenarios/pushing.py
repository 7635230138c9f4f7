"""Mistakes of `push` and `see-tag`."""

from __future__ import annotations

import tempfile

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage, Verbatim

PUSH = "push"
SEE = "see-tag"
TARGET = "demousr/demorep:1.0"
WANTED = ("your image on the Hub", TARGET)


def _refused(stage: Stage, name: str, cause: str, *seen: str) -> None:
    """A push that is refused."""
    stage.tries(f"docker push {name}")
    stage.says(cause, seen=[name, *seen], wanted=WANTED)
    stage.mends()


def _typed(stage: Stage, line: str, cause: str, *seen: str) -> None:
    """A line that the client itself refuses, typed in a cell."""
    stage.cell(line)
    stage.says(cause, seen=seen, wanted=WANTED)
    stage.mends()


@scenario("push-missing", PUSH)
def missing(stage: Stage) -> None:
    """Nothing was pushed."""
    stage.says("push-missing", seen=["no tags"], wanted=WANTED)
    stage.mends()


@scenario("push-not-logged-in", PUSH)
def not_logged_in(stage: Stage) -> None:
    """Pushed without a login."""
    stage.docker("logout")
    stage.tries(f"docker push {TARGET}")
    stage.says("push-not-logged-in", seen=["denied", TARGET], wanted=WANTED)
    stage.repair()
    stage.says("push-again", wanted=WANTED)
    stage.mends()


@scenario("push-read-only", PUSH)
def read_only(stage: Stage) -> None:
    """Pushed with an access token that can only read."""
    stage.log_in(stage.hub.access_token("repo:read")[1])
    stage.tries(f"docker push {TARGET}")
    stage.says("push-read-only", seen=[TARGET, "can't push"], wanted=WANTED)
    stage.repair()
    stage.says("push-again", wanted=WANTED)
    stage.mends()


@scenario("push-immutable", PUSH)
def immutable(stage: Stage) -> None:
    """Pushed over a tag of a repository whose tags are immutable."""
    stage.other_image("other:1")
    stage.docker("tag", "other:1", TARGET)
    stage.docker("push", TARGET)
    stage.hub.set_immutable("demorep", enabled=True)
    stage.docker("tag", "myimage:0.1", TARGET)
    stage.tries(f"docker push {TARGET}")
    stage.says("push-immutable", seen=[TARGET, "immutable"], wanted=WANTED)
    stage.hub.set_immutable("demorep", enabled=False)
    stage.mends()


@scenario("push-refused-log-in", PUSH)
def refused_log_in(stage: Stage) -> None:
    """Pushed with a saved login that isn't valid anymore."""
    stage.keep_another_log_in()
    stage.tries(f"docker push {TARGET}")
    stage.says("push-refused-log-in", seen=["refuses"], wanted=WANTED)
    stage.repair()
    stage.says("push-again", wanted=WANTED)
    stage.mends()


@scenario("push-other-config", PUSH)
def other_config(stage: Stage) -> None:
    """Logged in, and pushed with a client that has other logins, as with sudo."""
    with tempfile.TemporaryDirectory() as folder:
        stage.docker("push", TARGET, fails=True, config=folder)
    stage.says("push-other-config", seen=["demousr is logged in"], wanted=WANTED)
    stage.mends()


@scenario("push-no-namespace", PUSH)
def no_namespace(stage: Stage) -> None:
    """docker push myimage:0.1: no account in the name."""
    _refused(stage, "myimage:0.1", "push-no-namespace", "no account")


@scenario("push-three-parts", PUSH)
def three_parts(stage: Stage) -> None:
    """demousr/demo/rep:1.0"""
    stage.docker("tag", "myimage:0.1", "demousr/demo/rep:1.0")
    _refused(stage, "demousr/demo/rep:1.0", "push-three-parts", "two parts")


@scenario("push-somebody-elses", PUSH)
def somebody_elses(stage: Stage) -> None:
    """A name copied from the teacher, in the teacher's account."""
    stage.docker("tag", "myimage:0.1", "teacherdemo/demorep:1.0")
    _refused(stage, "teacherdemo/demorep:1.0", "push-somebody-elses", "teacherdemo")


@scenario("push-capital-namespace", PUSH)
def capital_namespace(stage: Stage) -> None:
    """DemoUsr/demorep:1.0: Docker looks for a registry with that name."""
    if stage.refuses("tag", "myimage:0.1", "DemoUsr/demorep:1.0"):  # clients of before 2023 do
        # Podman's socket refuses it where the client does not.
        cause = "push-capital-namespace" if stage.is_podman else "push-bad-name"
        _typed(stage, "docker push DemoUsr/demorep:1.0", cause, "DemoUsr")
        return
    _refused(stage, "DemoUsr/demorep:1.0", "push-capital-namespace", "DemoUsr")


@scenario("push-website", PUSH)
def website(stage: Stage) -> None:
    """hub.docker.com/demousr/demorep:1.0"""
    stage.docker("tag", "myimage:0.1", "hub.docker.com/demousr/demorep:1.0")
    _refused(stage, "hub.docker.com/demousr/demorep:1.0", "push-website")


@scenario("push-not-tagged", PUSH)
def not_tagged(stage: Stage) -> None:
    """The name was removed, so there's nothing to push."""
    stage.docker("rmi", TARGET)
    stage.says("push-not-tagged", seen=["no demousr/demorep:1.0", "myimage:0.1"], wanted=WANTED)
    stage.repair()
    stage.says("push-missing", wanted=WANTED)
    stage.mends()


@scenario("push-never-tagged", PUSH)
def never_tagged(stage: Stage) -> None:
    """Pushed a name that the image doesn't have."""
    stage.docker("rmi", TARGET)
    stage.tries(f"docker push {TARGET}")
    stage.says("push-no-such-name", seen=[TARGET, "myimage:0.1"], wanted=WANTED)
    stage.repair()
    stage.says("push-missing", wanted=WANTED)
    stage.mends()


@scenario("push-tutorial-name", PUSH)
def tutorial_name(stage: Stage) -> None:
    """A name copied from a tutorial, which isn't on this computer."""
    _refused(stage, "docker/getting-started", "push-no-such-name", "docker/getting-started")


@scenario("push-no-tag", PUSH)
def no_tag(stage: Stage) -> None:
    """docker push demousr/demorep: Docker looks for latest, and there isn't one."""
    _refused(stage, "demousr/demorep", "push-no-such-name", "demousr/demorep")


@scenario("push-all-tags-with-tag", PUSH)
def all_tags_with_tag(stage: Stage) -> None:
    """docker push -a demousr/demorep:1.0"""
    _typed(stage, f"docker push -a {TARGET}", "push-all-tags-with-tag", "all tags")


@scenario("push-blanks", PUSH)
def blanks(stage: Stage) -> None:
    """docker push demousr / demorep:1.0"""
    _typed(stage, "docker push demousr / demorep:1.0", "push-blanks", "3 words")


@scenario("push-bad-name", PUSH)
def bad_name(stage: Stage) -> None:
    """docker push demousr/demorep:1,0"""
    _typed(stage, "docker push demousr/demorep:1,0", "push-bad-name", "1,0")


@scenario("push-misspelled", PUSH)
def misspelled(stage: Stage) -> None:
    """docker pus: a letter is missing."""
    _typed(stage, f"docker pus {TARGET}", "push-misspelled", "pus")


@scenario("push-run-push", PUSH)
def run_push(stage: Stage) -> None:
    """docker run push ...: two commands in one."""
    _typed(stage, f"docker run push {TARGET}", "push-run-push", "docker run push")


@scenario("push-latest-only", PUSH)
def latest_only(stage: Stage) -> None:
    """Pushed latest, and nothing else."""
    stage.docker("tag", "myimage:0.1", "demousr/demorep")
    stage.docker("push", "demousr/demorep")
    stage.says("push-latest-only", seen=["latest", "sha256:"], wanted=WANTED)
    stage.mends()


@scenario("push-other-tag", PUSH)
def other_tag(stage: Stage) -> None:
    """Pushed under other tags."""
    stage.docker("tag", "myimage:0.1", "demousr/demorep:v1")
    stage.docker("push", "demousr/demorep:v1")
    stage.says("push-other-tag", seen=["v1"], wanted=WANTED)
    stage.mends()


@scenario("push-other-repository", PUSH)
def other_repository(stage: Stage) -> None:
    """Pushed to a name like the repository's: a second one appears, the first stays empty."""
    stage.docker("tag", "myimage:0.1", "demousr/demo-rep:1.0")
    stage.docker("push", "demousr/demo-rep:1.0")
    stage.says(
        "push-other-repository", seen=[Verbatim("demousr/demo-rep"), "doesn't"], wanted=WANTED
    )
    stage.mends()


@scenario("push-other-image", PUSH)
def other_image(stage: Stage) -> None:
    """The right tag on the wrong image."""
    other = stage.other_image(TARGET)
    stage.docker("push", TARGET)
    mine = stage.image_id("myimage:0.1")
    stage.says("push-other-image", seen=[other, "sha256:"], wanted=[mine])
    stage.repair()
    stage.says("push-other-image", seen=[other], wanted=[mine])
    stage.mends()


@scenario("push-rebuilt", PUSH)
def rebuilt(stage: Stage) -> None:
    """Built again, and pushed without tagging again."""
    stage.docker("push", TARGET)
    old = stage.image_id(TARGET)
    stage.docker("build", "-q", "--no-cache", "-t", "myimage:0.1", "myimage")
    stage.docker("push", TARGET)
    stage.says("push-rebuilt", seen=[old, stage.image_id("myimage:0.1")], wanted=WANTED)
    stage.repair()
    stage.check()
    stage.mends()


@scenario("push-overwritten", PUSH)
def overwritten(stage: Stage) -> None:
    """Pushed correctly, and then another image over it."""
    stage.docker("push", TARGET)
    stage.passes()
    right = stage.digest(TARGET)[7:19]
    other = stage.other_image(TARGET)
    stage.docker("push", TARGET)
    stage.says("push-overwritten", seen=[other], wanted=[right, stage.image_id("myimage:0.1")])
    stage.repair()
    stage.says("push-overwritten", seen=[other], wanted=[right])
    stage.mends()


@scenario("push-tag-deleted", PUSH)
def tag_deleted(stage: Stage) -> None:
    """Pushed correctly, and then deleted on the Hub's page."""
    stage.docker("push", TARGET)
    stage.passes()
    stage.hub.delete_tag("demorep", "1.0")
    stage.says("push-tag-deleted", seen=["anymore"], wanted=WANTED)
    stage.mends()


@scenario("push-layers-exist", PUSH)
def layers_exist(stage: Stage) -> None:
    """Pushed twice: Layer already exists isn't an error."""
    stage.docker("push", TARGET)
    stage.docker("push", TARGET)
    stage.notes("push-layers-exist", "Layer already exists isn't an error")


@scenario("push-all-tags", PUSH)
def all_tags(stage: Stage) -> None:
    """docker push -a: it pushes every tag."""
    stage.needs_docker("Podman's socket pushes one tag at a time")
    stage.docker("tag", "myimage:0.1", "demousr/demorep:extra")
    stage.docker("push", "-a", "demousr/demorep")
    if stage.keeps_images_in_containerd:  # it tells of each tag by itself
        stage.passes()
        return
    stage.notes("push-all-tags", "extra")


@scenario("push-made-repository", PUSH)
def made_repository(stage: Stage) -> None:
    """Pushed while there was no repository: the Hub creates it."""
    stage.hub.delete_repository("demorep")
    stage.forget_progress()
    stage.docker("push", TARGET)
    stage.notes("push-made-repository", "by itself", "public", "visibility")


def _answers(stage: Stage) -> None:
    """Reads the digest where the repair shows it, and answers."""
    given = stage.column(stage.repair(), "demousr/demorep", "1.0", "DIGEST")
    if stage.is_podman:  # which lists another digest than that of what it pushes
        stage.says("digest-answer-here", seen=[given[7:19]], answer=given[:19])
        given = stage.repair().rpartition("digest: ")[2]
    stage.passes(answer=given[:19])


def _answered(stage: Stage, cause: str, answer: str, *seen: str) -> None:
    stage.says(cause, seen=seen, wanted=["digest next to the tag 1.0"], answer=answer)
    _answers(stage)


@scenario("digest-no-answer", SEE)
def digest_no_answer(stage: Stage) -> None:
    """There was no answer."""
    stage.says("digest-no-answer", seen=["no answer yet"], wanted=["digest next to the tag 1.0"])
    _answers(stage)


@scenario("digest-no-tag", SEE)
def digest_no_tag(stage: Stage) -> None:
    """The tag was deleted on the Hub."""
    stage.hub.delete_tag("demorep", "1.0")
    stage.says("digest-no-tag", seen=["no tag 1.0"], wanted=["the tag 1.0"])
    stage.repair()
    stage.says("digest-no-answer", seen=["no answer yet"])
    _answers(stage)


@scenario("digest-answer-tag", SEE)
def digest_answer_tag(stage: Stage) -> None:
    """The tag was given."""
    _answered(stage, "digest-answer-tag", "1.0", "1.0")


@scenario("digest-answer-short", SEE)
def digest_answer_short(stage: Stage) -> None:
    """Three characters of the right digest."""
    given = stage.digest(TARGET)[:10]
    _answered(stage, "digest-answer-short", given, "3 characters")


@scenario("digest-answer-image-id", SEE)
def digest_answer_image_id(stage: Stage) -> None:
    """The image ID was given."""
    given = stage.image_id(TARGET)
    if stage.keeps_images_in_containerd:  # there, it is the digest
        stage.passes(answer=given)
        return
    _answered(stage, "digest-answer-image-id", given, given, "image ID")


@scenario("digest-answer-layer", SEE)
def digest_answer_layer(stage: Stage) -> None:
    """A layer, as the push lists it."""
    shown = stage.docker("inspect", "--format", "{{index .RootFS.Layers 0}}", TARGET)
    given = shown.strip()[7:19]
    _answered(stage, "digest-answer-layer", given, given, "layer")


@scenario("digest-answer-other-tag", SEE)
def digest_answer_other_tag(stage: Stage) -> None:
    """The digest of another tag."""
    stage.other_image("demousr/demorep:other")
    stage.docker("push", "demousr/demorep:other")
    given = stage.digest("demousr/demorep:other")
    stage.docker("rmi", "demousr/demorep:other")
    _answered(stage, "digest-answer-other-tag", given[:19], Verbatim("demousr/demorep:other"))


@scenario("digest-answer-unknown", SEE)
def digest_answer_unknown(stage: Stage) -> None:
    """Something that isn't a digest on the Hub."""
    _answered(stage, "digest-answer-unknown", "sha256:000000000000", "sha256:000000000000")


@scenario("digest-answer-outdated", SEE)
def digest_answer_outdated(stage: Stage) -> None:
    """The right answer, and then another image was pushed over the tag."""
    given = stage.digest(TARGET)[:19]
    stage.passes(answer=given)
    stage.docker("build", "-q", "--no-cache", "-t", TARGET, "myimage")
    stage.docker("push", TARGET)
    stage.says("digest-answer-outdated", seen=[given[7:]], wanted=["digest next to the tag 1.0"])
    stage.passes(answer=stage.digest(TARGET)[:19])


@scenario("digest-without-algorithm", SEE)
def digest_without_algorithm(stage: Stage) -> None:
    """The digest without sha256:."""
    given = stage.digest(TARGET)[7:19]
    stage.notes("digest-without-algorithm", "A full digest starts with", answer=given)
