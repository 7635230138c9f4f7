"""Whatever a learner does wrong, following each repair as it is printed leads on, and never back.

`make test` tries a few stories, `make soak` many. A story that failed is told by its number, and is the same each time.
"""

import contextlib
import random
from collections.abc import Callable, Iterator

import pytest

from docker_lessons.course_check.stage import Failed, Stage
from docker_lessons.lessons import chapter
from docker_lessons.lessons.verdict import NOT_YET

IMAGE, TARGET = "myimage:0.1", "demousr/demorep:1.0"
LINES = (
    "docker build -t myimage:0.1 myimage",
    "docker build myimage",
    "docker build -t myimage:0.1 nowhere",
    "docker build -t MyImage:0.1 myimage",
    "docker build -t myimage:0.2 myimage",
    "docker build --no-cache -t myimage:0.1 myimage",
    "docker images",
    "docker tag myimage:0.1 demorep:1.0",
    "docker tag myimage:0.1 demousr/demorep",
    "docker tag myimage:0.1 demousr/demorep:0.1",
    "docker tag myimage:0.1 /demorep:1.0",
    "docker tag myimage:0.1 demousr:demorep/1.0",
    "docker tag demousr/demorep:1.0 myimage:0.1",
    "docker tag myimage:0.1 demousr/demorep:1.0",
    "docker tga myimage:0.1 demousr/demorep:1.0",
    "docker logout",
    "docker login -u demouser -p wrong",
    "docker login -u demousr -p wrong",
    "docker push demousr/demorep",
    "docker push demousr/demorep:1.0",
    "docker push myimage:0.1",
    "docker push teacherdemo/demorep:1.0",
    "docker rmi myimage:0.1",
    "docker rmi demousr/demorep:1.0",
    "docker rmi demousr/demorep:latest",
    "docker rmi nothing:1",
    "docker rm myimage:0.1",
    "docker run --rm demousr/demorep:1.0",
    "docker run demousr/demorep:1.0",
    "docker run demousr/demorep",
    "docker run --name mine myimage:0.1",
    "docker run --rm demousr/demorep:1.0 hello",
    "docker rm mine",
    "docker image prune -f",
    "docker pull demousr/demorep",
    "docker pull demousr/demorep:1.0",
    "docker pull demousr/other:1.0",
)
FILES = (
    ("Dockerfile", ""),
    ("Dockerfile", "FROM scratch\nCOPPY hello /hello\n"),
    ("Dockerfile", "FROM scratch\nCOPY helo /hello\n"),
    ("Dockerfile", "<!DOCTYPE html>\n"),
    (".dockerignore", "*\n"),
    ("message.txt", "something else\n"),
)
QUESTIONS: dict[str, Callable[[Stage], str]] = {
    "list-images": lambda stage: stage.image_id(IMAGE),
    "create-repository": lambda stage: "docker pull demousr/demorep",
    "see-tag": lambda stage: stage.digest(TARGET),
    "run-it": lambda stage: "Image created",
}
STEPS = chapter.STEPS


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(by_command=False) as made:
        yield made


def slip(chance: random.Random, stage: Stage) -> str:
    """Does something that a learner might do; returns what it was."""
    if chance.random() < 0.15:
        name, text = chance.choice(FILES)
        stage.write(name, text)
        return f"{name}: {text!r}"
    line = chance.choice(LINES)
    try:
        stage.cell(line, fails=False)
    except Failed:
        return f"{line} (refused)"
    return line


def story(stage: Stage, number: int) -> None:
    """One learner: does the course up to a step, slips some times, and follows what is said until it passes."""
    chance = random.Random(number)  # noqa: S311
    at = chance.randrange(len(STEPS))
    stage.rewind()
    stage.begin(STEPS[at], before=STEPS[at - 1] if at else None)
    did = [slip(chance, stage) for _ in range(chance.randint(1, 4))]
    # What a slip undid before this step comes first, as the page's header says.
    for step in STEPS[: at + 1]:
        stage.step = step
        try:
            if stage.check()["verdict"] == NOT_YET:
                _follow(stage, step)
        except Failed as failure:
            pytest.fail(f"story {number}, after {did}: {failure}", pytrace=False)


def _follow(stage: Stage, step: str) -> None:
    told: set[str] = set()
    while stage.verdict["verdict"] == NOT_YET:
        text, cause = str(stage.verdict["text"]), str(stage.verdict["cause"])
        if text in told:
            raise Failed(f"{step}: told twice: {cause}: {text} [{stage.verdict['repair']}]")
        told.add(text)
        if step in QUESTIONS and "-answer" in cause:
            stage.check(QUESTIONS[step](stage))
            continue
        with contextlib.suppress(Failed):  # what nobody saw, a broken folder say, shows in the try
            stage.repair()
        stage.check()


@pytest.mark.parametrize("number", range(12))
def test_following_what_is_said_arrives(stage: Stage, number: int) -> None:
    story(stage, number)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(12, 212))
def test_following_what_is_said_arrives_in_many_stories(stage: Stage, number: int) -> None:
    story(stage, number)
