"""A docker command line, read far enough to know which command it is and what it is about."""

from collections.abc import Sequence

_GLOBAL_WITH_VALUE = frozenset(
    {
        *("--config", "-c", "--context", "-H", "--host", "-l", "--log-level"),
        *("--tlscacert", "--tlscert", "--tlskey"),
    }
)
_WITH_VALUE = {
    "build": {"-t", "--tag", "-f", "--file", "--build-arg", "--label", "--platform", "--target"},
    "history": {"--format"},
    "images": {"--filter", "-f", "--format"},
    "inspect": {"-f", "--format", "--type"},
    "login": {"-u", "--username", "-p", "--password"},
    "pull": {"--platform"},
    "push": {"--platform"},
    "rmi": {"--platform"},
    "run": {"-e", "--env", "--name", "-p", "--publish", "-v", "--volume", "-w", "--workdir"},
    "version": {"-f", "--format"},
}
_LONG_FORMS = {
    "build": "build",
    "history": "history",
    "inspect": "inspect",
    "ls": "images",
    "list": "images",
    "pull": "pull",
    "push": "push",
    "rm": "rmi",
    "remove": "rmi",
    "tag": "tag",
}
"""`docker image VERB` and the short command that is the same."""


def verb_at(words: Sequence[str]) -> int | None:
    """Where in `words` (without `docker`) the command's name stands, behind the client's own options."""
    at = 0
    while at < len(words):
        word = words[at]
        if not word.startswith("-") or word == "-":
            return at
        at += 2 if word in _GLOBAL_WITH_VALUE else 1
    return None


def verb(words: Sequence[str]) -> str:
    """The command's short name: `tag` for `tag` and for `image tag`; empty where there is none."""
    at = verb_at(words)
    if at is None:
        return ""
    if words[at] == "image" and len(words) > at + 1:
        return _LONG_FORMS.get(words[at + 1], "image")
    return words[at]


def operands(words: Sequence[str]) -> list[str]:
    """What the command is about: its words that are neither options nor their values."""
    at = verb_at(words)
    if at is None:
        return []
    at += 2 if words[at] == "image" else 1
    with_value = _WITH_VALUE.get(verb(words), set())
    found: list[str] = []
    while at < len(words):
        word = words[at]
        if word == "--":
            return [*found, *words[at + 1 :]]
        if word.startswith("-") and word != "-":
            at += 2 if word in with_value else 1
            continue
        found.append(word)
        at += 1
    return found
