"""Mistakes of `build-image` and `list-images`."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import course_image

BUILD = "build-image"
IMAGES = "list-images"


@scenario("build-nothing", BUILD)
def nothing(stage: Stage) -> None:
    """Nothing was built."""
    stage.says("build-nothing", seen=["this computer has"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-no-context", BUILD)
def no_context(stage: Stage) -> None:
    """The dot or folder at the end is missing."""
    stage.cell("docker build -t myimage:0.1")
    stage.says("build-no-context", seen=["docker build -t myimage:0.1"], wanted=["myimage"])
    stage.mends()


@scenario("build-too-many-words", BUILD)
def too_many_words(stage: Stage) -> None:
    """A space in the name."""
    stage.cell("docker build -t myimage :0.1 myimage")
    stage.says("build-too-many-words", seen=["2 words"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-wrong-folder", BUILD)
def wrong_folder(stage: Stage) -> None:
    """Built in the folder above the Dockerfile's."""
    stage.cell("docker build -t myimage:0.1 .")
    stage.says("build-no-dockerfile", seen=["no file called Dockerfile"], wanted=["folder myimage"])
    stage.mends()


@scenario("build-dockerfile-name", BUILD)
def dockerfile_name(stage: Stage) -> None:
    """The file is called Dockerfile.txt."""
    stage.write("Dockerfile.txt", "FROM scratch\nCOPY Dockerfile.txt /\n", "mine")
    stage.cell("docker build -t myimage:0.1 mine")
    stage.says("build-no-dockerfile", seen=["in mine"], wanted=["folder myimage"])
    stage.mends()


@scenario("build-no-folder", BUILD)
def no_folder(stage: Stage) -> None:
    """The folder's name is misspelled."""
    stage.cell("docker build -t myimage:0.1 myimagee")
    stage.says("build-no-folder", seen=["myimagee"], wanted=["folder myimage"])
    stage.mends()


@scenario("build-placeholder", BUILD)
def placeholder(stage: Stage) -> None:
    """The brackets of a placeholder were typed."""
    stage.cell("docker build -t '<YOUR_USERNAME>/myapp' myimage")
    stage.says("build-placeholder", seen=["<YOUR_USERNAME>/myapp"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-capitals", BUILD)
def capitals(stage: Stage) -> None:
    """A capital letter in the name."""
    stage.cell("docker build -t MyImage:0.1 myimage")
    stage.says("build-capitals", seen=["MyImage:0.1"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-slash-in-tag", BUILD)
def slash_in_tag(stage: Stage) -> None:
    """A slash in the tag."""
    stage.cell("docker build -t demousr/myapp:feature/foo myimage")
    stage.says("build-slash-in-tag", seen=["feature/foo"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-dash-at-end", BUILD)
def dash_at_end(stage: Stage) -> None:
    """A part of the name ends with a dash."""
    stage.cell("docker build -t name-/foobar myimage")
    stage.says("build-dash-at-end", seen=["name-"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-bad-name", BUILD)
def bad_name(stage: Stage) -> None:
    """Two colons in the name."""
    stage.cell("docker build -t myimage::0.1 myimage")
    stage.says("build-bad-name", seen=["myimage::0.1"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-unknown-instruction", BUILD)
def unknown_instruction(stage: Stage) -> None:
    """A misspelled keyword in the Dockerfile."""
    stage.write("Dockerfile", "FROM scratch\nCOPPY hello /hello\n", "mine")
    stage.tries("docker build -t myimage:0.1 mine")
    if stage.is_podman:  # which says no line's number
        stage.says("build-refused", seen=["COPPY"], wanted=["myimage:0.1"])
    else:
        stage.says("build-unknown-instruction", seen=["line 2", "COPPY"], wanted=["FROM"])
    stage.mends()


@scenario("build-web-page", BUILD)
def web_page(stage: Stage) -> None:
    """The Dockerfile is the web page that shows it."""
    stage.write("Dockerfile", "<!DOCTYPE html>\n<html>\n</html>\n", "mine")
    stage.tries("docker build -t myimage:0.1 mine")
    if stage.is_podman:
        stage.says("build-refused", seen=["no FROM"], wanted=["myimage:0.1"])
    else:
        stage.says("build-web-page", seen=["<!DOCTYPE"], wanted=["folder myimage"])
    stage.mends()


@scenario("build-runs-something", BUILD)
def runs_something(stage: Stage) -> None:
    """RUN in the Dockerfile."""
    stage.write("Dockerfile", "FROM scratch\nRUN echo hello\n", "mine")
    stage.tries("docker build -t myimage:0.1 mine")
    stage.says("build-runs-something", seen=["RUN"], wanted=["folder myimage"])
    stage.mends()


@scenario("build-own-runs-something", BUILD)
def own_runs_something(stage: Stage) -> None:
    """RUN in the course's own Dockerfile."""
    stage.write("Dockerfile", "FROM scratch\nCOPY hello /hello\nRUN chmod +x /hello\n")
    stage.cell("docker build -t myimage:0.1 myimage")
    stage.says("build-runs-something", seen=["RUN"], wanted=["folder myimage"])
    stage.mends()


@scenario("build-other-content", BUILD)
def other_content(stage: Stage) -> None:
    """Another Dockerfile under the right name."""
    stage.other_image("myimage:0.1")
    stage.says(
        "build-other-content", seen=[stage.image_id("myimage:0.1")], wanted=["the two layers"]
    )
    stage.mends()


@scenario("build-other-platform", BUILD)
def other_platform(stage: Stage) -> None:
    """Built with --platform, for another processor."""
    build_for_another(stage, "myimage:0.1", "build-other-processor")


def build_for_another(stage: Stage, name: str, cause: str) -> None:
    """Builds the folder under a name, for another processor than the engine's, and follows the repairs."""
    other = stage.other_processor
    stage.docker("build", "-q", "--no-cache", "--platform", f"linux/{other}", "-t", name, "myimage")
    stage.says(cause, seen=[other], wanted=[stage.processor])
    stage.mends()


@scenario("build-other-program", BUILD)
def other_program(stage: Stage) -> None:
    """Built from a folder that was made on a computer with another processor."""
    other = stage.other_processor
    course_image.write_build_folder(stage.work / "theirs", other, world_id=stage.world.label)
    stage.docker("build", "-q", "-t", "myimage:0.1", "theirs")
    stage.says("build-other-processor", seen=[other], wanted=[stage.processor])
    stage.mends()


@scenario("build-other-name", BUILD)
def other_name(stage: Stage) -> None:
    """The tag was left out."""
    stage.docker("build", "-q", "-t", "myimage", "myimage")
    stage.says("build-other-name", seen=["myimage:latest"], wanted=["myimage:0.1"])
    stage.mends()


@scenario("build-nameless", BUILD)
def nameless(stage: Stage) -> None:
    """Built twice: the older build is listed as <none>."""
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    stage.docker("build", "-q", "--no-cache", "-t", "myimage:0.1", "myimage")
    stage.notes("build-nameless", "<none>", "docker image prune")


def _answers(stage: Stage) -> None:
    """Reads the ID where the repair shows it, and answers."""
    given = stage.column(stage.repair(), "myimage", "0.1", "IMAGE ID")
    stage.passes(answer=given)


@scenario("images-no-image", IMAGES)
def no_image(stage: Stage) -> None:
    """The image was deleted before anyone looked."""
    stage.docker("rmi", "myimage:0.1")
    stage.says(
        "images-no-image", seen=["this computer has"], wanted=["myimage:0.1"], answer="72ed521ecd1e"
    )
    stage.repair()
    stage.passes(answer=stage.image_id("myimage:0.1"))


@scenario("images-no-answer", IMAGES)
def no_answer(stage: Stage) -> None:
    """There was no answer."""
    stage.says("images-no-answer", seen=["no answer yet"], wanted=["IMAGE ID"])
    _answers(stage)


@scenario("images-answer-tag", IMAGES)
def answer_tag(stage: Stage) -> None:
    """The tag was given."""
    stage.says("images-answer-tag", seen=["0.1", "TAG"], wanted=["IMAGE ID"], answer="0.1")
    _answers(stage)


@scenario("images-answer-name", IMAGES)
def answer_name(stage: Stage) -> None:
    """The name was given."""
    stage.says("images-answer-name", seen=["myimage"], wanted=["IMAGE ID"], answer="myimage")
    _answers(stage)


@scenario("images-answer-size", IMAGES)
def answer_size(stage: Stage) -> None:
    """The size was given."""
    size = stage.column(stage.docker("images"), "myimage", "0.1", "SIZE")
    stage.says("images-answer-size", seen=[size, "SIZE"], wanted=["IMAGE ID"], answer=size)
    _answers(stage)


@scenario("images-answer-age", IMAGES)
def answer_age(stage: Stage) -> None:
    """The age was given."""
    stage.says(
        "images-answer-age",
        seen=["2 minutes ago", "CREATED"],
        wanted=["IMAGE ID"],
        answer="2 minutes ago",
    )
    _answers(stage)


@scenario("images-answer-short", IMAGES)
def answer_short(stage: Stage) -> None:
    """Three characters of the right ID."""
    given = stage.image_id("myimage:0.1")[:3]
    stage.says(
        "images-answer-short", seen=[given, "3 characters"], wanted=["IMAGE ID"], answer=given
    )
    _answers(stage)


@scenario("images-answer-other-image", IMAGES)
def answer_other_image(stage: Stage) -> None:
    """Another image's ID."""
    given = stage.other_image("other:1")
    stage.says(
        "images-answer-other-image", seen=[given, "other:1"], wanted=["myimage:0.1"], answer=given
    )
    _answers(stage)


@scenario("images-answer-digest", IMAGES)
def answer_digest(stage: Stage) -> None:
    """A repository digest."""
    stage.docker("tag", "myimage:0.1", "demousr/demorep:1.0")
    stage.log_in()
    stage.docker("push", "demousr/demorep:1.0")
    stage.needs_docker("Podman lists another digest than that of what it pushes")
    given = stage.digest("demousr/demorep:1.0")[:19]
    if stage.keeps_images_in_containerd:  # there, it is the image ID
        stage.passes(answer=given)
        return
    stage.says(
        "images-answer-digest", seen=[given[7:], "digest"], wanted=["IMAGE ID"], answer=given
    )
    _answers(stage)


@scenario("images-answer-unknown", IMAGES)
def answer_unknown(stage: Stage) -> None:
    """One character of the ID is wrong."""
    right = stage.image_id("myimage:0.1")
    given = ("0" if right[0] != "0" else "1") + right[1:]
    stage.says("images-answer-unknown", seen=[given], wanted=["IMAGE ID"], answer=given)
    _answers(stage)


@scenario("images-answer-no-id", IMAGES)
def answer_no_id(stage: Stage) -> None:
    """Something that can't be an ID."""
    stage.says(
        "images-answer-no-id", seen=["the first one"], wanted=["IMAGE ID"], answer="the first one"
    )
    _answers(stage)


@scenario("images-answer-outdated", IMAGES)
def answer_outdated(stage: Stage) -> None:
    """The right answer, and then the image was built again."""
    given = stage.image_id("myimage:0.1")
    stage.passes(answer=given)
    stage.docker("build", "-q", "--no-cache", "-t", "myimage:0.1", "myimage")
    stage.says("images-answer-outdated", seen=[given], wanted=["IMAGE ID"])
    _answers(stage)


@scenario("images-answer-prefix", IMAGES)
def answer_prefix(stage: Stage) -> None:
    """Four characters, and the whole ID starting with sha256:."""
    right = stage.image_id("myimage:0.1")
    stage.notes("images-answer-prefix", "Part of an ID is enough", answer=right[:4])
    stage.passes("sha256:", answer=f"sha256:{right}")
