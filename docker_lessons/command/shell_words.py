"""A typed line, taken apart into words as a shell does, and what only a shell can do.

`docker` in a cell is one program and its arguments: quotes group words and `#` begins a comment, while
pipes, redirections and variables are refused with a sentence. Braces mean nothing.

Source: POSIX, Shell Command Language, 2.2 Quoting and 2.3 Token Recognition.
"""

import re

from docker_lessons.command.docker_failed import NotDocker
from docker_lessons.findings import slips
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences, tell

SENTENCES: Sentences = {
    "placeholder": slips.SENTENCES["placeholder"],
    "none-as-name": slips.SENTENCES["none-as-name"],
    "shell-operator": {
        "|": "In a shell, {sign} sends one command's output to another, but a cell isn't a shell: type one docker "
        "command per line. In a terminal, the whole line works.",
        ">": "In a shell, {sign} writes the output to a file, but a cell isn't a shell: type one docker command per "
        "line. In a terminal, the whole line works.",
        "<": "In a shell, {sign} reads the input from a file, but a cell isn't a shell: type one docker command per "
        "line. In a terminal, the whole line works.",
        "&": "In a shell, {sign} joins commands, but a cell isn't a shell: type one docker command per line. In a "
        "terminal, the whole line works.",
        ";": "In a shell, {sign} joins commands, but a cell isn't a shell: type one docker command per line. In a "
        "terminal, the whole line works.",
        "`": "In a shell, {sign} puts one command's output into another, but a cell isn't a shell: type one docker "
        "command per line. In a terminal, the whole line works.",
    },
    "shell-variable": "A cell isn't a shell, so it doesn't fill in $ and `. Type the value itself, "
    "or type the line in a terminal.",
    "password-in-quotes": "A $ means something to a shell, also in double quotes, so a password in the line is easily "
    "changed. Leave -p and the password out, and Docker asks for it.",
    "quote-open": "This line opens a quote ({quote}) but doesn't close it. Close it, or leave the quote out: "
    "none of this course's names needs one.",
}

_OPERATORS = frozenset("|><&;`")
_VARIABLE = re.compile(r"\$(?:\w|[({])")


def split(line: str) -> list[str]:
    """Returns the words of a line, without their quotes.

    Raises:
        NotDocker: When the line holds what only a shell understands, a `<placeholder>`, or an open quote.
    """
    words: list[str] = []
    word: str | None = None
    at = 0
    while at < len(line):
        sign = line[at]
        if sign.isspace():
            if word is not None:
                words.append(word)
            word = None
        elif sign == "#" and word is None:
            break
        elif sign in {"'", '"'}:
            inside, at = _quoted(line, at, [*words, word or ""])
            word = (word or "") + inside
        elif sign == "\\" and at + 1 < len(line):
            at += 1
            word = (word or "") + line[at]
        elif sign in _OPERATORS:
            raise _refusal(slips.bracketed_placeholder(line, at) or _operator(line, at))
        elif sign == "$" and _VARIABLE.match(line, at):
            raise _refusal(_variable([*words, word or ""]))
        else:
            word = (word or "") + sign
        at += 1
    if word is not None:
        words.append(word)
    return words


def _quoted(line: str, start: int, before: list[str]) -> tuple[str, int]:
    """Returns the text between the quote at `start` and the closing quote, and the closing quote's position."""
    quote = line[start]
    inside = ""
    at = start + 1
    while at < len(line):
        sign = line[at]
        if sign == quote:
            return inside, at
        if quote == '"' and sign == "\\" and line[at + 1 : at + 2] in {'"', "\\", "$", "`"}:
            at += 1
            sign = line[at]
        elif quote == '"' and (sign == "`" or _VARIABLE.match(line, at)):
            raise _refusal(_variable(before))
        inside += sign
        at += 1
    raise _refusal(Finding("quote-open", {"quote": quote}))


def _operator(line: str, at: int) -> Finding:
    """Returns the finding for a shell's operator, which may be written twice: `&&`, `||`, `>>`."""
    sign = line[at]
    whole = sign * 2 if line.startswith(sign * 2, at) else sign
    return Finding("shell-operator", {"sign": whole}, sign)


def _variable(before: list[str]) -> Finding:
    """Returns the finding for a `$`: after a log-in's `-p`, it is taken as part of the password."""
    option = next((word for word in reversed(before) if word.startswith("-")), "")
    in_password = before[:1] == ["login"] and option.startswith(("-p", "--password"))
    return Finding("password-in-quotes" if in_password else "shell-variable")


def _refusal(finding: Finding) -> NotDocker:
    return NotDocker(tell(finding, SENTENCES))
