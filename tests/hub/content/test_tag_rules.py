"""Rules for immutable tags: regular expressions that mean what they mean elsewhere, and cannot hold the Hub up."""

from __future__ import annotations

import random
import re
import time

import pytest

from docker_lessons.hub.content.tag_rules import InvalidRule, TagRule, check_rules

_ATOMS = ("a", "b", "1", ".", r"\.", "[ab]", "[^a]", r"\d", r"\w", "[0-9]", "-", r"\x61", "é")
_SUFFIXES = ("*", "+", "?", "{2}", "{1,2}", "{0,1}", "{1,}", "*?")


def generated(random_: random.Random, depth: int = 0) -> str:
    def inner() -> str:
        return generated(random_, depth + 1)

    kind = random_.random()
    if depth > 3 or kind < 0.35:
        return random_.choice(_ATOMS)
    if kind < 0.5:
        return inner() + inner()
    if kind < 0.62:
        return f"({inner()}|{inner()})"
    if kind < 0.8:
        return f"({inner()}){random_.choice(_SUFFIXES)}"
    if kind < 0.9:
        return random_.choice("^$") + inner()
    return f"(?:{inner()})"


def test_a_rule_finds_what_python_finds() -> None:
    random_ = random.Random(7)  # noqa: S311
    tried = 0
    while tried < 3000:
        text = generated(random_)
        if len(text) > 100:
            continue
        tag = "".join(random_.choice("ab1.-_Z") for _ in range(random_.randint(1, 7)))
        expected = re.search(text.replace("$", r"\Z"), tag) is not None
        assert TagRule(text).matches(tag) == expected, (text, tag)
        tried += 1


@pytest.mark.parametrize(
    ("text", "matching", "other"),
    [
        ("v.*", ["v1.0", "dev"], ["1.0"]),
        (".*-RELEASE", ["1.0-RELEASE"], ["1.0-release"]),
        (r"^\d+\.\d+\.\d+$", ["1.2.3"], ["1.2", "1.2.3-rc1", "v1.2.3"]),
        (r"^[0-9]+(\.[0-9]+){1,2}$", ["1.2", "1.2.3"], ["1", "1.2.3.4"]),
        ("^(latest|stable)$", ["latest"], ["latest2"]),
        ("[-_]rc[]0-9]$", ["1-rc1", "1_rc0"], ["1rc1"]),
    ],
)
def test_rules_as_people_write_them(text: str, matching: list[str], other: list[str]) -> None:
    rule = TagRule(text)
    assert [tag for tag in matching + other if rule.matches(tag)] == matching


@pytest.mark.parametrize(
    "text",
    [
        *("", "(", ")", "a)", "(a", "[", "[a", "*", "+a", "a**", "a{2}{3}", "a{3,2}", "\\", "a|*"),
        *(r"(a)\1", "(?=a)", "(?!a)", "(?<=a)b", "(?P<x>a)", "(?i)a", "x" * 201, "(a{1000}){1000}"),
        *("[z-a]", r"\b", r"\p{L}", "[\\", "[[:digit:]]"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidRule, match=r"rule has|regular expression"):
        TagRule(text)


@pytest.mark.parametrize(
    "text", ["(a+)+b", "(a|a)*b", "(a?){80}b$", "(.*)*(.*)*x$", "^(([a-z])+.)+Z"]
)
def test_no_rule_takes_long(text: str) -> None:
    began = time.process_time()
    assert not TagRule(text).matches("a" * 128)
    assert time.process_time() - began < 0.5


def test_a_repository_has_a_few_rules_only() -> None:
    check_rules(["a"] * 10)
    with pytest.raises(InvalidRule, match="10 rules"):
        check_rules(["a"] * 11)
