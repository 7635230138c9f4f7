"""The Hub's own key."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.hub.accounts.secret import Secret

if TYPE_CHECKING:
    pass


def test_the_key_is_the_owners_alone_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    first = Secret(path).sign("x", "text")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Secret(path).sign("x", "text") == first
    assert Secret(path).sign("y", "text") != first
    assert Secret(tmp_path / "other.key").sign("x", "text") != first
