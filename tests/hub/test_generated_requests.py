"""Requests that nobody thought of, over all routes: each is answered, none with a failure of the Hub's."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import requests

from tests.hub.api_client import Api
from tests.hub.reader import Reader
from tests.hub.registry_client import OCI_INDEX, OCI_MANIFEST, OWN, Client, digest_of
from tests.hub.test_documented import documented

if TYPE_CHECKING:
    from tests.hub.running import RunningHub

NUMBER = 250
ODD = [
    *("", " ", ".", "..", "a", "A/B", "demousr", "demorep", "1.0", "0", "-1", "²", "9" * 400),
    *("\x00", "\ud800", "é", "%", "%2e%2e", "'; DROP TABLE tags; --", "<b>", "a" * 3000),
    *(
        "sha256:",
        "sha256:" + "0" * 64,
        "sha512:x",
        digest_of(b"a layer"),
        "repo:read",
        "(a+)+$",
        "[",
    ),
    *("2030-01-01T00:00:00Z", "2030-13-01T00:00:00Z", "{}", "null", "true", "\u202e", "\r\nX: y"),
]
FIELDS = (
    *("token_label", "scopes", "is_active", "expires_at", "immutable_tags", "immutable_tags_rules"),
    *("regex", "name", "namespace", "description", "full_description", "is_private", "username"),
    *(
        "password",
        "identifier",
        "secret",
        "label",
        "scope",
        "expiry",
        "mutability",
        "rules",
        "next",
    ),
    *(
        "visibility",
        "confirmation",
        "page",
        "page_size",
        "ordering",
        "query",
        "q",
        "n",
        "last",
        "as",
    ),
    *("digest", "mount", "from", "tag", "artifactType", "service", "account", "grant_type"),
)


class Generator:
    """Makes requests, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311

    def value(self, depth: int = 0) -> Any:
        kind = self.random.randrange(9 if depth < 3 else 6)
        simple = (None, True, 0, -1, 1e308, 2**70, self.text(), self.text())
        if kind < 7:
            return self.random.choice(simple)
        if kind == 7:
            return [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        return {self.text(): self.value(depth + 1) for _ in range(self.random.randrange(4))}

    def text(self) -> str:
        return self.random.choice(ODD)

    def place(self, address: str) -> str:
        filled = re.sub(r"\{\w+\}", lambda _: self.escaped(self.text()), address)
        if self.random.random() < 0.5:
            names = self.random.sample(FIELDS, self.random.randrange(1, 4))
            filled += "?" + "&".join(f"{name}={self.escaped(self.text())}" for name in names)
        return filled

    def body(self) -> bytes:
        kind = self.random.randrange(5)
        fields = {name: self.value() for name in self.random.sample(FIELDS, 8)}
        if kind == 0:
            return b""
        if kind == 1:
            return self.random.randbytes(200)
        if kind == 2:
            return "&".join(f"{name}={self.escaped(self.text())}" for name in fields).encode()
        return json.dumps(fields).encode()

    def headers(self) -> dict[str, bytes]:
        kinds = ("application/json", "application/x-www-form-urlencoded", OCI_MANIFEST, OCI_INDEX)
        made = {"Content-Type": self.random.choice(kinds).encode()}
        for name in ("User-Agent", "Range", "Content-Range", "Accept", "Referer"):
            if self.random.random() < 0.3:
                text = self.text().encode("utf-8", "surrogatepass")
                made[name] = re.sub(rb"[\r\n\x00]", b"", text)[:500].strip()
        return made

    @staticmethod
    def escaped(text: str) -> str:
        return quote(text.encode("utf-8", "surrogatepass"), safe=":")


@pytest.mark.parametrize("seed", range(3))
def test_no_generated_request_makes_the_hub_fail(hub: RunningHub, seed: int) -> None:
    made = Generator(seed)
    registry, api, reader = Client(hub), Api(hub), Reader(hub)
    registry.push_manifest("1.0")
    reader.sign_in()
    form_token = re.search(r'name="form_token" value="(\w+)"', reader.open("/").text)
    assert form_token
    sessions = {
        "Registry": (hub.registry, registry.session),
        "API": (hub.site, api.session),
        "Pages": (hub.site, reader.session),
    }
    routes = [
        (title, method, address)
        for title in sessions
        for address, methods in documented(title).items()
        for method in methods - {"*"}
        if address != "/logout"
    ]
    failed = []
    for _ in range(NUMBER):
        title, method, address = made.random.choice(routes)
        base, session = sessions[title]
        place, body, headers = made.place(address), made.body(), made.headers()
        if title == "Pages" and method == "POST":
            body += b"&form_token=" + form_token[1].encode()
            headers["Content-Type"] = b"application/x-www-form-urlencoded"
        try:
            answer = session.request(
                method, base + place, data=body, headers=headers, timeout=60, allow_redirects=False
            )
        except requests.exceptions.InvalidHeader:
            continue
        if answer.status_code >= 500:
            failed.append((answer.status_code, method, place[:200], headers, body[:300]))
    assert failed == []
    assert reader.open(f"/r/{OWN}").status_code in {200, 404}


def test_texts_that_are_no_unicode_are_refused_or_replaced(hub: RunningHub) -> None:
    api = Api(hub)
    for label in (r"\ud800", r"a\u0000b", r"\udfff\ud800"):
        body = f'{{"token_label": "{label}", "scopes": ["repo:read"]}}'
        assert api("POST", "/access-tokens", data=body).status_code in {201, 400}
    body = '{"token_label": "fine", "scopes": ["repo:read"]}'
    for agent in (b"\xff\xfe", "é".encode(), b"a" * 5000):
        made = api("POST", "/access-tokens", data=body, headers={"User-Agent": agent})
        assert made.status_code == 201
    assert api("GET", "/access-tokens").status_code == 200
