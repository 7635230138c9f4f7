"""A test that needs a program says how to get it, and continuous integration installs it."""

import ast
import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import programs, skips

ROOT = Path(__file__).parent.parent
CI = (ROOT / ".ci" / "run").read_text("utf-8")
INSTALLED = set(re.findall(r"\]=([\w.-]+)|missing\+=\(([\w.-]+)\)", CI))
ASKING = ("programs.required", "programs.font")


def asked_for() -> set[str]:
    """What any test asks for: the first name of each `programs.required` and `programs.font`, and both clients."""
    found = set(programs.DOCKER_CLIS)
    for file in {*(ROOT / "tests").rglob("*.py")} - {Path(__file__)}:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ASKING:
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
    match programs.HOW_TO_GET[program].replace(",", "").split(": apt install "):
        case [system, package] if system.startswith("Debian"):
            assert package.partition(";")[0] in {name for pair in INSTALLED for name in pair}
        case [text] if text.startswith("pip install "):
            assert text.split()[2] in {Requirement(one).name for one in requires("docker-lessons")}
        case _:
            rows = [row["reason"] for row in skips.ROWS if row["platform"] == "linux"]
            assert any(re.match(reason, f"{program} is not installed") for reason in rows)


@pytest.mark.parametrize("program", sorted(programs.HOW_TO_GET))
def test_without_a_program_the_skip_says_how_to_get_it(
    program: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(programs, "_search_path", lambda: "")
    with pytest.raises(pytest.skip.Exception, match=re.escape(programs.HOW_TO_GET[program])):
        programs.required(program)
