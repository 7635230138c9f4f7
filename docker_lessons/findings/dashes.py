"""Slips in the options of a docker command line: a dash too few, a long one, a name that is nearly right.

The fact `mended` is the line without the slip.
"""

from __future__ import annotations

import difflib

from docker_lessons.findings.command_line import CommandLine, kinds_of
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.proposal import accepted, replaced, with_proposal
from docker_lessons.findings.wording import Sentences

SENTENCES: Sentences = {
    "long-dash": {
        "mended": "{word} begins with a long dash, the kind a word processor makes. Options begin with -: {mended}",
        "alone": "{word} begins with a long dash, the kind a word processor makes. Options begin with -.",
    },
    "number-of-dashes": "Long options begin with --, single-letter options with -: {mended}",
    "option-in-pieces": {
        "mended": "Docker reads {word} as {read}: after one dash, the rest of the word is the option's value. Long options begin "
        "with --: {mended}",
        "alone": "Docker reads {word} as {read}: after one dash, the rest of the word is the option's value. Long options begin "
        "with --.",
    },
    "option-nearly": "This command has no option {word}. Did you mean this? {mended}",
}

LONG_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SHORTEST = 3
"""Letters at the beginning of a long option's name from which on it is clear which one is meant."""
_NEAR = 0.8
"""How alike a typed name and an option's must be for one to be a slip of the other (0 to 1)."""


def long_dash(line: CommandLine) -> Finding | None:
    """Finds an option that begins with a long dash. Facts: `word`, `mended`. Variants: `mended`, `alone`."""
    values = {option.value_at for option in line.options}
    words = [word for at, word in enumerate(line.words) if at not in values]
    word = next((word for word in words if word[:1] and word[:1] in LONG_DASHES), None)
    if word is None:
        return None
    option = word.lstrip(LONG_DASHES + "-")
    tries = (replaced(line, word, dashes + option) for dashes in _dashes(option))
    return with_proposal("long-dash", {"word": word}, next((one for one in tries if one), ""))


def _dashes(option: str) -> tuple[str, ...]:
    return ("-", "--") if len(option.partition("=")[0]) == 1 else ("--", "-")


def number_of_dashes(line: CommandLine) -> Finding | None:
    """Finds `-tag` for `--tag`, or `--t` for `-t`. Facts: `mended`."""
    if accepted(line.words):
        return None
    for word in line.words:
        name = word.lstrip("-").partition("=")[0]
        if not name or not word.startswith("-"):
            continue
        if mended := replaced(line, word, ("-" if len(name) == 1 else "--") + word.lstrip("-")):
            return Finding("number-of-dashes", {"mended": mended})
    return None


def in_pieces(line: CommandLine) -> Finding | None:
    """Finds `-user demousr`, which clients read as `-u ser`.

    Facts: `word`, `read`, `mended`. Variants: `mended`, `alone`.
    """
    for option in line.options:
        word = line.words[option.at]
        name, equals, value = word.partition("=")
        if option.typed != name[:2] or option.value_at != option.at:
            continue
        if long := _meant_by(name[1:], line, option.name):
            facts = {"word": word, "read": f"{name[:2]} {word[2:]}"}
            mended = replaced(line, word, f"{long}{equals}{value}")
            return with_proposal("option-in-pieces", facts, mended)
    return None


def _meant_by(letters: str, line: CommandLine, read_as: str) -> str:
    """Returns the long option with this name, or `read_as` if its name begins with these letters; '' for neither."""
    if len(letters) < _SHORTEST:
        return ""
    if f"--{letters}" in kinds_of(line.command, line.verb):
        return f"--{letters}"
    return read_as if read_as.startswith(f"--{letters}") else ""


def nearly(line: CommandLine) -> Finding | None:
    """Finds a long option that the command does not have, and that is like one of its own. Facts: `word`, `mended`."""
    own = [name for name in kinds_of(line.command, line.verb) if name.startswith("--")]
    for option in line.options:
        if option.known or not option.typed.startswith("--"):
            continue
        begun = [name for name in own if name.startswith(option.typed)]
        is_plain = len(begun) == 1 and len(option.typed) >= len("--") + _SHORTEST
        near = begun if is_plain else difflib.get_close_matches(option.typed, own, 1, _NEAR)
        word = line.words[option.at]
        mended = near and replaced(line, word, word.replace(option.typed, near[0], 1))
        if mended:
            return Finding("option-nearly", {"word": option.typed, "mended": mended})
    return None
