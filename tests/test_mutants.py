"""`make mutants` runs the quick tests in a copy of the tree, which has to have all that they import."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
_IMPORTED = re.compile(r"^ *(?:from|import) (\w+)", re.MULTILINE)


def test_the_copy_has_every_folder_that_the_tests_import() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    copied = {"tests", *settings["source_paths"], *settings["also_copy"]}
    ours = {path.name for path in ROOT.iterdir() if any(path.glob("*.py"))}
    sources = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    wanted = {name for source in sources for name in _IMPORTED.findall(source)}
    assert {"docker_lessons", "translation"} <= wanted
    assert ours & wanted <= copied


def test_each_change_that_nobody_can_notice_is_of_lines_that_are_there() -> None:
    rows = tomllib.loads((ROOT / "tests/equivalent_mutants.toml").read_text("utf-8"))["mutant"]
    gone = [
        row
        for row in rows
        if not set(row["before"].splitlines())
        <= {line.strip() for line in (ROOT / row["file"]).read_text("utf-8").splitlines()}
    ]
    assert gone == []
