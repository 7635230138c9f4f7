"""The practice account: a name that the course uses, and a password that is made for this world alone."""

from dataclasses import dataclass, field
from pathlib import Path

from docker_lessons.world import file
from docker_lessons.world.names import Names

FILE = "account.json"
WORDS_IN_PASSWORD = 4


@dataclass(frozen=True)
class Account:
    """Who the learner is at the practice Hub."""

    username: str
    password: str = field(repr=False)


def make(home: Path) -> None:
    """Write the account of the world at `home`, unless it has one (readable by its owner alone)."""
    if not (home / FILE).exists():
        made = {"username": Names().username, "password": new_password()}
        file.write_once(home / FILE, file.json_bytes(made), 0o600)


def new_password() -> str:
    """Four short lower-case words, easy to read off one window and type into another (36 bits)."""
    import secrets

    from docker_lessons.world.password_words import WORDS

    return "-".join(secrets.choice(WORDS) for _ in range(WORDS_IN_PASSWORD))
