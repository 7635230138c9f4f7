"""Rules that say which tags are immutable: regular expressions, matched in a time that grows with the tag alone.

Docker Hub takes the syntax of RE2, which has no backreferences and no lookaround, and never tries the same place
twice; Python's `re` does, and a rule like `(a+)+b` would block the Hub. A tag can only have 65 different characters,
so a class is kept as the set of its characters. Source: RE2, "Syntax"; Docker's documentation, "Immutable tags".
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from docker_lessons.language import gettext

MOST_RULES = 10
_LONGEST = 200
_MOST_STATES = 500
_ALPHABET = string.ascii_letters + string.digits + "_.-"
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\[\\])*\]")
_ESCAPE = re.compile(r"\\(?:[dDwWsS]|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])")
_COUNT = re.compile(r"\{(\d{1,4})(,?)(\d{0,4})\}")
_SUFFIX: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}

_Tree = tuple[Any, ...]
"""A part of an expression: what kind it is, and its parts."""


class InvalidRule(ValueError):
    """A rule that cannot be read; the message says why."""


@dataclass(eq=False)
class _State:
    """A place in an expression: takes one of `characters`, or nothing if they are None, and goes on to `following`."""

    following: list[_State] = field(default_factory=list)
    characters: frozenset[str] | None = None
    edge: str = ""
    """`^` or `$`: goes on at this edge of the tag only."""


class TagRule:
    """A regular expression for tags."""

    def __init__(self, text: str) -> None:
        """Reads the expression.

        Raises:
            InvalidRule: When it is not one, or one that is too large.
        """
        if not text or len(text) > _LONGEST:
            raise InvalidRule(gettext("A rule has 1 to {limit} characters.", limit=_LONGEST))
        self._text = text
        self._place = 0
        self._states = 0
        self._end = _State()
        tree = self._alternatives()
        if self._place < len(text):
            raise InvalidRule(
                gettext(
                    "“{rule}” is no regular expression that can be used: it has a “)” without a “(”.",
                    rule=text,
                )
            )
        self._start = self._built(tree, self._end)

    def matches(self, tag: str) -> bool:
        """Tells whether the expression is found in `tag`; `^` and `$` tie it to its ends."""
        now: set[_State] = set()
        for place in range(len(tag) + 1):
            edges = ("^" if place == 0 else "") + ("$" if place == len(tag) else "")
            now = _closed({*now, self._start}, edges)
            if self._end in now:
                return True
            if place < len(tag):
                now = {
                    state.following[0]
                    for state in now
                    if state.characters is not None and tag[place] in state.characters
                }
        return False

    # Reading

    def _alternatives(self) -> _Tree:
        found = [self._sequence()]
        while self._text[self._place :].startswith("|"):
            self._place += 1
            found.append(self._sequence())
        return ("either", *found)

    def _sequence(self) -> _Tree:
        found: list[_Tree] = []
        while self._place < len(self._text) and self._text[self._place] not in "|)":
            found.append(self._repeated(self._one()))
        return ("all", *found)

    def _one(self) -> _Tree:
        rest = self._text[self._place :]
        if rest[0] == "(":
            return self._group(rest)
        if rest[0] in "^$":
            self._place += 1
            return ("edge", rest[0])
        if rest[0] in "*+?":
            raise InvalidRule(
                gettext(
                    "“{rule}” is no regular expression that can be used: it has nothing that “{sign}” "
                    "could repeat.",
                    rule=self._text,
                    sign=rest[0],
                )
            )
        found = _CLASS.match(rest) if rest[0] == "[" else _ESCAPE.match(rest)
        if found is None and rest[0] in "[\\":
            raise InvalidRule(
                gettext(
                    "“{rule}” is no regular expression that can be used: it can't be read from "
                    "“{rest}” on.",
                    rule=self._text,
                    rest=rest[:10],
                )
            )
        part = found[0] if found else rest[0]
        self._place += len(part)
        return (
            "one of",
            _characters(part if part == "." or found else re.escape(part), self._text),
        )

    def _group(self, rest: str) -> _Tree:
        opening = "(?:" if rest.startswith("(?:") else "("
        if opening == "(" and rest.startswith("(?"):
            raise InvalidRule(
                gettext(
                    "“{rule}” is no regular expression that can be used: it begins a group with "
                    "“{group}”, which this Hub doesn't know.",
                    rule=self._text,
                    group=rest[:3],
                )
            )
        self._place += len(opening)
        found = self._alternatives()
        if not self._text[self._place :].startswith(")"):
            raise InvalidRule(
                gettext(
                    "“{rule}” is no regular expression that can be used: it has a “(” without a “)”.",
                    rule=self._text,
                )
            )
        self._place += 1
        return found

    def _repeated(self, part: _Tree) -> _Tree:
        rest = self._text[self._place :]
        count = _COUNT.match(rest)
        if count:
            least = int(count[1])
            most = least if not count[2] else int(count[3]) if count[3] else None
            if most is not None and most < least:
                raise InvalidRule(
                    gettext(
                        "“{rule}” is no regular expression that can be used: it has a count that "
                        "can't be: {count}.",
                        rule=self._text,
                        count=count[0],
                    )
                )
            self._place += len(count[0])
        elif rest[:1] in _SUFFIX and rest:
            least, most = _SUFFIX[rest[0]]
            self._place += 1
        else:
            return part
        if self._text[self._place :].startswith(
            "?"
        ):  # as few as possible: found or not, all the same
            self._place += 1
        rest = self._text[self._place :]
        if rest[:1] in {"*", "+", "?"} or _COUNT.match(rest):
            raise InvalidRule(
                gettext(
                    "“{rule}” is no regular expression that can be used: it repeats a repetition.",
                    rule=self._text,
                )
            )
        return ("repeat", part, least, most)

    # Building: from a part of the tree and what follows it, to the state where it begins

    def _built(self, tree: _Tree, after: _State) -> _State:
        kind, *parts = tree
        if kind == "one of":
            return self._state([after], characters=parts[0])
        if kind == "edge":
            return self._state([after], edge=parts[0])
        if kind == "either":
            return self._state([self._built(part, after) for part in parts])
        if kind == "all":
            for part in reversed(parts):
                after = self._built(part, after)
            return after
        part, least, most = parts
        if most is None:
            loop = self._state([after])
            loop.following.append(self._built(part, loop))
            after = loop
        else:
            last = after
            for _ in range(most - least):
                after = self._state([self._built(part, after), last])
        for _ in range(least):
            after = self._built(part, after)
        return after

    def _state(self, following: list[_State], **how: Any) -> _State:
        self._states += 1
        if self._states > _MOST_STATES:
            raise InvalidRule(
                gettext(
                    "“{rule}” is no regular expression that can be used: it is too large.",
                    rule=self._text,
                )
            )
        return _State(following, **how)


def _closed(states: set[_State], edges: str) -> set[_State]:
    """Returns these states and those that can be reached from them without a character."""
    found, todo = set(states), list(states)
    while todo:
        state = todo.pop()
        if state.characters is None and (not state.edge or state.edge in edges):
            new = [one for one in state.following if one not in found]
            found.update(new)
            todo += new
    return found


def _characters(part: str, text: str) -> frozenset[str]:
    try:
        one = re.compile(part, re.ASCII)
    except re.error:
        raise InvalidRule(
            gettext("“{rule}” is no regular expression that can be used.", rule=text)
        ) from None
    return frozenset(character for character in _ALPHABET if one.fullmatch(character))


@lru_cache(maxsize=256)
def rule(text: str) -> TagRule:
    """Returns the rule `text`, read once.

    Raises:
        InvalidRule: When it cannot be read.
    """
    return TagRule(text)


def check_rules(rules: list[str]) -> None:
    """Checks that all rules can be used.

    Raises:
        InvalidRule: When one of them is not valid, or when there are too many.
    """
    if len(rules) > MOST_RULES:
        raise InvalidRule(
            gettext(
                "A repository can have {limit} rules, and these are {number}.",
                limit=MOST_RULES,
                number=len(rules),
            )
        )
    for text in rules:
        rule(text)
