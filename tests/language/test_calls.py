"""What the code says of messages: whole, never put together where they are looked up, and each placeholder has its fact."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "docker_lessons"
_MESSAGES = {"gettext": 1, "later": 1, "ngettext": 2, "N_": 1}
"""How many messages each function takes, before anything else."""


_PLACEHOLDER = re.compile(r"\{(\w+)(?:![rs])?\}")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """The calls of these functions, with the place of each."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node) in _MESSAGES:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def _name(call: ast.Call) -> str:
    called = call.func
    return getattr(called, "id", "") or getattr(called, "attr", "")


def _is_glued(message: ast.expr) -> bool:
    if isinstance(message, ast.Call):
        return _name(message) in {"format", "join"}
    return isinstance(message, (ast.JoinedStr, ast.BinOp))


def fault_of(call: ast.Call) -> str:
    """What is wrong with a call; '' for nothing."""
    messages = call.args[: _MESSAGES[_name(call)]]
    if any(map(_is_glued, messages)):
        return "its message is put together"
    texts = [one.value for one in messages if isinstance(one, ast.Constant)]
    if _name(call) == "N_" or len(texts) < len(messages):
        return ""  # it is filled where it is told
    given = {each.arg for each in call.keywords}
    if None in given:  # more of them, by **
        return ""
    given |= {"number"} if _name(call) == "ngettext" else set()
    wanted = set().union(*(_PLACEHOLDER.findall(one) for one in texts))
    if missing := wanted - given:
        return f"no fact for {sorted(missing)}"
    if unused := given - {"number"} - wanted:
        return f"no placeholder for {sorted(unused)}"
    return ""


def test_a_message_is_whole_and_has_a_fact_for_each_placeholder() -> None:
    found = {place: fault_of(call) for place, call in calls()}
    assert {place: fault for place, fault in found.items() if fault} == {}
    assert len(found) > 500  # they are found at all


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('gettext("a {b}", b=1)', ""),
        ('ngettext("a {b}", "as {number}", 2, b=1)', ""),
        ('N_("a {b}")', ""),
        ('gettext("a {b}", **facts)', ""),
        ("gettext(text, c=1)", ""),
        ('gettext("a" + b)', "its message is put together"),
        ('later(f"a {b}")', "its message is put together"),
        ('gettext("a {}".format(b))', "its message is put together"),
        ('gettext("a {b}")', "no fact for ['b']"),
        ('ngettext("a", "as {b!r}", 2)', "no fact for ['b']"),
        ('later("a {b}", b=1, c=2)', "no placeholder for ['c']"),
    ],
)
def test_what_is_wrong_with_a_message_is_found(code: str, fault: str) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert fault_of(call) == fault
