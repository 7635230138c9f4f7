"""The containers of one engine: found, made and removed; `Lifecycle` starts and ends them."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import (
    BadParameter,
    Conflict,
    EngineError,
    NotFound,
    NotImplementedHere,
)
from docker_lessons.engine.api.filters import Filters
from docker_lessons.engine.containers import container as states
from docker_lessons.engine.containers import creation, listing, names
from docker_lessons.engine.containers.container_table import ContainerTable
from docker_lessons.engine.containers.directory import Directory
from docker_lessons.engine.containers.lifecycle import Lifecycle
from docker_lessons.engine.containers.live import Live
from docker_lessons.engine.images.image_use import ImageUse
from docker_lessons.engine.runtime import changes, root_fs
from docker_lessons.engine.runtime.limits import setting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from docker_lessons.engine.containers.container import Container
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.runtime.process import Runtime

LOG_LIMIT = 10 << 20
"""The number of bytes that a container's log keeps, if ``DOCKER_LESSONS_RUN_LOG`` sets no other."""
_LOST = 255
"""The exit code of a container that went down with its engine, as after a power cut."""
_STOPPED_WITHIN = 2
_log = logging.getLogger(__name__)


class Containers:
    """The containers of one engine; it is the `ImageUses` that images ask."""

    def __init__(self, store: ImageStore, runtime: Runtime) -> None:
        """Opens the records, and cleans up after a kill."""
        self.store = store
        self.runtime = runtime
        self.table = ContainerTable(store)
        self.lifecycle = Lifecycle(self.table, runtime, self._gone)
        self._folder = store.root / "containers"
        self._log_limit = setting("log") or LOG_LIMIT
        self.directory = Directory()
        self._folder.mkdir(exist_ok=True, mode=0o700)
        for container in self.table.all():
            self._recover(container)
        for folder in self._folder.iterdir():
            if folder.name not in self.directory:
                root_fs.remove(folder)

    def _recover(self, container: Container) -> None:
        state = container.state
        if container.is_alive:
            state.status, state.pid, state.exit_code = states.EXITED, 0, _LOST
            state.finished = timestamp.rfc3339(time.time_ns())
            self.table.write(container)
            if container.auto_remove:
                self.table.remove(container)
                return
        self.directory.add(Live(container, self._folder / container.id, self._log_limit))

    def image_uses(self) -> Sequence[ImageUse]:
        """Returns each container's use of its image."""
        return [
            ImageUse(live.container.id, live.container.image, live.container.state.status)
            for live in self.directory
        ]

    async def create(
        self, asked: dict[str, Any], name: str, platform: str
    ) -> tuple[Live, list[str]]:
        """Makes a container; returns it, and the warnings for the client.

        Raises:
            BadParameter: When the name or what is asked for makes no sense.
            Conflict: When the name belongs to another container.
            NotFound: When there is no such image.
            NotImplementedHere: When nothing can be run here, or not in this way.
        """
        name = names.checked(name) if name else ""
        container, warnings = creation.made(self.store, asked, name, platform)
        await self.runtime.probe()
        if not self.runtime.name:
            raise NotImplementedHere(
                f"this practice engine runs no containers: {self.runtime.why_not}; or run "
                f"{container.config['Image']} with your own Docker"
            )
        container.name = name or names.generated(self.directory.has_name, container.id)
        live = Live(container, self._folder / container.id, self._log_limit)
        self.directory.take(container.name, live)
        try:
            await self._make_root(live)
            self.table.write(container, [("create", {})])
        except BaseException:
            self.directory.free(container.name)
            await asyncio.to_thread(root_fs.remove, live.folder)
            raise
        self.directory.add(live)
        return live, warnings

    async def _make_root(self, live: Live) -> None:
        with self.store.holding():
            image = self.store.image(live.container.image)
            if image is None:
                raise NotFound(f"No such image: {live.container.image}")
            layers = self.store.layers(image)
            live.folder.mkdir(mode=0o700)
            await asyncio.to_thread(root_fs.make, live.root_folder, layers, self.store.blobs)

    def rename(self, live: Live, name: str) -> None:
        """Gives a container another name.

        Raises:
            BadParameter: When the name isn't allowed.
            Conflict: When another one has that name.
        """
        old = live.container.name
        try:
            name = names.checked(f"/{name.removeprefix('/')}")
            if name != old:
                self.directory.take(name, live)
        except EngineError as error:
            raise type(error)(f"Error when allocating new name: {error.message}") from None
        if name == old:
            raise BadParameter("Renaming a container with the same name as its current name")
        live.container.name = name
        try:
            self.table.write(live.container, [("rename", {"oldName": f"/{old}"})])
        except BaseException:
            live.container.name = old
            self.directory.free(name)
            raise
        self.directory.free(old)

    async def remove(self, live: Live, *, force: bool) -> None:
        """Removes a container; `force` ends one that runs.

        Raises:
            Conflict: When it runs, or is being removed.
        """
        container = live.container
        if live.is_being_removed:
            raise Conflict(f"removal of container {container.id} is already in progress")
        if container.is_alive and not force:
            if container.state.status == states.PAUSED:
                how = "a paused container {}. Unpause and then stop the container"
            else:
                how = "a running container {}. Stop the container"
            raise Conflict(
                f"You cannot remove {how.format(container.id)} before attempting removal or force "
                "remove"
            )
        live.is_being_removed = True
        try:
            if container.is_alive:
                await self.lifecycle.kill_for_good(live)
            async with live.lock:
                await self._take_away(live)
        finally:
            live.is_being_removed = False

    async def _gone(self, live: Live) -> None:
        """Removes a container that has ended, or failed to start, and has ``--rm``."""
        if not live.is_being_removed:
            live.is_being_removed = True
            try:
                await self._take_away(live)
            finally:
                live.is_being_removed = False

    async def _take_away(self, live: Live) -> None:
        # The record first: a folder without one is swept at the next start.
        self.table.remove(live.container)
        self.directory.remove(live)
        live.streams.end()
        try:
            await asyncio.to_thread(root_fs.remove, live.folder)
        except OSError:
            _log.exception("The files of a removed container stay until the next start")
        live.exited(live.container.state.exit_code)
        live.removed.set()

    async def prune(self, filters: Filters, until: int | None) -> tuple[list[str], int]:
        """Removes the containers that do not run, and pass the filters of a prune.

        With `until`, only those made by that time (nanoseconds since the epoch). Returns their IDs and the freed bytes.
        """
        removed, freed = [], 0
        for live in self.directory:
            container = live.container
            if (
                container.is_alive
                or (until is not None and container.created > until)
                or not filters.labels("label", container.labels)
                or ("label!" in filters and filters.labels("label!", container.labels))
            ):
                continue
            size = await self.size(live)
            with suppress(Conflict):  # started or removed by another client
                await self.remove(live, force=False)
                removed.append(container.id)
                freed += size
        with self.store.removing() as change:
            change.log("prune", "container", "", {"reclaimed": str(freed)})
        return removed, freed

    async def size(self, live: Live) -> int:
        """Returns the size in bytes of the files that a container has added or changed."""
        try:
            entries = await asyncio.to_thread(changes.layer_of, live.root)
        except OSError:  # removed meanwhile
            return 0
        contents = {id(entry.open): entry.size for entry in entries.values()}
        return sum(contents.values())

    async def sizes(self) -> dict[str, int]:
        """Returns the sizes of all containers, by ID."""
        return {live.container.id: await self.size(live) for live in self.directory}

    async def way(self) -> str:
        """Returns how programs are run here, '' where they cannot be."""
        await self.runtime.probe()
        return self.runtime.name

    @property
    def why_not(self) -> str:
        """Why programs can't be run here, as a sentence for people, '' if they can; known once `way` was called."""
        return self.runtime.why_not

    async def with_sizes(self) -> list[dict[str, Any]]:
        """Returns the list of all containers with their sizes, as ``docker system df`` wants it."""
        return listing.summaries(
            self.store,
            self.directory,
            Filters({}),
            everything=True,
            limit=0,
            sizes=await self.sizes(),
        )

    async def close(self) -> None:
        """Ends all containers, since the engine ends."""
        await self.lifecycle.end_all(list(self.directory), _STOPPED_WITHIN)
        await self.runtime.close()
