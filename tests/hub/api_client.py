"""A client of the API in small: an account or a stranger, each answer as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests

from tests.hub.running import PASSWORD, TEACHERS_PASSWORD

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


class Api:
    """Asks the API, as an account or a stranger."""

    def __init__(
        self, hub: RunningHub, account: str | None = "demousr", password: str = ""
    ) -> None:
        self.url = f"{hub.site}/v2"
        self.session = requests.Session()
        if account:
            password = password or (PASSWORD if account == "demousr" else TEACHERS_PASSWORD)
            answer = self("POST", "/auth/token", json={"identifier": account, "secret": password})
            self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def __call__(self, method: str, place: str, **how: Any) -> requests.Response:
        return self.session.request(method, self.url + place, timeout=60, **how)
