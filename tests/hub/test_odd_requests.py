"""Requests that no well-meant client sends: each is answered, none with a failure of the Hub's."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
import requests

from tests.hub.reader import Reader
from tests.hub.registry_client import OWN, Client

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

DIGITS = "9" * 5000
FIELD = b'--x\r\nContent-Disposition: form-data; name="username"\r\n'
PLACES = [
    *(f"/static/{'x' * 300}", f"/static/{'x/' * 2500}", "/static/%00", "/static/a%00b.css"),
    *("/static/..%2f..%2fhub.db", "/static/", "/static/%ff", "/static/hub.css/x", "/static//"),
    *("/r/%00/%00", "/r/%ff/%ff", "/r/demousr/%ED%A0%80", f"/r/{'a' * 3000}/b", "/u/%00", "/u/%ff"),
    *(
        "/search?q=%00",
        "/search?q=%ED%A0%80",
        f"/search?q={DIGITS}",
        "/search?q=%",
        "/search?%ff=1",
    ),
    *(
        "/?done=%ED%A0%80",
        f"/login?next={'a/' * 2000}",
        "/login?next=%00",
        "/r/demousr/demorep?as=%ff",
    ),
    *("/r/demousr/demorep/tags/%00/delete", "/r/demousr/demorep/tags/%ff/delete"),
    *(
        f"/v2/repositories/{OWN}/tags?page={DIGITS}",
        f"/v2/repositories/{OWN}/tags?page_size={DIGITS}",
    ),
    *(f"/v2/repositories/{OWN}/tags?page={'9' * 19}", "/v2/search/repositories?page=٣&page_size=²"),
    *("/v2/repositories/%00", "/v2/repositories/%ED%A0%80/a", "/v2/users/%00", "/v2/users/%ff"),
    *(f"/v2/repositories/{OWN}/tags/%00", f"/v2/repositories/{OWN}/tags/%ff"),
    *("/v2/search/repositories?query=%00", "/v2/repositories/demousr?name=%ED%A0%80"),
]
REGISTRY_PLACES = [
    *(f"tags/list?n={DIGITS}", "tags/list?n=²", "tags/list?n=%00", f"tags/list?n={'9' * 19}"),
    *("tags/list?last=%00", "tags/list?last=%ED%A0%80", f"tags/list?last={DIGITS}"),
    *("manifests/%00", "manifests/%ff", f"manifests/{'a' * 4000}", "manifests/sha256:%00"),
    *("blobs/%00", "blobs/sha256:%00", f"blobs/sha256:{'a' * 4000}", "blobs/sha512:", "blobs/%ff"),
    *("referrers/%00", "referrers/sha256:", f"referrers/sha256:{'a' * 64}?artifactType=%ED%A0%80"),
    *("blobs/uploads/%00", "blobs/uploads/%ff", "/v2/%00/tags/list", "/v2/%ff/tags/list"),
    *(f"/v2/{'a/' * 1000}b/tags/list", "/v2/a//b/tags/list", "/v2/%2e%2e/tags/list"),
    *(f"/v1/search?q=x&n={DIGITS}", "/v1/search?n=²", "/v1/search?q=%ED%A0%80&n=-1"),
    *("/token?scope=%00", "/token?scope=%ED%A0%80", "/token?scope=repository:%00:pull"),
    *(f"/token?scope=repository:{'a' * 4000}:pull", "/token?scope=:::&scope=::&scope="),
]


@pytest.mark.parametrize("place", PLACES)
def test_an_odd_address_of_the_pages_is_answered(hub: RunningHub, place: str) -> None:
    Client(hub).push_manifest("1.0")
    reader = Reader(hub)
    reader.sign_in()
    assert reader.open(place).status_code < 500


@pytest.mark.parametrize("place", REGISTRY_PLACES)
def test_an_odd_address_of_the_registry_is_answered(hub: RunningHub, place: str) -> None:
    client = Client(hub)
    client.push_manifest("1.0")
    for method in ("GET", "HEAD", "DELETE", "PUT"):
        assert client.ask(method, place, data=b"x").status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Range": f"0-{DIGITS}"},
        {"Content-Range": f"{DIGITS}-0"},
        {"Content-Range": "bytes ²-³"},
        {"Content-Type": "a; charset=nonsense"},
        {"Range": f"bytes=0-{DIGITS}"},
        {"Range": "bytes=5-2"},
        {"Range": "bytes=-"},
        {"Range": "bytes=0-1,3-4"},
        {"If-Modified-Since": "Mon, 99 Jan 99999 00:00:00 GMT"},
        {"If-None-Match": "\xff"},
        {"Authorization": "Bearer " + "." * 2000},
        {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."},
        {"Authorization": "Basic \xff"},
        {"Authorization": "Basic /////w=="},
        {"Host": "a" * 300},
        {"Cookie": "x=" + "\xff" * 100},
    ],
)
def test_an_odd_header_is_answered(hub: RunningHub, headers: dict[str, str]) -> None:
    client = Client(hub)
    digest = client.push_blob(b"0123456789")
    location = client.ask("POST", "blobs/uploads/").headers["Location"]
    for method, place in (
        *(("GET", f"blobs/{digest}"), ("HEAD", f"blobs/{digest}"), ("PATCH", location)),
        *(("GET", "/token"), ("POST", "/token"), ("PUT", "manifests/1.0"), ("GET", "/v2/")),
    ):
        data = b"x" if method in {"PATCH", "POST", "PUT"} else None
        assert client.ask(method, place, headers=headers, data=data).status_code < 500
    for place in ("/", "/login", "/static/hub.css", "/v2/search/repositories"):
        assert requests.get(hub.site + place, headers=headers, timeout=60).status_code < 500


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"username=%ff&password=%ff"),
        ("application/x-www-form-urlencoded", b"username=%ED%A0%80&form_token=\xff"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"username=a"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"username=a"),
        ("application/x-www-form-urlencoded", b"&" * 60_000),
        ("application/x-www-form-urlencoded", b"grant_type=password&username=%ED%A0%80"),
        ("multipart/form-data", b"nothing"),
        ("multipart/form-data; boundary=x", b"--x\r\nnothing"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n\xff\r\n--x--"),
        (
            "multipart/form-data; boundary=x",
            FIELD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--",
        ),
        (
            "multipart/form-data; boundary=x",
            FIELD + b"Content-Type: text/plain; charset=nonsense\r\n\r\na\r\n--x--",
        ),
        ("multipart/form-data; boundary=" + "x" * 200, b"--" + b"x" * 200),
        ("application/x-www-form-urlencoded", b"a" * (5 << 20)),
    ],
)
def test_an_odd_form_is_answered(hub: RunningHub, kind: str, body: bytes) -> None:
    headers = {"Content-Type": kind}
    for url in (f"{hub.registry}/token", *(f"{hub.site}/{place}" for place in ("login", "logout"))):
        answer = requests.post(url, data=body, headers=headers, timeout=60)
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"GET //[ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        b"CONNECT a:99999 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /login HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST /login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x00\xff" * 10 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_is_answered(hub: RunningHub, head: bytes) -> None:
    for port in (hub.registry_port, hub.site_port):
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(head)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(1 << 16)
        assert not answer.startswith(b"HTTP/1.1 5"), answer[:100]
    assert requests.get(f"{hub.site}/", timeout=60).status_code == 200
