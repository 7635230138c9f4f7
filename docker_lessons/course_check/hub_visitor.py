"""A visitor of the Hub's pages, who signs in, fills in forms and reads the answers."""

from __future__ import annotations

import html
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from docker_lessons.world import World

_SECONDS = 20


class HubVisitor:
    """A client with cookies for the pages of one world's Hub."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._base = world.hub_url
        self.forget()

    def forget(self) -> None:
        """Begins again without cookies, as a new browser does."""
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self, password: str = "") -> int:
        """Signs in as the world's account; returns the HTTP status of the answer."""
        account = self._world.account()
        return self._send(
            "login",
            "login",
            {"username": account.username, "password": password or account.password, "next": ""},
        )

    def create(self, name: str, visibility: str = "public") -> int:
        """Signs in and sends the form of *Create repository*; returns the HTTP status of the answer."""
        self.sign_in()
        account = self._world.account().username
        fields = {
            "namespace": account,
            "name": name,
            "description": "",
            "visibility": visibility,
        }
        return self._send("repositories/create", "repositories/create", fields)

    def set_visibility(self, name: str, visibility: str) -> None:
        """Changes a repository's visibility on its settings page."""
        self.sign_in()
        place = f"r/{self._world.account().username}/{name}/settings"
        self._send(place, f"{place}/visibility", {"visibility": visibility})

    def delete_repository(self, name: str) -> None:
        """Deletes a repository on its settings page."""
        self.sign_in()
        place = f"r/{self._world.account().username}/{name}/settings"
        self._send(place, f"{place}/delete", {"confirmation": name})

    def delete_tag(self, name: str, tag: str) -> None:
        """Deletes a tag on the page that asks for confirmation."""
        self.sign_in()
        place = f"r/{self._world.account().username}/{name}/tags/{tag}/delete"
        self._send(place, place, {})

    def own_repositories(self) -> list[str]:
        """Returns the names of the account's repositories, from the Hub's API."""
        place = f"v2/namespaces/{self._world.account().username}/repositories"
        listed = self._api("GET", place, token=self.bearer())
        return [str(row["name"]) for row in listed["results"]]

    def digest(self, name: str, tag: str) -> str:
        """Returns the digest of a tag of the account's, from the Hub's API."""
        account = self._world.account().username
        place = f"v2/namespaces/{account}/repositories/{name}/tags/{tag}"
        return str(self._api("GET", place, token=self.bearer())["digest"])

    def access_token(self, scope: str) -> tuple[str, str]:
        """Makes a personal access token by the Hub's API; returns its UUID and the token."""
        body = {"token_label": "course check", "scopes": [scope]}
        made = self._api("POST", "v2/access-tokens", body, self.bearer())
        return str(made["uuid"]), str(made["token"])

    def set_immutable(self, name: str, *, enabled: bool) -> None:
        """Makes all tags of a repository immutable, or mutable again."""
        place = f"v2/namespaces/{self._world.account().username}/repositories/{name}/immutabletags"
        body = {"immutable_tags": enabled, "immutable_tags_rules": []}
        self._api("PATCH", place, body, self.bearer())

    def deactivate(self, uuid: str) -> None:
        """Deactivates a personal access token."""
        self._api("PATCH", f"v2/access-tokens/{uuid}", {"is_active": False}, self.bearer())

    def bearer(self) -> str:
        """Returns the token with which the account asks the Hub's API."""
        account = self._world.account()
        secret = {"identifier": account.username, "secret": account.password}
        return str(self._api("POST", "v2/auth/token", secret)["access_token"])

    def _api(
        self, method: str, place: str, body: dict[str, Any] | None = None, token: str = ""
    ) -> Any:
        request = urllib.request.Request(
            f"{self._base}/{place}",
            method=method,
            data=json.dumps(body).encode() if body else None,
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {token}"} if token else {}),
        )
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:
            return json.loads(response.read())

    def _send(self, page: str, place: str, fields: dict[str, str]) -> int:
        """Opens `page`, takes the form's token from it, and sends the form to `place`."""
        sent = fields | {"form_token": self.form_token(page)}
        status, _ = self._open(place, urllib.parse.urlencode(sent).encode())
        return status

    def form_token(self, page: str) -> str:
        """Returns the token of the forms on a page, '' where there is none."""
        _, text = self._open(page)
        token = re.search(r'name="form_token" value="([^"]+)"', text)
        return html.unescape(token[1]) if token else ""

    def _open(self, place: str, data: bytes | None = None) -> tuple[int, str]:
        request = urllib.request.Request(
            f"{self._base}/{place}", data=data, headers={"Origin": self._base}
        )
        try:
            with self._opener.open(request, timeout=_SECONDS) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
