"""Personal access tokens in the API: the five operations, and what a token may do there itself."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from tests.hub.api_client import Api
from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    import requests

    from tests.hub.running import RunningHub

PLACE = "/access-tokens"
FIELDS = {
    *("uuid", "client_id", "creator_ip", "creator_ua", "created_at", "last_used", "generated_by"),
    *("is_active", "token", "token_label", "scopes", "expires_at"),
}


@pytest.fixture
def api(hub: RunningHub) -> Api:
    return Api(hub)


def create(api: Api, label: str = "laptop", scope: str = "repo:read", **more: Any) -> Any:
    answer = api("POST", PLACE, json={"token_label": label, "scopes": [scope], **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat().replace("+00:00", "Z")


def test_a_created_token_is_told_once_and_has_the_published_fields(api: Api) -> None:
    api.session.headers["User-Agent"] = "some user agent"
    made = create(api, expires_at=in_days(30))
    assert set(made) == FIELDS
    assert re.fullmatch(r"dckr_pat_[\w-]{27}", made["token"])
    assert made["creator_ua"] == "some user agent"
    assert made["creator_ip"] == "127.0.0.1"
    assert (made["last_used"], made["is_active"], made["client_id"]) == (None, True, "HUB")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", made["created_at"])
    again = api("GET", f"{PLACE}/{made['uuid']}").json()
    assert again == {**made, "token": "***"}


def test_tokens_are_listed_by_pages_the_newest_first(api: Api) -> None:
    made = [create(api, f"number {number}") for number in range(12)]
    api("PATCH", f"{PLACE}/{made[0]['uuid']}", json={"is_active": False})
    first = api("GET", PLACE).json()
    assert list(first) == ["count", "next", "previous", "active_count", "results"]
    assert (first["count"], first["active_count"], first["previous"]) == (12, 11, None)
    assert first["results"][0]["token_label"] == "number 11"
    assert {one["token"] for one in first["results"]} == {"***"}
    second = api.session.get(first["next"], timeout=60).json()
    assert [one["token_label"] for one in second["results"]] == ["number 1", "number 0"]
    assert second["next"] is None


def test_label_and_activity_can_be_changed_and_nothing_else(api: Api) -> None:
    place = f"{PLACE}/{create(api)['uuid']}"
    changed = api("PATCH", place, json={"token_label": "desktop"})
    assert (changed.status_code, changed.json()["token_label"]) == (200, "desktop")
    changed = api("PATCH", place, json={"is_active": False}).json()
    assert (changed["token_label"], changed["is_active"]) == ("desktop", False)
    for field, value in {"scopes": ["repo:admin"], "expires_at": in_days(1)}.items():
        refused = api("PATCH", place, json={field: value})
        assert refused.status_code == 400
        assert "can't be changed" in refused.json()["fields"][field][0]
    assert api("GET", place).json() == changed


def test_a_deleted_token_is_gone(api: Api) -> None:
    place = f"{PLACE}/{create(api)['uuid']}"
    deleted = api("DELETE", place)
    assert (deleted.status_code, deleted.content) == (204, b"")
    for method in ("GET", "DELETE"):
        assert api(method, place).status_code == 404
    assert api("PATCH", place, json={}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("token_label", label) for label in ("", "   ", "x" * 101)),
        *(
            ("scopes", scopes)
            for scopes in ([], ["repo"], ["repo:read", "all"], [7], [["repo:read"]])
        ),
        *(
            ("expires_at", moment)
            for moment in (
                "2021-10-28T18:30:19Z",
                "tomorrow",
                "2130-01-01",
                "2130-01-01T00:00:00",
                "",
            )
        ),
    ],
)
def test_fields_that_are_not_valid_are_named(api: Api, field: str, value: object) -> None:
    body = {"token_label": "laptop", "scopes": ["repo:read"], field: value}
    refused = api("POST", PLACE, json=body)
    assert refused.status_code == 400
    assert set(refused.json()) == {"fields", "text"}
    assert list(refused.json()["fields"]) == [field]
    assert api("GET", PLACE).json()["count"] == 0


@pytest.mark.parametrize("missing", ["token_label", "scopes"])
def test_a_required_field_that_is_missing_is_named(api: Api, missing: str) -> None:
    body = {"token_label": "laptop", "scopes": ["repo:read"]}
    del body[missing]
    assert missing in api("POST", PLACE, json=body).json()["fields"]


def test_larger_scopes_contain_smaller_ones_and_all_are_kept(api: Api) -> None:
    answer = api("POST", PLACE, json={"token_label": "x", "scopes": ["repo:write", "repo:read"]})
    assert answer.json()["scopes"] == ["repo:read", "repo:write"]


def test_nobody_sees_or_changes_tokens_of_another_account(api: Api, hub: RunningHub) -> None:
    place = f"{PLACE}/{create(api)['uuid']}"
    for other, status in ((Api(hub, "teacherdemo"), 404), (Api(hub, None), 401)):
        answers = [
            other("GET", place),
            other("PATCH", place, json={"is_active": False}),
            other("DELETE", place),
        ]
        assert [answer.status_code for answer in answers] == [status] * 3
    assert Api(hub, "teacherdemo")("GET", PLACE).json()["count"] == 0
    assert api("GET", place).json()["is_active"] is True


def test_there_is_a_limit_to_the_number_of_tokens(api: Api, hub: RunningHub) -> None:
    for _ in range(100):
        hub.access_token()
    refused = api("POST", PLACE, json={"token_label": "x", "scopes": ["repo:read"]})
    assert refused.status_code == 429
    assert "Delete one" in refused.json()["detail"]


# A token in the password's place


@pytest.mark.parametrize(
    ("place", "name", "secret", "said"),
    [
        ("/auth/token", "identifier", "secret", "access_token"),
        ("/users/login", "username", "password", "token"),
    ],
)
def test_both_log_ins_take_a_token_and_note_that_it_was_used(
    hub: RunningHub, api: Api, place: str, name: str, secret: str, said: str
) -> None:
    number, token = hub.access_token("repo:admin")
    before = time.time()
    answer = Api(hub, None)("POST", place, json={name: "demousr", secret: token})
    assert answer.status_code == 200
    used = api("GET", f"{PLACE}/{number}").json()["last_used"]
    assert datetime.fromisoformat(used).timestamp() >= before - 0.001
    stranger = Api(hub, None)
    stranger.session.headers["Authorization"] = f"Bearer {answer.json()[said]}"
    body = {"name": "demorep", "namespace": "demousr"}
    assert stranger("POST", "/namespaces/demousr/repositories", json=body).status_code == 201


def status_of(hub: RunningHub, token: str, name: str = "demousr") -> tuple[int, str]:
    body = {"identifier": name, "secret": token}
    answer = Api(hub, None)("POST", "/auth/token", json=body)
    return answer.status_code, answer.json().get("detail", "")


def test_a_token_that_may_not_be_used_any_longer_is_refused_with_its_reason(
    hub: RunningHub, api: Api
) -> None:
    number, token = hub.access_token()
    api("PATCH", f"{PLACE}/{number}", json={"is_active": False})
    assert status_of(hub, token) == (401, "personal access token is inactive")
    api("PATCH", f"{PLACE}/{number}", json={"is_active": True})
    assert status_of(hub, token)[0] == 200
    hub.call(
        lambda it: it.database.execute("UPDATE access_tokens SET expires = ?", time.time() - 1)
    )
    assert status_of(hub, token) == (401, "personal access token is expired")
    api("DELETE", f"{PLACE}/{number}")
    assert status_of(hub, token) == (401, "Incorrect authentication credentials")


def test_a_token_is_good_for_its_own_account_alone(hub: RunningHub) -> None:
    _, token = hub.access_token("repo:admin")
    assert status_of(hub, token, "teacherdemo")[0] == 401
    assert status_of(hub, token, "nobody")[0] == 401
    assert status_of(hub, token.upper())[0] == 401
    assert status_of(hub, token + "x")[0] == 401


@pytest.mark.parametrize(
    ("scope", "may"),
    [
        ("repo:public_read", {"see public"}),
        ("repo:read", {"see public", "see private"}),
        ("repo:write", {"see public", "see private", "create"}),
        ("repo:admin", {"see public", "see private", "create", "describe", "hide", "delete"}),
    ],
)
def test_a_token_may_do_what_its_scope_contains(hub: RunningHub, scope: str, may: set[str]) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "open"))
    hub.call(lambda it: it.ensure_repository("demousr", "secret", private=True))
    api = Api(hub, "demousr", hub.access_token(scope)[1])
    mine = "/namespaces/demousr/repositories"
    answers: dict[str, requests.Response] = {
        "see public": api("GET", f"{mine}/open"),
        "see private": api("GET", f"{mine}/secret"),
        "create": api("POST", mine, json={"name": "made", "namespace": "demousr"}),
        "describe": api("PATCH", f"{mine}/open", json={"description": "x"}),
        "hide": api("POST", "/repositories/demousr/open/privacy", json={"is_private": True}),
        "delete": api("DELETE", f"{mine}/open"),
    }
    assert {name for name, answer in answers.items() if answer.ok} == may
    refused = {name: answer for name, answer in answers.items() if not answer.ok}
    if "see private" in refused:
        assert refused.pop("see private").status_code == 404
    for answer in refused.values():
        assert answer.status_code == 403
        assert answer.json()["detail"] == "access token has insufficient scopes"
    listed = api("GET", mine).json()["results"]
    assert ("secret" in {one["name"] for one in listed}) == ("see private" in may)


@pytest.mark.parametrize("scope", ["repo:read", "repo:admin"])
def test_tokens_are_not_managed_with_a_token(hub: RunningHub, scope: str) -> None:
    number, token = hub.access_token(scope)
    api = Api(hub, "demousr", token)
    answers = [
        api("POST", PLACE, json={"token_label": "x", "scopes": ["repo:admin"]}),
        api("GET", PLACE),
        api("GET", f"{PLACE}/{number}"),
        api("PATCH", f"{PLACE}/{number}", json={}),
        api("DELETE", f"{PLACE}/{number}"),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert "forbidden with personal access token" in answers[0].json()["detail"]


@pytest.mark.parametrize("end", ["deactivated", "deleted", "expired"])
def test_a_bearer_token_ends_with_the_access_token(hub: RunningHub, api: Api, end: str) -> None:
    number, token = hub.access_token()
    other = Api(hub, "demousr", token)
    hub.call(lambda it: it.ensure_repository("demousr", "secret", private=True))
    place = "/namespaces/demousr/repositories/secret"
    assert other("GET", place).status_code == 200
    if end == "deactivated":
        api("PATCH", f"{PLACE}/{number}", json={"is_active": False})
    elif end == "deleted":
        api("DELETE", f"{PLACE}/{number}")
    else:
        hub.call(lambda it: it.database.execute("UPDATE access_tokens SET expires = 1"))
    assert other("GET", place).status_code == 401


# Where a token is not


def test_a_token_is_nowhere_but_in_the_answer_to_its_creation(
    api: Api, hub: RunningHub, caplog: pytest.LogCaptureFixture
) -> None:
    token = create(api, scope="repo:write")["token"]
    status_of(hub, token)
    hub.token("repository:demousr/demorep:pull", "demousr")
    Api(hub, None)("GET", f"{PLACE}/{token}")
    Api(hub, None)("GET", f"/users/{token}?query={token}")
    status_of(hub, PASSWORD, name=token)
    stored = b"".join(path.read_bytes() for path in hub.root.rglob("*") if path.is_file())
    assert token.encode() not in stored
    assert token not in "".join(map(str, hub.requests()))
    assert token not in caplog.text


def test_wrong_tokens_are_counted_like_wrong_passwords_and_right_ones_are_not_kept_out(
    hub: RunningHub,
) -> None:
    _, token = hub.access_token()
    answers = (status_of(hub, f"dckr_pat_{number:027}")[0] for number in count())
    assert next(answers) == 401
    assert 429 in answers
    assert status_of(hub, PASSWORD)[0] in {200, 429}
    assert status_of(hub, token)[0] == 200
