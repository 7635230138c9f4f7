"""Looks at the world, and remembers what only a look can tell: names on images, and their absence."""

from __future__ import annotations

import contextlib

from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.engine_listener import EngineListener
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.step import Step
from docker_lessons.world import World
from docker_lessons.world.host import HostError
from docker_lessons.world.observer import Observer
from docker_lessons.world.snapshot import Snapshot

_SETTLE_TRIES = 8


class Lookout:
    """The newest look at one world.  Belongs to the event loop's thread."""

    def __init__(
        self,
        definition: CourseDefinition,
        world: World,
        observer: Observer,
        memory: Memory,
        listener: EngineListener,
    ) -> None:
        self.snapshot: Snapshot | None = None
        """What was seen last; None before the first look."""
        self.new_names: dict[str, tuple[str, ...]] = {}
        """By image ID, the names that came last."""
        self._definition = definition
        self._engine = world.engine
        self._world_id = world.id
        self._observer = observer
        self._memory = memory
        self._listener = listener
        self._names_seen: set[tuple[str, str]] | None = None

    async def refresh(self) -> None:
        """Looks at everything.

        A command that ended before is never missed: events are fetched up to now first, and again until none
        came in while the world was looked at.
        """
        for _ in range(_SETTLE_TRIES):
            with contextlib.suppress(HostError):
                await self._listener.catch_up()
            snapshot = await self._observer.observe()
            try:
                if not await self._listener.catch_up():
                    break
            except HostError:
                break
        self._note_names(snapshot)
        self.snapshot = snapshot

    def look(self, step: Step | None = None, answer: str | None = None) -> Look:
        """Returns the newest look, with an answer to a step's question: this one, else the one that is kept."""
        assert self.snapshot is not None
        view = self._memory.view()
        if step is not None and answer is None:
            answer = view.accepted.get(step.id, view.refused.get(step.id))
        return self._look(self.snapshot, answer)

    def forget_new_names(self) -> None:
        """Counts every name as seen before."""
        self.new_names = {}

    def remember_absence(self) -> None:
        """Keeps when the published images were seen to be gone, where no event tells it."""
        assert self.snapshot is not None
        if self.snapshot.host is None:
            return
        view = self._memory.view()
        for name in self._definition.published:
            image_id = view.facts.get(name)
            if not image_id or self.snapshot.host.image(image_id):
                continue
            key = f"absent {image_id}"
            seen = float(view.facts.get(key, 0))
            if not seen or any(gap.end > seen for gap in view.gaps):
                self._memory.add_facts({key: repr(self.snapshot.time)})

    def _look(self, snapshot: Snapshot, answer: str | None) -> Look:
        return Look(
            snapshot=snapshot,
            view=self._memory.view(),
            names=self._observer.names,
            engine=self._engine,
            world_id=self._world_id,
            contents=self._definition.image,
            answer=answer,
        )

    def _note_names(self, snapshot: Snapshot) -> None:
        """Keeps which names stand on which images of the course's, and which of them are new."""
        if snapshot.host is None:
            return
        images = self._look(snapshot, None).own_images
        self._listener.know(one.id for one in images)
        seen = {(name, one.id) for one in images for name in one.names}
        if self._names_seen is not None:
            if seen == self._names_seen:
                return
            self.new_names = {
                one.id: tuple(n for n in one.names if (n, one.id) not in self._names_seen)
                for one in images
            }
        self._names_seen = seen
        self._memory.add_sightings(seen)
