"""What the owner of a world should read about its start, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.language import gettext, ngettext

if TYPE_CHECKING:
    from docker_lessons.engine import Rescue as EngineRescue
    from docker_lessons.hub.rescue import Rescue as HubRescue


def notices(hub: HubRescue | None, engine: EngineRescue | None) -> list[str]:
    """Returns a text for each database that was damaged."""
    return [*([_of_hub(hub)] if hub else []), *([_of_engine(engine)] if engine else [])]


def _of_hub(rescue: HubRescue) -> str:
    if not rescue.repositories:
        return gettext(
            "The practice Hub's database was damaged: nothing in it could be read, so the Hub starts over. If something "
            "is missing, push it again. The damaged file is in {kept}",
            kept=rescue.kept,
        )
    saved = (
        ngettext("{number} repository", "{number} repositories", rescue.repositories),
        ngettext("{number} tag", "{number} tags", rescue.tags),
    )
    return gettext(
        "The practice Hub's database was damaged: {saved} could be read and are there again. If something is missing, "
        "push it again. The damaged file is in {kept}",
        saved=saved,
        kept=rescue.kept,
    )


def _of_engine(rescue: EngineRescue) -> str:
    if not rescue.images:
        return gettext(
            "The practice engine's database was damaged: nothing in it could be read, so there are no images here now. "
            "What is missing can be built or pulled again. The damaged file is in {kept}",
            kept=rescue.kept,
        )
    return ngettext(
        "The practice engine's database was damaged: {number} image could be read and is there again. What is missing "
        "can be built or pulled again. The damaged file is in {kept}",
        "The practice engine's database was damaged: {number} images could be read and are there again. What is missing "
        "can be built or pulled again. The damaged file is in {kept}",
        rescue.images,
        kept=rescue.kept,
    )
