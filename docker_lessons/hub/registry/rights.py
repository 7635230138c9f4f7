"""Who may pull from a repository, push to it and delete from it.

An account may do all three in its own namespace, where a push creates a missing repository; everybody
may pull from public repositories. `library` and all other namespaces belong to others. A repository
that an account may not pull from looks as if it did not exist. A log-in with an access token is limited to what the
token's scopes allow.
"""

from __future__ import annotations

from collections.abc import Collection

from docker_lessons.hub.accounts import READ, AccessToken, Accounts
from docker_lessons.hub.content import Repositories
from docker_lessons.hub.valid_names import is_repository_name

PULL, PUSH, DELETE = "pull", "push", "delete"
_ALL = (PULL, PUSH, DELETE)


class Rights:
    """The rights that follow from accounts and repositories as they are now."""

    def __init__(self, accounts: Accounts, repositories: Repositories) -> None:
        self._accounts = accounts
        self._repositories = repositories

    def granted(
        self,
        account: str | None,
        path: str,
        wanted: Collection[str],
        access_token: AccessToken | None = None,
    ) -> list[str]:
        """Returns those of the `wanted` actions that `account` may do; None means that nobody is logged in.

        `access_token` is what it logged in with, if that was not its password. `*` wants all actions. In
        its own namespace an account may do all of them in a missing repository, too: a push creates it, and
        until then there is nothing to be found in it.
        """
        namespace, _, name = path.partition("/")
        repository = self._repositories.find(namespace, name)
        if access_token is not None and not access_token.contains(READ):
            account = None  # it sees what strangers see
        is_owner = account == namespace and self._accounts.find(namespace) is not None
        possible = set()
        if repository is not None and repository.is_visible_to(account):
            possible.add(PULL)
        if is_owner and is_repository_name(name):
            possible |= {PULL, PUSH, DELETE}
        if access_token is not None:
            possible &= access_token.actions
        return [action for action in _ALL if action in possible and {action, "*"} & set(wanted)]
