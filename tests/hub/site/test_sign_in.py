"""Signing in and out by the page: where it leads, what it refuses, what the cookie opens."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from typing import TYPE_CHECKING

import pytest
import requests

from tests.hub.reader import Reader
from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


def test_signing_in_leads_to_ones_repositories_and_out_again(member: Reader) -> None:
    assert "My repositories" in member.open("/").text
    out = member.send("/", "/logout")
    assert "a stranger now" in out.text
    assert member.open("/repositories").url.endswith("/login?next=repositories")


def test_signing_out_ends_the_session_itself(member: Reader) -> None:
    kept = member.session.cookies.copy()
    member.send("/", "/logout")
    member.session.cookies = kept
    assert "/login" in member.open("/repositories").url


def test_after_signing_in_one_is_where_one_wanted_to_go(reader: Reader) -> None:
    form = reader.open("/repositories/create")
    assert form.url.endswith("/login?next=repositories/create")
    answer = reader.send(
        "/login?next=repositories/create",
        "/login",
        username="demousr",
        password=PASSWORD,
        next="repositories/create",
    )
    assert answer.url.endswith("/repositories/create")


@pytest.mark.parametrize("place", ["//evil.example", "http://evil.example", "/\\evil", "x:y", "\n"])
def test_signing_in_leads_to_no_other_site(reader: Reader, place: str) -> None:
    answer = reader.send("/login", "/login", username="demousr", password=PASSWORD, next=place)
    assert answer.url == reader.site + "/repositories"


def test_a_wrong_password_is_refused_in_words_and_traced(hub: RunningHub, reader: Reader) -> None:
    answer = reader.sign_in(password="wrong")
    assert answer.status_code == 403
    assert "Incorrect username or password" in answer.text
    assert 'value="demousr"' in answer.text
    assert "wrong" not in re.findall(r'value="([^"]*)"', answer.text)
    refusal = hub.refusals()[-1]
    assert (refusal.message, refusal.account) == ("incorrect username or password", "demousr")


def test_a_new_cookie_comes_with_signing_in(reader: Reader) -> None:
    reader.open("/login")
    before = reader.session.cookies.get_dict()
    reader.sign_in()
    assert reader.session.cookies.get_dict() != before


def test_the_cookie_is_for_the_server_alone(hub: RunningHub) -> None:
    cookie = requests.get(f"{hub.site}/login", timeout=60).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_the_database_holds_no_session_that_opens(hub: RunningHub, member: Reader) -> None:
    key = next(iter(member.session.cookies.get_dict().values()))
    with contextlib.closing(sqlite3.connect(hub.root / "hub.db")) as database:
        dump = "\n".join(database.iterdump())
    assert key not in dump
    assert PASSWORD not in dump
