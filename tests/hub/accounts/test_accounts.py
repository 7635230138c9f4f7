"""Passwords: how they are kept, what is remembered of a right one, and for how long."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from docker_lessons.hub.accounts.accounts import Accounts, WrongPassword
from docker_lessons.hub.accounts.passwords import PasswordHashes
from docker_lessons.hub.accounts.tokens import LIFETIME
from docker_lessons.hub.database import Database
from tests.hub.running import PASSWORD


class CheapHashes(PasswordHashes):
    """Hashes that cost next to nothing; remembers what it was asked, and can be made to refuse."""

    def __init__(self) -> None:
        super().__init__(memory=8, passes=1)
        self.asked: list[str] = []
        self.refuses = False

    async def verify(self, hashed: str | None, password: str) -> bool:
        self.asked.append(password)
        return not self.refuses and await super().verify(hashed, password)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "hub.db")
    yield database
    database.close()


@pytest.fixture
def hashes() -> CheapHashes:
    return CheapHashes()


@pytest.fixture
async def accounts(database: Database, hashes: CheapHashes) -> AsyncIterator[Accounts]:
    accounts = Accounts(database, hashes=hashes)
    accounts.ensure("demousr", PASSWORD)
    yield accounts
    accounts.close()


async def test_the_password_is_kept_as_argon2id_of_19_mib(database: Database) -> None:
    accounts = Accounts(database)
    accounts.ensure("demousr", PASSWORD)
    await accounts.authenticate("demousr", PASSWORD)
    accounts.close()
    row = database.row("SELECT password_hash FROM accounts")
    assert row is not None
    assert row["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_second_verification_is_remembered_and_a_wrong_one_is_not(
    accounts: Accounts, hashes: CheapHashes
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    hashes.asked.clear()
    hashes.refuses = True
    assert (await accounts.authenticate("demousr", PASSWORD)).name == "demousr"
    assert hashes.asked == []
    with pytest.raises(WrongPassword):
        await accounts.authenticate("demousr", PASSWORD + " ")
    assert hashes.asked == [PASSWORD + " "]


@pytest.mark.parametrize("is_kept_already", [False, True])
async def test_the_first_sign_in_costs_one_hash(
    accounts: Accounts, hashes: CheapHashes, is_kept_already: bool
) -> None:
    if is_kept_already:
        await accounts.authenticate("demousr", PASSWORD)
        accounts.ensure("demousr", PASSWORD)  # as the next start does
        hashes.asked.clear()
    await accounts.authenticate("demousr", PASSWORD)
    assert hashes.asked == [PASSWORD] * is_kept_already  # which is made or verified, and not both


async def test_an_account_that_does_not_exist_costs_a_hash_too(
    accounts: Accounts, hashes: CheapHashes
) -> None:
    with pytest.raises(WrongPassword):
        await accounts.authenticate("nobody", PASSWORD)
    assert hashes.asked == [PASSWORD]


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
    accounts: Accounts, hashes: CheapHashes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    hashes.refuses = True
    began = time.monotonic()
    for passed, right in ((LIFETIME - 5, True), (LIFETIME + 5, False)):
        clock = SimpleNamespace(monotonic=lambda passed=passed: began + passed)
        monkeypatch.setattr("docker_lessons.hub.accounts.accounts.time", clock)
        with contextlib.nullcontext() if right else pytest.raises(WrongPassword):
            await accounts.authenticate("demousr", PASSWORD)


async def test_what_is_remembered_is_worth_nothing_in_another_process(
    accounts: Accounts, database: Database
) -> None:
    await accounts.authenticate("demousr", PASSWORD)
    other = Accounts(database, hashes=CheapHashes())
    await other.authenticate("demousr", PASSWORD)
    assert not set(accounts._remembered) & set(other._remembered)
    other.close()
