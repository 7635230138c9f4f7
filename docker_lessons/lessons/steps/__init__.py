"""The steps of the course, one to a file that can be read aloud, in their order."""

from __future__ import annotations

from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps import (
    build_image,
    clean_up,
    create_repository,
    delete_local,
    list_images,
    log_in,
    pull_back,
    push,
    run_it,
    second_build,
    second_delete,
    second_pull,
    second_push,
    see_tag,
    tag,
)

STEPS: tuple[Step, ...] = (
    build_image.step,
    list_images.step,
    create_repository.step,
    tag.step,
    log_in.step,
    push.step,
    see_tag.step,
    delete_local.step,
    pull_back.step,
    run_it.step,
    second_build.step,
    second_push.step,
    second_delete.step,
    second_pull.step,
    clean_up.step,
)

BY_ID: dict[str, Step] = {step.id: step for step in STEPS}
"""The steps by their identifiers."""
