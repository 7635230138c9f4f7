"""A browser in small: keeps cookies, follows redirects, sends the forms that it was shown."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import requests

from tests.hub.running import PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


class Reader:
    """One visitor of the pages."""

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


def words(answer: requests.Response) -> str:
    return html.unescape(answer.text)


def shown(answer: requests.Response) -> str:
    """The page's text without its markup."""
    return re.sub(r"<[^>]+>", "", words(answer))
