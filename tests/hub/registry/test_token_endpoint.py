"""What the token endpoint gives to whom, and what it costs to guess."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from docker_lessons.trace import OWN_AGENT
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


def test_an_answer_says_what_it_grants_and_since_when_and_nobody_keeps_it(hub: RunningHub) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    scope = "repository:demousr/demorep:pull,push repository:demousr/other:pull"
    answer = ask(hub, scope, ("demousr", PASSWORD))
    assert answer.json()["scope"] == scope
    assert before <= datetime.fromisoformat(answer.json()["issued_at"]) <= datetime.now(UTC)
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_an_access_token_may_not_read_is_not_granted(hub: RunningHub) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "plans", private=True))
    _, token = hub.access_token("repo:public_read")
    answer = ask(hub, "repository:demousr/plans:pull", ("demousr", token))
    assert claims(answer.json()["token"])["access"] == []


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


def form(hub: RunningHub, **given: str) -> requests.Response:
    return requests.post(f"{hub.registry}/token", data=given, timeout=60)


def test_a_form_of_another_grant_is_refused_as_oauth_has_it(hub: RunningHub) -> None:
    answer = form(hub, grant_type="refresh_token", refresh_token="x", username="demousr")
    assert (answer.status_code, answer.json()) == (400, {"error": "unsupported_grant_type"})


def test_a_form_without_a_scope_is_a_log_in(hub: RunningHub) -> None:
    answer = form(hub, grant_type="password", username="demousr", password=PASSWORD)
    assert claims(answer.json()["token"])["access"] == []
    assert answer.json()["scope"] == ""


@pytest.mark.parametrize("given", [{}, {"username": "demousr"}, {"password": PASSWORD}], ids=str)
def test_a_form_without_a_name_or_a_password_is_no_log_in(
    hub: RunningHub, given: dict[str, str]
) -> None:
    answer = form(hub, grant_type="password", **given)
    assert answer.status_code == 401
    assert hub.refusals()[-1].account == given.get("username", "")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Bearer {}", id="another scheme"),
        pytest.param("Basic", id="nothing"),
        pytest.param("Basic {} x", id="more than one word"),
        pytest.param("Basic {}!", id="no base64"),
        pytest.param("Basic /w==", id="no text"),
    ],
)
def test_a_header_that_is_not_basic_is_nobodys_log_in(hub: RunningHub, header: str) -> None:
    named = base64.b64encode(f"demousr:{PASSWORD}".encode()).decode()
    answer = requests.get(
        f"{hub.registry}/token", headers={"Authorization": header.format(named)}, timeout=60
    )
    assert answer.status_code == 401
    assert hub.refusals()[-1].account == ""


def test_a_password_may_have_colons(hub: RunningHub) -> None:
    hub.call(lambda it: it.ensure_account("colons", "a:b:c"))
    assert ask(hub, "", ("colons", "a:b:c")).status_code == 200


@pytest.mark.parametrize(("agent", "is_used"), [(OWN_AGENT, False), ("docker/28.2.2", True)])
def test_only_a_log_in_of_somebody_elses_uses_an_access_token(
    hub: RunningHub, agent: str, is_used: bool
) -> None:
    number, token = hub.access_token("repo:read")
    asked = requests.get(
        f"{hub.registry}/token",
        auth=("demousr", token),
        headers={"User-Agent": agent},
        timeout=60,
    )
    assert asked.status_code == 200
    found = hub.call(lambda it: it.access_tokens.find("demousr", number))
    assert (found.used is not None) == is_used


@pytest.mark.parametrize(
    "auth",
    [("demousr", "wrong"), ("demousr", ""), ("nobody", PASSWORD), ("library", ""), ("", "")],
)
def test_a_wrong_password_is_told_as_docker_hub_tells_it(
    hub: RunningHub, auth: tuple[str, str]
) -> None:
    answer = ask(hub, "", auth)
    assert answer.status_code == 401
    assert_refused(answer, "UNAUTHORIZED", "incorrect username or password")
    refusal = hub.refusals()[-1]
    assert (refusal.message, refusal.account) == ("incorrect username or password", auth[0])


def assert_refused(answer: requests.Response, code: str, message: str) -> None:
    """Docker's clients read `details`, others the errors of the distribution specification."""
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json() == {"details": message, "errors": [{"code": code, "message": message}]}


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
    assert_refused(answers[-1], "TOOMANYREQUESTS", answers[-1].json()["details"])
    assert "password" in answers[-1].json()["details"]
    # Who was right a moment ago goes on, and so does everybody else of the class.
    assert ask(hub, "", ("demousr", PASSWORD)).status_code == 200
    assert ask(hub, "", ("teacherdemo", TEACHERS_PASSWORD)).status_code == 200
