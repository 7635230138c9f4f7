"""What a client asks while it runs is asked in the cell, and where nobody is, it is told how to do without."""

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from docker_lessons.command import questions, real_client
from docker_lessons.command.questions import Questions
from docker_lessons.command.stream import PlainStream
from tests import programs
from tests.command.conftest import Cell

BOTH = pytest.mark.parametrize("client", programs.DOCKER_CLIS, indirect=True)
SURE = "Are you sure you want to continue? [y/N] "


@pytest.mark.parametrize(
    ("printed", "question"),
    [
        (f"WARNING!\n{SURE}", SURE),
        ("All of it will go. Are you sure you want to continue? [y/N] ", None),
        ("Do you grant the above permissions? [y/N] ", None),
        ("Recreate (data will be lost)? (y/N) ", None),
        ("Going on? [Y/n]: ", None),
        ("Really (yes/no)? ", None),
        ("\rDone\rSure? [y/N]", "Sure? [y/N]"),
    ],
)
def test_a_question_is_the_end_of_what_was_printed(printed: str, question: str | None):
    shown, asked = questions.split(printed.encode())
    assert asked.decode() == (question or printed)
    assert (shown + asked).decode() == printed


@pytest.mark.parametrize(
    "printed",
    ["", "Sure? [y/N] \n", "Sure? [y/N] Total: 0B", "[y/N] asks", "a y/n ", "[1/3]", "(no)"],
)
def test_anything_else_is_shown_at_once(printed: str):
    assert questions.split(printed.encode()) == (printed.encode(), b"")


@dataclass
class Learner:
    """Answers in turn, and remembers what was asked."""

    answers: list[str]
    heard: list[str] = field(default_factory=list)

    def __call__(self, question: str) -> str:
        self.heard.append(question)
        return self.answers.pop(0)


@dataclass(frozen=True)
class Ended:
    exit_code: int
    out: str
    err: str
    tail: str


def run(code: str, ask: Callable[[str], str] | None) -> tuple[Ended, Questions]:
    """Runs a program that asks."""
    asked = Questions(ask)
    shown, failures = io.StringIO(), io.StringIO()
    out, err = PlainStream(shown), PlainStream(failures)
    command = [sys.executable, "-u", "-c", code]
    exit_code = real_client.run(command, dict(os.environ), out, err, asked=asked)
    return Ended(exit_code, shown.getvalue(), failures.getvalue(), out.tail), asked


def test_every_question_is_asked_and_its_answer_reaches_the_program():
    learner = Learner(["y", "", "zwölf"])
    ended, asked = run(
        "print('Warning'); print([input('First? [y/N] '), input('Second? (y/n): '), input('Third [Y/n]? ')])",
        learner,
    )
    assert learner.heard == ["First? [y/N] ", "Second? (y/n): ", "Third [Y/n]? "]
    assert ended.out == "Warning\n['y', '', 'zwölf']\n"  # the questions stand where they were asked
    assert ended.tail.startswith("Warning\nFirst? [y/N] y\nSecond? (y/n): \n")
    assert not asked.unanswered


def test_a_question_on_the_error_output_is_one_too():
    learner = Learner(["y"])
    code = "import sys; sys.stderr.write('Sure? [y/N] '); print(sys.stdin.readline())"
    assert run(code, learner)[0].out == "y\n\n"
    assert learner.heard == ["Sure? [y/N] "]


def test_what_only_looks_like_a_question_for_a_moment_is_shown():
    ended, asked = run("print('Sure? [y/N] ', end=''); print('yes, by itself')", Learner([]))
    assert ended.out == "Sure? [y/N] yes, by itself\n"
    assert not asked.unanswered


def test_where_nobody_can_be_asked_the_input_ends_and_the_question_is_shown():
    ended, asked = run("import sys; print('Sure? [y/N] ', end=''); print([sys.stdin.read()])", None)
    assert ended.out == "Sure? [y/N] ['']\n"
    assert asked.unanswered


def test_a_program_that_waits_for_the_end_of_its_input_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(real_client, "_SILENCE", 0.1)
    ended, asked = run("import sys; print([sys.stdin.read()])", Learner([]))
    assert ended.out == "['']\n"
    assert not asked.unanswered


@pytest.mark.parametrize("line", ["build -", "run -i a", "exec -it a sh", "login --password-stdin"])
def test_a_client_that_hands_its_input_on_gets_none(line: str):
    assert questions.hands_input_on(line.split())


@BOTH
@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("docker image prune", "docker image prune -f"),
        ("docker system prune --all", "docker system prune --all -f"),
        ("docker builder prune", "docker builder prune -f"),
        ("docker volume prune --filter label=a", "docker volume prune --filter label=a -f"),
    ],
)
def test_where_nobody_can_answer_docker_a_sentence_says_how_to_do_without(
    unchanged: Cell, line: str, mended: str
):
    said = unchanged.say(line)
    assert said.exit_code == 1
    assert "[y/N]" in said.out
    assert said.sentence.endswith(f"doesn't ask: {mended}")


def test_a_line_with_f_is_asked_nothing(unchanged: Cell):
    said = unchanged.say("docker image prune -f")
    assert (said.exit_code, said.err) == (0, "")
    assert "[y/N]" not in said.out
