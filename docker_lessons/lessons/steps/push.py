"""Upload the image.

Checked: the Hub's tag `1.0` holds the very image of the tag step.
"""

from __future__ import annotations

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.course_image import is_course_image
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.published import published_id
from docker_lessons.lessons.steps.push_refused import COMMAND, TAG, WANTED, refused
from docker_lessons.world.snapshot import short

_NEXT = "{next}"
"""What comes next, which may be a step before this one."""

diagnoses = Diagnoses("push", wanted=WANTED, repair=COMMAND)


@diagnoses.holds(
    seen="the Hub's {target} is {digest}, the image {id}",
    wanted="the image {id} on the Hub as {target}",
    text="The Hub holds your image: 1.0 is sha256:{digest}, what the push printed.",
)
def holds(look: Look) -> Found:
    """The Hub's tag describes the image of the tag step."""
    tag = look.hub_tag
    if tag is None or not tag.holds(published_id(look)):
        return None
    return {"digest": short(tag.digest), "id": short(tag.image)}


diagnoses.include(refused)


# What the Hub holds instead.


@diagnoses.cause(
    "push-rebuilt",
    "state",
    seen="the Hub's 1.0 is the image {there}; {image} is {built}",
    repair=TAG,
    text="You built again, and {target} still stands on the older build, so the push sent that one: "
    "Layer already exists, same digest. Tag after every build, then push.",
)
def rebuilt(look: Look) -> Found:
    """The Hub's image is an older build of one's own."""
    found, image = look.hub_tag, look.image
    if not found or not image or not look.target or not found.holds(look.target.id):
        return None
    if not is_course_image(found.diff_ids):
        return None
    return {"there": short(found.image), "built": image.short}


@diagnoses.cause(
    "push-overwritten",
    "state",
    seen="the Hub's 1.0 is sha256:{digest}, the image {there}",
    wanted="sha256:{pushed}, the image {published}",
    repair="docker-lessons solve push",
    text="Your image was there, and another was pushed over it: a tag at the Hub is a label too, and moves. "
    "Push the right image again.",
    variants={
        "tagged": Words(repair=COMMAND),
        "untagged": Words(repair="docker tag {source} {target}"),
    },
)
def overwritten(look: Look) -> Found:
    """Another image was pushed over `1.0` after the right one."""
    found, pushed = look.hub_tag, look.view.facts.get("digest")
    if not found or not pushed or pushed == found.digest:
        return None
    published = published_id(look)
    facts = {
        "digest": short(found.digest),
        "there": short(found.image),
        "pushed": short(pushed),
        "published": short(published),
    }
    here = look.host.image(published)
    if here is None:
        return facts
    if look.target and look.target.id == here.id:
        return Variant("tagged", facts)
    named = look.image and look.image.id == here.id
    return Variant("untagged", {**facts, "source": look.names.image if named else here.short})


@diagnoses.cause(
    "push-other-image",
    "state",
    seen="the Hub's 1.0 is the image {there}, digest sha256:{digest}",
    wanted="the image {published}",
    text="The tag is right, but another image went up under it. Let {target} stand on {image}, then push again: "
    "the tag moves over.",
    variants={"untagged": Words(repair=TAG)},
)
def other_image(look: Look) -> Found:
    """The right tag, from the wrong image."""
    found, published = look.hub_tag, published_id(look)
    if not found:
        return None
    facts = {
        "there": short(found.image),
        "digest": short(found.digest),
        "published": short(published) if published else look.names.image,
    }
    right = look.target and look.target.id == published
    return facts if right else Variant("untagged", facts)


@diagnoses.cause(
    "push-tag-deleted",
    "state",
    seen="{target} is not on the Hub any more",
    repair=_NEXT,
    text="You pushed it, and it was deleted at the Hub since, the tag or the whole repository. Push once more.",
)
def tag_deleted(look: Look) -> Found:
    """It was there and has been deleted at the Hub."""
    return {"next": _next(look)} if look.view.facts.get("digest") else None


def _next(look: Look) -> str:
    names, known = look.names, look.snapshot.log_in
    if not look.image and not look.target:
        return "docker-lessons solve push"
    if not look.target:
        return f"docker tag {names.image} {names.target}"
    return f"docker push {names.target}" if known and known.may_push else names.log_in


@diagnoses.cause(
    "push-latest-only",
    "state",
    seen="{hub_repository} on the Hub has the tag latest, digest sha256:{digest}",
    repair=_NEXT,
    text="Without a tag push sends latest and nothing else. Say the tag: 1.0 behind the colon.",
)
def latest_only(look: Look) -> Found:
    """`latest` went up, and nothing else."""
    found = look.repository
    if not found or {one.name for one in found.tags} != {"latest"}:
        return None
    return {"digest": short(found.tags[0].digest), "next": _next(look)}


@diagnoses.cause(
    "push-other-tag",
    "state",
    seen="{hub_repository} on the Hub has the tags {tags}",
    repair=_NEXT,
    text="Something is there, but not under the tag 1.0.",
)
def other_tag(look: Look) -> Found:
    """Other tags went up."""
    found = look.repository
    if not found or not found.tags:
        return None
    return {"tags": tuple(one.name for one in found.tags), "next": _next(look)}


@diagnoses.cause(
    "push-other-repository",
    "state",
    seen="{near} on the Hub has the image; {hub_repository} has none",
    repair=_NEXT,
    text="The push went to {near}. The Hub makes a repository that is missing by itself, so no error told you. "
    "Push the name {target}.",
)
def other_repository(look: Look) -> Found:
    """It went to another repository, which the Hub made by itself."""
    filled = [one for one in look.hub.repositories if one.tags]
    near = look.near(look.names.hub_repository, [one.full_name for one in filled])
    return {"near": near, "next": _next(look)} if near else None


@diagnoses.cause(
    "push-not-tagged",
    "state",
    seen="no {target} on this computer; it has {here}",
    repair=TAG,
    text="push sends a name, and the image does not bear it yet. Tag first.",
    variants={"not-built": Words(repair="docker build -t {image} myimage")},
)
def not_tagged(look: Look) -> Found:
    """There is no such name to push yet."""
    if look.target:
        return None
    facts = {"here": look.host_names}
    return facts if look.image else Variant("not-built", facts)


@diagnoses.cause(
    "push-missing",
    "state",
    seen="nothing of yours on the Hub",
    text="{target} is ready on this computer. Send it.",
    variants={"empty-repository": Words(seen="{hub_repository} on the Hub has no tags")},
)
def missing(look: Look) -> Found:
    """Nothing was pushed yet."""
    return Variant("empty-repository") if look.repository else {}


@diagnoses.note(
    "push-layers-exist",
    "Layer already exists is no failure: the Hub had those layers, so they were not sent again. "
    "The line with digest: tells that all is well.",
)
def layers_exist(look: Look) -> Found:
    """Pushed more than once: the layers were there."""
    names = (look.names.target, look.names.target_repository)
    pushes = [e for e in look.image_events if e.action == "push" and e.id in names]
    return {} if len(pushes) > 1 else None


@diagnoses.note(
    "push-all-tags", "With -a every name of the repository went up: {others} besides 1.0."
)
def all_tags(look: Look) -> Found:
    """Every tag of the repository went up."""
    whole = look.names.target_repository
    if not any(e.action == "push" and e.id == whole for e in look.image_events):
        return None
    tags = look.repository.tags if look.repository else ()
    others = tuple(one.name for one in tags if one.name != look.names.tag)
    return {"others": others} if others else None


@diagnoses.note(
    "push-made-repository",
    "The repository was not there before: the Hub made it by itself, and it is public. Look at its visibility.",
    variants={
        "private": Words(
            text="The repository was not there before: the Hub made it by itself, and it is private. "
            "Look at its visibility."
        )
    },
)
def made_repository(look: Look) -> Found:
    """The push made the repository; its visibility was not chosen."""
    if look.passed_once("create-repository") or not look.repository:
        return None
    return Variant("private") if look.repository.private else {}


async def solve(doing: Solution, look: Look) -> None:
    """Pushes, or puts the pushed image back under its tag."""
    pushed, found = look.view.facts.get("digest"), look.hub_tag
    if look.target and look.target.id == published_id(look):
        await doing.push(look.names.target)
    elif found and pushed and found.digest != pushed:
        await doing.point_hub_tag(look.names.hub_repository, look.names.tag, pushed)
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
    command=COMMAND,
    hint="push takes one word: the whole name that you gave with tag.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(frozenset({"tag", "login", "push"})),
    needs_hub=True,
    facts=lambda look: {"digest": look.hub_tag.digest} if look.hub_tag else {},
)
