"""The images and names that the course made on the learner's own Docker, and their removal by `reset`."""

from __future__ import annotations

from dataclasses import dataclass, field

from docker_lessons.language import N_, gettext
from docker_lessons.world import World
from docker_lessons.world.engine import LABEL
from docker_lessons.world.failure import EngineError
from docker_lessons.world.which_hub import settings_page


@dataclass(frozen=True)
class Leftovers:
    """The names of the course on the learner's own Docker, or the reason why they are unknown."""

    names: tuple[str, ...] = ()
    """Names, and IDs of images without a name, whose removal deletes no images but those of the course."""
    kept: tuple[str, ...] = ()
    """Names at the practice registry that are the last name of an image which the course did not make."""
    trouble: str = ""
    """Why the learner's own Docker could not be asked, empty if it could."""
    refused: dict[str, str] = field(default_factory=dict)
    """After a removal: the reason of the engine for each name that it did not remove."""


def find(world: World) -> Leftovers:
    """Looks for the course's images on the learner's own Docker; they bear the world's id as a label."""
    from docker_lessons.world import own_engine

    try:
        rows = own_engine.images(world.engine)
    except EngineError as error:
        return Leftovers(trouble=str(error))
    names: list[str] = []
    kept: list[str] = []
    prefix = world.names.prefix
    for row in rows:
        bears = [name for name in row.get("RepoTags") or () if name != "<none>:<none>"]
        if (row.get("Labels") or {}).get(LABEL) == world.id:
            names += bears or [str(row["Id"])]
            continue
        ours = [name for name in bears if prefix and name.startswith(prefix)]
        (names if len(bears) > len(ours) else kept).extend(ours)
    return Leftovers(tuple(sorted(names)), tuple(sorted(kept)))


def remove(world: World, found: Leftovers) -> Leftovers:
    """Removes the names that were found, without force, and returns what is left.

    An image that a container uses is left; the relay's container is the course's, and removed.
    """
    from docker_lessons.world import own_engine

    refused: dict[str, str] = {}
    try:
        own_engine.remove_container(world.engine, world.relay)
        for name in found.names:
            if why := own_engine.remove(world.engine, name):
                refused[name] = why
    except EngineError as error:
        return Leftovers(trouble=str(error), refused=refused)
    return Leftovers(kept=found.kept, refused=refused)


def plan(world: World, found: Leftovers) -> list[str]:
    """Returns lines that tell what `remove` will do."""
    place = world.engine.address
    if found.trouble:
        return [
            gettext(
                "On your own Docker ({place}) it removes nothing, because it can't look there: {why}",
                place=place,
                why=found.trouble,
            )
        ]
    if not found.names:
        nothing = gettext(
            "On your own Docker ({place}) there's nothing from the course to remove.", place=place
        )
        return [nothing, *_kept(found)]
    these = gettext(
        "On your own Docker ({place}) it removes these, which the course made, and nothing else:",
        place=place,
    )
    return [these, *(f"  {name}" for name in found.names), *_kept(found)]


def elsewhere(world: World) -> list[str]:
    """Returns lines about what stays on Docker Hub or a registry until the learner deletes it; practice Hub: []."""
    hub = world.which_hub
    if not hub.is_real:
        return []
    names = world.names
    if not hub.has_pages:
        return [
            gettext(
                "Anything that you published stays at the registry, in {repository}. If you don't want to keep it, delete it there, or "
                "ask the person who runs it.",
                repository=names.target_repository,
            )
        ]
    sentence = (
        N_(
            "Anything that you published stays on Docker Hub, in {repository}. Your login stays, too. If you don't want to keep the "
            "repository, delete it yourself on its settings page: {page}"
        )
        if world.keeps_own_log_in
        else N_(
            "Anything that you published stays on Docker Hub, in {repository}. If you don't want to keep the repository, delete it "
            "yourself on its settings page: {page}"
        )
    )
    return [gettext(sentence, repository=names.hub_repository, page=settings_page(names))]


def outcome(found: Leftovers) -> list[str]:
    """Returns lines that tell what is left after `remove`, and why."""
    lines = [
        gettext("Kept on your Docker: {name} ({why}).", name=name, why=why)
        for name, why in found.refused.items()
    ]
    if found.refused:
        lines.append(
            gettext(
                "If a container uses it, remove the container with docker rm, then run docker-lessons reset again."
            )
        )
    return lines + ([found.trouble] if found.trouble else [])


def _kept(found: Leftovers) -> list[str]:
    return [
        gettext(
            "It keeps {name}: that image has no other name. If you don't need it anymore: docker rmi {name}",
            name=name,
        )
        for name in found.kept
    ]
