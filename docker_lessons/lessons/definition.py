"""The definition of a course: everything that tells one course from another.

It is made in one place (`chapter` for the shipped course), taken by who puts a service together, and handed on.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """The names that the course uses, as a world without an address in front of names has them."""
    image: ImageContents
    """What the course's image is made of."""
    seed: tuple[SeedRepository, ...] = ()
    """What a new practice Hub holds besides the learner's account."""
    published: tuple[str, ...] = ()
    """The facts that hold the ID of a published image, whose absence from the host is remembered."""

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by their identifiers."""
        return {step.id: step for step in self.steps}

    def names_in(self, world: Names) -> Names:
        """Returns the course's names with what a world adds: the registry's address, the client's release."""
        return replace(self.names, registry=world.registry, client_release=world.client_release)

    def until(self, step: Step) -> tuple[Step, ...]:
        """Returns the steps up to this one, which is the last."""
        return self.steps[: self.steps.index(step) + 1]
