"""No error sentence of the engine can be changed without a test that fails.

A sentence stands in the sources as the argument of a refusal, or as a text, or a part of one, that is
put together elsewhere: so every text with a blank in it is looked at. It is what a real dockerd was
recorded to say (`dockerd_says.json`, which the comparison holds dockerd and ours to), or it is quoted
in `sentences.toml` with the reason why dockerd is not heard saying it.
"""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import docker_lessons.engine
import docker_lessons.oci
from docker_lessons.engine.api.errors import EngineError
from tests.engine.like_dockerd.comparison import recorded

REFUSALS = {kind.__name__ for kind in EngineError.__subclasses__()} | {"InvalidReference"}
ENGINE = Path(docker_lessons.engine.__file__).parent
OCI = ("client", "digest", "errors", "gojson", "gourl", "refusals", "reference", "transport")
"""The modules whose sentences the engine passes on."""
ELSEWHERE = {"parameters.py"}
"""Modules whose sentences are held word by word to docs/engine.md (test_engine_document.py)."""
SOURCES = sorted(
    [
        *(path for path in ENGINE.rglob("*.py") if path.name not in ELSEWHERE),
        *(Path(docker_lessons.oci.__file__).with_name(f"{name}.py") for name in OCI),
    ]
)
TOLD = {"bar", "message", "status", "stream"}
"""The methods that tell how far a command is: what they print is compared line by line."""
SQL = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN|WHERE|ORDER BY)\b")
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


def raised(tree: ast.Module) -> set[str]:
    """The sentences that a module's refusals are made with; one that is only passed on has no words."""
    return {
        sentence
        for argument in _arguments(tree)
        if re.search(r"\w", sentence := sentence_of(argument))
    }


def filled_in(tree: ast.Module) -> set[str]:
    """The words that such a sentence takes up where something is chosen, or handed to a function."""
    return {
        node.value
        for argument in _arguments(tree)
        for node in ast.walk(argument)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.search(r"\w{2}", node.value) and node.value not in sentence_of(argument)
    }


def _arguments(tree: ast.Module) -> list[ast.expr]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [
        call.args[0]
        for call in calls
        if call.args and (_name(call.func) in REFUSALS or _is_same_kind(call.func))
    ]


def other_texts(tree: ast.Module) -> set[str]:
    """The other texts with words side by side, without docstrings, tables, SQL and what is told."""
    found = set()
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        text = sentence_of(node) if isinstance(node, ast.expr) else ANYTHING
        if text.strip(ANYTHING):
            found.add(text.replace("{}", ANYTHING))
        elif not (isinstance(node, ast.Call) and _method(node.func) in TOLD):
            left.extend(ast.iter_child_nodes(node))
    return {
        text
        for text in found
        if re.search(r"\S\s+\S", text) and re.search(r"[a-z]{3}", text)
        if not text.startswith("\n") and not SQL.match(text)
    }


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _method(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ""


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


def part_of_what_dockerd_says(text: str, lines: list[str]) -> bool:
    """Is it heard in a line of dockerd's, with other words before or behind it?"""
    pattern = ".+".join(re.escape(part) for part in text.strip().split(ANYTHING))
    return any(re.search(rf"(?<!\w){pattern}(?!\w)", line) for line in lines)


@cache
def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text("utf-8")) for path in SOURCES]


@cache
def sentences() -> frozenset[str]:
    """The sentences of all refusals."""
    return frozenset(sentence for tree in trees() for sentence in raised(tree))


@cache
def parts() -> frozenset[str]:
    """All other texts, and what is filled in."""
    found = {text for tree in trees() for text in other_texts(tree) | filled_in(tree)}
    return frozenset(found - sentences())


KNOWN = {sentence.replace("{}", ANYTHING) for rows in QUOTED.values() for sentence in rows}


def test_each_sentence_is_dockerds_or_is_quoted_with_a_reason() -> None:
    lines = heard()
    assert not {each for each in sentences() - KNOWN if not said_by_dockerd(each, lines)}
    assert not {each for each in parts() - KNOWN if not part_of_what_dockerd_says(each, lines)}


def test_no_quoted_sentence_is_out_of_date_or_was_heard_from_dockerd() -> None:
    lines = heard()
    assert not KNOWN - sentences() - parts()
    assert not {each for each in KNOWN & sentences() if said_by_dockerd(each, lines)}
    assert not {each for each in KNOWN & parts() if part_of_what_dockerd_says(each, lines)}


def changed(word: str) -> str:
    return word[::-1].swapcase() + "q"


def changes_of(text: str) -> list[str]:
    """The text with each of its words in turn changed."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    assert words, text
    return [text.replace(word, changed(word)) for word in words]


def test_a_change_of_a_sentence_would_be_seen() -> None:
    lines = heard()
    for sentence in sentences() - KNOWN:
        other = changes_of(sentence)
        end = sentence.rpartition(ANYTHING)[2]
        if end:
            other.append(f"{sentence}.")
        if len(end) > 1:  # else what is filled in could end so, too
            other.append(sentence[:-1])
        assert not [each for each in other if said_by_dockerd(each, lines)], sentence


def test_a_change_of_a_part_of_a_sentence_would_be_seen() -> None:
    lines = heard()
    for text in parts() - KNOWN:
        unseen = [each for each in changes_of(text) if part_of_what_dockerd_says(each, lines)]
        assert not unseen, text
