"""What on the learner's own Docker is not the course's: a solution leaves it alone, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from docker_lessons.lessons.look import Look
from docker_lessons.world.choice import foreign, refusal
from docker_lessons.world.engine import LABEL
from docker_lessons.world.failure import EngineError
from docker_lessons.world.snapshot import HostImage


def refuse_foreign(look: Look) -> None:
    """Stops before anything is done where a name of the course's stands on an image that is not ours.

    Raises:
        EngineError: When there is one.
    """
    if not look.capabilities.engine_is_shared or look.snapshot.host is None:
        return
    images = ((one.names, one.labels) for one in look.host.images)
    if taken := foreign(images, look.names, look.world_id):
        raise EngineError(refusal(taken))


def refuse_removal(look: Look, names: Sequence[str]) -> None:
    """Stops before names, or a nameless image by its ID, are removed that the lesson did not make.

    Raises:
        EngineError: When one of them is the learner's.
    """
    for name in names:
        found = look.host.image(name) or look.host.named(name)
        if look.capabilities.engine_is_shared and found is not None:
            _refuse_name(look, name, found)
            if set(found.names) <= set(names):
                _refuse_in_use(look, name, found)


def _refuse_name(look: Look, name: str, found: HostImage) -> None:
    if name == found.id:
        if found.names or found.labels.get(LABEL) != look.world_id:
            raise EngineError(f"The image {found.short} is not the course's, so it is left alone.")
    elif not is_course_name(look, name, found):
        raise EngineError(
            f"{name} is a name that you gave, so it is left alone, and with it the image {found.short}. "
            f"Take it off yourself if you do not need it: docker rmi {name}"
        )


def _refuse_in_use(look: Look, name: str, found: HostImage) -> None:
    using = [one for one in look.host.containers if one.image_id == found.id]
    if using:
        raise EngineError(
            f"Your container {using[0].name} ({using[0].state}) is made from {name}, so the image is left alone. "
            f"Remove the container first, if you do not need it: docker rm -f {using[0].name}"
        )


def is_course_name(look: Look, name: str, image: HostImage) -> bool:
    """Tells whether the course, or a slip in it, gave this name to the image."""
    repository = name.rpartition(":")[0]
    if (
        repository == look.names.target_repository
    ):  # the registry's address in it is this world's alone
        return True
    return repository == look.names.image.rpartition(":")[0] and look.is_ours(image)
