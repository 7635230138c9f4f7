"""`docker login`: who logs in where, and the password, which is never passed as an argument.

The client gets it on its standard input (`--password-stdin`). A password that was typed after `-p` is
taken out of the line before the line is run, reported or remembered.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from docker_lessons.findings.command_line import CommandLine, Option, parse
from docker_lessons.findings.dashes import LONG_DASHES, in_pieces

_ADDRESS = re.compile(r"[.:]|^localhost(?:/|$)")
_RIGHT = frozenset({"-p", "--password"})
_SHORT_FORMS = frozenset({"p", "pass", "passwd", "pwd", "pw"})
HIDDEN = "***"
"""What stands in the place of a password."""


@dataclass(frozen=True)
class Login:
    """A `docker login` line."""

    words: tuple[str, ...]
    """The line without a typed password, `docker` left out."""
    username: str
    server: str
    """The registry's address; empty for the engine's own."""
    typed_password: str | None = field(repr=False)
    """What stood behind `-p`, None where there was none."""
    reads_stdin: bool
    asks_help: bool
    odd_option: str = ""
    """A word that is meant as the password's option and isn't one, '' for none."""
    stray_word: bool = False
    """Whether a word that is no address stands where one belongs, as a password would."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """What is a password in the line that was typed, or may be one."""


def read(words: Sequence[str]) -> Login | None:
    """Returns the log-in that `words` (without `docker`) ask for; None when they ask for something else."""
    line = parse(("docker", *words))
    if line.verb != "login":
        return None
    left_out = {at for each in _passwords(line) for at in (each.at, each.value_at)}
    return Login(
        words=tuple(word for at, word in enumerate(line.words) if at and at not in left_out),
        username=line.value("--username") or "",
        server=line.operands[-1] if line.operands else "",
        typed_password=line.value("--password"),
        reads_stdin=line.has("--password-stdin"),
        asks_help=line.has("--help"),
        odd_option=next((line.words[at].partition("=")[0] for at in _odd_options(line)), ""),
        stray_word=bool(_stray_words(line)),
        secrets=tuple(_secrets(line).values()),
    )


def is_address(word: str) -> bool:
    """Tells whether a word is a registry's address to Docker, and not an account or a repository.

    Source: distribution/reference: a registry has a dot or a port, or is called localhost.
    """
    return _ADDRESS.search(word) is not None


def hide_password(words: Sequence[str]) -> list[str]:
    """Returns `words` for logs, reports and messages: everything that is or may be a password is hidden."""
    line = parse(("docker", *words))
    hidden = list(line.words)
    if line.verb == "login":
        for at, secret in _secrets(line).items():
            hidden[at] = f"{hidden[at].removesuffix(secret)}{HIDDEN}"
    return hidden[1:]


def _secrets(line: CommandLine) -> dict[int, str]:
    """Returns what is or may be a password in a log-in (a whole word or its end), by the position of the word."""
    odd = _odd_options(line)
    found = {
        each.value_at or each.at: each.value or ""
        for each in _passwords(line)
        if each.at not in odd
    }
    for at in odd:
        _, equals, value = line.words[at].partition("=")
        if equals:
            found[at] = value
        elif at + 1 < len(line.words):
            found[at + 1] = line.words[at + 1]
    return found | {at: line.words[at] for at in _stray_words(line)}


def _stray_words(line: CommandLine) -> list[int]:
    """Returns the positions of operands that are no address: each may be a password.

    Without `-u`, the first operand is left out: it is most often the username. So is everything in a line in which the
    client reads `-user NAME` as `-u ser`.
    """
    if in_pieces(line):
        return []
    username = line.value("--username")
    operands = line.operands if username else line.operands[1:]
    stray = {
        word for word in operands if word != username and "/" not in word and not is_address(word)
    }
    return [at for at, word in enumerate(line.words) if word in stray]


def _odd_options(line: CommandLine) -> list[int]:
    """Returns the positions of `-password`, `--pass`, `-P` and the like, whose value no client takes as a password."""
    names = {at: line.words[at].partition("=")[0] for at in range(1, len(line.words))}
    return [at for at, name in names.items() if name not in _RIGHT and _is_nearly_password(name)]


def _is_nearly_password(name: str) -> bool:
    letters = name.lstrip(f"-{LONG_DASHES}").lower()
    if letters == name.lower():
        return False
    return letters in _SHORT_FORMS or bool(difflib.get_close_matches(letters, ["password"], 1, 0.8))


def _passwords(line: CommandLine) -> list[Option]:
    """Returns the options that hold a password."""
    return [each for each in line.options if each.name == "--password" and each.value is not None]
