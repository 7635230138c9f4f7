"""With CI=true a skip is a failure, unless a row of allowed_skips.toml allows it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULE = """
import pytest
@pytest.mark.skip(reason={reason!r})
def test_something(): ...
"""


@pytest.mark.parametrize(
    ("ci", "reason", "outcome"),
    [
        ("", "no such program", "1 skipped"),
        ("true", "no such program", "1 error"),
        ("true", "docker 28 or newer is not installed (where to get it)", "1 skipped"),
    ],
)
def test_a_skip_in_ci_must_be_in_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, reason: str, outcome: str
):
    monkeypatch.setenv("CI", ci)
    (tmp_path / "test_skipping.py").write_text(MODULE.format(reason=reason))
    arguments = ["-p", "tests.conftest", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path]
    run = [sys.executable, "-m", "pytest", "-q", *map(str, arguments)]
    said = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert outcome in said
