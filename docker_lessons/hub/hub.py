"""The Hub: its state in one directory, and the applications that serve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.hub.accounts import Accounts
from docker_lessons.hub.content import Content
from docker_lessons.hub.database import Database
from docker_lessons.hub.registry import registry_app
from docker_lessons.hub.repositories import Repositories, Repository
from docker_lessons.hub.rights import Rights
from docker_lessons.hub.secret import Secret
from docker_lessons.hub.sessions import Sessions
from docker_lessons.hub.tokens import Tokens
from docker_lessons.oci.store import BlobStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from aiohttp import web

    from docker_lessons.trace import Trace


class Hub:
    """Docker Hub in small.

    `registry_url` and `site_url` are the addresses of the two loopback listeners, without a slash
    at the end. `shown_password` gives the account and password that the owner's sign-in page shows;
    it is asked each time and never kept. `prefix` stands in front of an image's name where the pages
    show it, as `localhost:5056/` does for an engine of which this is not the default registry.
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
    ) -> None:
        """Open the state in `root`, made when it is missing, and clear away what a kill left.

        Raises:
            UnknownState: a newer version of this package wrote the state.
        """
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.registry_url = registry_url.rstrip("/")
        self.site_url = site_url.rstrip("/")
        self.trace = trace
        self.shown_password = shown_password
        self.prefix = prefix
        self.secret = Secret(root / "secret.key")
        self.database = Database(root / "hub.db")
        self.accounts = Accounts(self.database)
        self.repositories = Repositories(self.database)
        self.rights = Rights(self.accounts, self.repositories)
        self.sessions = Sessions(self.database, self.secret)
        self.tokens = Tokens(self.secret, self.registry_url)
        blobs = BlobStore(root / "blobs")
        blobs.sweep()
        self.content = Content(self.database, blobs)
        self.content.collect()

    def registry_app(self) -> web.Application:
        """Make the registry's application, for the loopback listener at `registry_url`."""
        return registry_app(self)

    def site_app(self, *, owner: bool) -> web.Application:
        """Make the application of pages and API.

        With `owner` it is for a socket that only the world's owner reaches, behind Jupyter's proxy:
        Host and Origin are the proxy's affair there, and the sign-in page shows the practice
        password.
        """
        from docker_lessons.hub.site import site_app

        return site_app(self, owner=owner)

    def ensure_account(self, username: str, password: str | None) -> None:
        """Have an account with this password; with None nobody can sign in as it.

        Raises:
            InvalidName: when no account can be called so.
        """
        self.accounts.ensure(username, password)

    def ensure_repository(
        self, namespace: str, name: str, private: bool = False, description: str = ""
    ) -> Repository:
        """Have a repository; one that exists is left as it is.

        Raises:
            InvalidName: when no repository can be called so.
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
        """Have an image of one layer with `files` (path: content) under a tag of a repository.

        It is written directly, without a push; a tag that exists is left as it is.
        """
        from docker_lessons.hub.image import put_image

        repository = self.repositories.find(namespace, name)
        if repository is None:
            raise LookupError(f"{namespace}/{name}")
        if tag not in self.content.tag_names(repository):
            put_image(self.database, self.content, repository, tag, files, command)

    def on_change(self, callback: Callable[[], None]) -> None:
        """Call `callback` after a repository, a tag or a visibility has changed."""
        self.database.on_change(callback)

    def close(self) -> None:
        """Close the state; the applications must have ended before."""
        self.accounts.close()
        self.database.close()
