"""Tokens and passwords: what the token endpoint gives to whom, and what it costs to guess."""

from __future__ import annotations

import base64
import contextlib
import json
import stat
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import requests

from docker_lessons.hub.accounts import Accounts, WrongPassword
from docker_lessons.hub.database import Database
from docker_lessons.hub.secret import Secret
from docker_lessons.hub.tokens import LIFETIME, InvalidToken, Scope, Tokens
from docker_lessons.hub.tries import TooManyTries, Tries

from .conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from .conftest import RunningHub


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(payload + "==")))


def ask(hub: RunningHub, scope: str, auth: tuple[str, str] | None) -> requests.Response:
    return requests.get(
        f"{hub.registry}/token",
        params={"service": "registry.docker.io", "scope": scope},
        auth=auth,
        timeout=60,
    )


def test_a_token_grants_what_was_asked_as_far_as_it_is_allowed(hub: RunningHub) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "hello"))
    scope = (
        "repository:demousr/demorep:pull,push repository:teacherdemo/hello:pull,push "
        "repository:library/demorep:push registry:catalog:* nonsense"
    )
    answer = ask(hub, scope, ("demousr", PASSWORD)).json()
    found = claims(answer["token"])
    assert answer["token"] == answer["access_token"]
    assert found["access"] == [
        {"type": "repository", "name": "demousr/demorep", "actions": ["pull", "push"]},
        {"type": "repository", "name": "teacherdemo/hello", "actions": ["pull"]},
    ]
    assert found["sub"] == "demousr"
    assert 60 <= found["exp"] - time.time() <= 300
    assert answer["expires_in"] <= 300


def test_a_stranger_gets_a_token_for_what_is_public_alone(hub: RunningHub) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "hello"))
    hub.call(lambda it: it.ensure_repository("teacherdemo", "plans", private=True))
    scope = "repository:teacherdemo/hello:pull repository:teacherdemo/plans:pull"
    access = claims(ask(hub, scope, None).json()["token"])["access"]
    assert [entry["name"] for entry in access] == ["teacherdemo/hello"]


def test_the_oauth_form_gives_a_token_and_never_a_refresh_token(hub: RunningHub) -> None:
    answer = requests.post(
        f"{hub.registry}/token",
        data={
            "grant_type": "password",
            "service": "registry.docker.io",
            "client_id": "test",
            "access_type": "offline",
            "username": "demousr",
            "password": PASSWORD,
            "scope": "repository:demousr/demorep:pull,push",
        },
        timeout=60,
    ).json()
    assert answer["scope"] == "repository:demousr/demorep:pull,push"
    assert claims(answer["access_token"])["access"][0]["actions"] == ["pull", "push"]
    assert "refresh_token" not in answer


@pytest.mark.parametrize(
    "auth",
    [("demousr", "wrong"), ("demousr", ""), ("nobody", PASSWORD), ("library", ""), ("", "")],
)
def test_a_wrong_password_is_told_as_docker_hub_tells_it(
    hub: RunningHub, auth: tuple[str, str]
) -> None:
    answer = ask(hub, "", auth)
    assert answer.status_code == 401
    assert answer.json()["details"] == "incorrect username or password"
    refusal = hub.refusals()[-1]
    assert (refusal.message, refusal.account) == ("incorrect username or password", auth[0])


def test_an_account_without_a_password_is_closed(hub: RunningHub) -> None:
    hub.call(lambda it: it.ensure_account("closed", None))
    assert ask(hub, "", ("closed", "")).status_code == 401
    assert ask(hub, "", ("closed", "None")).status_code == 401


def test_guessing_is_slowed_for_one_account_and_locks_nobody_out(hub: RunningHub) -> None:
    assert ask(hub, "", ("demousr", PASSWORD)).status_code == 200
    answers = []
    while len(answers) < 40 and (not answers or answers[-1].status_code == 401):
        answers.append(ask(hub, "", ("demousr", f"guess {len(answers)}")))
    assert len(answers) > 10
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) <= 5
    # Who was right a moment ago goes on, and so does everybody else of the class.
    assert ask(hub, "", ("demousr", PASSWORD)).status_code == 200
    assert ask(hub, "", ("teacherdemo", "quiet green lamp")).status_code == 200


def test_tries_come_back_with_time() -> None:
    now = [0.0]
    tries = Tries(allowed=2, refill=3.0, clock=lambda: now[0])
    tries.spend("a")
    tries.spend("a")
    with pytest.raises(TooManyTries) as error:
        tries.check("a")
    assert error.value.wait == 3
    tries.check("b")
    now[0] = 3.1
    tries.check("a")


def test_a_right_password_costs_no_try() -> None:
    tries = Tries(allowed=1, refill=1e9, clock=lambda: 0.0)
    for _ in range(5):
        tries.check("a")
        tries.spend("a")
        tries.give_back("a")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "hub.db")
    yield database
    database.close()


@pytest.fixture
async def accounts(database: Database) -> AsyncIterator[Accounts]:
    accounts = Accounts(database)
    accounts.ensure("demousr", PASSWORD)
    yield accounts
    accounts.close()


async def test_the_password_is_kept_as_argon2id_of_19_mib(
    accounts: Accounts, database: Database
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    row = database.row("SELECT password_hash FROM accounts")
    assert row is not None
    assert row["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_second_verification_is_remembered_and_a_wrong_one_is_not(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    asked: list[str] = []

    def verify(hashed: str | None, password: str) -> bool:
        asked.append(password)
        return False

    monkeypatch.setattr("docker_lessons.hub.accounts._verify", verify)
    assert (await accounts.authenticate("demousr", PASSWORD)).name == "demousr"
    assert asked == []
    with pytest.raises(WrongPassword):
        await accounts.authenticate("demousr", PASSWORD + " ")
    assert asked == [PASSWORD + " "]


async def test_no_password_stays_in_memory(accounts: Accounts) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    assert PASSWORD not in repr(vars(accounts))


async def test_a_changed_password_replaces_the_old_one(accounts: Accounts) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    accounts.ensure("demousr", "another one")
    assert (await accounts.authenticate("demousr", "another one")).name == "demousr"
    with pytest.raises(WrongPassword):
        await accounts.authenticate("demousr", PASSWORD)


async def test_a_changed_password_is_no_longer_remembered(accounts: Accounts) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    accounts.ensure("demousr", "another one")
    with pytest.raises(WrongPassword):
        await accounts.authenticate("demousr", PASSWORD)


async def test_the_password_of_an_account_that_is_gone_is_no_longer_remembered(
    accounts: Accounts, database: Database
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    database.execute("DELETE FROM accounts WHERE name = ?", "demousr")
    with pytest.raises(WrongPassword):
        await accounts.authenticate("demousr", PASSWORD)


async def test_a_password_is_remembered_for_a_tokens_life_and_no_longer(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    monkeypatch.setattr("docker_lessons.hub.accounts._verify", lambda hashed, password: False)
    began = time.monotonic()
    for passed, right in ((LIFETIME - 5, True), (LIFETIME + 5, False)):
        clock = SimpleNamespace(monotonic=lambda passed=passed: began + passed)
        monkeypatch.setattr("docker_lessons.hub.accounts.time", clock)
        with contextlib.nullcontext() if right else pytest.raises(WrongPassword):
            await accounts.authenticate("demousr", PASSWORD)


async def test_what_is_remembered_is_worth_nothing_in_another_process(
    accounts: Accounts, database: Database
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    other = Accounts(database)
    await other.authenticate("demousr", PASSWORD)
    assert not set(accounts._remembered) & set(other._remembered)
    other.close()


def test_the_key_is_the_owners_alone_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    first = Secret(path).sign("x", "text")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Secret(path).sign("x", "text") == first
    assert Secret(path).sign("y", "text") != first
    assert Secret(tmp_path / "other.key").sign("x", "text") != first


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
