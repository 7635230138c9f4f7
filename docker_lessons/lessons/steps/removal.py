"""What keeps an image on the host: its names, and the containers that are made from it."""

from __future__ import annotations

from docker_lessons.lessons.diagnosis import Found
from docker_lessons.lessons.look import Look


def names_left(look: Look, image_id: str, *names: str) -> tuple[str, ...]:
    """Returns those of the names that are on the host, then the image's others."""
    kept = look.host.image(image_id)
    here = [name for name in names if look.host.named(name)]
    return (*here, *(name for name in (kept.names if kept else ()) if name not in here))


def nameless_image(look: Look, image_id: str) -> Found:
    """Finds that the image is here without a name. Facts: `id`."""
    kept = look.host.image(image_id)
    return {"id": kept.short} if kept and not kept.names else None


def in_use(look: Look, *image_ids: str) -> Found:
    """Finds a container that is made from one of the images. Facts: its `name` and `state`; `all` their names."""
    using = look.containers_of(*image_ids)
    if not using:
        return None
    every = " ".join(one.name for one in using)
    return {"name": using[0].name, "state": using[0].state, "all": every}


def containers_left(look: Look, image_id: str) -> Found:
    """Finds the containers that are made from the image. Facts: `names`, and `all` of them for a command."""
    names = tuple(one.name for one in look.containers_of(image_id))
    return {"names": names, "all": " ".join(names)} if names else None
