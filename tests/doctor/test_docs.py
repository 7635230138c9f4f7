"""docs/doctor.md is the table of checks: the same situations in the same order, and tried where it says so."""

import re
from pathlib import Path

from docker_lessons.doctor.checks.table import CHECKS, SITUATIONS

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "doctor.md").read_text("utf-8")
ROW = re.compile(r"^\| ([a-z][\w-]*) \|.*\| \*([a-z -]+)\* \|$", re.MULTILINE)
TESTS = {
    path.name: path.read_text("utf-8")
    for path in Path(__file__).parent.glob("test_*.py")
    if path.name != Path(__file__).name
}
BUILT = "test_built_facts.py"
"""The tests of facts that nobody gathered."""


def test_every_situation_has_its_row_below_its_check():
    parts = re.split(r"^Check `([\w-]+)`\.$", TEXT, flags=re.MULTILINE)[1:]
    rows = {
        name: [row[0] for row in ROW.findall(part)]
        for name, part in zip(parts[::2], parts[1::2], strict=True)
    }
    table = {check.name: [situation.id for situation in check.situations] for check in CHECKS}
    assert {name: sorted(ids) for name, ids in rows.items()} == {
        name: sorted(ids) for name, ids in table.items()
    }


def test_a_row_says_how_it_is_tested():
    for situation, how in ROW.findall(TEXT):
        real = any(f'"{situation}"' in text for name, text in TESTS.items() if name != BUILT)
        assert how in {"tried", "stand-in", "from documentation"}, situation
        assert real == (how != "from documentation"), situation
        assert real or f'"{situation}"' in TESTS[BUILT], situation


def test_no_situation_has_two_meanings():
    assert len(SITUATIONS) == sum(len(check.situations) for check in CHECKS)
