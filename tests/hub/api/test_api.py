"""The Hub's API over HTTP, as clients of Docker Hub use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.hub.api_client import Api
from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


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
    assert "teacherdemo doesn't have permission to create" in hub.refusals()[-1].message
    assert stranger("DELETE", f"{MINE}/demorep").status_code == 401
    assert stranger("POST", MINE, json={"name": "new"}).status_code == 401
    assert api("POST", "/namespaces/library/repositories", json={"name": "x1"}).status_code == 403


def test_a_name_that_cannot_be_is_explained_in_the_hubs_form(api: Api) -> None:
    answer = create(api, "Demorep")
    assert answer.status_code == 400
    assert "try “demorep”" in answer.json()["message"]
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


@pytest.mark.parametrize(
    ("place", "namespace"),
    [
        ("/namespaces/teacherdemo/repositories", None),
        ("/namespaces/demousr/repositories", "teacherdemo"),
        ("/repositories", "teacherdemo"),
        ("/namespaces/teacherdemo/repositories", "demousr"),
    ],
)
def test_a_namespace_of_somebody_else_is_named(api: Api, place: str, namespace: str | None) -> None:
    fields = {"namespace": namespace} if namespace else {}
    answer = api("POST", place, json={"name": "demorep", **fields})
    assert answer.status_code == 403
    assert answer.json()["message"].endswith("in the namespace teacherdemo")


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"null", b"3", b"{", b"\xff", b'{"name": NaN}', b"[" * 50_000),
        *(b'{"name": 3}', b'{"name": null}', b'{"is_private": "yes"}', b'{"name": "\\ud800"}'),
        *(b'{"name": "demorep", "description": "\\ud800"}', b'{"name": ' + b"9" * 5000 + b"}"),
        *(b'{"namespace": ["demousr"]}', b'{"full_description": {}}'),
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=nonsense"])
@pytest.mark.parametrize(
    ("method", "place"),
    [
        *(("POST", MINE), ("POST", "/users/login"), ("POST", "/auth/token")),
        *(("PATCH", f"{MINE}/there"), ("POST", "/repositories/demousr/there/privacy")),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_as_such(
    api: Api, hub: RunningHub, method: str, place: str, kind: str, body: bytes
) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "there"))
    answer = api(method, place, data=body, headers={"Content-Type": kind})
    assert answer.status_code in {200, 400, 401, 429}
    if answer.status_code == 400:
        assert answer.json()["message"]
    assert api("GET", f"{MINE}/there").status_code == 200
    assert api("GET", "/repositories/demousr").json()["count"] == 1


def test_listing_many_tags_takes_a_time_that_grows_with_their_number(
    api: Api, hub: RunningHub
) -> None:
    def fill(it: Any) -> None:
        repository = it.ensure_repository("demousr", "many")
        with it.database.transaction():
            for number in range(3000):
                digest = f"sha256:{number:064}"
                it.database.execute(
                    """INSERT INTO manifests (repository, digest, media_type, content, config, pushed)
                    VALUES (?, ?, 'a/b', x'7b7d', ?, ?)""",
                    *(repository.id, digest, digest, number),
                )
                it.database.execute(
                    """INSERT INTO tags (repository, name, digest, pushed, pusher)
                    VALUES (?, ?, ?, ?, 'demousr')""",
                    *(repository.id, f"t{number}", digest, number),
                )

    hub.call(fill)
    last = api("GET", f"{MINE}/many/tags?page=30&page_size=100").json()
    assert (last["count"], last["next"]) == (3000, None)
    assert [tag["name"] for tag in last["results"]] == [f"t{99 - number}" for number in range(100)]
    assert last["results"][0]["images"][0]["digest"] == f"sha256:{99:064}"
    steps = hub.call(lambda it: work_of(it, lambda: it.content.tags(found(it, "many"))))
    assert steps < 3000 * 200


def found(hub: Any, name: str) -> Any:
    return hub.repositories.find("demousr", name)


def work_of(hub: Any, act: Any) -> int:
    """How many hundreds of SQLite's instructions something takes, whatever the machine is doing."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    hub.database._connection.set_progress_handler(step, 100)
    act()
    hub.database._connection.set_progress_handler(None, 0)
    return count * 100
