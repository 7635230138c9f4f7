"""A test that needs a program says how to get it, and continuous integration installs it."""

import ast
import re
from pathlib import Path

import pytest

from tests import programs, skips

ROOT = Path(__file__).parent.parent
INSTALLED = dict(re.findall(r"\[([\w.-]+)\]=([\w.-]+)", (ROOT / ".ci" / "run").read_text("utf-8")))


def asked_for() -> set[str]:
    """The programs that any test asks for: the first name of each `programs.required`, and the docker clients."""
    found = set(programs.DOCKER_CLIS)
    for file in {*(ROOT / "tests").rglob("*.py")} - {Path(__file__)}:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "programs.required",
                "required",
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
                else:
                    assert ast.unparse(first) == "*programs.CHROMIUM", (
                        f"{file}: {ast.unparse(node)}"
                    )
                    found.add(programs.CHROMIUM[0])
    return found


def test_the_programs_that_tests_ask_for_are_those_that_it_says_how_to_get():
    assert asked_for() | {"ps"} == set(programs.HOW_TO_GET)


@pytest.mark.parametrize("program", sorted(programs.HOW_TO_GET))
def test_ci_installs_a_program_or_may_do_without_it(program: str):
    package = re.match(r"(Debian[^:]*: apt|pip) install ([\w.-]+)", programs.HOW_TO_GET[program])
    if package is None:
        rows = [row["reason"] for row in skips.ROWS if row["platform"] == "linux"]
        assert any(re.match(reason, f"{program} is not installed") for reason in rows)
    elif package[1] == "pip":
        assert f'"{package[2]}>=' in (ROOT / "pyproject.toml").read_text("utf-8")
    else:
        assert package[2] in INSTALLED.values()


@pytest.mark.parametrize("program", sorted(programs.HOW_TO_GET))
def test_without_a_program_the_skip_says_how_to_get_it(
    program: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(programs, "_search_path", lambda: "")
    with pytest.raises(pytest.skip.Exception, match=re.escape(programs.HOW_TO_GET[program])):
        programs.required(program)
