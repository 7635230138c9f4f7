"""What Docker refused last is answered, although an earlier act or the world would explain the step, too."""

from __future__ import annotations

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.circles import Told, lead_on
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.latest_act import answer_latest
from docker_lessons.lessons.verdict import Verdict
from docker_lessons.lessons.wording import verdict
from tests.lessons.looks import SECOND, LookBuilder, look

DENIED = "denied: requested access to the resource is denied"
WRONG = "unauthorized: incorrect username or password"
HELPER = 'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH'
LOG_IN = "docker login -u demousr"
TARGET, SECOND_TARGET = "demousr/demorep:1.0", "demousr/demorep:2.0"


def told(step: str, built: LookBuilder) -> Verdict:
    """What is said of a step, of which everything before the last act was told."""
    definition, seen = chapter.definition(), built.see()
    one = definition.by_id[step]
    judged = judge(definition, one, seen)
    judgement = answer_latest(definition, one, judged, seen)
    judgement, _ = lead_on(one, judgement, seen, Told(judged.finding.cause, 0.0, ""))
    return verdict(judgement, one, seen.names)


def published() -> LookBuilder:
    return look().built().tagged().pushed()


def without_second() -> LookBuilder:
    return published().published("2.0", SECOND).fact("second image", SECOND)


@pytest.mark.parametrize(
    ("step", "before", "line", "said", "repair"),
    [
        ("push", look().built().tagged().typed(f"docker push {TARGET}", DENIED), LOG_IN, WRONG, LOG_IN),
        ("push", look().built().tagged(), LOG_IN, WRONG, LOG_IN),
        ("push", look().built().named("demorep:1.0").typed("docker push demorep:1.0", DENIED), "docker tag demorep demousr/demorep:1.0", "No such image: demorep:latest", f"docker tag myimage:0.1 {TARGET}"),
        ("push", look().built().tagged(), LOG_IN, HELPER, "docker-lessons solve log-in"),
        ("second-push", published().built_second().named(SECOND_TARGET, image=SECOND).typed(f"docker push {SECOND_TARGET}", DENIED), LOG_IN, WRONG, LOG_IN),
        ("second-push", published().built_second().typed(f"docker push {SECOND_TARGET}", DENIED), "docker tag myimage:2 a", "No such image: myimage:2", LOG_IN),
        ("pull-back", published().unnamed("myimage:0.1", TARGET).typed(f"docker pull {TARGET}", f"pull access {DENIED}"), LOG_IN, WRONG, LOG_IN),
        ("second-pull", without_second().typed(f"docker pull {SECOND_TARGET}", f"pull access {DENIED}"), LOG_IN, WRONG, LOG_IN),
        ("tag", look(), "docker build -t myimage:0.1 myimge", 'path "myimge" not found', "docker build -t myimage:0.1 myimage"),
        ("tag", look(), "docker build -t myimage:0.1 myimage", 'path "myimage" not found', "docker-lessons solve tag"),
        ("delete-local", look().built().tagged(), f"docker push {TARGET}", DENIED, "docker login -u demousr"),
    ],
)  # fmt: skip
def test_what_docker_refused_last_is_answered(
    step: str, before: LookBuilder, line: str, said: str, repair: str
) -> None:
    verdict = told(step, before.typed(line, said))
    assert (verdict.seen, verdict.repair) == (f"{line}: {said}", repair)


@pytest.mark.parametrize(
    ("step", "built", "cause"),
    [
        ("push", look().built().tagged().typed(f"docker push {TARGET}", DENIED), "push-not-logged-in"),
        ("push", look().built().tagged().typed(LOG_IN, WRONG).typed(f"docker push {TARGET}", DENIED), "push-not-logged-in"),
        ("push", look().built().tagged().typed(LOG_IN, WRONG).typed(LOG_IN, fails=False).logged_in(), "push-missing"),
        ("log-in", look().typed(LOG_IN, WRONG), "login-wrong-password"),
        ("log-in", look().asked("/auth", WRONG, account="demouser").typed("docker login -u demouser", WRONG), "login-unknown-account"),
        ("log-in", look().typed("docker login -u demousr https://index.docker.io/v1/", WRONG), "login-wrong-password"),
        ("tag", look().typed(f"docker tag myimage:0.1 {TARGET}", "No such image: myimage:0.1"), "tag-no-image"),
        ("tag", look().built().typed("docker rmi nosuch", "No such image: nosuch:latest"), "tag-missing"),
        ("tag", look().typed("docker build -t a b", "not found").built(), "tag-missing"),
    ],
)  # fmt: skip
def test_what_the_step_itself_answers_or_has_nothing_to_do_with_is_left_to_it(
    step: str, built: LookBuilder, cause: str
) -> None:
    assert told(step, built).cause == cause
