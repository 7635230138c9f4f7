"""Delete both names from the host, and with the last one the image.

Checked: neither name is on the host, nor the image behind them, and the Hub still has it.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.published import published_id
from docker_lessons.lessons.steps.sentences import (
    CONTAINER_FIRST,
    REMOVE_CONTAINERS,
    USED_BY_CONTAINER,
)
from docker_lessons.world.snapshot import HostImage, short

diagnoses = Diagnoses(
    "delete-local",
    wanted="neither {image} nor {target} here, nor the image behind them",
    repair="docker rmi {left}",
)


@diagnoses.holds(
    seen="neither {image} nor {target} is here, nor the image {id}",
    wanted="no name and no image here, and the image on the Hub",
    text="All gone from this computer. The Hub still has it, as the next step shows.",
)
def holds(look: Look) -> Found:
    """It was there, it is gone, and the Hub has it."""
    image_id, tag = published_id(look), look.hub_tag
    if look.image or look.target or look.host.image(image_id) or not image_id:
        return None
    if tag is None or not tag.holds(image_id):
        return None
    return {"id": short(image_id)}


def _kept(look: Look) -> HostImage | None:
    """The image, as long as it is here."""
    return look.host.image(published_id(look))


def _both(look: Look) -> list[str]:
    """Those of the two names that are here."""
    return [n for n in (look.names.image, look.names.target) if look.host.named(n)]


def left(look: Look) -> str:
    """Returns what `docker rmi` has to be given: every name that is left, or the ID of an image without one."""
    kept, names = _kept(look), _both(look)
    names += [n for n in (kept.names if kept else ()) if n not in names]
    if not names and kept:
        names = [kept.short]
    return " ".join(names or [look.names.image, look.names.target])


@diagnoses.cause(
    "delete-before-push",
    "state",
    seen="the Hub does not have {target}; the image is on this computer alone",
    text="Not yet: what is deleted before it was pushed is lost.",
    repair="docker push {target}",
    variants={
        "untagged": Words(repair="docker-lessons solve push"),
        "gone": Words(
            seen="the Hub does not have {target}; nothing of it here either",
            text="Not yet: what is deleted before it was pushed is lost. It is gone from here already, so it has to "
            "be built again.",
            repair="docker-lessons solve push",
        ),
    },
)
def before_push(look: Look) -> Found:
    """The Hub does not have it (yet): there would be nothing to fetch."""
    tag = look.hub_tag
    if (tag and tag.holds(published_id(look))) or look.view.facts.get("digest"):
        return None
    if look.target:
        return {}
    return Variant("untagged" if look.image else "gone")


@diagnoses.cause(
    "delete-hub-lost-it",
    "state",
    seen="the Hub has no such tag any more",
    text="The Hub does not hold your image under {target} any more, so nothing could be fetched back. "
    "Put it there again before you delete.",
    repair="{push}",
    variants={"other-image": Words(seen="the Hub has the image {there} in its place")},
)
def hub_lost_it(look: Look) -> Found:
    """The Hub had it, and has it no more."""
    tag = look.hub_tag
    if tag and tag.holds(published_id(look)):
        return None
    push = f"docker push {look.names.target}" if look.target else "docker-lessons solve push"
    if tag is None:
        return {"push": push}
    return Variant("other-image", {"push": push, "there": short(tag.image)})


# What the engine refused.


@diagnoses.cause(
    "delete-by-id",
    "refused requests",
    seen="docker rmi {given} was refused: the image has {count} names",
    text="By its ID Docker deletes an image only if one name is left, lest you take a name away unseen. "
    "Give the names, all in one line.",
    variants={"other": Words(seen="docker rmi {given} was refused: the image has several names")},
)
def by_id(look: Look) -> Found:
    """`docker rmi ID`: one image with several names."""
    tried = look.refused("rmi")
    if not tried or "referenced in multiple repositories" not in tried.said:
        return None
    facts, kept = {"given": tried.target, "left": left(look)}, _kept(look)
    return {**facts, "count": len(kept.names)} if kept else Variant("other", facts)


@diagnoses.cause(
    "delete-no-tag",
    "refused requests",
    seen="docker rmi {name}: no image {name}:latest",
    text="Without a tag Docker means {name}:latest, and there is none. Say the tag.",
)
def no_tag(look: Look) -> Found:
    """`docker rmi demousr/demorep`: no tag means `latest`."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.said:
        return None
    repositories = {name.rpartition(":")[0] for name in look.host.names}
    for word in tried.arguments:
        if (name := word.removesuffix(":latest")) in repositories:
            return {"name": name, "left": left(look)} if name else None
    return None


@diagnoses.cause(
    "delete-rm",
    "refused requests",
    seen="docker rm {given}: no such container",
    text="rm removes containers; for images it is rmi, with an i for image.",
)
def rm(look: Look) -> Found:
    """`docker rm IMAGE`: that is for containers."""
    tried = look.refused("rm")
    if not tried or not re.search("No such container|knows these commands only", tried.said):
        return None
    return {"given": tried.target, "left": left(look)}


@diagnoses.cause(
    "delete-container-name",
    "refused requests",
    seen="docker rmi {name}: no image of that name",
    text="{name} looks like the name of a container. rmi takes images, and docker images lists those.",
)
def container_name(look: Look) -> Found:
    """A container's name was given (Docker makes them of an adjective and a surname)."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.said:
        return None
    for word in tried.arguments:
        if re.fullmatch(r"[a-z]+_[a-z]+\d?(:latest)?", word):
            return {"name": word.removesuffix(":latest"), "left": left(look)}
    return None


@diagnoses.cause(
    "delete-unknown-name",
    "refused requests",
    seen="docker rmi {given}: this computer has {here}",
    text="There is no image of that name here.",
    variants={"near": Words(text="There is no image of that name here. Did you mean {near}?")},
)
def unknown_name(look: Look) -> Found:
    """A name that is not here."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.said:
        return None
    unknown = [w for w in tried.arguments if w not in look.host.names]
    facts: Facts = {
        "given": " ".join(unknown) or tried.target,
        "here": look.host_names,
        "left": left(look),
    }
    near = look.near(unknown[0], look.host.names) if unknown else None
    return Variant("near", {**facts, "near": near}) if near else facts


# What is left.


@diagnoses.cause(
    "delete-container",
    "state",
    seen=USED_BY_CONTAINER,
    repair=REMOVE_CONTAINERS,
    text=CONTAINER_FIRST,
)
def container(look: Look) -> Found:
    """A container still uses the image."""
    using = look.containers_of(published_id(look))
    if not using:
        return None
    every = " ".join(one.name for one in using)
    return {"name": using[0].name, "state": using[0].state, "all": every}


@diagnoses.cause(
    "delete-third-name",
    "state",
    seen="the image {id} is still here, as {others}",
    text="Both names are off, but {others} still holds the image: it goes with its last name.",
)
def third_name(look: Look) -> Found:
    """A third name still holds the image."""
    kept = _kept(look)
    if not kept or not kept.names or look.image or look.target:
        return None
    return {"id": kept.short, "others": kept.names, "left": left(look)}


@diagnoses.cause(
    "delete-nameless",
    "state",
    seen="the image {id} is still here, without a name (<none>)",
    repair="docker rmi {id}",
    text="Its names moved to other images, and the image itself stayed behind without one. Remove it by its ID.",
)
def nameless(look: Look) -> Found:
    """The image is here without any name."""
    kept = _kept(look)
    return {"id": kept.short} if kept and not kept.names else None


@diagnoses.cause(
    "delete-one-left",
    "state",
    seen="{name} is still here, and with it the image",
    text="One name is off; {name} still holds the image. rmi takes a label away, and only the last one takes "
    "the image with it.",
)
def one_left(look: Look) -> Found:
    """One of the two names is left."""
    both = _both(look)
    return {"name": both[0], "left": left(look)} if len(both) == 1 else None


@diagnoses.cause(
    "delete-both-left",
    "state",
    seen="{image} and {target} are here",
    text="Two names, one image: take both names off, in one line.",
)
def both_left(look: Look) -> Found:
    """Nothing was deleted yet."""
    return {"left": left(look)}


@diagnoses.note(
    "delete-by-force", "Force took both names off at once. By names one sees what goes."
)
def by_force(look: Look) -> Found:
    """It was removed by ID and force."""
    last = next((one for one in look.attempts if one.verb == "rmi" and not one.refused), None)
    if last is None:
        return None
    return (
        {}
        if "--force" in last.options or re.fullmatch(r"(sha256:)?[0-9a-f]{4,64}", last.target)
        else None
    )


@diagnoses.note(
    "delete-forced-container",
    "Force took the image away under the container {names}, which is left without it: "
    "docker rm {all} takes that away too. Without force Docker would have told you.",
)
def forced_container(look: Look) -> Found:
    """The image was forced away under a container, which is left."""
    names = tuple(one.name for one in look.containers_of(published_id(look)))
    return {"names": names, "all": " ".join(names)} if names else None


async def solve(doing: Solution, look: Look) -> None:
    """Removes every name of the image."""
    kept, names = _kept(look), _both(look)
    names += [n for n in (kept.names if kept else ()) if n not in names]
    await doing.remove(look, *(names or ([kept.id] if kept else [])))


step = Step(
    id="delete-local",
    page="05-pull-back",
    title="Delete it from this computer",
    goal="Neither {image} nor {target} is on this computer, nor the image behind them; the Hub still has it.",
    command="docker rmi {image} {target}",
    hint="rmi takes several names in one line. The image goes with its last name, so give both.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"pull-back", "clean-up"}),
    needs_hub=True,
)
