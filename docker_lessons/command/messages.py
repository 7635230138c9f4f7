"""One of Docker's messages, and how its sentence is found and filled."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from docker_lessons.command.told import Told


@dataclass(frozen=True)
class Message:
    """One message of Docker's and what it means."""

    name: str
    pattern: str
    """Searched in the end of what was printed, capitals or not."""
    sentence: str | Callable[[Told, re.Match[str]], str | None]
    """Filled with the course's names (`{image}`, `{target}`, `{repository}`, `{username}`), its log-in and log-out
    (`{log_in}`, `{log_out}`), what brings the engine back (`{advice}`), with the line, its first and last name
    (`{line}`, `{first}`, `{last}`) and with the pattern's groups."""
    verbs: tuple[str, ...] = ()
    """The commands that the message belongs to; empty: any."""

    def meaning(self, told: Told) -> str | None:
        """The sentence for `told`, None when it is another message."""
        if self.verbs and told.verb not in self.verbs:
            return None
        found = re.search(self.pattern, told.text, re.IGNORECASE)
        if found is None:
            return None
        if callable(self.sentence):
            return self.sentence(told, found)
        return self.sentence.format(
            image=told.names.image,
            target=told.names.target,
            repository=told.names.target_repository,
            username=told.names.username,
            log_in=told.names.log_in,
            log_out=told.names.log_out,
            advice=told.engine.advice,
            line=told.line,
            first=told.operands[0] if told.operands else "",
            last=told.operands[-1] if told.operands else "",
            **{name: text or "" for name, text in found.groupdict().items()},
        )
