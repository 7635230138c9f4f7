"""Immutable tags: set by API and page, kept by registry, API and page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.hub.api_client import Api
from tests.hub.reader import Reader, shown, words
from tests.hub.registry_client import OWN, Client, code

if TYPE_CHECKING:
    import requests

    from tests.hub.running import RunningHub

PLACE = "/namespaces/demousr/repositories/demorep"
SETTINGS = f"/r/{OWN}/settings"
KEPT = (
    "requested access to the resource is denied - This tag is already assigned to an image in this repository and "
    "cannot be updated due to immutability settings. To push this image, use a different tag."
)


@pytest.fixture
def client(hub: RunningHub) -> Client:
    client = Client(hub)
    client.push_manifest("1.0")
    return client


@pytest.fixture
def api(client: Client) -> Api:
    return Api(client.hub)


def set_rules(api: Api, *rules: str, enabled: bool = True) -> requests.Response:
    body = {"immutable_tags": enabled, "immutable_tags_rules": list(rules)}
    return api("PATCH", f"{PLACE}/immutabletags", json=body)


def push(client: Client, tag: str, text: str) -> requests.Response:
    _, body = client.push_manifest(None, annotations={"text": text})
    return client.put_manifest(tag, body)


def test_the_setting_is_told_as_it_was_set(api: Api) -> None:
    assert api("GET", PLACE).json()["immutable_tags_settings"] == {"enabled": False, "rules": []}
    changed = set_rules(api, "v.*", ".*-RELEASE")
    assert changed.status_code == 200
    settings = {"enabled": True, "rules": ["v.*", ".*-RELEASE"]}
    assert changed.json()["immutable_tags_settings"] == settings
    assert changed.json() == api("GET", PLACE).json()
    assert set_rules(api, enabled=False).json()["immutable_tags_settings"]["enabled"] is False


def test_a_push_over_an_immutable_tag_is_refused_in_docker_hubs_words(
    client: Client, api: Api
) -> None:
    set_rules(api)
    refused = push(client, "1.0", "other")
    assert (refused.status_code, code(refused)) == (403, "DENIED")
    assert refused.json()["errors"][0]["message"] == KEPT
    assert push(client, "1.1", "other").status_code == 201
    refused = push(client, "1.1", "a third one")
    assert refused.status_code == 403
    set_rules(api, enabled=False)
    assert push(client, "1.1", "a third one").status_code == 201


def test_the_same_image_again_is_no_change(client: Client, api: Api) -> None:
    set_rules(api)
    _, body = client.push_manifest(None)
    assert client.put_manifest("1.0", body).status_code == 201


def test_rules_are_for_the_tags_that_match(client: Client, api: Api) -> None:
    set_rules(api, r"^\d", "^latest$")
    assert push(client, "1.0", "other").status_code == 403
    for tag in ("dev", "latest2"):
        assert push(client, tag, "first").status_code == 201
        assert push(client, tag, "second").status_code == 201


def test_a_refused_push_by_digest_with_tags_changes_none_of_them(client: Client, api: Api) -> None:
    set_rules(api, "^1")
    digest, body = client.push_manifest(None, annotations={"text": "other"})
    place = f"manifests/{digest}?tag=2.0&tag=1.0"
    kind = {"Content-Type": "application/vnd.oci.image.manifest.v1+json"}
    assert client.ask("PUT", place, data=body, headers=kind).status_code == 403
    assert client.ask("GET", "manifests/2.0").status_code == 404


def test_an_immutable_tag_is_not_deleted_by_any_way(client: Client, api: Api) -> None:
    set_rules(api)
    digest = client.ask("HEAD", "manifests/1.0").headers["Docker-Content-Digest"]
    for reference in ("1.0", digest):
        refused = client.ask("DELETE", f"manifests/{reference}")
        assert (refused.status_code, code(refused)) == (403, "DENIED")
    assert api("DELETE", f"{PLACE}/tags/1.0").status_code == 403
    reader = Reader(client.hub)
    reader.sign_in()
    assert "Delete" not in shown(reader.open(f"/r/{OWN}/tags"))
    answer = reader.send(SETTINGS, f"/r/{OWN}/tags/1.0/delete")
    assert answer.status_code == 403
    assert "This tag is immutable" in answer.text
    assert client.ask("GET", "manifests/1.0").status_code == 200
    assert api("DELETE", PLACE).status_code == 202  # the whole repository is its owner's to delete


def test_verify_lists_the_tags_that_match(client: Client, api: Api) -> None:
    push(client, "v1", "a")
    push(client, "v2", "b")
    answer = api("POST", f"{PLACE}/immutabletags/verify", json={"regex": "^v"})
    assert (answer.status_code, answer.json()) == (200, {"tags": ["v1", "v2"]})
    for body in ({"regex": "("}, {"regex": ""}, {}, {"regex": 7}):
        assert api("POST", f"{PLACE}/immutabletags/verify", json=body).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"immutable_tags": True},
        {"immutable_tags_rules": []},
        {"immutable_tags": "yes", "immutable_tags_rules": []},
        {"immutable_tags": True, "immutable_tags_rules": "v.*"},
        {"immutable_tags": True, "immutable_tags_rules": [7]},
        {"immutable_tags": True, "immutable_tags_rules": ["("]},
        {"immutable_tags": True, "immutable_tags_rules": ["a"] * 11},
    ],
)
def test_a_body_that_is_not_valid_changes_nothing(api: Api, body: Any) -> None:
    answer = api("PATCH", f"{PLACE}/immutabletags", json=body)
    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert api("GET", PLACE).json()["immutable_tags_settings"]["enabled"] is False


def test_only_the_owner_sets_it_and_with_a_token_only_one_for_all(
    hub: RunningHub, api: Api
) -> None:
    body = {"immutable_tags": True, "immutable_tags_rules": []}
    assert Api(hub, "teacherdemo")("PATCH", f"{PLACE}/immutabletags", json=body).status_code == 403
    assert Api(hub, None)("PATCH", f"{PLACE}/immutabletags", json=body).status_code == 401
    writer = Api(hub, "demousr", hub.access_token("repo:write")[1])
    assert writer("PATCH", f"{PLACE}/immutabletags", json=body).status_code == 403
    admin = Api(hub, "demousr", hub.access_token("repo:admin")[1])
    assert admin("PATCH", f"{PLACE}/immutabletags", json=body).status_code == 200


# The page


def test_the_page_sets_it(client: Client, api: Api) -> None:
    reader = Reader(client.hub)
    reader.sign_in()
    place = f"{SETTINGS}/mutability"
    assert "has been saved" in words(reader.send(SETTINGS, place, mutability="immutable", rules=""))

    def told() -> Any:
        return api("GET", PLACE).json()["immutable_tags_settings"]

    assert told() == {"enabled": True, "rules": []}
    reader.send(SETTINGS, place, mutability="specific", rules=" ^v \r\n\r\n^1\r\n")
    assert told() == {"enabled": True, "rules": ["^v", "^1"]}
    assert "^v\n^1</textarea>" in reader.open(SETTINGS).text
    assert "Immutable" in shown(reader.open(f"/r/{OWN}/tags"))
    reader.send(SETTINGS, place, mutability="mutable", rules="^v")
    assert told() == {"enabled": False, "rules": []}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"mutability": "specific", "rules": "("}, "regular expression"),
        ({"mutability": "specific", "rules": " \r\n"}, "at least one rule"),
        ({"mutability": "", "rules": ""}, "Choose one of the three"),
    ],
)
def test_the_page_comes_back_with_a_sentence_and_what_was_typed(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    reader = Reader(client.hub)
    reader.sign_in()
    answer = reader.send(SETTINGS, f"{SETTINGS}/mutability", **fields)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert f"{fields['rules'].strip()}</textarea>" in answer.text
