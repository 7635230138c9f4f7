"""What somebody logs in with: an account's name, and its password or one of its access tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docker_lessons.hub.accounts.access_tokens import AccessToken, AccessTokens
    from docker_lessons.hub.accounts.accounts import Accounts


@dataclass(frozen=True)
class LogIn:
    """Who logged in, and with which access token; None for the password."""

    account: str
    access_token: AccessToken | None = None


class Credentials:
    """The check of the passwords and access tokens that Docker's clients and callers of the API send."""

    def __init__(self, accounts: Accounts, access_tokens: AccessTokens) -> None:
        self._accounts = accounts
        self._access_tokens = access_tokens

    async def verify(self, name: str, secret: str, *, noted: bool = True) -> LogIn:
        """Returns who logs in with this name and secret; with `noted`, records the use of an access token.

        Raises:
            WrongPassword: When it is neither the account's password nor one of its tokens.
            UnusableToken: When it is one of its tokens that was deactivated or has expired.
            TooManyTries: When there were too many wrong passwords for this account lately.
        """
        token = self._access_tokens.verify(name, secret, noted=noted)
        if token is not None:
            return LogIn(token.owner, token)
        return LogIn((await self._accounts.authenticate(name, secret)).name)
