"""Whatever a learner does, in whatever order: what a step tells is true, and Docker refuses no repair.

The slips of `test_random_slips` are made on the way; here the way itself is random, and so is what happens at the Hub.
`make test` tries a few stories, `make soak` many. A story that failed is told by its number, and is the same each time.
"""

import random
import re
import shlex
from collections.abc import Callable, Iterator

import pytest

from docker_lessons.course_check.stage import Failed, Stage
from docker_lessons.lessons.verdict import NOT_YET
from tests.course_check.test_random_slips import QUESTIONS, STEPS

NAMES = (
    "myimage:0.1",
    "myimage:0.2",
    "demousr/demorep:1.0",
    "demousr/demorep:2.0",
    "demousr/demorep:latest",
    "demousr/demorepo:1.0",
    "mine:1",
)
ACTS, JUDGED = 8, 4
"""How many acts a story has, and how many steps are judged after them."""


class Story:
    """One learner's, chosen by a number; `did` tells it."""

    def __init__(self, stage: Stage, number: int) -> None:
        self._stage = stage
        self._chance = random.Random(number)  # noqa: S311
        self._acts: tuple[tuple[int, Callable[[], str]], ...] = (
            (3, self._build),
            (1, self._build_something_else),
            (1, self._change_the_message),
            (3, self._tag),
            (2, self._remove),
            (2, self._push),
            (1, self._pull),
            (1, self._run),
            (1, self._log_in),
            (1, self._log_out),
            (1, self._create_repository),
            (1, self._change_at_the_hub),
            (1, self._solve),
        )
        self.did: list[str] = []

    def play(self) -> None:
        """Acts, and then asks some steps and follows what they say."""
        self._stage.rewind()
        self._stage.begin(STEPS[0], before=None)
        self.did.append(self._solve())
        weights, acts = zip(*self._acts, strict=True)
        for act in self._chance.choices(acts, weights, k=ACTS):
            self.did.append(act())
        for step in self._chance.sample(STEPS, JUDGED):
            self._stage.step = step
            self._stage.check()
            self._follow(step)

    def _follow(self, step: str) -> None:
        """Follows each repair until the step passes."""
        told: set[str] = set()
        self._hold_to_what_is()
        while self._stage.verdict["verdict"] == NOT_YET:
            text, cause = str(self._stage.verdict["text"]), str(self._stage.verdict["cause"])
            if text in told:
                raise Failed(f"{step}: told twice: {cause}: {text}")
            told.add(text)
            self.did.append(f"{step}: {cause}: {self._stage.verdict['repair']}")
            if step in QUESTIONS and "-answer" in cause:
                self._stage.check(QUESTIONS[step](self._stage))
            else:
                self._stage.repair()
                self._stage.check()
            self._hold_to_what_is()

    def _hold_to_what_is(self) -> None:
        """Compares what was told with what the engine lists."""
        said, here = self._stage.verdict, self._here()
        for name in _missing_by(f"{said['seen']}; {said['text']}"):
            if name in here:
                raise Failed(f"{name} is here: {said}")
        for name, image_id in _images_in(str(said["seen"])):
            if here.get(name) != image_id:
                raise Failed(f"{name} is {here.get(name)} here: {said}")
        absent = _wanted_by(str(said["repair"] or "")) - {*here, *here.values()}
        if absent:
            raise Failed(f"{absent} isn't here: {said}")

    def _here(self) -> dict[str, str]:
        """The names on the engine, each with its image's ID."""
        listed = self._stage.docker("images", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}")
        return dict(row.split() for row in listed.splitlines())

    def _docker(self, *words: str) -> str:
        line = shlex.join(("docker", *words))
        try:
            self._stage.docker(*words)
        except Failed:
            return f"{line} (refused)"
        return line

    def _name(self) -> str:
        """A name that an image has, or may have."""
        return self._chance.choice(
            [*[name for name in self._here() if "<" not in name] * 3, *NAMES]
        )

    def _build(self) -> str:
        return self._docker("build", "-q", "-t", self._chance.choice(NAMES), "myimage")

    def _build_something_else(self) -> str:
        name = self._chance.choice(NAMES)
        self._stage.other_image(name)
        return f"{name} is built from something else"

    def _change_the_message(self) -> str:
        self._stage.write("message.txt", f"{self._chance.random()}\n")
        return "the message is changed"

    def _tag(self) -> str:
        return self._docker("tag", self._name(), self._chance.choice(NAMES))

    def _remove(self) -> str:
        return self._docker("rmi", self._name())

    def _push(self) -> str:
        return self._docker("push", self._name())

    def _pull(self) -> str:
        return self._docker("pull", self._name())

    def _run(self) -> str:
        return self._docker("run", *self._chance.choice([("--rm",), ()]), self._name())

    def _log_in(self) -> str:
        self._stage.log_in()
        return "docker login"

    def _log_out(self) -> str:
        self._stage.log_out()
        return "docker logout"

    def _create_repository(self) -> str:
        name, visibility = (
            self._chance.choice(("demorep", "demorepo")),
            self._chance.choice(("public", "private")),
        )
        self._stage.hub.create(name, visibility)
        return f"{name} is created, {visibility}"

    def _change_at_the_hub(self) -> str:
        hub = self._stage.hub
        if not (repositories := hub.own_repositories()):
            return "nothing is at the Hub"
        name, change = self._chance.choice(repositories), self._chance.choice(("private", "delete"))
        if change == "delete":
            hub.delete_repository(name)
        else:
            hub.set_visibility(name, change)
        return f"{change}: {name}"

    def _solve(self) -> str:
        step = self._chance.choice(STEPS)
        self._stage.solve(step)
        return f"solve {step}"


def _missing_by(said: str) -> list[str]:
    """The names of which a sentence says that they are not on this computer."""
    return [
        "".join(each) for each in re.findall(r"no (\S+) on this computer|(\S+) isn't here", said)
    ]


def _images_in(seen: str) -> list[tuple[str, str]]:
    """The names on this computer of which it is told which image they are."""
    found = re.finditer(r"(Hub's )?(\S+:\S+) (?:here )?is (?:the image )?([0-9a-f]{12})\b", seen)
    return [(each[2], each[3]) for each in found if not each[1]]


def _wanted_by(repair: str) -> set[str]:
    """The images that a command cannot do without."""
    match shlex.split(repair):
        case ["docker", "tag", source, _] | ["docker", "push", source]:
            return {source}
        case ["docker", "rmi", *names]:
            return {name for name in names if not name.startswith("-")}
    return set()


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(by_command=False) as made:
        yield made


def play(stage: Stage, number: int) -> None:
    story = Story(stage, number)
    try:
        story.play()
    except Failed as failure:
        did = "\n".join(story.did)
        pytest.fail(f"story {number}: {failure}\nafter:\n{did}", pytrace=False)


@pytest.mark.parametrize("number", range(6))
def test_what_is_told_is_true_and_its_repairs_arrive(stage: Stage, number: int) -> None:
    play(stage, number)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(6, 206))
def test_what_is_told_is_true_in_many_stories(stage: Stage, number: int) -> None:
    play(stage, number)
