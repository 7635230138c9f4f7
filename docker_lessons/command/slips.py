"""Slips that the line itself shows once Docker has refused it: spaces, dashes, capitals, a word too many."""

import re
from collections.abc import Callable

from docker_lessons.command.nearly import without_sudo
from docker_lessons.command.told import Told

_LINE_REFUSED = re.compile(
    r"requires .*argument|accepts no arguments|invalid reference format|not a valid repository/tag"
    r"|invalid argument|unknown (?:shorthand )?flag|path .* not found|No such (?:image|object|container)"
    r"|unknown command|is not a docker command",
    re.IGNORECASE,
)
_NAMED = frozenset({"tag", "push", "pull", "rmi", "rm", "run", "inspect", "history"})
_GAP = re.compile(r"(?<=\S)(?:\s+([/:])\s*|([/:])\s+)(?=\S)")
_CURLY = re.compile("[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]")
_NAME = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)


def meaning(told: Told) -> str | None:
    """The sentence for the slip that `told`'s line shows, None when it shows none."""
    if not _LINE_REFUSED.search(told.text):
        return None
    for slip in _SLIPS:
        if sentence := slip(told):
            return sentence
    return None


def _sudo(told: Told) -> str | None:
    if "sudo" not in told.words:
        return None
    return without_sudo([word for word in told.words if word not in {"sudo", "docker"}])


def _long_dash(told: Told) -> str | None:
    for word in told.words:
        if word[:1] in {"\N{EN DASH}", "\N{EM DASH}"}:
            short = word.lstrip("\N{EN DASH}\N{EM DASH}")
            dashes = "-" if len(short) == 1 else "--"
            return (
                f"{word} begins with a long dash, as word processors write it; an option begins with "
                f"{dashes}: {told.line.replace(word, dashes + short)}"
            )
    return None


def _curly_quotes(told: Told) -> str | None:
    if not _CURLY.search(told.line):
        return None
    return (
        "The line holds curly quotes, as word processors write them; Docker's names need none: "
        f"{_CURLY.sub('', told.line)}"
    )


def _gap_in_name(told: Told) -> str | None:
    line = told.line
    if told.verb == "build":  # a lone / or : may be a folder there
        mended = re.sub(r"(\w:) +(?=[\w.-]+ )", r"\1", line)
    elif told.verb in _NAMED:
        mended = _GAP.sub(lambda found: found[1] or found[2], line)
    else:
        return None
    if mended == line:
        return None
    return (
        f"A name holds no space, neither beside / nor beside : , so write it in one piece: {mended}"
    )


def _web_address(told: Told) -> str | None:
    for name in told.operands:
        if name.startswith(("http://", "https://")) and told.verb in _NAMED:
            return (
                f"{name} is the address of a web page; an image's name begins with the account: "
                f"{told.names.target}"
            )
    return None


def _invalid_name(told: Told) -> str | None:
    if not re.search(r"invalid reference format|not a valid repository/tag", told.text):
        return None
    built = re.search(r'invalid argument "(.*?)" for "-t', told.text)
    for name in [built[1]] if built else told.operands:
        if sentence := wrong_in_name(name):
            return f"{sentence}, so {name} is refused."
    return None


def wrong_in_name(name: str) -> str | None:
    """What is wrong in an image's name, as the first half of a sentence; None for a right name.

    The grammar is that of distribution/reference: `[host[:port]/]path[:tag][@digest]`.
    """
    rest, _, tag = name.partition("@")[0].rpartition(":")
    if not rest or "/" in tag:
        rest, tag = name.partition("@")[0], ""
        has_tag = False
    else:
        has_tag = True
    if "\\" in name:
        return "The parts of a name are joined by /, not by \\"
    if any(sign.isspace() for sign in name):
        return "A name holds no space"
    if "::" in name:
        return "One : stands between name and tag, not two"
    if has_tag and not tag:
        return "Behind the : a tag is missing (such as 1.0; without the : it is latest)"
    if ":" in rest and "/" in name.partition(":")[2] and not re.match(r"[^/]+:\d+/", name):
        return "A tag holds no / : letters, digits, and . _ - between them"
    if has_tag and "," in tag:
        return f"A tag holds no comma (write {tag.replace(',', '.')})"
    if has_tag and not _TAG.fullmatch(tag):
        return "A tag holds letters, digits, and . _ - between them, nothing else"
    if rest != rest.lower():
        return "The name of a repository has no capital letters"
    if "" in rest.split("/"):
        return "Between two / something is missing, or a / stands at an end"
    if any(not _NAME.fullmatch(part) for part in rest.split("/")):
        return "Each part of a name begins and ends with a small letter or a digit"
    return None


def _tag_without_option(told: Told) -> str | None:
    if told.verb == "build" and len(told.operands) == 1 and ":" in told.operands[0]:
        return (
            f"{told.operands[0]} was taken for the folder to build from: the name stands behind -t, and the "
            f"folder comes last: docker build -t {told.operands[0]} myimage"
        )
    return None


_SLIPS: tuple[Callable[[Told], str | None], ...] = (
    _sudo,
    _long_dash,
    _curly_quotes,
    _web_address,
    _gap_in_name,
    _invalid_name,
    _tag_without_option,
)
