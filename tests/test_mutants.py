"""`make mutants` runs the quick tests in a copy of the tree, which has to have all that they import."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_the_copy_has_every_folder_that_the_tests_import() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    copied = {"tests", *settings["source_paths"], *settings["also_copy"]}
    ours = {path.name for path in ROOT.iterdir() if any(path.glob("*.py"))}
    wanted = {name for path in (ROOT / "tests").rglob("*.py") for name in imported(path)}
    assert ours & wanted <= copied
