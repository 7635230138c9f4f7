"""How an image came back to this host: what the events say since it was gone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from docker_lessons.lessons.look import Look
from docker_lessons.world.host import Event
from docker_lessons.world.snapshot import HostImage


@dataclass(frozen=True)
class Story:
    """The story of one image: `image_id` is its ID, `target` the name it is to be pulled by."""

    look: Look
    image_id: str
    target: str

    @property
    def present(self) -> bool:
        """Whether the image is on this host now."""
        return bool(self.image_id) and self.look.host.image(self.image_id) is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it bears now."""
        found = self.look.host.image(self.image_id)
        return found.names if found else ()

    @cached_property
    def gone_at(self) -> float:
        """When it was last known to be gone (seconds since the epoch), 0 if it never was."""
        deleted = self.look.gone_since(self.image_id)
        absent = float(self.look.view.facts.get(f"absent {self.image_id}", 0))
        return max(deleted.seconds if deleted else 0.0, absent)

    @cached_property
    def since(self) -> tuple[Event, ...]:
        """The events since it was gone; all of them if it never was."""
        deleted = self.look.gone_since(self.image_id)
        events = self.look.image_events
        if deleted is not None and deleted.seconds == self.gone_at:
            return events[events.index(deleted) + 1 :]
        return tuple(e for e in events if e.seconds > self.gone_at)

    @cached_property
    def brought(self) -> Event | None:
        """The first event since it was gone that put it on this host again."""
        if not self.gone_at:
            return None
        return next((e for e in self.since if self._brings(e)), None)

    @property
    def was_built(self) -> bool:
        """Whether a build brought it; BuildKit, which has the image in its cache, tells of it by a `tag` event."""
        return self.brought is not None and self.brought.action in ("build", "tag")

    @property
    def pulled(self) -> bool:
        """Whether it was a pull of the wanted name that brought it."""
        return self.brought is not None and self._is_pull_of_target(self.brought)

    @property
    def came_by_pull(self) -> bool:
        """Whether that pull had to fetch it: somebody watched, and no other image kept its layers."""
        return self.pulled and not self.unwatched and self.had_layers is None

    @cached_property
    def had_layers(self) -> HostImage | None:
        """Another image of the course's that had every layer when this one came back; None for none."""
        found, brought = self.look.host.image(self.image_id), self.brought
        if found is None or brought is None:
            return None
        others = (one for one in self.look.own_images if one.id != self.image_id)
        return next(
            (
                one
                for one in others
                if one.holds_layers(found.diff_ids) and self._came(one) < brought.seconds
            ),
            None,
        )

    def _came(self, one: HostImage) -> float:
        """When an image came to this host, as far as events tell, else when it was made (seconds since the epoch)."""
        told = (
            e.seconds
            for e in self.since
            if e.id == one.id or (e.action == "pull" and e.id in one.names)
        )
        return next(told, float(one.created))

    @property
    def unwatched(self) -> bool:
        """Whether nobody watched for a while between its going and its coming."""
        until = self.brought.seconds if self.brought else float("inf")
        return any(self.gone_at < gap.end and gap.begin < until for gap in self.look.view.gaps)

    @property
    def pulled_without_removal(self) -> bool:
        """Whether the wanted name was pulled while the image was there all the time."""
        return not self.gone_at and any(self._is_pull_of_target(e) for e in self.look.image_events)

    @property
    def retagged(self) -> bool:
        """Whether it lost the wanted name and got it back from another of its own names."""
        if self.gone_at:
            return False
        events = self.look.image_events
        lost = [i for i, e in enumerate(events) if e.action == "untag" and e.id == self.image_id]
        return bool(lost) and any(
            e.action == "tag" and e.id == self.image_id and e.name == self.target
            for e in events[lost[0] :]
        )

    def _is_pull_of_target(self, event: Event) -> bool:
        # A pull of every tag names the repository alone.
        return event.action == "pull" and event.id in (self.target, self.target.rpartition(":")[0])

    def _brings(self, event: Event) -> bool:
        if event.action == "pull":
            if self._is_pull_of_target(event):
                return True
            seen = self.look.view.sightings.get((event.id, self.image_id), 0.0)
            return event.id in self.names or "@" in event.id or seen > event.seconds
        return event.action in ("load", "import", "tag", "build") and event.id == self.image_id
