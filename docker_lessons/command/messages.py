"""One of Docker's messages, and the finding that it stands for."""

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docker_lessons.command.transcript import Transcript
from docker_lessons.findings.finding import Fact, Finding

Reason = Callable[[Transcript, re.Match[str]], Finding | None]
"""Tells the causes of one message apart; returns None where it stands for none of them."""


@dataclass(frozen=True)
class Message:
    """A message of Docker's and what it means."""

    cause: str
    pattern: str
    """Searched in the end of what was printed, capitals or not."""
    sentence: str | Mapping[str, str]
    """The cause's sentence, or one for each variant that `reason` gives.

    Without a reason its placeholders are the course's names (`{image}`, `{target}`, `{repository}`, `{username}`),
    its log-in and log-out (`{log_in}`, `{log_out}`), the line's first operand (`{first}`), and the pattern's groups.
    """
    verbs: tuple[str, ...] = ()
    """The commands that the message belongs to; empty: any."""
    reason: Reason | None = None

    def find(self, transcript: Transcript) -> Finding | None:
        """Returns what the message stands for, None where something else was printed."""
        if self.verbs and transcript.verb not in self.verbs:
            return None
        found = re.search(self.pattern, transcript.text, re.IGNORECASE)
        if found is None:
            return None
        if self.reason:
            return self.reason(transcript, found)
        assert isinstance(self.sentence, str)
        known = _facts(transcript) | {name: text or "" for name, text in found.groupdict().items()}
        placeholders = {name for _, name, _, _ in string.Formatter().parse(self.sentence) if name}
        return Finding(self.cause, {name: known[name] for name in placeholders})


def _facts(transcript: Transcript) -> dict[str, Fact]:
    names = transcript.names
    return {
        "image": names.image,
        "target": names.target,
        "repository": names.target_repository,
        "username": names.username,
        "log_in": names.log_in,
        "log_out": names.log_out,
        "first": transcript.first,
    }
