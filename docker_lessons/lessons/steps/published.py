"""Which image the chapter publishes, as long as its names are there and after they are gone."""

from __future__ import annotations

from docker_lessons.lessons.look import Look


def published_id(look: Look) -> str:
    """Returns the ID of the image of the tag step: of the host's while it counts, else as remembered; '' for none."""
    if look.image and not look.passed_once("delete-local"):
        return look.image.id
    facts = look.view.facts
    return facts.get("image") or facts.get("built") or (look.image.id if look.image else "")
