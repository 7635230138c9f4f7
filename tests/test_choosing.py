"""What a run of the tests takes: no folder is passed over, and each fixture that `make quick` leaves out exists."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests import choosing

TESTS = Path(__file__).parent


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config):
    folders = {file.parent.relative_to(TESTS) for file in TESTS.rglob("test_*.py")}
    passed_over = {
        f"tests/{folder}"
        for folder in folders
        for pattern in pytestconfig.getini("norecursedirs")
        if any(fnmatch(part, pattern) for part in folder.parts)
    }
    assert not passed_over, f"pytest never looks into {passed_over}"


def test_each_fixture_that_quick_leaves_out_exists():
    texts = [file.read_text("utf-8") for file in TESTS.rglob("*.py")]
    made = {name for text in texts for name in re.findall(r"^def (\w+)\(", text, re.MULTILINE)}
    missing = choosing.WHOLE_PROGRAMS - made
    assert not missing, f"tests/choosing.py names fixtures that are not there: {missing}"


@pytest.mark.parametrize(
    ("processors", "gibibytes", "wanted"), [(2, 24, 3), (1, 24, 1), (16, 8, 4), (2, 1, 1)]
)
def test_workers_are_as_many_as_keep_the_processors_busy_and_as_the_memory_holds(
    processors: int, gibibytes: int, wanted: int
):
    assert choosing.workers(processors, gibibytes << 30) == wanted
