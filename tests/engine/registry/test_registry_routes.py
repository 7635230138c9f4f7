"""Log-in and search reach the practice Hub by all its names, and nothing else."""

import json

import pytest

from tests.engine.serving import PASSWORD, ServedEngine, ServedHub

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
        assert "the practice Hub (docker.io) and no other registry" in answer["message"]


def test_search_asks_the_hub(practice_engine: ServedEngine) -> None:
    status, found = practice_engine.ask("GET", "/images/search?term=welcome")
    assert status == 200
    assert [result["name"] for result in found] == ["teacherdemo/welcome"]
    assert practice_engine.ask("GET", "/images/search?term=nothinglikethis") == (200, [])
