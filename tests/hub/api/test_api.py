"""The Hub's API over HTTP, as clients of Docker Hub use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.hub.running import PASSWORD, TEACHERS_PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


class Api:
    """Asks the API, as an account or a stranger."""

    def __init__(self, hub: RunningHub, account: str | None = "demousr") -> None:
        self.url = f"{hub.site}/v2"
        self.session = requests.Session()
        if account:
            password = PASSWORD if account == "demousr" else TEACHERS_PASSWORD
            answer = self("POST", "/auth/token", json={"identifier": account, "secret": password})
            self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def __call__(self, method: str, place: str, **how: Any) -> requests.Response:
        return self.session.request(method, self.url + place, timeout=60, **how)


MINE = "/namespaces/demousr/repositories"


@pytest.fixture
def api(hub: RunningHub) -> Api:
    return Api(hub)


def create(api: Api, name: str = "demorep", **fields: Any) -> requests.Response:
    return api("POST", MINE, json={"name": name, "namespace": "demousr", **fields})


def test_the_older_log_in_gives_a_token_that_works_under_both_words(hub: RunningHub) -> None:
    api = Api(hub, None)
    answer = api("POST", "/users/login/", json={"username": "demousr", "password": PASSWORD})
    for word in ("JWT", "Bearer"):
        api.session.headers["Authorization"] = f"{word} {answer.json()['token']}"
        assert create(api, f"by-{word.lower()}").status_code == 201


def test_a_wrong_password_is_refused_and_traced(hub: RunningHub) -> None:
    answer = Api(hub, None)(
        "POST", "/auth/token", json={"identifier": "demousr", "secret": "wrong"}
    )
    assert answer.status_code == 401
    assert answer.json()["detail"] == "Incorrect authentication credentials"
    refusal = hub.refusals()[-1]
    assert (refusal.server, refusal.account) == ("hub", "demousr")
    assert refusal.message == "Incorrect authentication credentials"


def test_a_repository_is_created_listed_read_changed_and_deleted(api: Api) -> None:
    created = create(api, description="mine", is_private=True)
    assert created.status_code == 201
    assert created.json()["is_private"] is True
    listed = api("GET", MINE).json()
    assert [(entry["name"], entry["namespace"]) for entry in listed["results"]] == [
        ("demorep", "demousr")
    ]
    assert listed["count"] == 1
    assert api("HEAD", f"{MINE}/demorep").status_code == 200
    patched = api("PATCH", f"{MINE}/demorep", json={"description": "new", "is_private": False})
    assert (patched.json()["description"], patched.json()["is_private"]) == ("new", False)
    assert api("DELETE", f"{MINE}/demorep").status_code == 202
    gone = api("GET", f"{MINE}/demorep")
    assert (gone.status_code, gone.json()["message"]) == (404, "object not found")


def test_the_older_addresses_do_the_same(api: Api) -> None:
    body = {"name": "demorep", "namespace": "demousr", "is_private": False}
    assert api("POST", "/repositories/", json=body).status_code == 201
    privacy = api("POST", "/repositories/demousr/demorep/privacy/", json={"is_private": True})
    assert privacy.json()["is_private"] is True
    assert api("GET", "/repositories/demousr/").json()["count"] == 1
    assert api("GET", "/repositories/demousr/demorep/tags/").json()["results"] == []
    assert api("DELETE", "/repositories/demousr/demorep/").status_code == 202


def test_a_tag_shows_digest_size_platform_and_when(api: Api, hub: RunningHub) -> None:
    create(api)
    hub.call(lambda it: it.ensure_image("demousr", "demorep", "1.0", {"a.txt": b"a"}))
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    kept = hub.call(lambda it: it.content.tag(repository, "1.0"))
    tag = api("GET", f"{MINE}/demorep/tags/1.0").json()
    assert tag["digest"] == kept.digest
    assert tag["full_size"] == kept.full_size > 0
    assert tag["images"][0]["os"] == "linux"
    assert tag["images"][0]["architecture"] in {"amd64", "arm64"}
    assert tag["tag_last_pushed"].endswith("Z")
    assert tag["last_updater_username"] == "demousr"
    assert api("HEAD", f"{MINE}/demorep/tags/1.0").status_code == 200
    assert api("GET", f"{MINE}/demorep/tags").json()["results"] == [tag]
    assert api("DELETE", f"{MINE}/demorep/tags/1.0").status_code == 204
    assert api("HEAD", f"{MINE}/demorep/tags/1.0").status_code == 404


@pytest.mark.parametrize("account", [None, "teacherdemo"])
def test_private_repositories_look_absent(hub: RunningHub, api: Api, account: str | None) -> None:
    create(api, "secret", is_private=True)
    create(api, "open")
    other = Api(hub, account)
    assert [entry["name"] for entry in other("GET", MINE).json()["results"]] == ["open"]
    for method, place in (("GET", ""), ("DELETE", ""), ("GET", "/tags"), ("PATCH", "")):
        private = other(method, f"{MINE}/secret{place}", json={})
        absent = other(method, f"{MINE}/nothing{place}", json={})
        assert private.status_code == absent.status_code
        assert private.text == absent.text.replace("nothing", "secret")


def test_what_is_somebody_elses_is_forbidden(hub: RunningHub, api: Api) -> None:
    create(api)
    teacher, stranger = Api(hub, "teacherdemo"), Api(hub, None)
    assert teacher("DELETE", f"{MINE}/demorep").status_code == 403
    assert teacher("POST", MINE, json={"name": "mine-now"}).status_code == 403
    assert "teacherdemo may not create" in hub.refusals()[-1].message
    assert stranger("DELETE", f"{MINE}/demorep").status_code == 401
    assert stranger("POST", MINE, json={"name": "new"}).status_code == 401
    assert api("POST", "/namespaces/library/repositories", json={"name": "x1"}).status_code == 403


def test_a_name_that_cannot_be_is_explained_in_the_hubs_form(api: Api) -> None:
    answer = create(api, "Demorep")
    assert answer.status_code == 400
    assert "“demorep” would be possible" in answer.json()["message"]
    assert create(api, "demorep").status_code == 201
    assert "already have" in create(api, "demorep").json()["message"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"name": 3}', b'{"is_private": "yes"}'])
def test_what_is_no_request_is_refused(api: Api, body: bytes) -> None:
    assert api("POST", MINE, data=body).status_code == 400


def test_lists_come_in_pages(api: Api) -> None:
    for number in range(5):
        create(api, f"rep{number}")
    first = api("GET", f"{MINE}?page_size=2&ordering=name").json()
    assert [entry["name"] for entry in first["results"]] == ["rep0", "rep1"]
    assert first["previous"] is None
    second = requests.get(first["next"], headers=api.session.headers, timeout=60).json()
    assert [entry["name"] for entry in second["results"]] == ["rep2", "rep3"]
    assert api("GET", f"{MINE}?page=9").status_code == 404
    assert api("GET", f"{MINE}?ordering=size").status_code == 400


def test_search_finds_public_names_and_words_alone(hub: RunningHub, api: Api) -> None:
    create(api, "whales", description="about the sea")
    create(api, "hidden-sea", is_private=True)
    found = api("GET", "/search/repositories/?query=SEA").json()
    assert [entry["repo_name"] for entry in found["results"]] == ["demousr/whales"]
    legacy = requests.get(f"{hub.registry}/v1/search", params={"q": "whale", "n": "25"}, timeout=60)
    assert [entry["name"] for entry in legacy.json()["results"]] == ["demousr/whales"]
    assert legacy.json()["num_results"] == 1


def test_the_cookie_of_the_pages_opens_nothing_here(hub: RunningHub) -> None:
    key = hub.call(lambda it: it.sessions.begin(it.accounts.find("demousr")))
    cookie = {hub.call(lambda it: it.sessions.cookie): key}
    answer = Api(hub, None)("POST", MINE, json={"name": "x1"}, cookies=cookie)
    assert answer.status_code == 401


def test_an_unknown_address_is_a_json_404(api: Api) -> None:
    answer = api("GET", "/nothing/here")
    assert (answer.status_code, "message" in answer.json()) == (404, True)
