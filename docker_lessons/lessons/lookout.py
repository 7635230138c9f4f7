"""Looks at the world, and remembers what only a look can tell: names on images, and their absence."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from docker_lessons.lessons import build_folder
from docker_lessons.lessons.attempt import Attempt, attempts
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.engine_listener import EngineListener
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.view import View
from docker_lessons.world import World, pages
from docker_lessons.world.host import HostError
from docker_lessons.world.observer import Observer
from docker_lessons.world.snapshot import Snapshot

_SETTLE_TRIES = 8
_AT_HUB = frozenset({"push", "login", "logout"})


class Lookout:
    """The newest look at one world.  Belongs to the event loop's thread."""

    def __init__(
        self,
        definition: CourseDefinition,
        world: World,
        observer: Observer,
        memory: Memory,
        listener: EngineListener,
        relay_trouble: Callable[[], str] = str,
    ) -> None:
        self.snapshot: Snapshot | None = None
        """What was seen last; None before the first look."""
        self._definition = definition
        self._engine = world.engine
        self._which_hub = world.which_hub
        self._world_id = world.id
        self._relay = world.relay
        self._world = world
        self._relay_trouble = relay_trouble
        self._changed_files: tuple[str, ...] = ()
        self._observer = observer
        self._memory = memory
        self._listener = listener
        self._acted_at_hub = time.time()
        self._names_seen: set[tuple[str, str]] | None = None
        self._tried: tuple[View, tuple[Attempt, ...]] | None = None
        self._looks: dict[str | None, Look] = {}
        """The newest look with each answer: a look reads the memory for itself, and all steps are judged by one."""

    async def refresh(self) -> None:
        """Looks at everything.

        A command that ended before is never missed: events are fetched up to now first, and again until none
        came in while the world was looked at.
        """
        for _ in range(_SETTLE_TRIES):
            with contextlib.suppress(HostError):
                await self._listener.catch_up()
            self._note_acts_at_hub()
            snapshot = await self._observer.observe()
            if self._observer.host.tells_late:
                break  # an act meanwhile is told by the stream, as soon as by asking once more
            try:
                if not await self._listener.catch_up():
                    break
            except HostError:
                break
        self._changed_files = self._look_at_build_folder()
        self._note_names(snapshot)
        self.snapshot = snapshot

    def _note_acts_at_hub(self) -> None:
        """Has the real Hub looked at again where the learner did something that may have changed it."""
        real_hub = self._observer.real_hub
        if real_hub is None:
            return
        newest = acted_at_hub(self._memory.view())
        if newest > self._acted_at_hub:
            self._acted_at_hub = newest
            real_hub.pace.act()

    def look(self, step: Step | None = None, answer: str | None = None) -> Look:
        """Returns the newest look, with an answer to a step's question: this one, else the one that is kept."""
        assert self.snapshot is not None
        view = self._memory.view()
        if step is not None and answer is None:
            answer = view.accepted.get(step.id, view.refused.get(step.id))
        return self._look(self.snapshot, answer)

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
        view = self._memory.view()
        if self._tried is None or self._tried[0] is not view:
            self._tried = (view, attempts(view))
            self._looks.clear()
        names, relay = self._observer.names, (self._relay, self._relay_trouble())
        known = self._looks.get(answer)
        if (
            known is not None
            and known.snapshot is snapshot
            and (known.names, known.relay, known.changed_files)
            == (names, relay, self._changed_files)
        ):
            return known
        look = self._looks[answer] = Look(
            snapshot=snapshot,
            view=view,
            tries=self._tried[1],
            names=names,
            engine=self._engine,
            world_id=self._world_id,
            contents=self._definition.image,
            answer=answer,
            changed_files=self._changed_files,
            which_hub=self._which_hub,
            relay=relay,
        )
        return look

    def _look_at_build_folder(self) -> tuple[str, ...]:
        """The changed files of the build folder: all that is seen of a build in a terminal that nobody hears."""
        beside, contents = pages.folder(self._world), self._definition.image
        if beside is None:
            return ()
        architecture = self._engine.architecture
        return build_folder.changed(
            beside / contents.folder, contents, self._world.label, architecture
        )

    def _note_names(self, snapshot: Snapshot) -> None:
        """Keeps which names the course's images have."""
        if snapshot.host is None:
            return
        images = self._look(snapshot, None).own_images
        self._listener.know(one.id for one in images)
        seen = {(name, one.id) for one in images for name in one.names}
        if seen == self._names_seen:
            return
        self._names_seen = seen
        self._memory.add_sightings(seen)


def acted_at_hub(view: View) -> float:
    """Returns when the learner last did what concerns the Hub, in seconds since the epoch; 0 for never."""
    pushed = (one.seconds for one in view.events if one.action == "push")
    typed = (one.time for one in view.commands if _AT_HUB.intersection(one.words[:2]))
    return max((*pushed, *typed), default=0.0)
