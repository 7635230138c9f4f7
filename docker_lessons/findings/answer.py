"""One row of the table of Docker's answers: what is looked for, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docker_lessons.findings.finding import Facts, Finding, Variant

Read = Callable[[re.Match[str]], "Facts | Variant"]
"""Takes the facts out of a match; a variant where the cause has several sentences."""


@dataclass(frozen=True)
class Answer:
    """An answer of Docker's and what it means."""

    cause: str
    pattern: str | tuple[str, ...]
    """Searched in the answer, capitals or not, one after the other; the named groups are the facts."""
    sentence: str | Mapping[str, str]
    """What it means and what to do next: one sentence, or one for each variant that `read` gives."""
    verbs: tuple[str, ...] = ()
    """The commands that the answer belongs to; empty: any."""
    read: Read | None = None
    learner_can_mend: bool = True
    """Whether another command line, name or file would have been accepted."""
    only_time_helps: bool = False
    """Whether the same line is accepted later, and nothing else helps."""

    def find(self, verb: str, text: str) -> Finding | None:
        """Returns what the answer means, None where something else was answered."""
        if self.verbs and verb not in self.verbs:
            return None
        patterns = (self.pattern,) if isinstance(self.pattern, str) else self.pattern
        searched = (re.search(each, text, re.IGNORECASE) for each in patterns)
        found = next((one for one in searched if one), None)
        if found is None:
            return None
        facts = self.read(found) if self.read else _groups(found)
        if isinstance(facts, Variant):
            return Finding(self.cause, facts.facts, facts.name)
        return Finding(self.cause, facts)


def named(fact: str) -> Read:
    """Returns a reader for an answer that may leave a name out: the variants `named`, with that fact, and `unnamed`."""

    def read(found: re.Match[str]) -> Facts | Variant:
        text = next((t for name, t in found.groupdict().items() if t and name.startswith(fact)), "")
        return Variant("named", {fact: text}) if text else Variant("unnamed")

    return read


def _groups(found: re.Match[str]) -> Facts:
    return {name: text or "" for name, text in found.groupdict().items()}
