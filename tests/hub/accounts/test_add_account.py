"""The command that adds an account to a Hub whose service isn't running."""

import io
from pathlib import Path

import pytest

from docker_lessons.hub.__main__ import main


def test_a_name_that_no_account_can_have_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("some-org", "Demousr", "a"):
        monkeypatch.setattr("sys.stdin", io.StringIO("secret"))
        assert main(["add-account", str(tmp_path), name]) == 1
        assert name in capsys.readouterr().err
