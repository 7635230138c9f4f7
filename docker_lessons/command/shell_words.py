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
    "shell-operator": {
        "|": "{sign} hands the output of one command to another in a shell, and a cell is no shell: write one docker "
        "command a line. In a terminal the whole line works.",
        ">": "{sign} writes the output into a file in a shell, and a cell is no shell: write one docker command a "
        "line. In a terminal the whole line works.",
        "<": "{sign} reads the input from a file in a shell, and a cell is no shell: write one docker command a line. "
        "In a terminal the whole line works.",
        "&": "{sign} joins commands in a shell, and a cell is no shell: write one docker command a line. In a terminal "
        "the whole line works.",
        ";": "{sign} joins commands in a shell, and a cell is no shell: write one docker command a line. In a terminal "
        "the whole line works.",
        "`": "{sign} puts one command into another in a shell, and a cell is no shell: write one docker command a "
        "line. In a terminal the whole line works.",
    },
    "shell-variable": "A cell is no shell: $ and ` are not filled in here. Write the value itself, "
    "or type the line in a terminal.",
    "quote-open": "This line opens a quote ({quote}) and does not close it. Close it, or leave the quote out: "
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
            inside, at = _quoted(line, at)
            word = (word or "") + inside
        elif sign == "\\" and at + 1 < len(line):
            at += 1
            word = (word or "") + line[at]
        elif sign in _OPERATORS:
            raise _refusal(slips.bracketed_placeholder(line, at) or _operator(line, at))
        elif sign == "$" and _VARIABLE.match(line, at):
            raise _refusal(Finding("shell-variable"))
        else:
            word = (word or "") + sign
        at += 1
    if word is not None:
        words.append(word)
    return words


def _quoted(line: str, start: int) -> tuple[str, int]:
    """Returns what stands between the quote at `start` and its partner, and the partner's position."""
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
            raise _refusal(Finding("shell-variable"))
        inside += sign
        at += 1
    raise _refusal(Finding("quote-open", {"quote": quote}))


def _operator(line: str, at: int) -> Finding:
    """Returns the finding for a shell's operator, which may be written twice: `&&`, `||`, `>>`."""
    sign = line[at]
    whole = sign * 2 if line.startswith(sign * 2, at) else sign
    return Finding("shell-operator", {"sign": whole}, sign)


def _refusal(finding: Finding) -> NotDocker:
    return NotDocker(tell(finding, SENTENCES))
