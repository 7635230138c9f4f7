"""The records of containers, in the engine's database: they change together with their events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.engine.containers.container import Container

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docker_lessons.engine.images.image_store import ImageStore

_SCHEMA = """
CREATE TABLE IF NOT EXISTS container (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, document TEXT NOT NULL
) WITHOUT ROWID;
"""

Event = tuple[str, dict[str, str]]
"""An action and the attributes that it has besides those of every event of its container."""


class ContainerTable:
    """The table of containers in a store's database."""

    def __init__(self, store: ImageStore) -> None:
        self._store = store
        with store.change() as change:
            change.rows(_SCHEMA)

    def all(self) -> list[Container]:
        """Returns all containers."""
        rows = self._store.database.rows("SELECT document FROM container")
        return [Container.parse(str(row[0])) for row in rows]

    def write(
        self, container: Container, events: Sequence[Event] = (), *, freeing: bool = False
    ) -> None:
        """Writes a container as it is now, with the events of that change.

        With `freeing`, it may use the room kept in reserve for a full disk.
        """
        with self._store.removing() if freeing else self._store.change() as change:
            change.rows(
                "INSERT INTO container VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE "
                "SET name = excluded.name, document = excluded.document",
                container.id,
                container.name,
                container.document(),
            )
            for action, more in events:
                change.log(action, "container", container.id, container.event_attributes(**more))

    def remove(self, container: Container) -> None:
        """Removes a container, which makes room: a full disk does not prevent it."""
        with self._store.removing() as change:
            change.rows("DELETE FROM container WHERE id = ?", container.id)
            change.log("destroy", "container", container.id, container.event_attributes())

    def log(self, container: Container, action: str, **more: str) -> None:
        """Logs an event of a container that changes nothing of its record."""
        with self._store.change() as change:
            change.log(action, "container", container.id, container.event_attributes(**more))
