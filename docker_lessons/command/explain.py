"""What a docker command's failure means, in one sentence."""

from dataclasses import dataclass
from pathlib import Path

from docker_lessons.world import Names


@dataclass(frozen=True)
class Told:
    """A docker line and what it answered."""

    words: tuple[str, ...]
    exit_code: int
    text: str
    names: Names
    config: Path


def explain(told: Told) -> str:
    """The sentence for `told`; empty where there is nothing to say."""
    return "" if not told.exit_code else "Docker's message above says what it did not accept."
