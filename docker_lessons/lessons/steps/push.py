"""Upload the image.

Checked: the Hub's tag `1.0` holds the very image of the tag step.
"""

from __future__ import annotations

from docker_lessons.lessons.image import is_course_image
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.steps.push_refused import command, log_in, not_yet, refused, tag
from docker_lessons.world.snapshot import short

diagnoses = Causes("push")


def holds(look: Look) -> Held | None:
    """The Hub's tag describes the image of the tag step."""
    tag = look.hub_tag
    if tag is None or not tag.holds(look.published_id):
        return None
    return Held(
        seen=f"the Hub's {look.names.target} is {short(tag.digest)}, the image {short(tag.image)}",
        wanted=f"the image {short(tag.image)} on the Hub as {look.names.target}",
        text=f"The Hub holds your image: 1.0 is sha256:{short(tag.digest)}, what the push printed.",
    )


diagnoses.include(refused)


# What the Hub holds instead.


@diagnoses.cause("push-rebuilt", "state")
def rebuilt(look: Look) -> Found | None:
    """The Hub's image is an older build of one's own."""
    found, image = look.hub_tag, look.image
    if not found or not image or not look.target or not found.holds(look.target.id):
        return None
    if not is_course_image(found.diff_ids):
        return None
    return not_yet(
        look,
        f"the Hub's 1.0 is the image {short(found.image)}; {look.names.image} is {image.short}",
        f"You built again, and {look.names.target} still stands on the older build, so the push sent that one: "
        "Layer already exists, same digest. Tag after every build, then push.",
        tag(look),
    )


@diagnoses.cause("push-overwritten", "state")
def overwritten(look: Look) -> Found | None:
    """Another image was pushed over `1.0` after the right one."""
    found, pushed = look.hub_tag, look.view.facts.get("digest")
    if not found or not pushed or pushed == found.digest:
        return None
    there = look.host.image(look.published_id)
    repair = "docker-lessons solve push"
    if there:
        right = look.target and look.target.id == there.id
        repair = command(look) if right else f"docker tag {_source(look)} {look.names.target}"
    return Found(
        seen=f"the Hub's 1.0 is sha256:{short(found.digest)}, the image {short(found.image)}",
        wanted=f"sha256:{short(pushed)}, the image {short(look.published_id)}",
        repair=repair,
        text="Your image was there, and another was pushed over it: a tag at the Hub is a label too, and moves. "
        "Push the right image again.",
    )


def _source(look: Look) -> str:
    there = look.host.image(look.published_id)
    if look.image and there and look.image.id == there.id:
        return look.names.image
    return there.short if there else look.names.image


@diagnoses.cause("push-other-image", "state")
def other_image(look: Look) -> Found | None:
    """The right tag, from the wrong image."""
    found = look.hub_tag
    if not found:
        return None
    right = look.target and look.target.id == look.published_id
    return Found(
        seen=f"the Hub's 1.0 is the image {short(found.image)}, digest sha256:{short(found.digest)}",
        wanted=f"the image {short(look.published_id)}"
        if look.published_id
        else f"the image {look.names.image}",
        repair=command(look) if right else tag(look),
        text=f"The tag is right, but another image went up under it. Let {look.names.target} stand on "
        f"{look.names.image}, then push again: the tag moves over.",
    )


@diagnoses.cause("push-tag-deleted", "state")
def tag_deleted(look: Look) -> Found | None:
    """It was there and has been deleted at the Hub."""
    if not look.view.facts.get("digest"):
        return None
    return not_yet(
        look,
        f"{look.names.target} is not on the Hub any more",
        "You pushed it, and it was deleted at the Hub since, the tag or the whole repository. Push once more.",
        _next(look),
    )


def _next(look: Look) -> str:
    if not look.image and not look.target:
        return "docker-lessons solve push"
    if not look.target:
        return tag(look)
    known = look.snapshot.log_in
    return command(look) if known and known.may_push else log_in(look)


@diagnoses.cause("push-latest-only", "state")
def latest_only(look: Look) -> Found | None:
    """`latest` went up, and nothing else."""
    found = look.repository
    if not found or {one.name for one in found.tags} != {"latest"}:
        return None
    return not_yet(
        look,
        f"{look.repository_name} on the Hub has the tag latest, digest sha256:{short(found.tags[0].digest)}",
        "Without a tag push sends latest and nothing else. Say the tag: 1.0 behind the colon.",
        _next(look),
    )


@diagnoses.cause("push-other-tag", "state")
def other_tag(look: Look) -> Found | None:
    """Other tags went up."""
    found = look.repository
    if not found or not found.tags:
        return None
    return not_yet(
        look,
        f"{look.repository_name} on the Hub has the tags {listed(one.name for one in found.tags)}",
        "Something is there, but not under the tag 1.0.",
        _next(look),
    )


@diagnoses.cause("push-other-repository", "state")
def other_repository(look: Look) -> Found | None:
    """It went to another repository, which the Hub made by itself."""
    filled = [one for one in look.hub.repositories if one.tags]
    near = look.near(look.repository_name, [one.full_name for one in filled])
    if not near:
        return None
    return not_yet(
        look,
        f"{near} on the Hub has the image; {look.repository_name} has none",
        f"The push went to {near}. The Hub makes a repository that is missing by itself, so no error told you. "
        f"Push the name {look.names.target}.",
        _next(look),
    )


@diagnoses.cause("push-not-tagged", "state")
def not_tagged(look: Look) -> Found | None:
    """There is no such name to push yet."""
    if look.target:
        return None
    return not_yet(
        look,
        f"no {look.names.target} on this computer; it has {look.host_names}",
        "push sends a name, and the image does not bear it yet. Tag first.",
        tag(look) if look.image else f"docker build -t {look.names.image} myimage",
    )


@diagnoses.cause("push-missing", "state")
def missing(look: Look) -> Found | None:
    """Nothing was pushed yet."""
    return not_yet(
        look,
        f"{look.repository_name} on the Hub has no tags"
        if look.repository
        else "nothing of yours on the Hub",
        f"{look.names.target} is ready on this computer. Send it.",
    )


@diagnoses.note("push-layers-exist")
def layers_exist(look: Look) -> str | None:
    """Pushed more than once: the layers were there."""
    name = look.names.target
    if (
        sum(
            e.action == "push" and e.id in (name, look.names.target_repository)
            for e in look.image_events
        )
        < 2
    ):
        return None
    return (
        "Layer already exists is no failure: the Hub had those layers, so they were not sent again. "
        "The line with digest: tells that all is well."
    )


@diagnoses.note("push-all-tags")
def all_tags(look: Look) -> str | None:
    """Every tag of the repository went up."""
    if not any(
        e.action == "push" and e.id == look.names.target_repository for e in look.image_events
    ):
        return None
    others = (
        [one.name for one in look.repository.tags if one.name != "1.0"] if look.repository else []
    )
    if not others:
        return None
    return f"With -a every name of the repository went up: {listed(others)} besides 1.0."


@diagnoses.note("push-made-repository")
def made_repository(look: Look) -> str | None:
    """The push made the repository; its visibility was not chosen."""
    if look.passed_once("create-repository") or not look.repository:
        return None
    seen = "private" if look.repository.private else "public"
    return (
        f"The repository was not there before: the Hub made it by itself, and it is {seen}. "
        "Look at its visibility."
    )


async def solve(doing: Solution, look: Look) -> None:
    """Push, or put the pushed image back under its tag."""
    pushed, found = look.view.facts.get("digest"), look.hub_tag
    if look.target and look.target.id == look.published_id:
        await doing.push(look.names.target)
    elif found and pushed and found.digest != pushed:
        await doing.point_hub_tag(look.repository_name, "1.0", pushed)
    elif look.image:
        await doing.tag(look.names.image, look.names.target)
        await doing.push(look.names.target)
    else:
        await doing.build(look.names.image)
        await doing.tag(look.names.image, look.names.target)
        await doing.push(look.names.target)


step = Step(
    id="push",
    page="04-push",
    title="Push it to the Hub",
    goal="The Hub's {target} holds the very image that you tagged.",
    command="docker push {target}",
    hint="push takes one word: the whole name that you gave with tag.",
    hands="blank",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    needs_hub=True,
    facts=lambda look: {"digest": look.hub_tag.digest} if look.hub_tag else {},
)
