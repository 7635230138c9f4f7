"""Lines of a cell that begin with `docker`, told apart from Python and turned into calls of the magic.

A line counts only where a Python statement can begin: not inside a string or an open bracket, and not
behind a backslash. `docker = 3`, `docker.from_env()` and `docker in words` stay Python. Lines that are no
Python and nearly docker (`sudo docker ...`, `$ docker ...`, `push ...`) are passed on too, for an explanation
in the place of a SyntaxError.
"""

import re

_DOCKER = re.compile(r"docker\s+(?=--?[A-Za-z]|[A-Za-z_0-9'\"$])(?!(?:in|is|if|and|or|not)\b)")
_VERB = "build|images|tag|login|logout|push|pull|rmi|inspect|history"
_NEARLY = re.compile(
    r"(?:[$#>]\s+)?(?:\w+\s+)?sudo\s+(?:-\w+\s+)*docker\b"  # the chapter's `tag sudo docker ...`, too
    r"|\$\s*docker\b"
    r"|(?:Docker|DOCKER)\s+[-A-Za-z]"
    r"|docker-lessons(?:\s|$)"
    r"|build\s+-t\s+\w"
    rf"|(?:{_VERB})\s+(?!(?:in|is|if|and|or|not|as|for|else)\b)\w"  # `docker` left out: no Python has two names in a row
)
_BARE = "docker if 'docker' in globals() else get_ipython().run_line_magic('docker', '')"
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
        at += 1
        text = line.strip()
        if statement or not (is_docker(text) or is_nearly_docker(text)):
            made.append(line)
            statement += line
            if _is_magic(text) or not _is_open(statement):
                statement = ""
            continue
        first = at
        while text.endswith("\\") and at < len(lines):
            text = text[:-1] + lines[at].rstrip()
            at += 1
        indent = line[: len(line) - len(line.lstrip())]
        # Lines behind a backslash become empty ones, so that a Python error below names the right line.
        made.append(f"{indent}{_call(text)}\n" + "\n" * (at - first))
    return made


def is_docker(text: str) -> bool:
    """Tells whether `text`, the beginning of a statement, is a docker line and not Python."""
    return text == "docker" or _DOCKER.match(text) is not None


def is_nearly_docker(text: str) -> bool:
    """Tells whether `text` is nearly a docker line, and no Python either."""
    return _NEARLY.match(text) is not None


def _call(text: str) -> str:
    if text == "docker":
        return _BARE  # a variable of that name is shown, as Python does
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
