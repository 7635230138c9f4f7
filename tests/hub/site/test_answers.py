"""What every answer of the pages bears, and what none shows."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
import requests

from tests.hub.reader import Reader
from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


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


@dataclass(frozen=True)
class Answer:
    """What the Hub answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str


def over_socket(hub: RunningHub, method: str, place: str, body: str = "", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("hub.invalid")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as connection.sock:
        connection.sock.connect(str(hub.owner_socket))
        connection.request(method, place, body, headers)
        with connection.getresponse() as response:
            return Answer(response.status, response.headers, response.read().decode())


def test_the_password_is_shown_on_the_owners_sign_in_page_alone(
    hub: RunningHub, reader: Reader
) -> None:
    assert PASSWORD in over_socket(hub, "GET", "/login").text
    assert PASSWORD not in reader.open("/login").text
    assert PASSWORD not in reader.sign_in(password="wrong").text
    for place in ("/", "/search", "/nothing", "/r/demousr/x"):
        assert PASSWORD not in over_socket(hub, "GET", place).text


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
    told = repr(hub.requests())
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
    assert "your fault" in answer.text
    assert "somebody" not in answer.text


def test_a_large_form_is_refused(reader: Reader) -> None:
    assert reader.post("/login", username="x" * 100_000).status_code == 413


def test_a_slash_at_the_end_leads_to_the_same_page(reader: Reader, demorep: Any) -> None:
    page = reader.open("/r/demousr/demorep/")
    assert page.status_code == 200
    assert 'href="../../../static/hub.css"' in page.text
