"""Slips that a docker command line itself shows: spaces, dashes, quotes, `sudo`, a word too many.

Each is looked for once Docker has refused the line. Where a fact is `mended`, it is the line without the slip.
"""

from __future__ import annotations

import re

from docker_lessons.findings.command_line import CommandLine
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.misspelling import nearest_command
from docker_lessons.findings.wording import Sentences

SENTENCES: Sentences = {
    "sudo": "Leave sudo out: docker needs none here, and root has a log-in of its own, which is not yours. "
    "Write: {mended}",
    "long-dash": "{word} begins with a long dash, as word processors write it; an option begins with {dashes}: "
    "{mended}",
    "curly-quotes": "The line holds curly quotes, as word processors write them; Docker's names need none: {mended}",
    "web-address": "{name} is the address of a web page; an image's name begins with the account: {target}",
    "gap-in-name": "A name holds no space, neither beside / nor beside : , so write it in one piece: {mended}",
    "tag-without-option": "{name} was taken for the folder to build from: the name stands behind -t, and the "
    "folder comes last: docker build -t {name} myimage",
    "misspelt-command": {
        "near": "Docker has no command {typed}: {mended}",
        "far": "Docker has no command of the name {typed}: docker --help lists those that it has.",
    },
    "placeholder": "{placeholder} holds the place of something of yours. "
    "Write that itself in its place, without the angle brackets.",
}

_TAKE_NAMES = frozenset({"tag", "push", "pull", "rmi", "rm", "run", "inspect", "history"})
_GAP = re.compile(r"(?<=\S)(?:\s+([/:])\s*|([/:])\s+)(?=\S)")
_GAP_IN_BUILD = re.compile(r"(\w:) +(?=[\w.-]+ )")
_LONG_DASHES = "\N{EN DASH}\N{EM DASH}"
_CURLY = re.compile("[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]")
_IN_ANGLE_BRACKETS = re.compile(r"<[^<>|&;]*[^<>|&;\s-]>")
_PLACEHOLDER = re.compile(r"[<>\[\]{}]|___|IMAGE|YOUR|USER\b")


def sudo(line: CommandLine) -> Finding | None:
    """Finds `sudo` anywhere in the line. Facts: `mended`."""
    if "sudo" not in line.words:
        return None
    kept = [word for word in line.words if word not in {"sudo", "docker"}]
    return without_sudo(kept)


def without_sudo(words: list[str]) -> Finding:
    """Returns the finding for `sudo docker WORDS`. Facts: `mended`."""
    return Finding("sudo", {"mended": " ".join(["docker", *words])})


def long_dash(line: CommandLine) -> Finding | None:
    """Finds an option that begins with an en or em dash. Facts: `word`, `dashes`, `mended`."""
    for word in line.words:
        if word[:1] and word[:1] in _LONG_DASHES:
            option = word.lstrip(_LONG_DASHES)
            dashes = "-" if len(option) == 1 else "--"
            mended = line.text.replace(word, dashes + option)
            return Finding("long-dash", {"word": word, "dashes": dashes, "mended": mended})
    return None


def curly_quotes(line: CommandLine) -> Finding | None:
    """Finds curly quotes. Facts: `mended`."""
    if not _CURLY.search(line.text):
        return None
    return Finding("curly-quotes", {"mended": _CURLY.sub("", line.text)})


def web_address(line: CommandLine, target: str) -> Finding | None:
    """Finds a web page's address in the place of a name; `target` is a right one. Facts: `name`, `target`."""
    for name in line.operands:
        if name.startswith(("http://", "https://")) and line.verb in _TAKE_NAMES:
            return Finding("web-address", {"name": name, "target": target})
    return None


def gap_in_name(line: CommandLine) -> Finding | None:
    """Finds a space beside a slash or a colon of a name. Facts: `mended`. Variants: `slash`, `colon`."""
    if line.verb == "build":  # a lone / or : may be a folder there
        mended = _GAP_IN_BUILD.sub(r"\1", line.text)
    elif line.verb in _TAKE_NAMES:
        mended = _GAP.sub(lambda found: found[1] or found[2], line.text)
    else:
        return None
    if mended == line.text:
        return None
    slash = any(word.startswith("/") or word.endswith("/") for word in line.operands)
    return Finding("gap-in-name", {"mended": mended}, "slash" if slash else "colon")


def tag_without_option(line: CommandLine) -> Finding | None:
    """Finds `docker build NAME:TAG`, where a folder is wanted. Facts: `name`."""
    if line.verb == "build" and len(line.operands) == 1 and ":" in line.operands[0]:
        return Finding("tag-without-option", {"name": line.operands[0]})
    return None


def misspelt_command(line: CommandLine, typed: str) -> Finding:
    """Returns the finding for a word that Docker said is no command.

    Facts: `typed`. Variants: `near` with the fact `mended` too, where a command is like it; `far`.
    """
    near = nearest_command(typed)
    if near is None:
        return Finding("misspelt-command", {"typed": typed}, "far")
    mended = line.text.replace(typed, near, 1)
    return Finding("misspelt-command", {"typed": typed, "mended": mended}, "near")


def bracketed_placeholder(text: str, at: int) -> Finding | None:
    """Finds `<YOUR NAME>` at a position of a typed text. Facts: `placeholder`."""
    found = _IN_ANGLE_BRACKETS.match(text, at)
    return Finding("placeholder", {"placeholder": found[0]}) if found else None


def placeholder(words: tuple[str, ...]) -> str | None:
    """Returns the first word that only marks a place, such as `<YOUR_USERNAME>`, `___` or `IMAGEID`."""
    return next((word for word in words if _PLACEHOLDER.search(word)), None)
