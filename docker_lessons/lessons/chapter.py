"""The shipped chapter: how an image gets to the Docker Hub and back. Its steps' files are in `steps`.

What a start and the command line need of it costs nothing to import; `definition` imports the steps.
"""

from __future__ import annotations

import functools
import importlib
from typing import Final

from docker_lessons.lessons.course_image import CONTENTS
from docker_lessons.lessons.definition import CourseDefinition, Page, SeedRepository
from docker_lessons.world.names import Names

KEY: Final = "publish-an-image"

STEPS: Final = (
    "build-image",
    "list-images",
    "create-repository",
    "tag",
    "log-in",
    "push",
    "see-tag",
    "delete-local",
    "pull-back",
    "run-it",
    "second-build",
    "second-push",
    "second-delete",
    "second-pull",
    "clean-up",
)
"""The steps in their order. Each has the file of its name in `steps`."""

PAGES: Final = (
    Page("00-start", "Start: build an image", 8),
    Page("01-images", "Look at your images", 10),
    Page("02-repository", "Make a place on the Hub", 10),
    Page("03-tag", "A name for the Hub", 15),
    Page("04-push", "Log in and push", 20),
    Page("05-pull-back", "Delete it, and pull it back", 15),
    Page("06-alone", "Once more, alone", 20),
    Page("07-after", "Afterwards", 7),
)

SEED: Final = (
    SeedRepository(
        "teacherdemo",
        "welcome",
        description="A greeting to pull, look at and run",
        tag="1.0",
        message="Welcome to the class\n",
    ),
    SeedRepository("teacherdemo", "answers", private=True),
)
"""A teacher's repositories: somebody else's namespace, for pushes that are denied, and for pulls."""


@functools.cache
def definition() -> CourseDefinition:
    """Returns the chapter's definition, with its steps."""
    folder = "docker_lessons.lessons.steps"
    files = (importlib.import_module(f"{folder}.{name.replace('-', '_')}") for name in STEPS)
    return CourseDefinition(
        key=KEY,
        steps=tuple(file.step for file in files),
        pages=PAGES,
        names=Names(),
        image=CONTENTS,
        seed=SEED,
        published=("image", "second image"),
    )
