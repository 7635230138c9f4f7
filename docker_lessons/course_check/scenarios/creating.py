"""Mistakes of `create-repository`."""

from __future__ import annotations

from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage, Verbatim

CREATE = "create-repository"
PULL = "docker pull demousr/demorep"
REPOSITORY = Verbatim("demousr/demorep")


def _mends(stage: Stage) -> None:
    """Does what the repair says, then gives the right answer."""
    stage.repair()
    stage.passes(answer=PULL)


@scenario("repository-missing", CREATE)
def missing(stage: Stage) -> None:
    """Nothing was created."""
    stage.says(
        "repository-missing", seen=["no repository"], wanted=[Verbatim("demousr/demorep, public")]
    )
    _mends(stage)


@scenario("repository-private", CREATE)
def private(stage: Stage) -> None:
    """Created as a private repository."""
    stage.hub.create("demorep", "private")
    stage.says("repository-private", seen=["is private"], wanted=["public"], answer=PULL)
    _mends(stage)


@scenario("repository-sign-in-refused", CREATE)
def sign_in_refused(stage: Stage) -> None:
    """A wrong password on the Hub's page."""
    stage.hub.sign_in("wrong-password")
    stage.says("repository-sign-in-refused", seen=["refused"], wanted=[REPOSITORY])
    _mends(stage)


@scenario("repository-capitals", CREATE)
def capitals(stage: Stage) -> None:
    """Demorep, with a capital letter, which the form refuses."""
    stage.hub.create("Demorep")
    stage.says("repository-capitals", seen=["Demorep"], wanted=[REPOSITORY, "lowercase"])
    _mends(stage)


@scenario("repository-form-refused", CREATE)
def form_refused(stage: Stage) -> None:
    """Overlooked that the form was refused."""
    stage.hub.create("demo rep")
    stage.says("repository-form-refused", seen=["has a space"], wanted=[REPOSITORY])
    _mends(stage)


@scenario("repository-dash", CREATE)
def dash(stage: Stage) -> None:
    """demo-rep instead of demorep."""
    stage.hub.create("demo-rep")
    stage.says("repository-close-name", seen=[Verbatim("demousr/demo-rep")], wanted=[REPOSITORY])
    _mends(stage)


@scenario("repository-letter", CREATE)
def letter(stage: Stage) -> None:
    """demorepo, which can't be renamed."""
    stage.hub.create("demorepo")
    stage.says("repository-close-name", seen=[Verbatim("demousr/demorepo")], wanted=[REPOSITORY])
    _mends(stage)


@scenario("repository-no-answer", CREATE)
def no_answer(stage: Stage) -> None:
    """Created, but no pull command given."""
    stage.hub.create("demorep")
    stage.says("repository-no-answer", seen=["no answer yet"], wanted=["pull command"])
    stage.mends()


def _answered(stage: Stage, cause: str, answer: str, *seen: str) -> None:
    """Creates the repository correctly, gives a wrong answer, then answers as the repair says."""
    stage.hub.create("demorep")
    stage.says(
        cause, seen=seen, wanted=[Verbatim("pull command for demousr/demorep")], answer=answer
    )
    stage.mends()


@scenario("repository-answer-no-namespace", CREATE)
def answer_no_namespace(stage: Stage) -> None:
    """docker pull demorep: the account is missing."""
    _answered(stage, "repository-answer-no-namespace", "docker pull demorep", "without an account")


@scenario("repository-answer-spaces", CREATE)
def answer_spaces(stage: Stage) -> None:
    """docker pull demousr / demorep, with spaces."""
    _answered(stage, "repository-answer-spaces", "docker pull demousr / demorep", "spaces")


@scenario("repository-answer-capitals", CREATE)
def answer_capitals(stage: Stage) -> None:
    """docker pull Demousr/demorep."""
    _answered(stage, "repository-answer-capitals", "docker pull Demousr/demorep", "capital")


@scenario("repository-answer-push", CREATE)
def answer_push(stage: Stage) -> None:
    """The push command."""
    _answered(stage, "repository-answer-push", "docker push demousr/demorep:tagname", "sends")


@scenario("repository-answer-name-alone", CREATE)
def answer_name_alone(stage: Stage) -> None:
    """The name without the command."""
    _answered(stage, "repository-answer-name-alone", "demousr/demorep", "only the name")


@scenario("repository-answer-placeholder", CREATE)
def answer_placeholder(stage: Stage) -> None:
    """The brackets of the instructions around the name."""
    given = "docker pull <demousr/demorep>"
    _answered(stage, "repository-answer-other", given, "brackets in the name")


@scenario("repository-answer-other", CREATE)
def answer_other(stage: Stage) -> None:
    """The pull command of another repository."""
    _answered(stage, "repository-answer-other", "docker pull demousr/demorepo", "demousr/demorepo")


@scenario("repository-answer-form", CREATE)
def answer_form(stage: Stage) -> None:
    """Right answers in other words: sudo, a tag."""
    stage.hub.create("demorep")
    stage.notes("repository-answer-form", "sudo", answer=f"sudo {PULL}")
    stage.passes("With a tag", answer=f"{PULL}:1.0")


@scenario(
    "repository-answer-docker-io", CREATE, practice_only="docker.io is the real Docker Hub there"
)
def answer_docker_io(stage: Stage) -> None:
    """The right answer, starting with docker.io/."""
    stage.hub.create("demorep")
    stage.notes(
        "repository-answer-form", "docker.io/", answer="docker pull docker.io/demousr/demorep"
    )


@scenario("repository-made-by-push", CREATE)
def made_by_push(stage: Stage) -> None:
    """Pushed before the repository was created: the Hub created it."""
    stage.docker("tag", "myimage:0.1", "demousr/demorep:1.0")
    stage.log_in()
    stage.docker("push", "demousr/demorep:1.0")
    stage.notes("repository-made-by-push", "by itself", "visibility", answer=PULL)
