"""What several steps find in a try that Docker refused; `tried` is None where there was no such try."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from docker_lessons.findings import docker_answers, image_name, slips
from docker_lessons.findings.answers_on_the_way import ENGINE_ELSEWHERE
from docker_lessons.findings.command_line import parse_text
from docker_lessons.findings.finding import Fact, Facts, Variant
from docker_lessons.findings.misspelling import lacks_plugin
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.sentences import DOCKER_SAID, NAME_NOT_READ, UNKNOWN_ANSWER

_CONTAINER_NAME = re.compile(r"[a-z]+_[a-z]+\d?")
"""The form of the names that Docker gives to containers: an adjective and a surname."""


def unreadable_name(tried: Attempt | None) -> Found:
    """Finds a name that the client cannot read. Facts: `line`."""
    if not tried or not image_name.NAME_REFUSED.search(tried.docker_said):
        return None
    return {"line": tried.line}


def miscounted(tried: Attempt | None, wanted: int = 1) -> Found:
    """Finds another number of words than the command takes.

    Facts: `line`, and `count`, also in the variant `none`. In the others `line` and `word`: in `between` a word that is
    between names, in `output` the first word of Docker's output in the line.
    """
    if not tried or not re.search(rf"requires (exactly )?{wanted} argument", tried.docker_said):
        return None
    line = parse_text(tried.line)
    if found := slips.output_in_line(line):
        return Variant("output", {"line": tried.line, "word": found.facts["word"]})
    if found := slips.between_names(line):
        return Variant("between", {"line": tried.line, "word": found.facts["word"]})
    facts: Facts = {"line": tried.line, "count": len(tried.arguments)}
    return facts if tried.arguments else Variant("none", facts)


def misspelt(look: Look, verb: str, step: str = "") -> Found:
    """Finds a word that is no command but means `verb`, as long as its step did not pass. Facts: `line`, `word`."""
    last = look.misspelled(verb)
    if not last or look.passed_once(step or verb):
        return None
    return {"line": last.line, "word": last.verb}


_UNREADABLE = "unreadable-name"
"""The variant for a name that the client or the engine cannot read."""
_ELSEWHERE = "engine-elsewhere"
"""The variant for an engine that the line itself names, and that is away."""
_EXTRA = "extra-command"
"""The variant for a command of a plugin that is not here."""

MEANINGS: Final = {
    (cause if isinstance(sentence, str) else f"{cause}/{variant}"): text
    for cause, sentence in docker_answers.SENTENCES.items()
    for variant, text in ({"": sentence} if isinstance(sentence, str) else sentence).items()
} | {_UNREADABLE: NAME_NOT_READ, _ELSEWHERE: ENGINE_ELSEWHERE, _EXTRA: slips.EXTRA_COMMAND}
"""What each of Docker's known answers means, by its cause and variant."""

Refused = Callable[[Look], Attempt | None]
"""Returns the try that a step has to do with, if Docker refused it and nothing has happened since."""
_More = Callable[[Look, Attempt, str], Facts]
"""Returns more facts, for a try and the cause of what was answered ('' for an unknown one)."""


def register_docker_said(
    diagnoses: Diagnoses,
    cause_id: str,
    refused: Refused,
    *,
    repair: str | None = None,
    facts: _More = lambda look, tried, answer: {},
) -> None:
    """Registers the cause that says what Docker answered, and what that means.

    It comes after a step's own explanations of a refusal, and before everything that is inferred from what is
    there or missing. `facts` gives more facts.
    """

    def find(look: Look) -> Found:
        """The newest try was refused."""
        tried = refused(look)
        return _meaning(look, tried, facts) if tried else None

    register = diagnoses.cause(
        cause_id,
        seen=DOCKER_SAID,
        text=UNKNOWN_ANSWER,
        repair=repair,
        variants={name: Words(text=meaning) for name, meaning in MEANINGS.items()},
    )
    register(find)


def _meaning(look: Look, tried: Attempt, facts: _More) -> Found:
    """Finds what the answer to a try means, as one of `MEANINGS` or with what Docker said alone."""
    known = docker_answers.what_docker_said(tried.verb, tried.docker_said)
    more = facts(look, tried, known.cause if known else "")
    found = docker_said(tried, **{**more, **(known.facts if known else {})})
    line = parse_text(tried.line) if tried.typed else None
    if line and known and known.cause == "engine-away" and line.engine_option:
        return Variant(_ELSEWHERE, {**found, "option": line.engine_option})
    typed = "".join(line.command[:1]) if line else ""
    if lacks_plugin(typed, tried.docker_said):
        return Variant(_EXTRA, {**found, "typed": typed})
    if not known:
        unreadable = image_name.NAME_REFUSED.search(tried.docker_said)
        return Variant(_UNREADABLE, found) if unreadable else found
    return Variant("/".join(filter(None, (known.cause, known.variant))), found)


_NOTE = re.compile(
    r"DEPRECATED: The legacy builder .*?(?:environment-variable\.|/go/buildx/)", re.DOTALL
)
"""What the classic builder says of itself before each build: nothing of why one failed."""
_PROGRESS = re.compile(
    r"(?m)^(?:Using default tag: .*|The push refers to repository .*|\S+: Pulling from .*|[0-9a-f]{12}: .*"
    r"|Sending build context to Docker daemon .*|Step \d+/\d+ : .*| ---> .*|Removing intermediate container .*"
    r"|Unable to find image .* locally|See 'docker .*--help'.*|Run 'docker .*--help' for more .*|Usage: .*)(?:\n|\Z)"
)
"""Lines in which Docker tells how far it is, or how the command is written: nothing of why it failed."""
_LONGEST = 200
"""Characters of a message of Docker's that are shown."""


def docker_said(tried: Attempt, **more: Fact) -> Facts:
    """Returns the facts of any refusal: `line`, `said` (the end of Docker's message, without its progress), and those given as `more`."""
    whole = docker_answers.about_the_failure(_NOTE.sub("", tried.said)).strip()
    said = _PROGRESS.sub("", whole).strip() or whole
    shown = said if len(said) <= _LONGEST else f"... {said[-_LONGEST:].partition(' ')[2]}"
    return {"line": tried.line, "said": shown, **more}


def left_out_tag(names: Iterable[str], *repositories: str) -> str:
    """Returns the first of these repositories among the names that were given without a tag; '' for none."""
    for name in map(image_name.without_latest, names):
        if name in repositories and not image_name.has_tag(name):
            return name
    return ""


def is_container_name(name: str) -> bool:
    """Tells whether a name looks like one that Docker made for a container."""
    return _CONTAINER_NAME.fullmatch(image_name.without_latest(name)) is not None
