"""What the token endpoint gives to whom, and what it costs to guess."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.hub.running import PASSWORD, TEACHERS_PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


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
    assert ask(hub, "", ("teacherdemo", TEACHERS_PASSWORD)).status_code == 200
