"""What Docker said to the last command comes first, with what it means, before anything that is inferred."""

from __future__ import annotations

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.diagnosis import Cause
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.steps.refusals import MEANINGS
from docker_lessons.lessons.verdict import Verdict
from docker_lessons.lessons.wording import verdict
from tests.lessons.looks import FIRST, SECOND, LookBuilder, look

TARGET = "demousr/demorep:1.0"
UNFORESEEN = "Error response from daemon: the moon is in the way"


def told(step: str, built: LookBuilder) -> Verdict:
    """What is said of a step."""
    definition, seen = chapter.definition(), built.see()
    one = definition.by_id[step]
    return verdict(judge(definition, one, seen), one, seen.names)


def published() -> LookBuilder:
    return look().built().tagged().pushed()


LINES = {
    "build-image": (look(), "docker build -t myimage:0.1 myimage"),
    "tag": (look().built(), f"docker tag myimage:0.1 {TARGET}"),
    "log-in": (look(), "docker login -u demousr"),
    "push": (look().built().tagged().logged_in(), f"docker push {TARGET}"),
    "delete-local": (published(), f"docker rmi myimage:0.1 {TARGET}"),
    "pull-back": (published().unnamed("myimage:0.1", TARGET), f"docker pull {TARGET}"),
    "run-it": (published(), f"docker run --rm {TARGET}"),
    "second-build": (published(), "docker build -t myimage:0.2 myimage"),
    "second-push": (published().built_second().logged_in(), "docker push demousr/demorep:2.0"),
    "second-delete": (
        published().built_second().published("2.0", SECOND).fact("second image", SECOND),
        "docker rmi myimage:0.2",
    ),
    "second-pull": (
        published().published("2.0", SECOND).fact("second image", SECOND),
        "docker pull demousr/demorep:2.0",
    ),
}


@pytest.mark.parametrize("step", LINES)
def test_what_nobody_foresaw_is_told_in_dockers_own_words(step: str) -> None:
    built, line = LINES[step]
    said = told(step, built.typed(line, UNFORESEEN))
    assert said.seen == f"{line}: {UNFORESEEN}"
    assert said.text == "That didn't work, and the message says why."


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (
            "push",
            (
                "Using default tag: latest\nThe push refers to repository [docker.io/demousr/demorep]\n"
                "41919d2347cb: Preparing\n72ed521ecd1e: Retrying in 1 second\n"
            ),
            "",
        ),
        ("pull-back", "1.0: Pulling from demousr/demorep\n67510f3fd3b5: Pulling fs layer\n", ""),
        (
            "build-image",
            (
                "Sending build context to Docker daemon  4.096kB\nStep 1/4 : FROM scratch\n ---> \n"
                "Step 2/4 : COPY hello /hello\n ---> 9fe6c96553c5\n"
            ),
            "",
        ),
        (
            "run-it",
            "Unable to find image 'demousr/demorep:1.0' locally\n",
            "\n\nRun 'docker run --help' for more information",
        ),
        (
            "tag",
            "",
            "\nSee 'docker tag --help'.\n\nUsage:  docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
        ),
    ],
)
def test_what_is_seen_of_a_refusal_is_its_reason_and_no_progress(
    step: str, before: str, after: str
) -> None:
    built, line = LINES[step]
    said = told(step, built.typed(line, f"{before}{UNFORESEEN}{after}"))
    assert said.seen == f"{line}: {UNFORESEEN}"


def test_where_docker_said_nothing_but_progress_that_is_seen() -> None:
    built, line = LINES["push"]
    assert told("push", built.typed(line, "41919d2347cb: Preparing")).seen.endswith("Preparing")


@pytest.mark.parametrize(
    "step", ["delete-local", "second-build", "second-push", "second-delete", "second-pull"]
)
def test_a_name_that_docker_cannot_read_is_said_to_be_one(step: str) -> None:
    built, line = LINES[step]
    said = told(
        step, built.typed(f"{line},", "Error response from daemon: invalid reference format")
    )
    assert said.seen == f"{line},: Error response from daemon: invalid reference format"
    assert said.text.startswith("Docker can't read a name in that line.")


@pytest.mark.parametrize(
    "answer",
    [
        "dial tcp 203.0.113.7:443: i/o timeout",
        "dial tcp: lookup registry-1.docker.io: no such host",
        "dial tcp 203.0.113.7:443: connect: connection refused",
        "received unexpected HTTP status: 502 Bad Gateway",
        "x509: certificate signed by unknown authority",
    ],
)
@pytest.mark.parametrize("step", ["push", "pull-back", "second-push", "second-pull"])
def test_what_is_nobodys_mistake_blames_nobody(step: str, answer: str) -> None:
    built, line = LINES[step]
    said = told(step, built.typed(line, answer))
    assert said.seen == f"{line}: {answer}"
    assert said.text != "That didn't work, and the message says why."
    assert "You " not in said.text


@pytest.mark.parametrize("step", chapter.definition().steps, ids=lambda step: step.id)
def test_every_meaning_is_a_sentence_with_nothing_left_to_fill(step: object) -> None:
    """The course's own words fill what a meaning names beside its facts."""
    causes: list[Cause] = step.diagnoses.causes  # type: ignore[attr-defined]
    known = {
        name
        for one in causes
        for name in one.variants
        if not MEANINGS.keys().isdisjoint(one.variants)
    }
    assert known in (set(), set(MEANINGS))


def test_a_success_since_then_makes_it_old() -> None:
    seen = look().typed("docker build -t myimage:0.1 mine", UNFORESEEN).built()
    assert told("build-image", seen).passed


def test_the_answer_to_an_earlier_command_is_not_told_after_a_later_one() -> None:
    built = (
        look()
        .built()
        .typed("docker tag myimage:0.1 demousr/demorep:1,0", "invalid reference format")
    )
    assert told("tag", built.named("demousr/demorep:0.1")).cause == "tag-other-tag"


def test_a_log_in_after_a_refused_push_says_push_again() -> None:
    denied = "denied: requested access to the resource is denied"
    seen = look().built().tagged().typed(f"docker push {TARGET}", denied)
    assert told("push", seen).cause == "push-not-logged-in"
    since = seen.typed("docker login -u demousr", "Login Succeeded", fails=False).logged_in()
    assert told("push", since).text == "You're logged in now, so push again."


def test_an_image_without_a_name_counts_as_built() -> None:
    assert told("build-image", look().image(FIRST)).cause == "build-unnamed"


AWAY = "Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?"


@pytest.mark.parametrize(
    "option", ["-H tcp://127.0.0.1:1", "--host=tcp://x:1", "-c other", "--context other"]
)
@pytest.mark.parametrize("step", ["build-image", "tag", "run-it", "second-build"])
def test_an_engine_that_the_line_itself_names_is_not_the_courses(step: str, option: str) -> None:
    built, line = LINES[step]
    said = told(step, built.typed(line.replace("docker", f"docker {option}"), AWAY))
    typed = option.replace("=", " ").split()[0]
    assert said.text == (
        f"{typed} sends the command to another engine than the course's, and that one isn't answering. Leave {typed} out."
    )


def test_a_missing_extra_command_is_told_as_such() -> None:
    usage = "unknown shorthand flag: 't' in -t\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]"
    said = told("build-image", look().typed("docker buildx build -t myimage:0.1 myimage", usage))
    assert (
        said.text
        == "docker buildx is an extra command that isn't installed here. This course doesn't need it."
    )
    assert said.repair == "docker build -t myimage:0.1 myimage"
