"""The pages over HTTP: what they let through, what they refuse, and what they never show."""

from __future__ import annotations

import contextlib
import html
import http.client
import re
import socket
import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
import requests

from docker_lessons.hub.accounts import Account
from docker_lessons.hub.database import Database
from docker_lessons.hub.secret import Secret
from docker_lessons.hub.sessions import LONGEST, LONGEST_REST, Sessions

from .conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import RunningHub


class Reader:
    """A browser in small: keeps cookies, follows redirects, sends the forms that it was shown."""

    def __init__(self, hub: RunningHub) -> None:
        self.site = hub.site
        self.session = requests.Session()

    def open(self, place: str) -> requests.Response:
        return self.session.get(self.site + place, timeout=60)

    def send(self, page: str, place: str, **fields: str) -> requests.Response:
        token = re.search(r'name="form_token" value="(\w+)"', self.open(page).text)
        assert token
        return self.post(place, form_token=token[1], **fields)

    def post(self, place: str, **fields: str) -> requests.Response:
        return self.session.post(self.site + place, data=fields, timeout=60)

    def sign_in(self, username: str = "demousr", password: str = PASSWORD) -> requests.Response:
        return self.send("/login", "/login", username=username, password=password)


@pytest.fixture
def reader(hub: RunningHub) -> Reader:
    return Reader(hub)


@pytest.fixture
def member(reader: Reader) -> Reader:
    assert reader.sign_in().url.endswith("/repositories")
    return reader


def words(answer: requests.Response) -> str:
    return html.unescape(answer.text)


def shown(answer: requests.Response) -> str:
    """The page's text without its markup."""
    return re.sub(r"<[^>]+>", "", words(answer))


# Signing in


def test_signing_in_leads_to_ones_repositories_and_out_again(member: Reader) -> None:
    assert "My repositories" in member.open("/").text
    out = member.send("/", "/logout")
    assert "You are signed out" in out.text
    assert member.open("/repositories").url.endswith("/login?next=repositories")


def test_signing_out_ends_the_session_itself(member: Reader) -> None:
    kept = member.session.cookies.copy()
    member.send("/", "/logout")
    member.session.cookies = kept
    assert "/login" in member.open("/repositories").url


def test_after_signing_in_one_is_where_one_wanted_to_go(reader: Reader) -> None:
    form = reader.open("/repositories/create")
    assert form.url.endswith("/login?next=repositories/create")
    answer = reader.send(
        "/login?next=repositories/create",
        "/login",
        username="demousr",
        password=PASSWORD,
        next="repositories/create",
    )
    assert answer.url.endswith("/repositories/create")


@pytest.mark.parametrize("place", ["//evil.example", "http://evil.example", "/\\evil", "x:y", "\n"])
def test_signing_in_leads_to_no_other_site(reader: Reader, place: str) -> None:
    answer = reader.send("/login", "/login", username="demousr", password=PASSWORD, next=place)
    assert answer.url == reader.site + "/repositories"


def test_a_wrong_password_is_refused_in_words_and_traced(hub: RunningHub, reader: Reader) -> None:
    answer = reader.sign_in(password="wrong")
    assert answer.status_code == 403
    assert "do not belong together" in answer.text
    assert 'value="demousr"' in answer.text
    assert "wrong" not in re.findall(r'value="([^"]*)"', answer.text)
    refusal = hub.refusals()[-1]
    assert (refusal.message, refusal.account) == ("incorrect username or password", "demousr")


def test_a_new_cookie_comes_with_signing_in(reader: Reader) -> None:
    reader.open("/login")
    before = reader.session.cookies.get_dict()
    reader.sign_in()
    assert reader.session.cookies.get_dict() != before


def test_the_cookie_is_for_the_server_alone(hub: RunningHub) -> None:
    cookie = requests.get(f"{hub.site}/login", timeout=60).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[tuple[Sessions, list[float], Account]]:
    database = Database(tmp_path / "hub.db")
    database.execute("INSERT INTO accounts (name, joined) VALUES ('demousr', 0)")
    now = [1000.0]
    sessions = Sessions(database, Secret(tmp_path / "key"), clock=lambda: now[0])
    yield sessions, now, Account(1, "demousr", 0)
    database.close()


def test_a_session_ends_after_rest(sessions: tuple[Sessions, list[float], Account]) -> None:
    it, now, account = sessions
    key = it.begin(account)
    now[0] += LONGEST_REST - 1
    assert it.account(key) == "demousr"
    now[0] += LONGEST_REST - 1
    assert it.account(key) == "demousr"
    now[0] += LONGEST_REST + 1
    assert it.account(key) is None


def test_a_session_ends_after_a_day(sessions: tuple[Sessions, list[float], Account]) -> None:
    it, now, account = sessions
    key = it.begin(account)
    for _ in range(8):
        now[0] += LONGEST / 8
        it.account(key)
    now[0] += 1
    assert it.account(key) is None


def test_the_database_holds_no_session_that_opens(hub: RunningHub, member: Reader) -> None:
    key = next(iter(member.session.cookies.get_dict().values()))
    with contextlib.closing(sqlite3.connect(hub.root / "hub.db")) as database:
        dump = "\n".join(database.iterdump())
    assert key not in dump
    assert PASSWORD not in dump


# Forms


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_that_we_did_not_make_changes_nothing(
    hub: RunningHub, member: Reader, token: str
) -> None:
    answer = member.post(
        "/repositories/create",
        namespace="demousr",
        name="demorep",
        visibility="public",
        form_token=token,
    )
    assert answer.status_code == 403
    assert "nothing was changed" in answer.text
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None
    assert "form was out of date" in hub.refusals()[-1].message
    assert hub.refusals()[-1].account == "demousr"


def test_a_form_of_another_visitor_changes_nothing(hub: RunningHub, member: Reader) -> None:
    stranger = Reader(hub)
    token = re.search(r'name="form_token" value="(\w+)"', stranger.open("/login").text)
    assert token
    answer = member.post("/logout", form_token=token[1])
    assert answer.status_code == 403
    assert "My repositories" in member.open("/").text


def test_a_form_of_another_site_changes_nothing(hub: RunningHub, member: Reader) -> None:
    token = re.search(r'name="form_token" value="(\w+)"', member.open("/").text)
    assert token
    for header in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = member.session.post(
            f"{hub.site}/logout", data={"form_token": token[1]}, headers=header, timeout=60
        )
        assert answer.status_code == 403
    own = {"Origin": hub.site}
    answer = member.session.post(
        f"{hub.site}/logout", data={"form_token": token[1]}, headers=own, timeout=60
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("place", ["/", "/login", "/v2/namespaces/demousr/repositories"])
def test_another_host_name_gets_no_page(hub: RunningHub, place: str) -> None:
    host = {"Host": f"evil.example:{hub.site_port}"}
    answer = requests.get(hub.site + place, headers=host, timeout=60)
    assert answer.status_code == 421
    assert "form_token" not in answer.text


def test_localhost_is_one_of_our_names(hub: RunningHub) -> None:
    assert requests.get(f"http://localhost:{hub.site_port}/", timeout=60).status_code == 200


# Repositories


def test_a_repository_is_created_by_the_form(hub: RunningHub, member: Reader) -> None:
    answer = member.send(
        "/repositories/create",
        "/repositories/create",
        namespace="demousr",
        name="demorep",
        description="my <b>first</b>",
        visibility="public",
    )
    assert answer.url.endswith("/r/demousr/demorep?done=created")
    assert "docker pull demousr/demorep<" in answer.text
    assert "my &lt;b&gt;first&lt;/b&gt;" in answer.text
    assert "No tags yet" in answer.text
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    assert (repository.is_private, repository.description) == (False, "my <b>first</b>")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "Demorep"}, "“demorep” would be possible"),
        ({"name": "x"}, "too short"),
        ({"visibility": ""}, "public or private"),
        ({"namespace": "teacherdemo"}, "your own namespace"),
        ({"description": "x" * 101}, "at most 100"),
        ({"name": "taken"}, "already have"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_why(
    hub: RunningHub, member: Reader, fields: dict[str, str], sentence: str
) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "taken"))
    typed = {
        "namespace": "demousr",
        "name": "demorep",
        "description": "words of mine",
        "visibility": "private",
        **fields,
    }
    answer = member.send("/repositories/create", "/repositories/create", **typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert f'value="{typed["name"]}"' in answer.text
    assert sentence in hub.refusals()[-1].message
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None


@pytest.fixture
def demorep(hub: RunningHub) -> Any:
    hub.call(lambda it: it.ensure_repository("demousr", "demorep"))
    hub.call(lambda it: it.ensure_image("demousr", "demorep", "1.0", {"a.txt": b"a"}))
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    return hub.call(lambda it: it.content.tag(repository, "1.0"))


def test_the_tags_page_shows_digest_size_and_when(reader: Reader, demorep: Any) -> None:
    page = reader.open("/r/demousr/demorep/tags").text
    shown = re.sub(r"<[^>]+>", "", page)
    assert demorep.digest in shown
    assert f"{demorep.full_size} B" in shown
    assert "just now" in shown
    assert "docker pull demousr/demorep:1.0" in shown


@pytest.fixture
def beside_another_registry(hub: RunningHub) -> None:
    """The learner's engine has another default registry, so that ours stands in each name."""
    hub.stop()
    hub.prefix = "localhost:31999/"
    hub.start()


@pytest.mark.usefixtures("beside_another_registry")
def test_commands_and_pull_names_carry_the_registrys_address(
    member: Reader, hub: RunningHub
) -> None:
    hub.call(lambda it: it.ensure_repository("demousr", "demorep"))
    hub.call(lambda it: it.ensure_image("demousr", "demorep", "1.0", {"a.txt": b"a"}))
    name = "localhost:31999/demousr/demorep"
    overview = shown(member.open("/r/demousr/demorep"))
    assert f"docker pull {name}\n" in overview
    assert f"docker push {name}:tagname" in overview
    assert f"docker pull {name}:1.0" in shown(member.open("/r/demousr/demorep/tags"))
    assert f"pull {name}:1.0 any more" in shown(member.open("/r/demousr/demorep/tags/1.0/delete"))
    assert (
        "localhost:31999" not in member.open("/repositories").text
    )  # a Hub's own names have no address
    answer = member.open("/v2/namespaces/demousr/repositories/demorep").text
    assert "localhost:31999" not in answer


def test_commands_names_and_digests_are_not_translated(reader: Reader, demorep: Any) -> None:
    for place in ("", "/tags"):
        page = reader.open(f"/r/demousr/demorep{place}").text
        for code in re.findall(r"<code[^>]*>", page):
            assert 'translate="no"' in code
        assert '<h1 translate="no">' in page


def test_a_stranger_sees_a_public_repository_without_its_forms(
    reader: Reader, demorep: Any
) -> None:
    page = reader.open("/r/demousr/demorep").text
    assert "docker pull demousr/demorep" in page
    assert "docker push" not in page
    assert "Settings" not in page


def test_visibility_is_changed_and_seen_by_others(
    hub: RunningHub, member: Reader, demorep: Any
) -> None:
    settings = "/r/demousr/demorep/settings"
    answer = member.send(settings, f"{settings}/visibility", visibility="private")
    assert "private now" in answer.text
    assert Reader(hub).open("/r/demousr/demorep").status_code == 404
    assert member.open("/r/demousr/demorep").status_code == 200
    assert member.open("/r/demousr/demorep?as=stranger").status_code == 404
    member.send(settings, f"{settings}/visibility", visibility="public")
    assert Reader(hub).open("/r/demousr/demorep").status_code == 200


def test_a_repository_goes_only_when_its_name_was_typed(
    hub: RunningHub, member: Reader, demorep: Any
) -> None:
    settings = "/r/demousr/demorep/settings"
    answer = member.send(settings, f"{settings}/delete", confirmation="demorepo")
    assert answer.status_code == 422
    assert "Nothing was deleted" in answer.text
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    answer = member.send(settings, f"{settings}/delete", confirmation="demorep")
    assert answer.url.endswith("/repositories?done=deleted")
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")) is None
    assert hub.call(lambda it: list(it.content.blobs)) == []


def test_a_tag_is_deleted(hub: RunningHub, member: Reader, demorep: Any) -> None:
    place = "/r/demousr/demorep/tags/1.0/delete"
    assert "The tag is deleted" in member.send(place, place).text
    assert member.open(place).status_code == 404
    assert hub.call(lambda it: it.repositories.find("demousr", "demorep")).tags == 0


@pytest.mark.parametrize(
    "place",
    [
        "settings",
        "settings/visibility",
        "settings/description",
        "settings/delete",
        "tags/1.0/delete",
    ],
)
def test_somebody_elses_repository_cannot_be_changed(
    hub: RunningHub, demorep: Any, place: str
) -> None:
    teacher = Reader(hub)
    teacher.sign_in("teacherdemo", "quiet green lamp")
    address = f"/r/demousr/demorep/{place}"
    if place != "settings":
        answer = teacher.send("/", address, visibility="private", confirmation="demorep")
    else:
        answer = teacher.open(address)
    assert answer.status_code == 403
    assert "belongs to demousr" in answer.text
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    assert (repository.is_private, repository.tags) == (False, 1)


def test_a_private_and_a_missing_repository_look_the_same(hub: RunningHub, member: Reader) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "plans", private=True))
    private = member.open("/r/teacherdemo/plans")
    missing = member.open("/r/teacherdemo/plant")
    assert private.status_code == missing.status_code == 404
    assert private.text == missing.text.replace("plant", "plans")


def test_the_404_page_explains(reader: Reader, demorep: Any) -> None:
    assert "perhaps demousr/demorep is meant" in words(reader.open("/r/demousr/Demorep"))
    assert "no account called nobody" in words(reader.open("/r/nobody/demorep"))
    assert "nobody's" in words(reader.open("/u/library"))
    assert reader.open("/nothing").status_code == 404


def test_the_page_of_another_account_shows_what_is_public(hub: RunningHub, member: Reader) -> None:
    hub.call(lambda it: it.ensure_repository("teacherdemo", "hello"))
    hub.call(lambda it: it.ensure_repository("teacherdemo", "plans", private=True))
    page = member.open("/u/teacherdemo").text
    assert "hello" in page
    assert "plans" not in page
    assert "plans" not in member.open("/search").text


# What every answer bears, and what none shows


@pytest.mark.parametrize("place", ["/", "/login", "/nothing", "/static/hub.css", "/v2/nothing"])
def test_every_answer_is_protected(reader: Reader, place: str) -> None:
    headers = reader.open(place).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "aiohttp" not in headers["Server"]


@pytest.mark.parametrize(
    "place", ["/", "/login", "/repositories", "/r/demousr/demorep", "/u/demousr"]
)
def test_no_link_leaves_the_place_where_the_pages_are(
    member: Reader, demorep: Any, place: str
) -> None:
    page = member.open(place).text
    links = re.findall(r'(?:href|action|src)="([^"]*)"', page)
    assert links
    for link in links:
        assert not link.startswith(("/", "http")), link


def over_socket(
    hub: RunningHub, method: str, place: str, body: str = "", **headers: str
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("hub.invalid")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(hub.owner_socket))
    connection.request(method, place, body, headers)
    return connection.getresponse()


def test_the_password_is_shown_on_the_owners_sign_in_page_alone(
    hub: RunningHub, reader: Reader
) -> None:
    assert PASSWORD in over_socket(hub, "GET", "/login").read().decode()
    assert PASSWORD not in reader.open("/login").text
    assert PASSWORD not in reader.sign_in(password="wrong").text
    for place in ("/", "/search", "/nothing", "/r/demousr/x"):
        assert PASSWORD not in over_socket(hub, "GET", place).read().decode()


def test_behind_a_proxy_the_cookie_is_for_the_prefix(hub: RunningHub) -> None:
    prefix = {"X-Forwarded-Prefix": "/user/x/hub", "X-Forwarded-Proto": "https,http"}
    cookie = over_socket(hub, "GET", "/login", **prefix).headers["Set-Cookie"]
    assert "Path=/user/x/hub;" in cookie + ";"
    assert "Secure" in cookie
    strange = {"X-Forwarded-Prefix": "/x; Domain=evil.example"}
    assert "evil" not in over_socket(hub, "GET", "/login", **strange).headers["Set-Cookie"]
    direct = requests.get(f"{hub.site}/login", headers=prefix, timeout=60).headers["Set-Cookie"]
    assert "/user" not in direct


def test_on_the_owners_socket_a_form_needs_our_token_too(hub: RunningHub) -> None:
    body = urlencode({"username": "demousr", "password": PASSWORD})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = over_socket(hub, "POST", "/login", body, **form)
    assert answer.status == 403


def test_no_password_and_no_form_reaches_the_trace(hub: RunningHub, member: Reader) -> None:
    Reader(hub).sign_in(password="hunter2 hunter2")
    requests.get(f"{hub.registry}/token?password=hunter2", auth=("demousr", PASSWORD), timeout=60)
    told = repr(hub.trace.requests())
    assert "hunter2" not in told
    assert PASSWORD not in told
    assert "form_token" not in told


def test_a_failure_shows_nothing_of_the_inside(
    hub: RunningHub, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise ValueError("/home/somebody/secret")

    monkeypatch.setattr(hub.hub.repositories, "seen_by", fail)
    answer = reader.open("/search")
    assert answer.status_code == 500
    assert "not your doing" in answer.text
    assert "somebody" not in answer.text


def test_a_large_form_is_refused(reader: Reader) -> None:
    assert reader.post("/login", username="x" * 100_000).status_code == 413


def test_a_slash_at_the_end_leads_to_the_same_page(reader: Reader, demorep: Any) -> None:
    page = reader.open("/r/demousr/demorep/")
    assert page.status_code == 200
    assert 'href="../../../static/hub.css"' in page.text
