"""A typed line, taken apart into words as a shell does, and what a shell would do but we do not.

`docker` in a cell is one program and its arguments: quotes group words and `#` begins a remark,
while pipes, redirections and variables get a sentence instead of a surprise.  Braces mean nothing.
"""

import re

from docker_lessons.command.failure import NotDocker

_PLACEHOLDER = re.compile(r"<[^<>|&;]*[^<>|&;\s-]>")
_VARIABLE = re.compile(r"\$(?:\w|[({])")
_OPERATORS = {
    "|": "hands the output of one command to another",
    ">": "writes the output into a file",
    "<": "reads the input from a file",
    "&": "joins commands",
    ";": "joins commands",
    "`": "puts one command into another",
}


def split(line: str) -> list[str]:
    """The words of `line`, quotes taken off.

    Raises: NotDocker for what only a shell understands, a `<placeholder>`, or a quote left open.
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
            raise NotDocker(_not_a_shell(line, at))
        elif sign == "$" and _VARIABLE.match(line, at):
            raise NotDocker(_no_variables(line))
        else:
            word = (word or "") + sign
        at += 1
    if word is not None:
        words.append(word)
    return words


def _quoted(line: str, start: int) -> tuple[str, int]:
    """What stands between the quote at `start` and its partner, and the partner's place."""
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
            raise NotDocker(_no_variables(line))
        inside += sign
        at += 1
    raise NotDocker(
        f"This line opens a quote ({quote}) and does not close it. Close it, or leave the quote out: "
        "none of this course's names needs one."
    )


def _not_a_shell(line: str, at: int) -> str:
    if placeholder := _PLACEHOLDER.match(line, at):
        return (
            f"{placeholder[0]} holds the place of something of yours. "
            "Write that itself in its place, without the angle brackets."
        )
    sign = line[at]
    both = sign * 2 if line[at : at + 2] == sign * 2 else sign
    return (
        f"{both} {_OPERATORS[sign]} in a shell, and a cell is no shell: write one docker command a line. "
        "In a terminal the whole line works."
    )


def _no_variables(line: str) -> str:
    return (
        "A cell is no shell: $ and ` are not filled in here. Write the value itself, "
        "or type the line in a terminal."
    )
