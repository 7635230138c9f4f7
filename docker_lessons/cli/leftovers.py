"""What a world's lessons made on the learner's own Docker, and how `reset` removes that and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from docker_lessons.world import World
from docker_lessons.world.engine import LABEL
from docker_lessons.world.failure import EngineError


@dataclass(frozen=True)
class Leftovers:
    """What is there of the course; `trouble` is why nobody knows."""

    names: tuple[str, ...] = ()
    """Names, and IDs of images that have none, whose removal loses nothing but the course's own images."""
    kept: tuple[str, ...] = ()
    """Names at the practice registry that are some image's last, and that image was not made in the course."""
    trouble: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    """After a removal: what stayed, and why."""


def find(world: World) -> Leftovers:
    """What stands on the learner's own Docker now.  The images of the course carry the world's id as a label."""
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
    """Remove those names, never by force: an image that a container uses stays.  What stayed, and why, is returned."""
    from docker_lessons.world import own_engine

    refused: dict[str, str] = {}
    try:
        for name in found.names:
            if why := own_engine.remove(world.engine, name):
                refused[name] = why
    except EngineError as error:
        return Leftovers(trouble=str(error), refused=refused)
    return Leftovers(kept=found.kept, refused=refused)


def plan(world: World, found: Leftovers) -> list[str]:
    """What `remove` will do, for people."""
    place = f"your own Docker (unix://{world.engine.socket})"
    if found.trouble:
        return [f"On {place} it removes nothing, because nobody can look there: {found.trouble}"]
    lines = [f"On {place} there is nothing of the course to remove."]
    if found.names:
        lines = [f"On {place} it removes these, which the course made, and nothing else:"]
        lines += [f"  {name}" for name in found.names]
    return lines + _kept(found)


def outcome(found: Leftovers) -> list[str]:
    """What stayed after `remove`, for people."""
    lines = [f"Kept on your Docker: {name} ({why})." for name, why in found.refused.items()]
    if found.refused:
        lines.append(
            "A container that uses it may be removed with docker rm; then run docker-lessons reset again."
        )
    return lines + ([found.trouble] if found.trouble else [])


def _kept(found: Leftovers) -> list[str]:
    return [
        f"It keeps {name}: that image has no other name. If you need it no more: docker rmi {name}"
        for name in found.kept
    ]
