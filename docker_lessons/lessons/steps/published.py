"""Which image the chapter publishes, as long as its names are there and after they are gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docker_lessons.lessons.course_image import is_course_image
from docker_lessons.lessons.diagnosis import Words
from docker_lessons.lessons.look import Look

UNSEEN = "unseen"
"""The variant for what was published where nothing of it can be seen anymore."""
UNSEEN_WORDS = Words(
    seen="no public repository {hub_repository} on Docker Hub anymore",
    repair="",
    text="You pushed to it, so since then it was made private, which can't be seen from outside, or it was deleted. Look at "
    "its settings page, and make it public: {settings_page}",
)
GONE = "gone"
"""The variant for the same where private repositories are seen, too: it was deleted."""
GONE_WORDS = Words(
    seen="no repository {hub_repository} on Docker Hub anymore",
    repair="",
    text="You pushed to it, and since then it was deleted. Create it again, then push again: {create_page}",
)
WENT: Mapping[str, Words] = {UNSEEN: UNSEEN_WORDS, GONE: GONE_WORDS}
"""The variants for what was published and went from the real Docker Hub."""


def is_unseen(look: Look) -> bool:
    """Whether the real Docker Hub shows no repository: to strangers, a private one seems not to exist."""
    return look.which_hub.is_real and look.capabilities.creates_on_pages and look.repository is None


def went(look: Look) -> str:
    """Returns the variant for a repository that is gone: surely deleted if private ones can be seen, too."""
    return UNSEEN if look.hub.is_public_only else GONE


def published_id(look: Look) -> str:
    """Returns the tag step's image ID: the host's until the step that deletes it, else the remembered one, or ''."""
    if look.image and not look.passed_once("delete-local"):
        return look.image.id
    facts = look.view.facts
    known = facts.get("image") or facts.get("built") or (look.image.id if look.image else "")
    return known or built_unseen(look, look.names.image, look.names.tag, is_course_image)


def built_unseen(look: Look, name: str, tag: str, is_it: Callable[[tuple[str, ...]], bool]) -> str:
    """Returns the ID of an image that is at the Hub as `tag` and had `name` here before anybody looked; '' for none.

    Where it was built, pushed and removed on one line, only Docker's events tell of its name. `is_it` tells by the
    layers whether it is the image that is meant.
    """
    there = look.repository.tag(tag) if look.snapshot.hub and look.repository else None
    if there is None or not is_it(there.diff_ids):
        return ""
    image_id = there.id_on(look.host)
    return image_id if look.was_named(image_id, name) else ""
