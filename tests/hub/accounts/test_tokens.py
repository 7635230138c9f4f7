"""Tokens: what they open, and when they no longer do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docker_lessons.hub.accounts.secret import Secret
from docker_lessons.hub.accounts.tokens import InvalidToken, Scope, Tokens

if TYPE_CHECKING:
    pass


def test_a_token_for_the_api_does_not_open_the_registry(tmp_path: Path) -> None:
    tokens = Tokens(Secret(tmp_path / "secret.key"), "http://127.0.0.1:1")
    with pytest.raises(InvalidToken):
        tokens.read_registry(tokens.for_api("demousr"))
    with pytest.raises(InvalidToken):
        tokens.read_api(tokens.for_registry("demousr", []))


def test_a_token_of_yesterday_is_invalid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens(Secret(tmp_path / "secret.key"), "http://127.0.0.1:1")
    yesterday = time.time() - 86400
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: yesterday)
        token = tokens.for_registry("demousr", [Scope("repository", "demousr/x1", ("pull",))])
    with pytest.raises(InvalidToken):
        tokens.read_registry(token)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("repository:a/b:pull,push", Scope("repository", "a/b", ("pull", "push"))),
        ("repository(plugin):a/b:pull", Scope("repository", "a/b", ("pull",))),
        ("repository:host:5000/a/b:pull", Scope("repository", "host:5000/a/b", ("pull",))),
        ("repository:a/b:", Scope("repository", "a/b", ())),
        ("repository", None),
        ("repository:a", None),
    ],
)
def test_scopes_are_read_as_the_specification_writes_them(text: str, scope: Scope | None) -> None:
    assert Scope.parse(text) == scope
