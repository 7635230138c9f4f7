"""Authentication: accounts and passwords, access tokens, sessions of the pages, tokens of registry and API."""

from docker_lessons.hub.accounts.access_tokens import (
    ADMIN,
    LABEL_LENGTH,
    PUBLIC_READ,
    READ,
    SCOPES,
    WRITE,
    AccessToken,
    AccessTokens,
    InvalidExpiry,
    InvalidLabel,
    InvalidScope,
    TooManyTokens,
    UnusableToken,
)
from docker_lessons.hub.accounts.accounts import Account, Accounts, WrongPassword
from docker_lessons.hub.accounts.credentials import Credentials, LogIn
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
    "ADMIN",
    "LABEL_LENGTH",
    "LIFETIME",
    "PUBLIC_READ",
    "READ",
    "SCOPES",
    "SERVICE",
    "WRITE",
    "AccessToken",
    "AccessTokens",
    "Account",
    "Accounts",
    "Credentials",
    "Grant",
    "InvalidExpiry",
    "InvalidLabel",
    "InvalidScope",
    "InvalidToken",
    "LogIn",
    "Scope",
    "Secret",
    "Sessions",
    "Tokens",
    "TooManyTokens",
    "TooManyTries",
    "UnusableToken",
    "WrongPassword",
]
