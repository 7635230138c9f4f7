"""Lines of a cell that begin with `docker`, told apart from Python and turned into calls of the magic.

A line counts only where a Python statement can begin: not inside a string or an open bracket, and not
behind a backslash. `docker = 3`, `docker.from_env()` and `docker in words` stay Python. Lines that are no
Python and nearly docker (`sudo docker ...`, `$ docker ...`, `push ...`) are passed on too, for an explanation
in the place of a SyntaxError; so is what was pasted with a command: what Docker printed for it, or the end of a
line that was broken in two.
"""

import re

from docker_lessons.findings import unseen
from docker_lessons.findings.prompt import PROMPT

_DOCKER = re.compile(r"docker\s+(?=--?[A-Za-z]|[A-Za-z_0-9'\"$])(?!(?:in|is|if|and|or|not)\b)")
_VERB = "build|images|tag|login|logout|push|pull|rmi|inspect|history"
_PRINTED = re.compile(
    r"REPOSITORY\s+TAG|IMAGE\s+ID|Successfully (?:built|tagged) |Sending build context |Step \d+/\d+ :|\[\+\] Building "
    r"|The push refers to |Using default tag: |Login Succeeded|Removing login credentials |Untagged: |Deleted: sha256:"
    r"|Digest: sha256:|Status: (?:Downloaded|Image is)|[\w.-]+: (?:Pulling from|digest: sha256:)"
    r"|[0-9a-f]{12}: (?:Pushed|Preparing|Waiting|Layer already|Pull complete|Already exists|Mounted)"
    r"|Error response from daemon: |Usage:  docker "
)
_REST = re.compile(
    r"--?[A-Za-z][\w-]*\s+(?!(?:if|in|is|and|or|not)\b)[\w./]|[a-z0-9][\w.-]*(?:/[\w.-]+)*/[\w.-]+:[\w.-]+\s*$"
)
_NEARLY = re.compile(
    r"(?:[$#>]\s+)?(?:\w+\s+)?sudo\s+(?:-\w+\s+)*docker\b"  # the chapter's `tag sudo docker ...`, too
    rf"|{PROMPT.pattern}"
    r"|\$\s*docker\b"
    r"|(?:Docker|DOCKER)\s+[-A-Za-z]"
    r"|docker-lessons(?:\s|$)"
    r"|build\s+-t\s+\w"
    rf"|(?:{_VERB})\s+(?!(?:in|is|if|and|or|not|as|for|else)\b)\w"  # `docker` left out: no Python has two names in a row
)
_ALONE = re.compile(r"\Adocker(?=\s*(?:[;#]|$))")
_USAGE = "(docker if 'docker' in {*globals(), *locals()} else get_ipython().run_line_magic('docker', ''))"
"""A variable of that name is shown, as Python does; the bracket keeps IPython from taking it for a magic."""
_SIGN = re.compile(r"""#.*|\\\n|\\.|\"{3}|'{3}|["'()\[\]{}\n]""")


def transform(lines: list[str]) -> list[str]:
    """Returns the lines of a cell, each with its line end, with docker lines replaced; an IPython transformer."""
    if lines and lines[0].startswith("%%"):
        return lines
    made: list[str] = []
    statement = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        text, end = _with_lines_behind(lines, at)
        if not statement and (is_docker(text) or is_nearly_docker(text)):
            # Lines behind a backslash become empty ones, so that a Python error below names the right line.
            made.append(f"{_indent(line)}{_call(text)}\n" + "\n" * (end - at - 1))
            at = end
            if at < len(lines) and is_pasted(lines[at].strip()):
                pasted = _end_of_pasted(lines, at)
                made.append(
                    f"{_indent(line)}{_call(lines[at].strip())}\n" + "\n" * (pasted - at - 1)
                )
                at = pasted
            continue
        at += 1
        if not statement:
            line = _indent(line) + _ALONE.sub(lambda _: _USAGE, line.lstrip(" \t"))
        made.append(line)
        statement += line
        if _is_magic(line.strip()) or not _is_open(statement):
            statement = ""
    return made


def is_docker(text: str) -> bool:
    """Tells whether `text`, the beginning of a statement, is a docker line with a command, and not Python."""
    return _DOCKER.match(text) is not None


def is_nearly_docker(text: str) -> bool:
    """Tells whether `text` is nearly a docker line, and no Python either."""
    return _NEARLY.match(text) is not None


def _with_lines_behind(lines: list[str], at: int) -> tuple[str, int]:
    """Returns a line joined with its continuation lines (after a backslash), and the index of the line after them."""
    text = unseen.removed_in_front(lines[at]).rstrip()
    if not is_docker(text) and is_docker(plain := unseen.removed(text)):
        text = plain
    at += 1
    while text.endswith("\\") and not text.startswith("#") and at < len(lines):
        text = text[:-1] + lines[at].rstrip()
        at += 1
    return text, at


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def is_pasted(text: str) -> bool:
    """Tells whether a line that follows a docker line was printed by Docker, or is the rest of that line."""
    return was_printed(text) or _REST.match(text) is not None


def was_printed(text: str) -> bool:
    """Tells whether a line is what Docker prints."""
    return _PRINTED.match(text) is not None


def _end_of_pasted(lines: list[str], at: int) -> int:
    """Returns where what was pasted ends: at an empty line, or at the next docker line."""
    if not was_printed(lines[at].strip()):
        return at + 1
    while at < len(lines) and (text := lines[at].strip()) and not is_docker(text):
        at += 1
    return at


def _call(text: str) -> str:
    if is_docker(text):
        words = text.removeprefix("docker").strip()
        return f"get_ipython().run_line_magic('docker', {words!r})"
    return f"get_ipython().run_line_magic('nearly_docker', {text!r})"


def _is_magic(text: str) -> bool:
    """Tells whether this is a line for IPython or a shell, whose quotes and brackets are not Python's."""
    return text.startswith(("%", "!")) and not text.endswith("\\")


def _is_open(statement: str) -> bool:
    """Tells whether the next line still belongs to a statement: an open bracket, string or backslash."""
    depth = 0
    quote = ""
    at = 0
    continued = False
    while found := _SIGN.search(statement, at):
        sign = found[0]
        at = found.end()
        if quote:
            if sign.startswith("#"):
                at = found.start() + 1
            elif sign == quote or (sign == "\n" and len(quote) == 1):
                quote = ""
            elif len(sign) == 3 and sign[0] == quote:
                quote, at = "", found.start() + 1
            continue
        continued = sign == "\\\n" and at == len(statement)
        if sign[0] in "\"'":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth = max(0, depth - 1)
    return continued or depth > 0 or len(quote) == 3
