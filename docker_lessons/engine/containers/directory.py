"""The containers that there are, by ID and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import BadParameter, Conflict, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker_lessons.engine.containers.live import Live


class Directory:
    """Containers by ID and by name; a name may be taken before its container is there."""

    def __init__(self) -> None:
        self._lives: dict[str, Live] = {}
        self._names: dict[str, Live] = {}

    def __iter__(self) -> Iterator[Live]:
        return iter(list(self._lives.values()))

    def __contains__(self, text: str) -> bool:
        return text in self._lives

    def has_name(self, name: str) -> bool:
        """Returns whether a name is taken."""
        return name in self._names

    def add(self, live: Live) -> None:
        """Adds a container."""
        self._lives[live.container.id] = live
        self._names[live.container.name] = live

    def remove(self, live: Live) -> None:
        """Removes a container, and frees its name."""
        self._lives.pop(live.container.id, None)
        self._names.pop(live.container.name, None)

    def take(self, name: str, live: Live) -> None:
        """Takes a name for a container.

        Raises:
            Conflict: When another container has it.
        """
        other = self._names.get(name)
        if other is not None:
            raise Conflict(
                f'Conflict. The container name "/{name}" is already in use by container '
                f'"{other.container.id}". You have to remove (or rename) that container to be able '
                "to reuse that name."
            )
        self._names[name] = live

    def free(self, name: str) -> None:
        """Frees a name."""
        del self._names[name]

    def all(self) -> list[Live]:
        """Returns all containers, the newest first."""
        return sorted(self._lives.values(), key=lambda live: live.container.created, reverse=True)

    def find(self, text: str) -> Live:
        """Returns the container that `text` names: an ID, a name, or the beginning of an ID.

        Raises:
            NotFound: When there is none.
            BadParameter: When several IDs begin with `text`.
        """
        if text in self._lives:
            return self._lives[text]
        named = self._names.get(text.removeprefix("/"))
        if named is not None:
            return named
        found = [live for id_, live in self._lives.items() if text and id_.startswith(text)]
        if len(found) > 1:
            raise BadParameter(f"Multiple IDs found with provided prefix: {text}")
        if not found:
            raise NotFound(f"No such container: {text}")
        return found[0]
