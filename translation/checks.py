"""What is wrong with a catalogue: missing, obsolete and doubtful messages, placeholders and commands that differ, typography."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages import Catalog
from babel.messages.catalog import Message

from docker_lessons.cli import COMMANDS
from docker_lessons.findings.misspelling import REAL_COMMANDS
from translation import typography

_PLACEHOLDER = re.compile(r"\{\w*(?:!r)?\}|%\(\w+\)s")
_OURS = {name.replace("_", "-") for name in COMMANDS}
COMMAND = re.compile(
    rf"\b(?:docker (?:{'|'.join(sorted(REAL_COMMANDS))})|docker-lessons (?:{'|'.join(sorted(_OURS))}))"
    r"\b(?: -{1,2}[\w-]+)*|\bmake [a-z]+\b(?=`)|`[^`]+`"
)
"""A command that Docker or docker-lessons has, with its options: "the docker command" is none."""

_LINK = re.compile(r"(?:(?<=\]\()|\bhttps?://)(?:(?!%3Flang%3D)[^\s)»])*")
_QUOTED = re.compile(r'"[^"\n]*\$[^"\n]*"')
_SAME = {"placeholders": _PLACEHOLDER, "commands": COMMAND, "links": _LINK, "quotes": _QUOTED}
"""What is the same in a message and its translation, in any order; a link may lead to the language."""


def problems(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """Yields a sentence for each fault of a catalogue; `template` is what the code says now."""
    present = {message.id: message for message in catalog if message.id}
    wanted = {message.id for message in template if message.id}
    for missing in wanted - present.keys():
        yield f"not in the catalogue: {missing!r}"
    for obsolete in present.keys() - wanted:
        yield f"in the catalogue, and no longer in the code: {obsolete!r}"
    for obsolete_message in catalog.obsolete.values():
        yield f"obsolete: {obsolete_message.id!r}"
    for message in present.values():
        yield from _of_message(message)
        if catalog.locale and catalog.locale.language == "fr":
            yield from _of_typography(message)


def is_translated(message: Message) -> bool:
    """Whether a message has a translation, in each form that the language has."""
    return all(_forms(message.string))


def _of_message(message: Message) -> Iterator[str]:
    sources, texts = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    if not is_translated(message):
        yield f"not translated: {message.id!r}"
        return
    for text in texts:
        for what, pattern in _SAME.items():
            found = _found(pattern, text)
            if not any(found == _found(pattern, source) for source in sources):
                yield f"other {what}: {text!r} for {sources[0]!r}"


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(text))


def _forms(text: object) -> list[str]:
    return [str(one) for one in text] if isinstance(text, (list, tuple)) else [str(text or "")]


def _of_typography(message: Message) -> Iterator[str]:
    for number, text in enumerate(_forms(message.string)):
        for problem in typography.problems(text, _forms(message.id)[number]):
            yield f"{problem}, in {text!r}"
