"""The messages that stand in definitions, as data: the course's steps, the table of Docker's answers, the doctor's checks.

They are read from the definitions themselves, so that none can be missed that is put together there.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import ModuleType

from docker_lessons import command, findings, lessons
from docker_lessons.command import frontend
from docker_lessons.doctor.checks.table import CHECKS
from docker_lessons.engine.runtime.program_runtime import NO_WAY, NOT_LINUX, NOT_WANTED
from docker_lessons.findings.answer import Answer
from docker_lessons.lessons import any_step, chapter, elsewhere
from docker_lessons.lessons.diagnosis import Observation, Words
from docker_lessons.lessons.step import Step, StepWords
from translation import command_line


@dataclass(frozen=True)
class Message:
    """One message, and where it comes from."""

    text: str | tuple[str, str]
    """Or its two forms, for one and for many."""
    file: str
    about: str
    """What a translator should know: the cause or step that it belongs to."""


def messages() -> Iterator[Message]:
    """Yields the messages of all definitions, in their order; the same text may come again from another place."""
    for message in texts():
        if isinstance(message.text, tuple) or not _is_none(message.text):
            yield message


def texts() -> Iterator[Message]:
    """Yields what is looked up of all definitions: the messages, and what has nothing to translate."""
    yield from _course()
    yield from _answers()
    yield from _sentences()
    yield from _engine()
    yield from _doctor()
    yield from _command_line()


def _is_none(text: str) -> bool:
    """Tells whether a text has nothing to translate: commands alone, or a placeholder alone."""
    return all(_NO_WORDS.fullmatch(line) for line in text.splitlines())


_NO_WORDS = re.compile(
    r"|\{\w+\}"  # a placeholder alone
    r"|docker-lessons(?: [^\s(]\S*(?<![,.:]))+"
    r"|docker (?!command)[a-z-]+(?: (?:-\S+|[\w./:-]*[\d_./:{A-Z]\S*|myimage))*"
)
"""Lines without a word of English; names in a command of Docker's have a sign, a digit or a capital letter in them."""


def _course() -> Iterator[Message]:
    definition = chapter.definition()
    for page in definition.pages:
        yield Message(page.title, "docker_lessons/lessons/chapter.py", f"title of page {page.page}")
    for repository in definition.seed:
        about = f"description of {repository.namespace}/{repository.name}"
        yield Message(repository.description, "docker_lessons/lessons/chapter.py", about)
    for step in definition.steps:
        file = f"docker_lessons/lessons/steps/{step.id.replace('-', '_')}.py"
        yield from (Message(text, file, f"{step.id}: {part}") for part, text in _of_step(step))
        for one in step.diagnoses.all:
            yield from _of_observation(one, file)
    for one in any_step.OBSERVATIONS:
        yield from _of_observation(one, "docker_lessons/lessons/any_step.py")
    for one in elsewhere.CAUSES:
        yield from _of_observation(one, "docker_lessons/lessons/elsewhere.py")


def _of_step(step: Step) -> Iterator[tuple[str, str]]:
    words: Step | StepWords
    for words in (step, step.at_registry) if step.at_registry else (step,):
        yield "title", words.title
        yield "goal", words.goal
        yield "hint", words.hint
    if step.question:
        yield "question", step.question.text
        yield "placeholder of the answer", step.question.placeholder
    for line in step.lines:
        yield "title of a line", line.title
        yield "goal of a line", line.goal


def _of_observation(one: Observation, file: str) -> Iterator[Message]:
    for variant, words in {"": one.words, **one.variants}.items():
        name = f"{one.id}, {variant}" if variant else one.id
        yield from (Message(text, file, f"{name}: {part}") for part, text in _of_words(words))


def _of_words(words: Words) -> Iterator[tuple[str, str]]:
    for field in fields(words):
        if field.name != "repair":  # a command
            yield field.name, getattr(words, field.name) or ""


def _answers() -> Iterator[Message]:
    for module in _modules(findings):
        file = f"{module.__name__.replace('.', '/')}.py"
        for answer in getattr(module, "ANSWERS", ()):
            if isinstance(answer, Answer):
                yield from _of_sentence(answer.cause, answer.sentence, file)


def _sentences() -> Iterator[Message]:
    for package in (findings, lessons, command, frontend):
        for module in _modules(package):
            file = f"{module.__name__.replace('.', '/')}.py"
            for cause, sentence in getattr(module, "SENTENCES", {}).items():
                yield from _of_sentence(cause, sentence, file)


def _of_sentence(cause: str, sentence: str | Mapping[str, str], file: str) -> Iterator[Message]:
    if isinstance(sentence, str):
        yield Message(sentence, file, cause)
    else:
        yield from (Message(one, file, f"{cause}, {name}") for name, one in sentence.items())


def _engine() -> Iterator[Message]:
    """What the practice engine, which knows no messages, says of containers, as `no-containers` quotes it."""
    said = (NOT_WANTED, f"{NOT_LINUX}Darwin", NO_WAY)
    for text in said:
        yield Message(text, "docker_lessons/engine/runtime/program_runtime.py", "no-containers")


def _doctor() -> Iterator[Message]:
    for check in CHECKS:
        file = f"{check.tells.__module__.replace('.', '/')}.py"
        yield Message(check.title, file, f"doctor, {check.name}: title")
        yield Message(check.fine, file, f"doctor, {check.name}: fine")
        for one in check.situations:
            yield Message(one.seen, file, f"doctor, {one.id}: seen")
            repairs = {"": one.repair} if isinstance(one.repair, str) else one.repair
            yield from (
                Message(text, file, f"doctor, {one.id}: repair {system}".strip())
                for system, text in repairs.items()
            )


def _command_line() -> Iterator[Message]:
    for text, file, about in command_line.messages():
        yield Message(text, file, about)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)
