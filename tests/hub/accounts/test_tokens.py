"""Tokens: what they open, and when they no longer do."""

from __future__ import annotations

import time
from pathlib import Path

import jwt
import pytest

from docker_lessons.hub.accounts.secret import Secret
from docker_lessons.hub.accounts.tokens import (
    LIFETIME,
    SERVICE,
    Grant,
    InvalidToken,
    Scope,
    Tokens,
)

PULL = Scope("repository", "demousr/x1", ("pull",))
PUSH = Scope("repository", "demousr/x2", ("pull", "push"))


@pytest.fixture
def secret(tmp_path: Path) -> Secret:
    """The key of a Hub."""
    return Secret(tmp_path / "secret.key")


@pytest.fixture
def tokens(secret: Secret) -> Tokens:
    """The tokens of that Hub."""
    return Tokens(secret, "http://127.0.0.1:1")


@pytest.mark.parametrize("account", ["demousr", None])
def test_a_registry_token_grants_what_it_was_made_for(tokens: Tokens, account: str | None) -> None:
    token = tokens.for_registry(account, [PULL, PUSH])
    assert tokens.read_registry(token) == Grant(account, (PULL, PUSH))


def test_a_token_for_the_api_names_its_account(tokens: Tokens) -> None:
    assert tokens.read_api(tokens.for_api("demousr")) == Grant("demousr")


def test_a_token_has_the_claims_of_the_specification(tokens: Tokens) -> None:
    token = tokens.for_registry("demousr", [PULL])
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims.pop("iat") == claims.pop("nbf") == claims.pop("exp") - LIFETIME
    assert claims.pop("jti")
    assert claims == {
        "iss": "http://127.0.0.1:1",
        "sub": "demousr",
        "aud": SERVICE,
        "access": [{"type": "repository", "name": "demousr/x1", "actions": ["pull"]}],
    }


def test_a_token_of_nobody_has_an_empty_subject(tokens: Tokens) -> None:
    claims = jwt.decode(tokens.for_registry(None, []), options={"verify_signature": False})
    assert claims["sub"] == ""


def test_two_tokens_of_the_same_second_differ(tokens: Tokens) -> None:
    assert tokens.for_api("demousr") != tokens.for_api("demousr")


def test_a_token_of_another_issuer_is_invalid(tokens: Tokens, secret: Secret) -> None:
    other = Tokens(secret, "http://127.0.0.1:2")
    with pytest.raises(InvalidToken, match="issuer"):
        tokens.read_registry(other.for_registry("demousr", []))


@pytest.mark.parametrize("missing", ["exp", "sub"])
def test_a_token_without_end_or_subject_is_invalid(
    tokens: Tokens, secret: Secret, missing: str
) -> None:
    claims = {
        "iss": "http://127.0.0.1:1",
        "aud": SERVICE,
        "sub": "demousr",
        "exp": int(time.time()) + LIFETIME,
        "access": [],
    }
    del claims[missing]
    token = jwt.encode(claims, secret.key(SERVICE), "HS256")
    with pytest.raises(InvalidToken, match=missing):
        tokens.read_registry(token)


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
        ("repository::pull", None),
        (":a/b:pull", None),
    ],
)
def test_scopes_are_read_as_the_specification_writes_them(text: str, scope: Scope | None) -> None:
    assert Scope.parse(text) == scope
