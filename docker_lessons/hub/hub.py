"""The state of a Hub in one directory: what registry, API and pages answer from."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from docker_lessons.hub.accounts import (
    AccessTokens,
    Accounts,
    Credentials,
    Secret,
    Sessions,
    Tokens,
)
from docker_lessons.hub.allowances import Limits
from docker_lessons.hub.content import Content, Repositories, preload_image
from docker_lessons.hub.rescue import opened
from docker_lessons.oci.store import BlobStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from docker_lessons.hub.content import Repository
    from docker_lessons.trace import Trace

_log = logging.getLogger(__name__)


class Hub:
    """Docker Hub on a small scale.

    `registry_url` and `site_url` are the addresses of the two loopback listeners, without a slash
    at the end. `shown_password` returns the account and password that the owner's sign-in page
    shows; it is called for each page, and its result is not kept. `prefix` precedes an image's name
    on the pages: `localhost:5056/` for an engine whose default registry is another one. `limits` are
    those of pulls and of calls of the API.
    """

    def __init__(
        self,
        root: Path,
        *,
        registry_url: str,
        site_url: str,
        trace: Trace,
        shown_password: Callable[[], tuple[str, str]] | None = None,
        prefix: str = "",
        limits: Limits | None = None,
    ) -> None:
        """Opens the state in `root`, creates it if it is missing, and removes what a kill left.

        Raises:
            UnknownState: When a newer version of this package wrote the state.
        """
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.registry_url = registry_url.rstrip("/")
        self.site_url = site_url.rstrip("/")
        self.trace = trace
        self.shown_password = shown_password
        self.prefix = prefix
        self.limits = limits or Limits()
        self.database, self.rescue = opened(root / "hub.db")
        if self.rescue is not None:
            _log.warning("%s", self.rescue)
        secret = Secret(root / "secret.key")
        self.accounts = Accounts(self.database)
        self.access_tokens = AccessTokens(self.database)
        self.credentials = Credentials(self.accounts, self.access_tokens)
        self.sessions = Sessions(self.database, secret)
        self.tokens = Tokens(secret, self.registry_url)
        self.repositories = Repositories(self.database)
        blobs = BlobStore(root / "blobs")
        blobs.sweep()
        self.content = Content(self.database, blobs)
        if self.rescue is not None:
            self.content.link_again()
        self.content.collect()

    def ensure_account(self, username: str, password: str | None) -> None:
        """Creates the account if it is missing and sets its password; None sets none.

        Raises:
            InvalidName: When no account can have this name.
        """
        self.accounts.ensure(username, password)

    def ensure_repository(
        self, namespace: str, name: str, private: bool = False, description: str = ""
    ) -> Repository:
        """Returns the repository, created if it is missing; an existing one is not changed.

        Raises:
            InvalidName: When no repository can have this name.
        """
        return self.repositories.find(namespace, name) or self.repositories.create(
            namespace, name, is_private=private, description=description
        )

    def ensure_image(
        self,
        namespace: str,
        name: str,
        tag: str,
        files: Mapping[str, bytes],
        command: tuple[str, ...] = (),
    ) -> None:
        """Adds an image of one layer with `files` (path: content) under a tag of a repository.

        It is stored without a push. A tag that exists is not changed.

        Raises:
            LookupError: When there is no such repository.
        """
        repository = self.repositories.find(namespace, name)
        if repository is None:
            raise LookupError(f"{namespace}/{name}")
        if tag not in self.content.tag_names(repository):
            preload_image(self.database, self.content, repository, tag, files, command)

    def close(self) -> None:
        """Closes the state; the applications must have ended before."""
        self.accounts.close()
        self.database.close()
