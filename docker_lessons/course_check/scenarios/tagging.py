"""Mistakes of `tag`."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage

TAG = "tag"
TARGET = "demousr/demorep:1.0"


def _typed(stage: Stage, line: str, cause: str, *seen: str) -> None:
    """A line that the client itself refuses, typed in a cell."""
    stage.cell(line)
    stage.says(cause, seen=seen, wanted=[TARGET])
    stage.mends()


def _named(stage: Stage, name: str, cause: str, *seen: str) -> None:
    """A name that Docker takes, and that is not the wanted one."""
    stage.docker("tag", "myimage:0.1", name)
    stage.says(cause, seen=[name, *seen], wanted=[TARGET])
    stage.mends()


def _unknown(stage: Stage, source: str, target: str, cause: str, *seen: str) -> None:
    """An image that the engine does not know."""
    stage.tries(f"docker tag {source} {target}")
    stage.says(cause, seen=[source, *seen], wanted=[TARGET])
    stage.mends()


@scenario("tag-missing", TAG)
def missing(stage: Stage) -> None:
    """Nothing was tagged."""
    stage.says("tag-missing", seen=["myimage:0.1", "no other name"], wanted=[TARGET])
    stage.mends()


@scenario("tag-no-image", TAG)
def no_image(stage: Stage) -> None:
    """The image was deleted before."""
    stage.docker("rmi", "myimage:0.1")
    stage.says("tag-no-image", seen=["this computer has"], wanted=["myimage:0.1"])
    stage.repair()
    stage.says("tag-missing", wanted=[TARGET])
    stage.mends()


@scenario("tag-latest", TAG)
def latest(stage: Stage) -> None:
    """Tagged without a tag: it became latest."""
    _named(stage, "demousr/demorep:latest", "tag-latest")


@scenario("tag-latest-left", TAG)
def latest_left(stage: Stage) -> None:
    """Tagged correctly, with latest left next to it."""
    stage.docker("tag", "myimage:0.1", "demousr/demorep")
    stage.docker("tag", "myimage:0.1", TARGET)
    stage.notes("tag-latest-left", "demousr/demorep:latest")


@scenario("tag-no-namespace", TAG)
def no_namespace(stage: Stage) -> None:
    """demorep:1.0: no account in the name."""
    _named(stage, "demorep:1.0", "tag-no-namespace")


@scenario("tag-other-image", TAG)
def other_image(stage: Stage) -> None:
    """Another image got the name."""
    other = stage.other_image()
    stage.docker("tag", "other:1", TARGET)
    stage.says("tag-other-image", seen=[other, stage.image_id("myimage:0.1")], wanted=[TARGET])
    stage.mends()


@scenario("tag-name-taken-over", TAG)
def taken_over(stage: Stage) -> None:
    """Something else got the image's name after tagging."""
    stage.docker("tag", "myimage:0.1", TARGET)
    other = stage.other_image("myimage:0.1")
    stage.says("tag-rebuilt", seen=[other, stage.image_id(TARGET)], wanted=[TARGET])
    stage.mends()


@scenario("tag-rebuilt", TAG)
def rebuilt(stage: Stage) -> None:
    """Built again after tagging: the name stayed with the older build."""
    stage.docker("tag", "myimage:0.1", TARGET)
    old = stage.image_id("myimage:0.1")
    stage.docker("build", "-q", "--no-cache", "-t", "myimage:0.1", "myimage")
    stage.says("tag-rebuilt", seen=[old, stage.image_id("myimage:0.1")], wanted=[TARGET])
    stage.mends()


@scenario("tag-swapped", TAG)
def swapped(stage: Stage) -> None:
    """The new name first, the image second."""
    _unknown(stage, TARGET, "myimage:0.1", "tag-swapped")


@scenario("tag-letter-lost", TAG)
def letter_lost(stage: Stage) -> None:
    """A letter is missing in the image's name."""
    _unknown(stage, "myimag:0.1", TARGET, "tag-unknown-image", "myimage:0.1")


@scenario("tag-source-no-tag", TAG)
def source_no_tag(stage: Stage) -> None:
    """The tag of the image's name was left out."""
    _unknown(stage, "myimage", TARGET, "tag-source-no-tag", "myimage:latest")


@scenario("tag-container-name", TAG)
def container_name(stage: Stage) -> None:
    """A container's name instead of an image's."""
    _unknown(stage, "focused_turing", TARGET, "tag-container-name")


@scenario("tag-one-argument", TAG)
def one_argument(stage: Stage) -> None:
    """Only one name given."""
    _typed(stage, "docker tag demousr/demorep:1.0", "tag-one-argument", "one name")


@scenario("tag-arguments", TAG)
def arguments(stage: Stage) -> None:
    """Three names given."""
    _typed(stage, f"docker tag myimage:0.1 {TARGET} latest", "tag-arguments", "3 words")


@scenario("tag-blank-before-colon", TAG)
def blank_before_colon(stage: Stage) -> None:
    """demousr/demorep :1.0"""
    _typed(stage, "docker tag myimage:0.1 demousr/demorep :1.0", "tag-blank-at-colon", "space")


@scenario("tag-blank-after-colon", TAG)
def blank_after_colon(stage: Stage) -> None:
    """demousr/demorep: 1.0"""
    _typed(stage, "docker tag myimage:0.1 demousr/demorep: 1.0", "tag-blank-at-colon", "space")


@scenario("tag-blanks-around-slash", TAG)
def blanks_around_slash(stage: Stage) -> None:
    """demousr / demorep:1.0"""
    _typed(
        stage, "docker tag myimage:0.1 demousr / demorep:1.0", "tag-blanks-around-slash", "slash"
    )


@scenario("tag-sudo-inside", TAG)
def sudo_inside(stage: Stage) -> None:
    """docker tag sudo ..."""
    _typed(stage, f"docker tag sudo docker myimage:0.1 {TARGET}", "tag-sudo-inside", "sudo")


@scenario("tag-comma", TAG)
def comma(stage: Stage) -> None:
    """1,0 instead of 1.0"""
    _typed(stage, "docker tag myimage:0.1 demousr/demorep:1,0", "tag-comma", "comma")


@scenario("tag-two-colons", TAG)
def two_colons(stage: Stage) -> None:
    """demorep::1.0"""
    _typed(stage, "docker tag myimage:0.1 demousr/demorep::1.0", "tag-two-colons", "two colons")


@scenario("tag-placeholder", TAG)
def placeholder(stage: Stage) -> None:
    """IMAGEID, typed as is."""
    _typed(stage, f"docker tag IMAGEID {TARGET}", "tag-placeholder", "IMAGEID")


@scenario("tag-capitals", TAG)
def capitals(stage: Stage) -> None:
    """demousr/DemoRep:1.0"""
    _typed(stage, "docker tag myimage:0.1 demousr/DemoRep:1.0", "tag-capitals", "DemoRep")


@scenario("tag-bad-name", TAG)
def bad_name(stage: Stage) -> None:
    """A slash at the end."""
    _typed(stage, "docker tag myimage:0.1 demousr/demorep/", "tag-bad-name", "demousr/demorep/")


@scenario("tag-capital-namespace", TAG)
def capital_namespace(stage: Stage) -> None:
    """DemoUsr/demorep:1.0: Docker reads DemoUsr as the address of a registry."""
    if stage.refuses("tag", "myimage:0.1", "DemoUsr/demorep:1.0"):  # clients of before 2023 do
        _typed(stage, "docker tag myimage:0.1 DemoUsr/demorep:1.0", "tag-capitals", "DemoUsr")
        return
    _named(stage, "DemoUsr/demorep:1.0", "tag-capital-namespace")


@scenario("tag-three-parts", TAG)
def three_parts(stage: Stage) -> None:
    """demousr/demo/rep:1.0"""
    _named(stage, "demousr/demo/rep:1.0", "tag-three-parts", " parts")


@scenario("tag-website", TAG)
def website(stage: Stage) -> None:
    """hub.docker.com/demousr/demorep:1.0"""
    _named(stage, "hub.docker.com/demousr/demorep:1.0", "tag-website")


@scenario("tag-other-tag", TAG)
def other_tag(stage: Stage) -> None:
    """demousr/demorep:0.1"""
    _named(stage, "demousr/demorep:0.1", "tag-other-tag")


@scenario("tag-other-account", TAG)
def other_account(stage: Stage) -> None:
    """A name with someone else's account."""
    _named(stage, "teacherdemo/demorep:1.0", "tag-other-account")


@scenario("tag-other-repository", TAG)
def other_repository(stage: Stage) -> None:
    """demousr/demorepo:1.0"""
    _named(stage, "demousr/demorepo:1.0", "tag-other-repository")


@scenario("tag-removed", TAG)
def removed(stage: Stage) -> None:
    """Tagged, and then removed the name again."""
    stage.docker("tag", "myimage:0.1", TARGET)
    stage.docker("rmi", TARGET)
    stage.says("tag-removed", seen=["no other name"], wanted=[TARGET])
    stage.mends()


@scenario("tag-misspelled-command", TAG)
def misspelled(stage: Stage) -> None:
    """docker tga"""
    _typed(stage, f"docker tga myimage:0.1 {TARGET}", "tag-misspelled", "tga")
