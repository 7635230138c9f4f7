"""Mistakes whose repairs once led in a circle, and mistakes that the course once couldn't name."""

from __future__ import annotations

import json

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Failed, Stage
from docker_lessons.lessons import course_image
from docker_lessons.world import pages

IMAGE = "myimage:0.1"
TARGET = "demousr/demorep:1.0"
BUILD = f"docker build -t {IMAGE} myimage"


def _broken_folder(stage: Stage, cause: str, *seen: str) -> None:
    """A build from the course's folder, which somebody changed."""
    stage.cell(BUILD)
    stage.says(cause, seen=seen)
    stage.mends()


@scenario("build-copy-missing", "build-image")
def copy_missing(stage: Stage) -> None:
    """COPY of a file that doesn't exist."""
    stage.write("Dockerfile", "FROM scratch\nCOPY helo /hello\n")
    _broken_folder(stage, "build-refused", "helo")


@scenario("build-everything-ignored", "build-image")
def everything_ignored(stage: Stage) -> None:
    """A .dockerignore that leaves everything out."""
    stage.write(".dockerignore", "*\n")
    _broken_folder(stage, "build-refused", "COPY")


@scenario("build-empty-recipe", "build-image")
def empty_recipe(stage: Stage) -> None:
    """The Dockerfile is empty."""
    stage.write("Dockerfile", "")
    _broken_folder(stage, "build-refused", "Dockerfile")


@scenario("build-from-missing", "build-image")
def no_from(stage: Stage) -> None:
    """The Dockerfile's first line is gone."""
    stage.write("Dockerfile", "COPY hello /hello\n")
    _broken_folder(stage, "build-refused", "no FROM" if stage.is_podman else "build stage")


@scenario("build-own-misspelled", "build-image")
def own_misspelled(stage: Stage) -> None:
    """A misspelled keyword in the course's own Dockerfile."""
    stage.write("Dockerfile", "FROM scratch\nCOPPY hello /hello\n")
    if stage.is_podman:  # which says no line's number
        _broken_folder(stage, "build-refused", "COPPY")
    else:
        _broken_folder(stage, "build-unknown-instruction", "line 2", "COPPY")


@scenario("build-in-terminal", "build-image", practice_only="only the practice engine can be heard")
def in_terminal(stage: Stage) -> None:
    """A misspelled keyword, built in a terminal: the course can't see its folder."""
    stage.write("Dockerfile", "FROM scratch\nCOPPY hello /hello\n")
    stage.docker(*BUILD.split()[1:], fails=True)
    stage.says("build-unknown-instruction", seen=["COPPY"])
    stage.mends()


@scenario("build-broken-beside-pages", "build-image")
def broken_beside_pages(stage: Stage) -> None:
    """A misspelled keyword, and a build in a terminal; the pages are where the course put them."""
    pages.keep(stage.world, stage.work)
    stage.write("Dockerfile", "FROM scratch\nCOPPY hello /hello\n")
    stage.docker(*stage.rendered(BUILD).split()[1:], fails=True)
    try:
        if stage.check()["repair"] != "docker-lessons restore":
            raise Failed(f"the broken folder was not seen: {stage.verdict['text']}")
        stage.mends()
    finally:
        (stage.world.home / pages.FILE).unlink()  # the next scenario's pages are somewhere else


@scenario("build-changed-file", "build-image")
def changed_file(stage: Stage) -> None:
    """A file in the folder was changed, so that each build is another image."""
    stage.write("message.txt", "changed\n")
    stage.cell(BUILD, fails=False)
    stage.says("build-other-content", seen=[stage.image_id(IMAGE)])
    stage.mends()


@scenario("build-saved-unchanged", "build-image")
def saved_unchanged(stage: Stage) -> None:
    """A file was saved as it was: its time is another, and what it holds is the same."""
    stage.write("message.txt", course_image.MESSAGE)
    stage.cell(BUILD, fails=False)
    stage.passes()


@scenario("build-unnamed", "build-image")
def unnamed(stage: Stage) -> None:
    """docker build myimage: without -t"""
    stage.cell("docker build myimage", fails=False)
    stage.says("build-unnamed", seen=["<none>"])
    stage.mends()


@scenario("tag-last-slip", "tag")
def last_slip(stage: Stage) -> None:
    """A slip, then another one."""
    stage.docker("tag", IMAGE, "demorep:1.0")
    stage.says("tag-no-namespace", seen=["demorep:1.0"])
    stage.docker("tag", IMAGE, "demousr/demorep:0.1")
    stage.says("tag-other-tag", seen=["demousr/demorep:0.1"])
    stage.docker("rmi", "demorep:1.0")
    stage.mends()


@scenario("tag-account-empty", "tag")
def account_empty(stage: Stage) -> None:
    """An empty variable before the slash."""
    stage.verbatim(f"docker tag {IMAGE} /demorep:1.0", cell=True, fails=True)
    stage.says("tag-account-empty", seen=["/demorep:1.0"])
    stage.mends()


@scenario("tag-colon-for-slash", "tag")
def colon_for_slash(stage: Stage) -> None:
    """The colon and the slash are switched."""
    stage.cell(f"docker tag {IMAGE} demousr:demorep/1.0")
    stage.says("tag-colon-for-slash", seen=["demousr:demorep/1.0"])
    stage.mends()


@scenario("tag-slash-for-colon", "tag")
def slash_for_colon(stage: Stage) -> None:
    """demousr/demorep/1.0"""
    stage.docker("tag", IMAGE, "demousr/demorep/1.0")
    stage.says("tag-slash-for-colon", seen=["demousr/demorep/1.0"])
    stage.mends()


@scenario("tag-placeholder-left", "tag")
def placeholder_left(stage: Stage) -> None:
    """The page's placeholder for your own name was typed as is."""
    stage.docker("tag", IMAGE, "yourusername/demorep:1.0")
    stage.says("tag-placeholder-left", seen=["yourusername"])
    stage.mends()


@scenario("login-helper", "log-in")
def helper(stage: Stage) -> None:
    """The client's config.json names a credential helper that isn't on this computer."""
    path = stage.world.docker_config / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "credsStore": "desktop"}))
    stage.says("login-helper", seen=["desktop"])
    stage.cell("docker login -u demousr --password-stdin", password=stage.world.account().password)
    stage.says("login-refused", seen=["docker-credential-desktop"])
    stage.mends()


@scenario("push-other-account", "push", alone=True)
def other_account(stage: Stage) -> None:
    """Pushed while logged in as someone else."""
    stage.second_account("friend1", "some-other-words")
    stage.log_in("some-other-words", "friend1")
    stage.tries(f"docker push {TARGET}")
    stage.says("push-other-account", seen=["friend1"])
    stage.mends()


@scenario("push-then-log-in", "push")
def then_log_in(stage: Stage) -> None:
    """A push that was denied, and then a login."""
    stage.docker("logout")
    stage.tries(f"docker push {TARGET}")
    stage.says("push-not-logged-in", seen=["denied"])
    stage.log_in()
    stage.says("push-again", seen=["a login since then"])
    stage.mends()


@scenario("delete-child", "delete-local")
def child(stage: Stage) -> None:
    """An image built on the course's keeps every layer."""
    stage.write("Dockerfile", f"FROM {stage.rendered(IMAGE)}\nLABEL of=me\n", "child")
    stage.docker("build", "-q", "-t", "child:1", "child")
    stage.docker("rmi", IMAGE, TARGET)
    stage.says("delete-layers-kept", seen=["child:1"])
    stage.mends()


@scenario("second-stray-latest", "second-delete")
def stray_latest(stage: Stage) -> None:
    """A name from an earlier try is left: latest."""
    stage.docker("tag", "myimage:0.2", "demousr/demorep")
    stage.docker("rmi", "myimage:0.2", "demousr/demorep:2.0")
    stage.says("second-delete-left", seen=["demousr/demorep:latest"])
    stage.mends()
    for step in ("build-image", "tag", "second-build", "second-push"):
        if (said := stage.check(step=step))["verdict"] != "passed":
            raise AssertionError(said)
