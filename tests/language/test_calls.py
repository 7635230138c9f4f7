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


CALLS = list(calls())


@pytest.mark.parametrize("call", [each for _, each in CALLS], ids=[place for place, _ in CALLS])
def test_a_message_is_whole_and_has_a_fact_for_each_placeholder(call: ast.Call) -> None:
    messages = call.args[: _MESSAGES[_name(call)]]
    assert not any(map(_is_glued, messages))
    texts = [one.value for one in messages if isinstance(one, ast.Constant)]
    if _name(call) == "N_" or len(texts) < len(messages):
        return  # it is filled where it is told
    given = {each.arg for each in call.keywords}
    if None in given:  # more of them, by **
        return
    given |= {"number"} if _name(call) == "ngettext" else set()
    wanted = [set(_PLACEHOLDER.findall(one)) for one in texts]
    assert set.union(*wanted) <= given
    assert given - {"number"} <= set.union(*wanted)
