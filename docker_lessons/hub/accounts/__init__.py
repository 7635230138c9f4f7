"""Authentication: accounts and passwords, sessions of the pages, tokens of registry and API."""

from docker_lessons.hub.accounts.accounts import Account, Accounts, WrongPassword
from docker_lessons.hub.accounts.secret import Secret
from docker_lessons.hub.accounts.sessions import Sessions
from docker_lessons.hub.accounts.tokens import (
    LIFETIME,
    SERVICE,
    Grant,
    InvalidToken,
    Scope,
    Tokens,
)
from docker_lessons.hub.accounts.tries import TooManyTries

__all__ = [
    "LIFETIME",
    "SERVICE",
    "Account",
    "Accounts",
    "Grant",
    "InvalidToken",
    "Scope",
    "Secret",
    "Sessions",
    "Tokens",
    "TooManyTries",
    "WrongPassword",
]
