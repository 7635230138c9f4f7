"""Who may ask the registry for what, and how a refusal is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.hub.registry_client import OWN, Client, code

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


def test_the_base_names_its_version_and_challenges_a_client_without_a_token(
    hub: RunningHub,
) -> None:
    answer = requests.get(f"{hub.registry}/v2/", timeout=60)
    assert answer.status_code == 401
    assert answer.headers["Docker-Distribution-Api-Version"] == "registry/2.0"
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge == f'Bearer realm="{hub.registry}/token",service="registry.docker.io"'
    assert code(answer) == "UNAUTHORIZED"


def test_the_base_answers_a_token(client: Client) -> None:
    assert client.ask("GET", "/v2/").status_code == 200


def test_a_missing_token_is_challenged_with_the_scope_that_it_needs(hub: RunningHub) -> None:
    answer = requests.post(f"{hub.registry}/v2/{OWN}/blobs/uploads/", timeout=60)
    assert answer.status_code == 401
    assert f'scope="repository:{OWN}:pull,push"' in answer.headers["WWW-Authenticate"]


def test_a_token_of_another_hub_is_an_invalid_token(hub: RunningHub) -> None:
    header = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJkZW1vdXNyIn0."}
    answer = requests.get(f"{hub.registry}/v2/", headers=header, timeout=60)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_token_for_one_repository_does_not_open_another(hub: RunningHub) -> None:
    header = hub.token(f"repository:{OWN}:pull,push")
    answer = requests.post(
        f"{hub.registry}/v2/demousr/other/blobs/uploads/", headers=header, timeout=60
    )
    assert answer.status_code == 401
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "path", ["library/demorep", "teacherdemo/demorep", "demousr/foo/bar", "nobody/x1", "demousr/x"]
)
def test_no_token_for_pushing_elsewhere_and_the_trace_says_denied(
    hub: RunningHub, path: str
) -> None:
    header = hub.token(f"repository:{path}:pull,push")
    answer = requests.post(f"{hub.registry}/v2/{path}/blobs/uploads/", headers=header, timeout=60)
    assert answer.status_code == 401
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    refusal = hub.refusals()[-1]
    assert refusal.message == "requested access to the resource is denied"
    assert (refusal.account, refusal.server) == ("demousr", "registry")


def test_a_private_repository_looks_absent_to_strangers_and_others(hub: RunningHub) -> None:
    Client(hub).push_manifest()
    hub.call(
        lambda it: it.repositories.set_private(
            it.repositories.find("demousr", "demorep"), is_private=True
        )
    )
    for account in (None, "teacherdemo"):
        answers = []
        for path in (OWN, "demousr/nothing"):
            header = hub.token(f"repository:{path}:pull", account)
            answers.append(
                requests.get(f"{hub.registry}/v2/{path}/manifests/1.0", headers=header, timeout=60)
            )
        private, absent = answers
        assert private.status_code == absent.status_code == 401
        assert private.text.replace(OWN, "X") == absent.text.replace("demousr/nothing", "X")


def test_making_a_repository_private_closes_it_to_tokens_of_before(hub: RunningHub) -> None:
    Client(hub).push_manifest()
    header = hub.token(f"repository:{OWN}:pull", None)
    url = f"{hub.registry}/v2/{OWN}/manifests/1.0"
    assert requests.get(url, headers=header, timeout=60).status_code == 200
    hub.call(
        lambda it: it.repositories.set_private(
            it.repositories.find("demousr", "demorep"), is_private=True
        )
    )
    assert requests.get(url, headers=header, timeout=60).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", f"localhost:{'9' * 5000}"], ids=["name", "port"])
def test_another_host_name_gets_nothing(hub: RunningHub, host: str) -> None:
    answer = requests.get(f"{hub.registry}/v2/", headers={"Host": host, **hub.token()}, timeout=60)
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1:40000"])
def test_who_comes_through_another_port_finds_tokens_there(hub: RunningHub, host: str) -> None:
    answer = requests.get(f"{hub.registry}/v2/", headers={"Host": host}, timeout=60)
    assert answer.status_code == 401
    assert f'realm="http://{host}/token"' in answer.headers["WWW-Authenticate"]


def test_a_web_page_of_another_site_gets_nothing(client: Client) -> None:
    answer = client.ask("POST", "blobs/uploads/", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403


def test_the_catalog_is_closed_as_on_docker_hub(client: Client) -> None:
    answer = client.ask("GET", "/v2/_catalog")
    assert answer.status_code == 401
    assert "registry:catalog:*" in answer.headers["WWW-Authenticate"]


def test_a_name_that_is_none_is_named_invalid(client: Client) -> None:
    answer = client.ask("GET", "/v2/Demousr/demorep/tags/list")
    assert (answer.status_code, code(answer)) == (400, "NAME_INVALID")
