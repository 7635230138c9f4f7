"""Repositories: their owners, names, descriptions and visibility."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.hub.content.tag_rules import check_rules, rule
from docker_lessons.hub.valid_names import check_description, check_repository_name
from docker_lessons.language import gettext

if TYPE_CHECKING:
    from docker_lessons.hub.database import Database

_COLUMNS = """id, namespace, name, is_private, description, full_description, registered, updated,
    pulls, immutable_tags, immutable_tags_rules,
    (SELECT COUNT(*) FROM tags WHERE tags.repository = repositories.id) AS tags,
    (SELECT CAST(TOTAL(layers_size) AS INTEGER) FROM manifests
     WHERE manifests.repository = repositories.id) AS storage_size"""
# TOTAL, since SUM fails beyond 2^63 - 1, and then nobody could even delete the repository.

_ORDERS = {
    "name": "name ASC",
    "-name": "name DESC",
    "last_updated": "COALESCE(updated, registered) ASC",
    "-last_updated": "COALESCE(updated, registered) DESC",
    "pull_count": "pulls ASC",
    "-pull_count": "pulls DESC",
}
ORDERINGS = tuple(_ORDERS)
"""The values of the Hub API's parameter `ordering`."""


@dataclass(frozen=True)
class Repository:
    """A repository of this Hub; times are seconds since the epoch, sizes are in bytes."""

    id: int
    namespace: str
    name: str
    is_private: bool
    description: str
    full_description: str
    registered: float
    updated: float | None
    """When a tag was last pushed or deleted."""
    pulls: int
    tags: int
    """How many tags it has."""
    storage_size: int
    immutable_tags: bool
    """Whether tags cannot be changed or deleted: those that match one of the rules, or all if there are none."""
    immutable_tags_rules: tuple[str, ...]

    @property
    def path(self) -> str:
        """`demousr/demorep`."""
        return f"{self.namespace}/{self.name}"

    @property
    def visibility(self) -> str:
        """`public` or `private`."""
        return "private" if self.is_private else "public"

    def is_immutable(self, tag: str) -> bool:
        """Tells whether a tag of this name stays as it was pushed."""
        rules = self.immutable_tags_rules
        return self.immutable_tags and (not rules or any(rule(one).matches(tag) for one in rules))

    def is_visible_to(self, account: str | None) -> bool:
        """Tells whether `account` may see it; None is somebody who is not signed in."""
        return not self.is_private or account == self.namespace


class RepositoryExists(ValueError):
    """The name is taken by another repository of the namespace."""


class Repositories:
    """The repositories of this Hub."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, namespace: str, name: str) -> Repository | None:
        """Returns the repository, whoever may see it; None if there is none."""
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM repositories WHERE namespace = ? AND name = ?",  # noqa: S608
            namespace,
            name,
        )
        return _repository(row) if row else None

    def find_path(self, path: str) -> Repository | None:
        """Returns the repository whose name in the registry is `path`, None if there is none."""
        namespace, _, name = path.partition("/")
        return self.find(namespace, name)

    def seen_by(
        self,
        account: str | None,
        *,
        namespace: str | None = None,
        text: str = "",
        ordering: str = "name",
    ) -> list[Repository]:
        """Returns the repositories that `account` may see, None being a visitor who is not signed in.

        `namespace` restricts them to one namespace, `text` to those with it in name or description.
        """
        rows = self._database.rows(
            f"""SELECT {_COLUMNS} FROM repositories
            WHERE (is_private = 0 OR namespace = ?) AND (? IS NULL OR namespace = ?)
            AND (instr(namespace || '/' || name, ?) OR instr(lower(description), ?))
            ORDER BY {_ORDERS[ordering]}, namespace, name""",  # noqa: S608
            account,
            namespace,
            namespace,
            text.lower(),
            text.lower(),
        )
        return [_repository(row) for row in rows]

    def create(
        self,
        namespace: str,
        name: str,
        *,
        is_private: bool = False,
        description: str = "",
        full_description: str = "",
    ) -> Repository:
        """Creates an empty repository and returns it.

        Raises:
            InvalidName: When the name or the description is not valid.
            RepositoryExists: When the namespace has one of this name.
        """
        check_repository_name(name)
        check_description(description)
        try:
            self._database.execute(
                """INSERT INTO repositories
                (namespace, name, is_private, description, full_description, registered)
                VALUES (?, ?, ?, ?, ?, ?)""",
                namespace,
                name,
                is_private,
                description,
                full_description,
                time.time(),
            )
        except sqlite3.IntegrityError:
            raise RepositoryExists(
                gettext("You already have a repository called “{name}”.", name=name)
            ) from None
        return self._existing(namespace, name)

    def set_private(self, repository: Repository, *, is_private: bool) -> Repository:
        """Changes the visibility and returns the changed repository."""
        self._database.execute(
            "UPDATE repositories SET is_private = ? WHERE id = ?", is_private, repository.id
        )
        return self._existing(repository.namespace, repository.name)

    def set_immutable_tags(
        self, repository: Repository, *, enabled: bool, rules: list[str]
    ) -> Repository:
        """Changes which tags are immutable and returns the changed repository.

        Raises:
            InvalidRule: When a rule is not valid.
        """
        check_rules(rules)
        self._database.execute(
            "UPDATE repositories SET immutable_tags = ?, immutable_tags_rules = ? WHERE id = ?",
            enabled,
            json.dumps(rules),
            repository.id,
        )
        return self._existing(repository.namespace, repository.name)

    def describe(
        self,
        repository: Repository,
        *,
        description: str | None = None,
        full_description: str | None = None,
    ) -> Repository:
        """Changes the descriptions and returns the changed repository; None leaves one as it is.

        Raises:
            InvalidName: When the short description is too long.
        """
        if description is not None:
            check_description(description)
        self._database.execute(
            """UPDATE repositories SET description = COALESCE(?, description),
            full_description = COALESCE(?, full_description) WHERE id = ?""",
            description,
            full_description,
            repository.id,
        )
        return self._existing(repository.namespace, repository.name)

    def delete(self, repository: Repository) -> None:
        """Deletes it with its tags, manifests and links to blobs."""
        with self._database.reserve(), self._database.transaction():
            self._database.execute("DELETE FROM repositories WHERE id = ?", repository.id)
            self._database.execute("DELETE FROM blobs WHERE path = ?", repository.path)

    def _existing(self, namespace: str, name: str) -> Repository:
        repository = self.find(namespace, name)
        if repository is None:
            raise LookupError(f"{namespace}/{name}")
        return repository


def _repository(row: sqlite3.Row) -> Repository:
    values = dict(row)
    values |= {name: bool(values[name]) for name in ("is_private", "immutable_tags")}
    values["immutable_tags_rules"] = tuple(json.loads(values["immutable_tags_rules"]))
    return Repository(**values)
