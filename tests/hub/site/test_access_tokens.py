"""Account settings: personal access tokens are made, shown once, edited, deactivated and deleted."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
import requests

from tests.hub.reader import Reader, shown, words

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

PLACE = "/settings/personal-access-tokens"


def make(member: Reader, **fields: str) -> requests.Response:
    filled = {"label": "laptop", "expiry": "30", "scope": "repo:write", **fields}
    return member.send(f"{PLACE}/create", f"{PLACE}/create", **filled)


def token_in(answer: requests.Response) -> str:
    found = re.search(r"dckr_pat_[\w-]+", answer.text)
    assert found
    return found[0]


def made(hub: RunningHub) -> list[str]:
    return [
        f"{one.label} {one.scope}" for one in hub.call(lambda it: it.access_tokens.all("demousr"))
    ]


def logs_in(hub: RunningHub, token: str) -> bool:
    place = f"{hub.registry}/token?service=registry.docker.io"
    return requests.get(place, auth=("demousr", token), timeout=60).ok


def test_a_token_is_shown_once_and_logs_in(hub: RunningHub, member: Reader) -> None:
    answer = make(member)
    assert answer.status_code == 200
    token = token_in(answer)
    assert "docker login -u demousr" in words(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert logs_in(hub, token)
    assert made(hub) == ["laptop repo:write"]
    number = hub.call(lambda it: it.access_tokens.all("demousr"))[0].uuid
    for place in (PLACE, f"{PLACE}/{number}", f"{PLACE}/{number}/delete"):
        assert token not in member.open(place).text
    assert token not in "".join(map(str, hub.requests()))


def test_the_log_in_that_a_page_shows_names_the_registry_beside_an_own_docker(
    hub: RunningHub, member: Reader
) -> None:
    hub.put_before_names("localhost:5056/")
    assert "docker login -u demousr localhost:5056" in shown(make(member))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"label": "  "}, "A token needs a description"),
        ({"label": "x" * 101}, "100 is the limit"),
        ({"scope": ""}, "Choose one of these scopes"),
        ({"scope": "repo:all"}, "Choose one of these scopes"),
        ({"expiry": "-1"}, "Choose one of the expiration dates"),
        ({"expiry": "9" * 5000}, "Choose one of the expiration dates"),
    ],
)
def test_a_form_that_is_not_filled_in_right_comes_back_with_a_sentence(
    hub: RunningHub, member: Reader, fields: dict[str, str], sentence: str
) -> None:
    answer = make(member, **fields)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert made(hub) == []
    assert sentence in hub.refusals()[-1].message


def test_the_expiry_is_kept(hub: RunningHub, member: Reader) -> None:
    make(member, expiry="90")
    make(member, expiry="")
    forever, later = hub.call(lambda it: it.access_tokens.all("demousr"))
    assert forever.expires is None
    assert abs(later.expires - time.time() - 90 * 24 * 3600) < 60
    page = shown(member.open(PLACE))
    assert "no expiration" in page
    assert "expires on" in page


def test_a_list_says_of_each_token_what_it_may_and_when_it_was_used(
    hub: RunningHub, member: Reader
) -> None:
    token = token_in(make(member, scope="repo:public_read"))
    assert "Public Repo Read-only · created just now · never used" in " ".join(
        shown(member.open(PLACE)).split()
    ).replace(" ·", " ·")
    assert logs_in(hub, token)
    assert "last used just now" in " ".join(shown(member.open(PLACE)).split())


def test_a_token_is_deactivated_and_activated(hub: RunningHub, member: Reader) -> None:
    token = token_in(make(member))
    number = hub.call(lambda it: it.access_tokens.all("demousr"))[0].uuid
    answer = member.send(PLACE, f"{PLACE}/{number}/deactivate")
    assert "The token is inactive now" in words(answer)
    assert not logs_in(hub, token)
    answer = member.send(PLACE, f"{PLACE}/{number}/activate")
    assert "The token is active again" in words(answer)
    assert logs_in(hub, token)


def test_a_token_gets_another_description(hub: RunningHub, member: Reader) -> None:
    make(member)
    number = hub.call(lambda it: it.access_tokens.all("demousr"))[0].uuid
    place = f"{PLACE}/{number}"
    assert member.send(place, place, label="").status_code == 422
    member.send(place, place, label="<b>desktop</b>")
    assert made(hub) == ["<b>desktop</b> repo:write"]
    assert "&lt;b&gt;desktop" in member.open(PLACE).text


def test_a_token_is_deleted_after_a_question(hub: RunningHub, member: Reader) -> None:
    token = token_in(make(member))
    number = hub.call(lambda it: it.access_tokens.all("demousr"))[0].uuid
    place = f"{PLACE}/{number}/delete"
    assert "Delete the token laptop?" in shown(member.open(place))
    assert logs_in(hub, token)
    assert "has been deleted" in words(member.send(place, place))
    assert not logs_in(hub, token)
    assert member.open(place).status_code == 404


def test_tokens_are_for_their_owner_alone(hub: RunningHub, member: Reader) -> None:
    make(member)
    number = hub.call(lambda it: it.access_tokens.all("demousr"))[0].uuid
    stranger, teacher = Reader(hub), Reader(hub)
    teacher.sign_in("teacherdemo", "quiet green lamp")
    for place in ("", "/create", f"/{number}", f"/{number}/delete"):
        assert "Sign in" in stranger.open(PLACE + place).text
    for place in (f"/{number}", f"/{number}/delete"):
        assert teacher.open(PLACE + place).status_code == 404
    for act in ("", "/deactivate", "/delete"):
        answer = teacher.send(PLACE, f"{PLACE}/{number}{act}", label="mine")
        assert answer.status_code == 404
    assert made(hub) == ["laptop repo:write"]


def test_nobody_signs_in_to_the_pages_with_a_token(hub: RunningHub) -> None:
    _, token = hub.access_token("repo:admin")
    answer = Reader(hub).sign_in(password=token)
    assert answer.status_code == 403
    assert "Incorrect username or password" in answer.text


def test_account_settings_lead_to_the_tokens(member: Reader) -> None:
    assert member.open("/settings").url.endswith(PLACE)
    assert 'href="./settings/personal-access-tokens"' in member.open("/").text
