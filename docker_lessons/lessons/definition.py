"""The definition of a course: everything that tells one course from another.

It is made in one place (`chapter` for the shipped course); the code that puts a service together passes it on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from docker_lessons.lessons.course_image import ImageContents
from docker_lessons.world.names import Names

if TYPE_CHECKING:
    from docker_lessons.lessons.step import Step


@dataclass(frozen=True)
class Page:
    """One notebook; `minutes` is what a class needs for it."""

    page: str
    title: str
    minutes: int


@dataclass(frozen=True)
class SeedRepository:
    """A repository of somebody else's that a new practice Hub has."""

    namespace: str
    name: str
    private: bool = False
    description: str = ""
    tag: str = ""
    """The tag of its one image, '' for none."""
    message: str = ""
    """What that image, the course's program, prints."""


@dataclass(frozen=True)
class CourseDefinition:
    """One course."""

    key: str
    """The identifier under which progress is kept; it stays."""
    steps: tuple[Step, ...]
    """The steps, in their order."""
    pages: tuple[Page, ...]
    names: Names
    """The names that the course uses, as they are in a world whose names begin with no registry's address."""
    image: ImageContents
    """What the course's image is made of."""
    seed: tuple[SeedRepository, ...] = ()
    """What a new practice Hub holds besides the learner's account."""
    published: tuple[str, ...] = ()
    """The facts that hold the ID of a published image: when such an image is missing from the host, that is remembered."""

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by their identifiers."""
        return {step.id: step for step in self.steps}

    def names_in(self, world: Names) -> Names:
        """Returns the course's names with what a world adds: address, client's release, the account elsewhere."""
        names = replace(
            self.names,
            registry=world.registry,
            folder=world.folder,
            client_release=world.client_release,
        )
        real = world.hub != names.hub
        return replace(names, hub=world.hub, username=world.username) if real else names

    def undone_by(self, step: Step, passed: Callable[[str], bool]) -> str | None:
        """Returns the later step that has passed and rightly undoes this one, None for none."""
        return next((later for later in sorted(step.undone_by) if passed(later)), None)

    def due_to_undo(self, step: Step, passed: Callable[[str], bool]) -> str | None:
        """Returns the later step that is to undo this one and comes next, since all before it has passed; None for none.

        What is undone on the way of that step is no mistake, and no precondition of the step's own page.
        """
        later = (self.by_id[one] for one in sorted(step.undone_by) if one in self.by_id)
        return next((one.id for one in later if self._is_due(one, passed)), None)

    def _is_due(self, later: Step, passed: Callable[[str], bool]) -> bool:
        before = self.steps[: self.steps.index(later)]
        # What needs containers is skipped where nothing runs them.
        return all(passed(one.id) for one in before if not one.needs_containers)

    def until(self, step: Step) -> tuple[Step, ...]:
        """Returns the steps up to this one, which is the last."""
        return self.steps[: self.steps.index(step) + 1]
