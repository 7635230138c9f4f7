"""The practice account: the course's user name, and a password that is made for each world."""

from dataclasses import dataclass, field
from pathlib import Path

from docker_lessons.world import file
from docker_lessons.world.names import Names

FILE = "account.json"
WORDS_IN_PASSWORD = 4


@dataclass(frozen=True)
class Account:
    """The learner's account at the practice Hub."""

    username: str
    password: str = field(repr=False)


def make(home: Path) -> None:
    """Writes the account of the world at `home` unless it has one; only the owner can read the file.

    Raises:
        DiskFullError: When there is no room for it.
        DirectoryError: When the folder cannot be written.
    """
    if not (home / FILE).exists():
        made = {"username": Names().username, "password": new_password()}
        file.write_once(home / FILE, file.json_bytes(made), 0o600)


def new_password() -> str:
    """Returns four short lower-case words, easy to read in one window and type in another (36 bits)."""
    import secrets

    from docker_lessons.world.password_words import WORDS

    return "-".join(secrets.choice(WORDS) for _ in range(WORDS_IN_PASSWORD))
