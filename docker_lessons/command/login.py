"""`docker login`: who logs in where, and the password, which never stands in an argument.

The client gets it on its standard input (`--password-stdin`).  What a learner typed behind `-p` is
taken out of the line before anything runs, is reported or remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from docker_lessons.command.arguments import verb_at

HIDDEN = "***"
_NAME_OPTIONS = ("-u", "--username")
_PASSWORD_OPTIONS = ("-p", "--password")
_HELP = ("-h", "--help")


@dataclass(frozen=True)
class Login:
    """A `docker login` line, read as the client reads it (pflag's rules for options)."""

    words: tuple[str, ...]
    """The line without a typed password, `docker` left out."""
    username: str
    server: str
    """The registry's address; empty for the engine's own."""
    typed_password: str | None = field(repr=False)
    """What stood behind `-p`, None where there was none."""
    reads_stdin: bool
    asks_help: bool


def read(words: Sequence[str]) -> Login | None:
    """The log-in that `words` (without `docker`) ask for; None when they ask for something else."""
    at = verb_at(words)
    if at is None or words[at] != "login":
        return None
    kept = list(words[: at + 1])
    username = server = ""
    password: str | None = None
    rest = iter(words[at + 1 :])
    for word in rest:
        name, value = _option(word)
        if name in _PASSWORD_OPTIONS:
            value = next(rest, None) if value is None else value
            if value is None:
                kept.append(word)
            else:
                password = value
            continue
        kept.append(word)
        if name in _NAME_OPTIONS:
            if value is None and (value := next(rest, None)) is not None:
                kept.append(value)
            username = value or ""
        elif not name:
            server = word
    return Login(
        words=tuple(kept),
        username=username,
        server=server,
        typed_password=password,
        reads_stdin="--password-stdin" in kept,
        asks_help=any(word in _HELP for word in kept[at:]),
    )


def hide_password(words: Sequence[str]) -> list[str]:
    """`words` with what stands behind `-p` hidden, for logs, reports and messages."""
    if read(words) is None:
        return list(words)
    hidden: list[str] = []
    follows = False
    for word in words:
        name, value = _option(word)
        if follows:
            hidden.append(HIDDEN)
            follows = False
        elif name in _PASSWORD_OPTIONS:
            hidden.append(word if value is None else f"{name}={HIDDEN}")
            follows = value is None
        else:
            hidden.append(word)
    return hidden


def _option(word: str) -> tuple[str, str | None]:
    """`word` as option name and attached value: `-pX`, `-p=X`, `--password=X`; name empty for no option."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    if word.startswith("-") and len(word) > 1:
        value = word[2:]
        return word[:2], value.removeprefix("=") if value else None
    return "", None
