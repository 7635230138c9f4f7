"""Limits of pulls and calls: told as Docker Hub tells them, and kept where a setting says so."""

from __future__ import annotations

import json
import re
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest
import requests

from docker_lessons.hub.allowances import Allowance, Limits
from docker_lessons.trace import OWN_AGENT
from tests.hub.api_client import Api
from tests.hub.registry_client import OCI_INDEX, OCI_MANIFEST, Client, code
from tests.hub.running import PASSWORD, RunningHub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def limits_in(answer: requests.Response) -> tuple[str, str, str]:
    names = ("ratelimit-limit", "ratelimit-remaining", "docker-ratelimit-source")
    return tuple(answer.headers[name] for name in names)  # type: ignore[return-value]


def remaining(answer: requests.Response) -> int:
    return int(answer.headers["ratelimit-remaining"].partition(";")[0])


def test_a_manifest_tells_how_many_pulls_are_left(own_hub: RunningHub) -> None:
    Client(own_hub).push_manifest("1.0")
    stranger = Client(own_hub, account=None)
    answer = stranger.ask("GET", "manifests/1.0")
    assert limits_in(answer) == ("100;w=21600", "99;w=21600", "127.0.0.1")
    limit, left, source = limits_in(Client(own_hub).ask("GET", "manifests/1.0"))
    assert (limit, left) == ("200;w=21600", "199;w=21600")
    account = Api(own_hub)("GET", "/users/demousr").json()
    assert source == account["id"]


def test_looking_is_not_pulling(own_hub: RunningHub) -> None:
    client = Client(own_hub)
    digest, body = client.push_manifest("1.0")
    listed = {"mediaType": OCI_MANIFEST, "digest": digest, "size": len(body)}
    index = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [listed]}
    client.put_manifest("both", json.dumps(index).encode(), OCI_INDEX)
    before = remaining(client.ask("HEAD", "manifests/1.0"))
    assert remaining(client.ask("HEAD", "manifests/1.0")) == before
    assert remaining(client.ask("GET", "manifests/both")) == before
    own = client.ask("GET", "manifests/1.0", headers={"User-Agent": OWN_AGENT})
    assert remaining(own) == before
    assert remaining(client.ask("GET", f"manifests/{digest}")) == before - 1
    for place in ("tags/list", "manifests/none"):
        assert "ratelimit-limit" not in client.ask("GET", place).headers


def test_nobody_is_refused_a_pull_in_practice(hub: RunningHub) -> None:
    Client(hub).push_manifest("1.0")
    stranger = Client(hub, account=None)
    answers = [stranger.ask("GET", "manifests/1.0") for _ in range(105)]
    assert {answer.status_code for answer in answers} == {200}
    assert remaining(answers[-1]) == 0


@pytest.fixture
def strict_hub(tmp_path: Path) -> Iterator[RunningHub]:
    """A Hub that was set up to keep to small limits."""
    limits = Limits(pulls_anonymous=1, pulls_account=3, calls=4, calls_window=30, enforced=True)
    running = RunningHub(tmp_path / "hub", limits)
    yield running
    running.stop()


def test_a_setting_makes_the_hub_refuse_pulls_in_docker_hubs_words(strict_hub: RunningHub) -> None:
    Client(strict_hub).push_manifest("1.0")
    stranger = Client(strict_hub, account=None)
    assert stranger.ask("GET", "manifests/1.0").status_code == 200
    refused = stranger.ask("GET", "manifests/1.0")
    assert (refused.status_code, code(refused)) == (429, "TOOMANYREQUESTS")
    assert "You have reached your pull rate limit" in refused.json()["errors"][0]["message"]
    assert limits_in(refused)[1] == "0;w=21600"
    assert stranger.ask("HEAD", "manifests/1.0").status_code == 200
    assert Client(strict_hub).ask("GET", "manifests/1.0").status_code == 200


def test_the_api_tells_how_many_calls_are_left(own_hub: RunningHub) -> None:
    api = Api(own_hub)
    first, second = api("GET", "/users/demousr"), api("GET", "/users/nobody")
    assert first.headers["x-ratelimit-limit"] == "600"
    left = [int(answer.headers["x-ratelimit-remaining"]) for answer in (first, second)]
    assert left[1] == left[0] - 1
    assert 0 < int(second.headers["x-ratelimit-reset"]) - time.time() <= 61
    assert "x-ratelimit-limit" not in requests.get(own_hub.site, timeout=60).headers


def test_a_setting_makes_the_api_refuse_and_say_when_to_come_back(strict_hub: RunningHub) -> None:
    api = Api(strict_hub, None)
    answers = [api("GET", "/users/demousr") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    refused = answers[-1]
    assert refused.json()["detail"] == "Rate limit exceeded"
    assert 0 < int(refused.headers["x-retry-after"]) - time.time() <= 31
    assert 1 <= int(refused.headers["retry-after"]) <= 31


def test_too_many_wrong_passwords_say_when_to_come_back(own_hub: RunningHub) -> None:
    api = Api(own_hub, None)
    body = {"identifier": "demousr", "secret": "wrong"}
    answers = (api("POST", "/auth/token", json=body) for _ in count())
    # A try comes back every three seconds, which on a busy computer is more than ten are allowed.
    refused = next(answer for answer in answers if answer.status_code == 429)
    seconds = int(re.findall(r"\d+", refused.json()["detail"])[0])
    assert abs(int(refused.headers["x-retry-after"]) - time.time() - seconds) < 3
    assert int(refused.headers["retry-after"]) <= seconds + 1
    assert PASSWORD not in refused.text


def test_a_window_ends_and_all_is_there_again() -> None:
    now = [1000.0]
    allowance = Allowance(2, 60, lambda: now[0])
    assert [allowance.spend("me").remaining for _ in range(3)] == [1, 0, 0]
    assert allowance.standing("me").is_exceeded
    assert (allowance.standing("me").reset, allowance.standing("you").remaining) == (1060, 2)
    now[0] += 60
    assert not allowance.standing("me").is_exceeded
    assert allowance.spend("me").remaining == 1
    now[0] = 10  # the clock was put back
    assert allowance.standing("me").remaining == 2


def test_no_number_of_names_fills_the_memory() -> None:
    allowance = Allowance(2, 60)
    for number in range(3000):
        allowance.spend(str(number))
    assert len(allowance._spent) <= 1000
