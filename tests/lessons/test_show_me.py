"""Whether *show me* is offered: not where it could only refuse."""

from dataclasses import replace

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.state import state
from tests.lessons.looks import LookBuilder, look


def offered(step: str, built: LookBuilder) -> bool:
    definition, seen = chapter.definition(), built.see()
    answers = {
        "list-images": "aa0000000000",
        "create-repository": f"docker pull {seen.names.target_repository}",
    }
    given = {one: text for one, text in answers.items() if seen.passed_once(one)}
    judged = {
        one.id: judge(definition, one, replace(seen, answer=given.get(one.id)))
        for one in definition.steps
    }
    verdicts = state(definition, judged, seen.view, seen.names, lambda _: seen)["verdicts"]
    return bool(verdicts[step]["show_me"])


def begun() -> LookBuilder:
    """The first two steps have passed."""
    return look().built().passed("build-image", "list-images")


def created() -> LookBuilder:
    """The first three steps have passed."""
    return begun().passed("create-repository")


@pytest.mark.parametrize(
    ("step", "built"),
    [
        ("create-repository", begun().docker_hub()),
        ("create-repository", begun().docker_hub().repository(private=True)),
        ("tag", begun().docker_hub()),  # which would begin with the repository
        ("log-in", created().docker_hub().repository().tagged()),
        ("push", created().docker_hub().repository().tagged().keeps_log_in()),
        ("push", created().docker_hub().tagged().keeps_log_in()),  # it was made private, or deleted
        ("log-in", begun().at_registry().passed("create-repository").tagged()),
        ("create-repository", begun().docker_hub_away("outage")),
        ("push", begun().docker_hub_away("rate-limit", wait=600)),
        ("see-tag", begun().registry_away("offline")),
        ("push", begun().tagged().without_hub()),
    ],
)
def test_it_is_not_offered_where_it_would_only_refuse(step: str, built: LookBuilder) -> None:
    assert not offered(step, built)


@pytest.mark.parametrize(
    ("step", "built"),
    [
        ("create-repository", begun()),
        ("push", begun().repository().tagged()),
        ("build-image", look().docker_hub()),
        ("push", look().docker_hub()),  # the image comes first
        ("create-repository", begun().docker_hub().repository()),  # its pull command is to be found
        ("create-repository", begun().at_registry()),
        ("tag", created().docker_hub_away("outage")),
        ("tag", created().docker_hub()),  # whose repository was made private, or deleted
        ("second-build", created().docker_hub().passed("tag", "log-in", "push")),
    ],
)
def test_it_is_offered_where_it_does_something(step: str, built: LookBuilder) -> None:
    assert offered(step, built)
