"""The limit of calls of the API, which the headers of every answer tell.

Source: Docker's documentation, "Docker HUB API", "Rate Limiting" (content/reference/api/hub/latest.yaml).
"""

from __future__ import annotations

from docker_lessons.hub.allowances import Allowance, Limits
from docker_lessons.hub.api.errors import TooManyRequests


class CallLimit:
    """The calls of accounts, and of addresses where nobody is logged in."""

    def __init__(self, limits: Limits) -> None:
        self._enforced = limits.enforced
        self._calls = Allowance(limits.calls, limits.calls_window)

    def count(self, who: str) -> None:
        """Counts a call.

        Raises:
            TooManyRequests: When there were too many, and the Hub was set up to refuse that.
        """
        standing = self._calls.spend(who)
        if standing.is_exceeded and self._enforced:
            raise TooManyRequests("Rate limit exceeded", standing.reset)

    def headers(self, who: str) -> dict[str, str]:
        """Returns the headers of an answer."""
        standing = self._calls.standing(who)
        return {
            "X-RateLimit-Limit": str(standing.limit),
            "X-RateLimit-Remaining": str(standing.remaining),
            "X-RateLimit-Reset": str(standing.reset),
        }
