"""Who may do what to a repository in the registry.

An account may do everything in its own namespace, where a push makes what is missing; everybody may
pull what is public. `library` and every other namespace are somebody else's. What one may not pull
looks as if it were absent.
"""

from __future__ import annotations

from collections.abc import Collection

from docker_lessons.hub.accounts import Accounts
from docker_lessons.hub.content import Repositories
from docker_lessons.hub.valid_names import is_repository_name

PULL, PUSH, DELETE = "pull", "push", "delete"
_ALL = (PULL, PUSH, DELETE)


class Rights:
    """Decides, from what is in the database now."""

    def __init__(self, accounts: Accounts, repositories: Repositories) -> None:
        self._accounts = accounts
        self._repositories = repositories

    def granted(self, account: str | None, path: str, wanted: Collection[str]) -> list[str]:
        """Give those of the `wanted` actions that `account` (None: a stranger) may do.

        `*` asks for all. Pulling a missing repository of one's own is granted only together with
        pushing, which would make it.
        """
        namespace, _, name = path.partition("/")
        repository = self._repositories.find(namespace, name)
        is_owner = account == namespace and self._accounts.find(namespace) is not None
        possible = set()
        if repository is not None and repository.is_visible_to(account):
            possible.add(PULL)
        if is_owner and is_repository_name(name):
            possible |= {PUSH, DELETE}
            if PUSH in wanted or "*" in wanted:
                possible.add(PULL)
        return [action for action in _ALL if action in possible and {action, "*"} & set(wanted)]
