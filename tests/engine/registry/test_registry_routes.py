"""Log-in and search reach the practice Hub by all its names, and nothing else."""

import base64
import json

import pytest

from tests.engine.serving import PASSWORD, ServedEngine, ServedHub
from tests.engine.stored import tar_of

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "server",
    [
        "https://index.docker.io/v1/",
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "https://registry-1.docker.io/v2/",
        "",
        "HUB",
        "http://HUB",
    ],
)
def test_a_log_in_is_held_to_the_practice_hub_by_all_its_names(
    practice_engine: ServedEngine, practice_hub: ServedHub, server: str
) -> None:
    server = server.replace("HUB", practice_hub.host)
    for password, status in ((PASSWORD, 200), ("wrong", 401)):
        body = {"username": "demousr", "password": password, "serveraddress": server}
        found, answer = practice_engine.ask("POST", "/auth", json.dumps(body).encode(), JSON)
        assert found == status
        if status == 200:
            assert answer["Status"] == "Login Succeeded"
        else:
            assert answer["message"].endswith("unauthorized: incorrect username or password")


@pytest.mark.parametrize(
    ("host", "start"),
    [
        ("ghcr.io", 'Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: '),
        ("localhost:1", 'Get "http://localhost:1/v2/": dial tcp localhost:1: connect: '),
        ("127.0.0.1:1", 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: '),
    ],
)
def test_no_other_registry_is_reached(practice_engine: ServedEngine, host: str, start: str) -> None:
    credential = json.dumps({"username": "a", "password": "b", "serveraddress": host})
    for method, path, body in (
        ("POST", f"/images/create?fromImage={host}/a&tag=b", None),
        ("POST", "/auth", credential.encode()),
    ):
        status, answer = practice_engine.ask(method, path, body, JSON)
        assert status == 500
        assert answer["message"].startswith(start)
        assert "only the Hub (docker.io), not other registries" in answer["message"]


def test_search_asks_the_hub(practice_engine: ServedEngine) -> None:
    status, found = practice_engine.ask("GET", "/images/search?term=welcome")
    assert status == 200
    assert [result["name"] for result in found] == ["teacherdemo/welcome"]
    assert practice_engine.ask("GET", "/images/search?term=nothinglikethis") == (200, [])


@pytest.mark.parametrize("field", ["identitytoken", "registrytoken"])
def test_a_token_in_a_passwords_place_is_refused_wherever_it_is_sent(
    practice_engine: ServedEngine, field: str
) -> None:
    credential = {"username": "demousr", field: "abc"}
    header = base64.urlsafe_b64encode(json.dumps(credential).encode()).decode()
    by_host = json.dumps({"https://index.docker.io/v1/": credential}).encode()
    practice_engine.build("FROM scratch\nLABEL a=b\n", "t=demousr/a:1")
    for method, path, body, headers in (
        ("POST", "/auth", json.dumps(credential).encode(), JSON),
        ("POST", "/images/create?fromImage=demousr/a&tag=1", None, {"X-Registry-Auth": header}),
        ("POST", "/images/demousr/a/push?tag=1", None, {"X-Registry-Auth": header}),
        ("GET", "/distribution/demousr/a:1/json", None, {"X-Registry-Auth": header}),
    ):
        status, answer = practice_engine.ask(method, path, body, headers)
        assert (status, f"gives no {field}" in answer["message"]) == (501, True), (path, answer)
    context = tar_of({"Dockerfile": b"FROM demousr/other\n"}).getvalue()
    registries = {"X-Registry-Config": base64.urlsafe_b64encode(by_host).decode()}
    _, said = practice_engine.ask("POST", "/build", context, registries, raw=True)
    assert f"gives no {field}" in said


def test_an_empty_token_is_none(practice_engine: ServedEngine) -> None:
    body = {
        "username": "demousr",
        "password": PASSWORD,
        "identitytoken": "",
        "auth": "",
        "email": "",
    }
    assert practice_engine.ask("POST", "/auth", json.dumps(body).encode(), JSON)[0] == 200
