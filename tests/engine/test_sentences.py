"""No error sentence of the engine can be changed without a test that fails.

Every sentence stands in the sources as the argument of an exception. It is either what a real dockerd
was recorded to say (`dockerd_says.json`, which the comparison holds dockerd and ours to), or it is
quoted in `sentences.toml` with the reason why dockerd cannot be heard saying it.
"""

import ast
import re
import tomllib
from pathlib import Path

import pytest

import docker_lessons.engine
import docker_lessons.oci.reference
from docker_lessons.engine.errors import EngineError
from tests.engine.comparison import recorded

REFUSALS = {kind.__name__ for kind in EngineError.__subclasses__()} | {"InvalidReference"}
ENGINE = Path(docker_lessons.engine.__file__).parent
SOURCES = sorted([*ENGINE.glob("*.py"), Path(docker_lessons.oci.reference.__file__)])
ANYTHING = "\0"
"""Stands in a sentence for what a place in it holds."""
QUOTED = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))["reason"]


def sentence_of(argument: ast.expr) -> str:
    """The text of an exception's argument, with a sign for whatever is filled in."""
    match argument:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(sentence_of(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return sentence_of(left) + sentence_of(right)
    return ANYTHING


def raised(source: str) -> set[str]:
    """The sentences that a module's refusals are made with; one that is only passed on has no words."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {
        sentence
        for call in calls
        if call.args and (_name(call.func) in REFUSALS or _is_same_kind(call.func))
        if re.search(r"\w", sentence := sentence_of(call.args[0]))
    }


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _is_same_kind(function: ast.expr) -> bool:
    # type(error)(...): what was said is said again, with more words.
    return isinstance(function, ast.Call) and _name(function.func) == "type"


def heard() -> list[str]:
    """Every error line that dockerd was recorded to say."""
    return [
        error for rows in recorded().values() for row in rows for error in row["errors"] if error
    ]


def said_by_dockerd(sentence: str, lines: list[str]) -> bool:
    """Is it a whole line of dockerd's, or what follows a colon in one, to its end?"""
    pattern = ".+".join(re.escape(part) for part in sentence.split(ANYTHING))
    return any(re.fullmatch(f"(?:.*: )?{pattern}", line) for line in lines)


SENTENCES = {sentence for path in SOURCES for sentence in raised(path.read_text("utf-8"))}
KNOWN = {sentence.replace("{}", ANYTHING) for rows in QUOTED.values() for sentence in rows}


def test_each_sentence_is_dockerds_or_is_quoted_with_a_reason() -> None:
    lines = heard()
    unknown = {each for each in SENTENCES - KNOWN if not said_by_dockerd(each, lines)}
    assert not unknown


def test_no_quoted_sentence_is_out_of_date_or_was_heard_from_dockerd() -> None:
    lines = heard()
    assert not KNOWN - SENTENCES
    assert not {each for each in KNOWN if said_by_dockerd(each, lines)}


@pytest.mark.parametrize("sentence", sorted(SENTENCES - KNOWN))
def test_a_change_of_a_sentence_would_be_seen(sentence: str) -> None:
    lines = heard()
    words = re.findall(r"[A-Za-z]{2,}", sentence)
    assert words
    for word in words:
        assert not said_by_dockerd(sentence.replace(word, word[::-1].swapcase() + "q"), lines)
    end = sentence.rpartition(ANYTHING)[2]
    if end:
        assert not said_by_dockerd(f"{sentence}.", lines)
    if len(end) > 1:  # else what is filled in could end so, too
        assert not said_by_dockerd(sentence[:-1], lines)
