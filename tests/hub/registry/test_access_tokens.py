"""Personal access tokens at the registry: scopes, and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.hub.registry_client import OWN, Client, code

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


def ask(hub: RunningHub, token: str, *scopes: str, name: str = "demousr") -> requests.Response:
    return requests.get(
        f"{hub.registry}/token",
        params={"service": "registry.docker.io", "scope": " ".join(scopes)},
        auth=(name, token),
        timeout=60,
    )


def client_with(hub: RunningHub, token: str, actions: str) -> Client:
    client = Client(hub, account=None)
    answer = ask(hub, token, f"repository:{OWN}:{actions}")
    assert answer.status_code == 200, answer.text
    client.session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return client


ACTIONS = ("pull", "push", "delete", "*")


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("repo:public_read", {"pull"}),
        ("repo:read", {"pull"}),
        ("repo:write", {"pull", "push"}),
        ("repo:admin", {"pull", "push", "delete", "*"}),
    ],
)
def test_an_action_beyond_the_scope_is_refused_in_docker_hubs_words(
    hub: RunningHub, scope: str, allowed: set[str]
) -> None:
    _, token = hub.access_token(scope)
    for action in ACTIONS:
        answer = ask(hub, token, f"repository:{OWN}:pull,{action}")
        assert answer.status_code == (200 if action in allowed else 401)
        if action not in allowed:
            assert answer.json()["details"] == "access token has insufficient scopes"
            assert [one["code"] for one in answer.json()["errors"]] == ["UNAUTHORIZED"]
            assert hub.refusals()[-1].message == "access token has insufficient scopes"
    assert ask(hub, token).status_code == 200  # a log-in asks for no scope


def test_a_token_for_reading_pulls_private_images_and_one_for_public_ones_does_not(
    hub: RunningHub,
) -> None:
    Client(hub).push_manifest("1.0")
    hub.call(
        lambda it: it.repositories.set_private(it.repositories.find_path(OWN), is_private=True)
    )
    read = client_with(hub, hub.access_token("repo:read")[1], "pull")
    assert read.ask("GET", "manifests/1.0").status_code == 200
    public = client_with(hub, hub.access_token("repo:public_read")[1], "pull")
    assert public.ask("GET", "manifests/1.0").status_code == 401
    hub.call(
        lambda it: it.repositories.set_private(it.repositories.find_path(OWN), is_private=False)
    )
    public = client_with(hub, hub.access_token("repo:public_read")[1], "pull")
    assert public.ask("GET", "manifests/1.0").status_code == 200


def test_a_token_for_writing_pushes_and_cannot_delete(hub: RunningHub) -> None:
    client = client_with(hub, hub.access_token("repo:write")[1], "pull,push")
    digest, _ = client.push_manifest("1.0")
    assert client.ask("DELETE", f"manifests/{digest}").status_code == 401
    assert client.ask("DELETE", "manifests/1.0").status_code == 401
    assert client.ask("GET", "manifests/1.0").status_code == 200


def test_a_token_gives_no_right_in_other_namespaces(hub: RunningHub) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "plans", private=True))
    _, token = hub.access_token("repo:admin")
    granted = ask(hub, token, "repository:teacherdemo/plans:pull,push").json()["scope"]
    assert granted == ""


@pytest.mark.parametrize("end", ["deactivated", "deleted", "expired"])
def test_a_registry_token_ends_with_the_access_token_in_the_middle_of_a_push(
    hub: RunningHub, end: str
) -> None:
    number, token = hub.access_token("repo:write")
    client = client_with(hub, token, "pull,push")
    begun = client.ask("POST", "blobs/uploads/")
    assert begun.status_code == 202

    def act(it: RunningHub) -> None:
        found = it.access_tokens.by_uuid(number)
        if end == "deactivated":
            it.access_tokens.change(found, is_active=False)
        elif end == "deleted":
            it.access_tokens.delete(found)
        else:
            it.database.execute("UPDATE access_tokens SET expires = 1")

    hub.call(act)
    answer = client.ask("PATCH", begun.headers["Location"], data=b"abc")
    assert (answer.status_code, code(answer)) == (401, "UNAUTHORIZED")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert ask(hub, token).status_code == 401
    assert client.ask("GET", "/v2/").status_code == 401
