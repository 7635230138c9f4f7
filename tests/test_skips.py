"""With CI=true a skip is a failure, unless a row of allowed_skips.toml allows it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULE = """
import pytest
@pytest.mark.skip(reason="no such program")
def test_something(): ...
@pytest.mark.skip(reason="docker 28 or newer is not installed (where to get it)")
def test_something_allowed(): ...
"""


@pytest.mark.parametrize(("ci", "outcome"), [("", "2 skipped"), ("true", "1 skipped, 1 error")])
def test_a_skip_in_ci_must_be_in_the_list(tmp_path: Path, ci: str, outcome: str):
    (tmp_path / "test_skipping.py").write_text(MODULE)
    arguments = ["-p", "tests.conftest", "-p", "xdist.plugin", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments, "--rootdir", tmp_path, tmp_path],
        cwd=ROOT,
        env=os.environ | {"CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout
    wrong = re.findall(r"^(Skipped: .*)\nWith CI=true this is a failure", done.stdout, re.MULTILINE)
    assert wrong == (["Skipped: no such program"] if ci else [])
