"""Forms: what was not made by us for this visitor changes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import requests

from tests.hub.reader import Reader

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_that_we_did_not_make_changes_nothing(
    hub: RunningHub, member: Reader, token: str
) -> None:
    answer = member.post(
        "/repositories/create",
        namespace="demousr",
        name="demorep",
        visibility="public",
        form_token=token,
    )
    assert answer.status_code == 403
    assert "nothing was changed" in answer.text
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None
    assert "form was out of date" in hub.refusals()[-1].message
    assert hub.refusals()[-1].account == "demousr"


def test_a_form_of_another_visitor_changes_nothing(hub: RunningHub, member: Reader) -> None:
    stranger = Reader(hub)
    token = re.search(r'name="form_token" value="(\w+)"', stranger.open("/login").text)
    assert token
    answer = member.post("/logout", form_token=token[1])
    assert answer.status_code == 403
    assert "My repositories" in member.open("/").text


def test_a_form_of_another_site_changes_nothing(hub: RunningHub, member: Reader) -> None:
    token = re.search(r'name="form_token" value="(\w+)"', member.open("/").text)
    assert token
    for header in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = member.session.post(
            f"{hub.site}/logout", data={"form_token": token[1]}, headers=header, timeout=60
        )
        assert answer.status_code == 403
    own = {"Origin": hub.site}
    answer = member.session.post(
        f"{hub.site}/logout", data={"form_token": token[1]}, headers=own, timeout=60
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("place", ["/", "/login", "/v2/namespaces/demousr/repositories"])
def test_another_host_name_gets_no_page(hub: RunningHub, place: str) -> None:
    host = {"Host": f"evil.example:{hub.site_port}"}
    answer = requests.get(hub.site + place, headers=host, timeout=60)
    assert answer.status_code == 421
    assert "form_token" not in answer.text


def test_localhost_is_one_of_our_names(hub: RunningHub) -> None:
    assert requests.get(f"http://localhost:{hub.site_port}/", timeout=60).status_code == 200
