"""Slips that a docker command line itself shows: spaces, quotes, `sudo`, a word too many.

Slips in options are in `dashes`. Each slip is looked for once Docker has refused the line. The fact `mended` is the
line without the slip.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from docker_lessons.findings import misspelling, unseen
from docker_lessons.findings.command_line import CommandLine, parse
from docker_lessons.findings.docker_options import IMAGE_COMMANDS, OPERANDS_END_OPTIONS
from docker_lessons.findings.finding import Facts, Finding
from docker_lessons.findings.image_name import mended_name
from docker_lessons.findings.proposal import proposed, replaced, with_proposal
from docker_lessons.findings.wording import Sentences

EXTRA_COMMAND = (
    "docker {typed} is an extra command that isn't installed here. This course doesn't need it."
)
"""What is said of a plugin's command where the plugin is missing. Facts: `typed`."""

SENTENCES: Sentences = {
    "sudo": {
        "mended": "Leave out sudo: Docker doesn't need it here, and with it Docker uses root's login, not yours. Type: {mended}",
        "alone": "Leave out sudo: Docker doesn't need it here, and with it Docker uses root's login, not yours.",
    },
    "curly-quotes": {
        "mended": "The quotes in this line are curly, the kind a word processor makes. Leave them out: {mended}",
        "alone": "The quotes in this line are curly, the kind a word processor makes. Type straight ones.",
    },
    "invisible-characters": {
        "mended": "This line contains invisible characters, as text copied from a page often does. Type it again: "
        "{mended}",
        "alone": "This line contains invisible characters, as text copied from a page often does. Type it again.",
    },
    "output-in-line": "Part of this line is what Docker printed, not what you type. Leave out {word} and everything "
    "after it.",
    "web-address": "{name} is the address of a web page. An image's name has no https:// in front: {target}",
    "gap-in-name": {
        "mended": "There are no spaces in a name, not even next to / or : . Type it in one piece: {mended}",
        "alone": "There are no spaces in a name, not even next to / or : . Type it in one piece.",
    },
    "colon-and-slash": {
        "mended": "In {name}, / and : are swapped. A name is account/repository:tag, so: {mended}",
        "alone": "In {name}, / and : are swapped. A name is account/repository:tag: {name_mended}",
    },
    "between-names": {
        "mended": "Docker takes every word here for a name, even {word}. Put only spaces between names: {mended}",
        "alone": "Docker takes every word here for a name, even {word}. Put only spaces between names.",
        "done": "Docker took {word} for one more name. Your names are removed; next time, put only spaces between them.",
    },
    "tag-without-option": "Docker took {name} for the folder to build from. The name goes after -t, and the folder "
    "comes last: docker build -t {name} myimage",
    "image-group": {
        "list": "docker image needs one more word that says what to do. To list your images: {mended}",
        "near": "docker image has no command {typed}. Did you mean this? {mended}",
        "far": "docker image has no command {typed}. docker image --help lists the ones it has.",
    },
    "misspelt-command": {
        "near": "Docker has no command called {typed}. Did you mean this? {mended}",
        "far": "Docker has no command called {typed}. docker --help lists the ones it has.",
        "extra": EXTRA_COMMAND,
    },
    "none-as-name": "<none> means that the image has no name. Use its ID instead; docker images shows it.",
    "placeholder": "{placeholder} is only a placeholder. Type your own value instead, without brackets.",
}

_TAKE_NAMES = frozenset({"tag", "push", "pull", "rmi", "rm", "run", "inspect", "history"})
_NAMES_WANTED = {"tag": 2}
"""Names that a command takes at least, where that is more than one: as many words aren't one name that was typed in pieces."""
_BETWEEN = frozenset(
    [
        "and",
        "&",
        "&&",
        "+",
        ",",
        "=",
        "==",
        "=>",
        "->",
        "to",
        "as",
        "into",
        "from",
        "with",
        "in",
        "on",
        "or",
        "at",
        "then",
        "et",
        "ou",
        "puis",
        "vers",
        "dans",
        "de",
        "du",
        "en",
        "sur",
        "avec",
        "comme",
    ]
)
"""Words and signs that people put between two names."""
_BEFORE = frozenset(["the", "my", "image", "images", "le", "la", "les", "mon", "une", "un", "nom"])
"""Words that people put before a name."""
_JOINED = re.compile(r",(?=$|[a-z])")
_VERSION = re.compile(r"v?\d+(?:[.]\w+)+")
_GAP = re.compile(r"(?<=\S)(?:\s+([/:])\s*|([/:])\s+)(?=\S)")
_GAP_IN_BUILD = re.compile(r"(\w:) +(?=[\w.-]+ )")
_CURLY = re.compile("[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a]")
_NAME_AND_TAG = re.compile(r":[^/\\]")
"""A colon that no path of Windows has, as in `C:\\myimage`."""
_OUTPUT = re.compile(r"REPOSITORY|TAG|Successfully|Sending|Untagged:.*|Deleted:.*|Login|Status:")
_PRINTED = re.compile(
    r"(?:^|(?<=\s))(?:The push refers to\b|Using default tag:|Sending build context\b|Step \d+/\d+\b|Successfully (?:built|tagged)\b"
    r"|Login Succeeded\b|Removing login credentials\b|Error response from daemon:|\S+: Pulling from\b|Status: (?:Downloaded|Image)\b"
    r"|\[\+\] Building\b|DEPRECATED:|Unable to find image\b|WARNING!|REPOSITORY\s+TAG\b|IMAGE\s+ID\b|denied: |unauthorized: "
    r"|\S+: digest: sha256:|Digest: sha256:|[0-9a-f]{12}: (?:Pushed|Preparing|Pull complete|Layer already exists)\b)"
)
"""How lines begin that Docker prints, where they are words of a command."""
_NO_NAME = "<none>"
_IN_ANGLE_BRACKETS = re.compile(r"<[^<>|&;]*[^<>|&;\s-]>")
_BLANK = re.compile(r"[<>\[\]{}]|___|YOUR|(?i:\byour[-_.]?(?:user|name|account|docker|hub|repo))")
_STAND_IN = re.compile(r"(?<![A-Z])IMAGE|USER\b")
_ACCOUNT_STAND_INS = frozenset(
    {
        "account",
        "docker-id",
        "dockerid",
        "hub-user",
        "namespace",
        "user",
        "user-name",
        "user_name",
        "username",
    }
)


def sudo(line: CommandLine) -> Finding | None:
    """Finds `sudo` anywhere in the line. Facts: `mended`. Variants: `mended`, `alone`."""
    own = len(line.operands) - 1 if line.verb in OPERANDS_END_OPTIONS - {"tag"} else 0
    if (
        "sudo" not in line.words[: len(line.words) - max(own, 0)]
    ):  # behind an image it is the program's
        return None
    return without_sudo([word for word in line.words if word not in {"sudo", "docker"}])


def without_sudo(words: list[str]) -> Finding:
    """Returns the finding for `sudo docker WORDS`. Facts: `mended`. Variants: `mended`, `alone`."""
    return with_proposal(
        "sudo", {}, proposed(("docker", *words), parse(("sudo", "docker", *words)))
    )


def curly_quotes(line: CommandLine) -> Finding | None:
    """Finds curly quotes. Facts: `mended`. Variants: `mended`, `alone`."""
    if not any(map(_CURLY.search, line.words)):
        return None
    mended = proposed([_CURLY.sub("", word) for word in line.words], line)
    return with_proposal("curly-quotes", {}, mended)


def invisible_characters(line: CommandLine) -> Finding | None:
    """Finds non-breaking and zero-width spaces and the like. Facts: `mended`. Variants: `mended`, `alone`."""
    if not any(map(unseen.is_in, line.words)):
        return None
    words = [part for word in line.words for part in unseen.removed(word).split()]
    return with_proposal("invisible-characters", {}, proposed(words, line))


def output_in_line(line: CommandLine) -> Finding | None:
    """Finds text that Docker printed after the words of a command. Facts: `word`."""
    if found := _PRINTED.search(" ".join(line.operands)):
        return Finding("output-in-line", {"word": found[0].split()[0]})
    printed = [word for word in line.operands if _OUTPUT.fullmatch(word)]
    return Finding("output-in-line", {"word": printed[0]}) if len(printed) > 1 else None


def web_address(line: CommandLine, target: str) -> Finding | None:
    """Finds a web page's address in the place of a name; `target` is a right one. Facts: `name`, `target`."""
    for name in line.operands:
        if name.startswith(("http://", "https://")) and line.verb in _TAKE_NAMES:
            return Finding("web-address", {"name": name, "target": target})
    return None


def gap_in_name(line: CommandLine) -> Finding | None:
    """Finds a space beside a slash or a colon of a name. Facts: `mended`. Variants: `mended`, `alone`."""
    if line.verb == "build":  # a lone / or : may be a folder there
        words = _GAP_IN_BUILD.sub(r"\1", " ".join(line.words)).split()
    elif gap_beside(line.verb, line.operands):
        start = len(line.words) - len(line.operands)
        names = _GAP.sub(lambda found: found[1] or found[2], " ".join(line.words[start:]))
        words = [*line.words[:start], *names.split()]
    else:
        return _gap_before_version(line)
    if tuple(words) == line.words:
        return None
    return with_proposal("gap-in-name", {}, proposed(words, line))


def _gap_before_version(line: CommandLine) -> Finding | None:
    """Finds `myimage 0.1`: a space in the colon's place."""
    start = len(line.words) - len(line.operands)
    if line.verb not in {"tag", "push", "pull"} or len(line.operands) < 2:
        return None
    for at in range(start + 1, len(line.words)):
        if _VERSION.fullmatch(line.words[at]):
            joined = f"{line.words[at - 1]}:{line.words[at]}"
            if mended := proposed((*line.words[: at - 1], joined, *line.words[at + 1 :]), line):
                return Finding("gap-in-name", {"mended": mended}, "mended")
    return None


def gap_beside(verb: str, operands: Sequence[str]) -> str:
    """Tells beside which sign a name among a command's operands has a space.

    `around-slash` for a slash that stands alone, else `colon`, else `slash`; '' where no name has a space.
    """
    if verb not in _TAKE_NAMES:
        return ""
    if "/" in operands:
        return "around-slash"
    if any(word.startswith(":") for word in operands[1:]):  # no name begins so
        return "colon"
    if len(operands) <= _NAMES_WANTED.get(verb, 1):
        return ""
    signs = {sign for left, right in pairwise(operands) for sign in (left[-1:], right[:1])}
    return "colon" if ":" in signs else "slash" if "/" in signs else ""


def between_names(line: CommandLine, printed: str = "") -> Finding | None:
    """Finds a word, or a comma, that stands between names or before one, as in `docker rmi a and b`.

    `printed` is the output of Docker. Facts: `word`, `mended`. Variants: `mended`, `alone`, `done` where
    it removed every name.
    """
    if line.verb not in _TAKE_NAMES - {"rm", "run"}:
        return None
    whole = [part for word in line.operands for part in _JOINED.sub(" ", word).split()]
    wanted = _NAMES_WANTED.get(line.verb, 1)
    no_names = _BETWEEN | _BEFORE if len(whole) > wanted else _BETWEEN
    names = [word for word in whole if word not in no_names]
    odd = [word for word in whole if word in no_names]
    if whole != " ".join(line.operands).split():
        odd.append(",")
    if not odd or len(names) < wanted:
        return None
    if line.verb in {"push", "pull"}:
        names = names[:1]  # `push NAME to the hub`
    facts: Facts = {"word": odd[0]}
    left = [name for name in names if f"Untagged: {name}" not in printed]
    if not left:
        return Finding("between-names", facts, "done")
    start = len(line.words) - len(line.operands)
    return with_proposal("between-names", facts, proposed([*line.words[:start], *left], line))


def colon_and_slash(line: CommandLine, known: Collection[str] = ()) -> Finding | None:
    """Finds a name whose / and : have changed places, such as `demousr:demorep/1.0`.

    `known` are names of existing images: where the command needs one, the fact `mended` is given only for one of them.
    Facts: `name`, `name_mended`, `mended`. Variants: `mended`, `alone`.
    """
    for at, name in enumerate(line.operands):
        right = mended_name(name) if line.verb in _TAKE_NAMES else ""
        if not right:
            continue
        source = line.verb not in {"pull", "run"} and not (line.verb == "tag" and at)
        line_mended = replaced(line, name, right) if right in known or not source else ""
        facts: Facts = {"name": name, "name_mended": right}
        return with_proposal("colon-and-slash", facts, line_mended)
    return None


def image_group(line: CommandLine) -> Finding | None:
    """Finds `docker image` with no command of its own behind it.

    Facts: `typed`, `mended`. Variants: `list`, `near`, `far`.
    """
    if line.command[:1] != ("image",):
        return None
    typed = line.command[1] if len(line.command) > 1 else ""
    if not typed:
        return Finding("image-group", {"mended": "docker images"}, "list")
    if typed in IMAGE_COMMANDS:
        return None
    at = line.words.index("image")
    for near in difflib.get_close_matches(typed, IMAGE_COMMANDS, 2):
        if mended := proposed((*line.words[: at + 1], near, *line.words[at + 2 :]), line):
            return Finding("image-group", {"typed": typed, "mended": mended}, "near")
    if mended := proposed((*line.words[:at], "images", *line.words[at + 1 :]), line):
        return Finding("image-group", {"mended": mended}, "list")
    return Finding("image-group", {"typed": typed}, "far")


def tag_without_option(line: CommandLine) -> Finding | None:
    """Finds `docker build NAME:TAG`, where a folder is wanted. Facts: `name`."""
    if line.verb != "build" or len(line.operands) != 1 or line.has("--tag"):
        return None
    name = line.operands[0]
    return Finding("tag-without-option", {"name": name}) if _NAME_AND_TAG.search(name) else None


def misspelt_command(line: CommandLine, typed: str) -> Finding:
    """Returns the finding for a word that Docker said is no command.

    Facts: `typed`. Variants: `near` with the fact `mended` too, where a command is meant by it; `extra` for a command
    of Docker's or of a plugin that this client lacks; `far`.
    """
    if misspelling.is_real(typed):
        return Finding("misspelt-command", {"typed": typed}, "extra")
    if mended := misspelling.meant(line, typed):
        return Finding("misspelt-command", {"typed": typed, "mended": mended}, "near")
    return Finding("misspelt-command", {"typed": typed}, "far")


def bracketed_placeholder(text: str, at: int) -> Finding | None:
    """Finds `<YOUR NAME>` or `<none>` at a position of a typed text. Facts: `placeholder`."""
    found = _IN_ANGLE_BRACKETS.match(text, at)
    if found is None:
        return None
    if found[0] == _NO_NAME:
        return Finding("none-as-name")
    return Finding("placeholder", {"placeholder": found[0]})


def placeholder(words: Sequence[str]) -> str | None:
    """Returns the first word that is only a placeholder, such as `<YOUR_USERNAME>`, `___` or `IMAGEID`."""
    return next((word for word in words if _is_stand_in(word)), None)


def placeholder_left(line: CommandLine) -> Finding | None:
    """Finds a word of the line that is only a placeholder. Facts: `placeholder`."""
    operands = line.operands[:1] if line.verb in OPERANDS_END_OPTIONS - {"tag"} else line.operands
    words = [*operands, *line.values("--tag"), *line.values("--username")]
    if any(_NO_NAME in word for word in words):
        return Finding("none-as-name")
    word = placeholder(words)
    return Finding("placeholder", {"placeholder": word}) if word else None


def _is_stand_in(word: str) -> bool:
    if _NO_NAME in word or not re.search(r"\w", word):
        return False
    account, slash, _ = word.partition("/")
    marks = has_blank(word) or _STAND_IN.search(word)
    return bool(marks or (slash and account.lower() in _ACCOUNT_STAND_INS))


def has_blank(name: str) -> bool:
    """Tells whether a part of a name is still to be filled in, as in `<YOUR_USERNAME>/myapp`."""
    return _BLANK.search(name) is not None
