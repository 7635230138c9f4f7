"""What on the learner's own Docker is not the course's: a solution leaves it alone, and says so."""

from __future__ import annotations

from collections.abc import Sequence

from docker_lessons.language import gettext
from docker_lessons.lessons.look import Look
from docker_lessons.world.choice import foreign, refusal
from docker_lessons.world.engine import LABEL
from docker_lessons.world.failure import EngineError
from docker_lessons.world.snapshot import Container, HostImage


def refuse_foreign(look: Look) -> None:
    """Stops before anything is done where an image that is not ours has one of the course's names.

    Raises:
        EngineError: When there is one.
    """
    if not look.capabilities.engine_is_shared or look.snapshot.host is None:
        return
    images = ((one.names, one.labels) for one in look.host.images)
    if taken := foreign(images, look.names, look.world_id):
        raise EngineError(refusal(taken))


def containers_in_the_way(look: Look, names: Sequence[str]) -> tuple[Container, ...]:
    """Returns the containers made from images that would go with these names, or with these IDs if nameless."""
    found = [look.host.image(name) or look.host.named(name) for name in names]
    gone = {one.id for one in found if one is not None and set(one.names) <= set(names)}
    return look.containers_of(*gone)


def refuse_removal(look: Look, names: Sequence[str]) -> None:
    """Stops before anything is removed where the lesson did not make one of these names, or of these nameless IDs.

    Raises:
        EngineError: When one of them is the learner's.
    """
    for name in names:
        found = look.host.image(name) or look.host.named(name)
        if look.capabilities.engine_is_shared and found is not None:
            _refuse_name(look, name, found)
    using = containers_in_the_way(look, names)
    if look.capabilities.engine_is_shared and using:
        _refuse_in_use(look, using[0])


def _refuse_name(look: Look, name: str, found: HostImage) -> None:
    if name == found.id:
        if found.names or found.labels.get(LABEL) != look.world_id:
            raise EngineError(
                gettext(
                    "The image {id} isn't the course's, so the course leaves it alone.",
                    id=found.short,
                )
            )
    elif not is_course_name(look, name, found):
        raise EngineError(
            gettext(
                "You gave the name {name} to the image {id}, so the course leaves both alone. If you don't need it, "
                "remove it yourself: docker rmi {name}",
                name=name,
                id=found.short,
            )
        )


def _refuse_in_use(look: Look, container: Container) -> None:
    image = look.host.image(container.image_id)
    made_from = (image.names or image.short) if image else container.image_id
    raise EngineError(
        gettext(
            "Your container {name} ({state}) is made from {image}, so the course leaves the image alone. If you don't "
            "need the container, remove it first: docker rm -f {name}",
            name=container.name,
            state=container.state,
            image=made_from,
        )
    )


def is_course_name(look: Look, name: str, image: HostImage) -> bool:
    """Tells whether the course, or a slip in it, gave this name to the image."""
    repository = name.rpartition(":")[0]
    if repository == look.names.target_repository:
        # The practice registry's address in it is this world's alone; on the real Hub it is the learner's repository.
        return not look.repository_is_theirs or look.is_ours(image)
    return repository == look.names.image.rpartition(":")[0] and look.is_ours(image)
