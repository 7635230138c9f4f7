"""What a client asks while it runs: a question that ends with its two answers, without a line end.

Docker's commands that remove or allow a lot end their output with `[y/N] ` and read a line: `image prune`,
`system prune`, `plugin install`, `trust revoke`, and others with every release and plug-in. So the question
is recognised as it is printed, and there is no list of commands. A client whose input ends there takes that
for a no.
"""

import contextlib
import re
import shlex
from collections.abc import Callable, Sequence

from docker_lessons.command.attendance import nobody_there
from docker_lessons.command.consent import ENGLISH, is_yes
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences

SENTENCES: Sentences = {
    "question-unanswered": {
        "option": "Docker asked a question that nobody could answer here, so it assumed no. "
        "With {option}, it doesn't ask: {line}",
        "no option": "Docker asked a question that nobody could answer here, so it assumed no. "
        "Run the command in a terminal, and answer there.",
    },
}

_QUESTION = re.compile(rb"[^\r\n]*[\[(]y(?:es)?/no?[\])][ :?]*\Z", re.IGNORECASE)
_HANDED_ON = frozenset({"-", "-i", "-it", "-ti", "--interactive", "--password-stdin"})
"""Words with which a client hands its input on, so that it waits for the end of it."""
_WITHOUT_QUESTION = {
    "prune": "-f",
    "plugin": "--grant-all-permissions",
    "trust": "--yes",
}
"""By a word of the command: the option with which it does not ask."""

Ask = Callable[[str], str]
"""Given a question, asks it where the learner is and returns the line that was typed."""


class Questions:
    """The questions of one command, and whether nobody could answer one of them."""

    def __init__(self, ask: Ask | None) -> None:
        self._ask = ask
        self.unanswered = False

    def answer(self, question: str) -> str | None:
        """Returns the learner's answer to a question, a yes as Docker expects it; None when nobody can be asked."""
        if self._ask and not nobody_there():
            with contextlib.suppress(NotImplementedError, EOFError):
                answer = self._ask(question)
                return ENGLISH[0] if is_yes(answer) else answer
        self.unanswered = True
        return None


def split(data: bytes) -> tuple[bytes, bytes]:
    """Splits output into what can be shown at once, and a question at its end."""
    found = _QUESTION.search(data)
    return (data[: found.start()], found[0]) if found else (data, b"")


def hands_input_on(words: Sequence[str]) -> bool:
    """Tells whether a line makes the client read its input to the end, so that no question can come."""
    return not _HANDED_ON.isdisjoint(words)


def find_unanswered(words: Sequence[str]) -> Finding:
    """Returns what to say about a line whose question nobody could answer."""
    for word, option in _WITHOUT_QUESTION.items():
        if word in words[:2]:
            facts = {"option": option, "line": shlex.join(["docker", *words, option])}
            return Finding("question-unanswered", facts, "option")
    return Finding("question-unanswered", {}, "no option")
