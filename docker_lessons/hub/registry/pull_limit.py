"""The limit of pulls, which the headers of every answer about a manifest tell.

A pull is a GET of an image's manifest. The index of several platforms' images doesn't count, and neither does HEAD,
by which clients look for something new. Source: Docker's documentation, "Docker Hub pull usage and limits".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.hub.allowances import Allowance, Limits
from docker_lessons.hub.registry.errors import Refusal

if TYPE_CHECKING:
    from aiohttp import web

    from docker_lessons.hub.accounts import Accounts

_EXCEEDED = (
    "You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: "
    "https://www.docker.com/increase-rate-limits"
)


class PullLimit:
    """The pulls of accounts, and of addresses where nobody is logged in."""

    def __init__(self, limits: Limits, accounts: Accounts) -> None:
        self._enforced = limits.enforced
        self._accounts = accounts
        self._anonymous = Allowance(limits.pulls_anonymous, limits.pulls_window)
        self._account = Allowance(limits.pulls_account, limits.pulls_window)

    def headers(
        self, request: web.Request, account: str | None, *, is_pull: bool
    ) -> dict[str, str]:
        """Returns the headers for an answer about a manifest; counts it if it is a pull.

        Raises:
            Refusal: When there were too many, and the Hub was set up to refuse that.
        """
        allowance = self._anonymous if account is None else self._account
        who = request.remote or "" if account is None else account
        standing = allowance.spend(who) if is_pull else allowance.standing(who)
        headers = {
            "RateLimit-Limit": f"{standing.limit};w={standing.window}",
            "RateLimit-Remaining": f"{standing.remaining};w={standing.window}",
            "Docker-RateLimit-Source": self._source(who, account),
        }
        if is_pull and standing.is_exceeded and self._enforced:
            raise Refusal("TOOMANYREQUESTS", _EXCEEDED, headers=headers)
        return headers

    def _source(self, address: str, account: str | None) -> str:
        found = self._accounts.find(account) if account is not None else None
        return f"{found.id:032x}" if found else address
