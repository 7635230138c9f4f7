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
from docker_lessons.lessons.steps.published import WENT, is_unseen, published_id, went
from docker_lessons.lessons.steps.push_refused import COMMAND, TAG, WANTED, refused
from docker_lessons.world.snapshot import is_built_on, short

_NEXT = "{next}"
"""What comes next, which may be a step before this one."""

diagnoses = Diagnoses("push", wanted=WANTED, repair=COMMAND)


@diagnoses.holds(
    seen="the Hub's {target} is {digest}, the image {id}",
    wanted="the image {id} on the Hub as {target}",
    text="Your image is on the Hub: 1.0 is sha256:{digest}, the digest that the push printed.",
)
def holds(look: Look) -> Found:
    """The Hub's tag describes the image of the tag step."""
    tag = look.hub_tag
    if tag is None or not tag.holds(published_id(look)):
        return None
    return {"digest": short(tag.digest), "id": short(tag.id_on(look.host))}


diagnoses.include(refused)


# What the Hub holds instead.


@diagnoses.cause(
    "push-unknown-image",
    seen="the Hub's 1.0 is sha256:{digest}, which no image on this computer has been pushed or pulled as",
    repair=_NEXT,
    text="The tag is there, but what it holds didn't come from this computer, so the course can't tell what it is. "
    "Push the image that you tagged here.",
)
def unknown_image(look: Look) -> Found:
    """The tag's image is not known: it was pushed from elsewhere, or long before the course."""
    found = look.hub_tag
    if not found or found.image:
        return None
    return {"digest": short(found.digest), "next": _next(look)}


@diagnoses.cause(
    "push-rebuilt",
    seen="the Hub's 1.0 is the image {there}; {image} is {built}",
    repair=TAG,
    text="You built again, but {target} is still the older build, so the push sent that one. Tag after every build, "
    "then push.",
    variants={
        "newer": Words(
            text="{target} is a newer build than {image}, and the push sent that one. Tag {image} as {target}, then "
            "push again: the tag moves over."
        )
    },
)
def rebuilt(look: Look) -> Found:
    """The Hub's image is another build of the learner's, mostly an older one."""
    found, image = look.hub_tag, look.image
    if not found or not image or not look.target or not found.holds(look.target.id):
        return None
    if not is_course_image(found.diff_ids):
        return None
    facts = {"there": short(found.id_on(look.host)), "built": image.short}
    return Variant("newer", facts) if look.is_newer(look.target, image) else facts


@diagnoses.cause(
    "push-overwritten",
    seen="the Hub's 1.0 is sha256:{digest}, the image {there}",
    wanted="sha256:{pushed}, the image {published}",
    repair="docker-lessons solve push",
    text="Your image was there, and then another one was pushed over it: a tag on the Hub can "
    "move, too. Push the right image again.",
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
        "there": short(found.id_on(look.host)),
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
    seen="the Hub's 1.0 is the image {there}, digest sha256:{digest}",
    wanted="the image {published}",
    text="The tag is right, but the image that was pushed is a different one. {target} is the right one here now, so "
    "push again: the tag moves over.",
    variants={
        "untagged": Words(
            repair=TAG,
            text="The tag is right, but a different image was pushed. Tag {image} as {target}, then push again: the tag "
            "moves over.",
        ),
        "not-built": Words(
            repair="docker-lessons solve push",
            text="The tag is right, but a different image was pushed, and {image} isn't on this computer.",
        ),
        "child": Words(
            repair=TAG,
            text="What you pushed is made from your image, with something added (docker commit "
            "does that, and so does a build FROM it). Tag {image} as {target}, then push "
            "again.",
        ),
    },
)
def other_image(look: Look) -> Found:
    """The right tag, from the wrong image."""
    found, published = look.hub_tag, published_id(look)
    if not found:
        return None
    facts = {
        "there": short(found.id_on(look.host)),
        "digest": short(found.digest),
        "published": short(published) if published else look.names.image,
    }
    if look.target and look.target.id == published:
        return facts
    if not look.image:
        return Variant("not-built", facts)
    child = any(is_built_on(found.diff_ids, layers) for layers in look.contents.layers.values())
    return Variant("child" if child else "untagged", facts)


@diagnoses.cause(
    "push-tag-deleted",
    seen="{target} isn't on the Hub anymore",
    repair=_NEXT,
    text="You pushed it, and since then the tag or the whole repository was deleted on the Hub. "
    "Push it again.",
    variants={**WENT},
)
def tag_deleted(look: Look) -> Found:
    """It was there and has been deleted at the Hub."""
    if not look.view.facts.get("digest"):
        return None
    return Variant(went(look)) if is_unseen(look) else {"next": _next(look)}


def _next(look: Look) -> str:
    names = look.names
    if not look.image and not look.target:
        return "docker-lessons solve push"
    if not look.target:
        return f"docker tag {names.image} {names.target}"
    return f"docker push {names.target}"


def _went_elsewhere(look: Look) -> bool:
    """Whether the last push that was seen went to another repository: then that push is the one to answer."""
    pushed = next((one.id for one in reversed(look.image_events) if one.action == "push"), None)
    ours = look.names.target_repository
    return pushed is not None and pushed != ours and not pushed.startswith(f"{ours}:")


@diagnoses.cause(
    "push-latest-only",
    seen="{hub_repository} on the Hub has the tag latest, digest sha256:{digest}",
    repair=_NEXT,
    text="Without a tag, push sends latest and nothing else. Add the tag: 1.0, after the colon.",
)
def latest_only(look: Look) -> Found:
    """`latest` went up, and nothing else."""
    found = look.repository
    if not found or {one.name for one in found.tags} != {"latest"} or _went_elsewhere(look):
        return None
    return {"digest": short(found.tags[0].digest), "next": _next(look)}


@diagnoses.cause(
    "push-other-tag",
    seen="in {hub_repository} on the Hub: {tags}",
    repair=_NEXT,
    text="The repository has an image, but not with the tag 1.0.",
)
def other_tag(look: Look) -> Found:
    """Other tags went up."""
    found = look.repository
    if not found or not found.tags or _went_elsewhere(look):
        return None
    return {"tags": tuple(one.name for one in found.tags), "next": _next(look)}


@diagnoses.cause(
    "push-other-repository",
    seen="{near} on the Hub has the image; {hub_repository} doesn't",
    repair=_NEXT,
    text="The push went to {near}. When a repository doesn't exist, the Hub creates it by itself, "
    "so you got no error. Push the name {target}.",
)
def other_repository(look: Look) -> Found:
    """It went to another repository, which the Hub made by itself."""
    filled = [one for one in look.hub.repositories if one.tags]
    near = look.near(look.names.hub_repository, [one.full_name for one in filled])
    return {"near": near, "next": _next(look)} if near else None


@diagnoses.cause(
    "push-not-tagged",
    seen="no {target} on this computer; it has {here}",
    repair=TAG,
    text="push sends a name, and the image doesn't have that name yet. Tag it first.",
    variants={"not-built": Words(repair="docker build -t {image} myimage")},
)
def not_tagged(look: Look) -> Found:
    """There is no such name to push yet."""
    if look.target:
        return None
    facts = {"here": look.host_names}
    return facts if look.image else Variant("not-built", facts)


@diagnoses.cause(
    "push-again",
    seen="a push that was refused, and a login since then",
    text="You're logged in now, so push again.",
)
def again(look: Look) -> Found:
    """A push of the right name was refused, and somebody who may push has logged in since."""
    known = look.snapshot.log_in
    last = next((one for one in look.attempts if one.verb == "push"), None)
    right = last and last.target in (look.names.target, look.names.target_repository)
    since = last and right and last.refused and last.time < look.logged_in_at
    return {} if since and known and known.may_push else None


@diagnoses.cause(
    "push-missing",
    seen="nothing of yours on the Hub",
    text="{target} is ready on this computer. Push it.",
    variants={
        "empty-repository": Words(seen="{hub_repository} on the Hub has no tags"),
    },
)
def missing(look: Look) -> Found:
    """Nothing was pushed yet."""
    return Variant("empty-repository") if look.repository and not look.repository.tags else {}


@diagnoses.note(
    "push-layers-exist",
    "Layer already exists isn't an error: the Hub had those layers, so they weren't sent "
    "again. The line with digest: shows that all is well.",
)
def layers_exist(look: Look) -> Found:
    """Pushed more than once: the layers were there."""
    names = (look.names.target, look.names.target_repository)
    pushes = [e for e in look.image_events if e.action == "push" and e.id in names]
    return {} if len(pushes) > 1 else None


@diagnoses.note(
    "push-all-tags", "With -a, Docker pushed every tag of the repository: {others} as well as 1.0."
)
def all_tags(look: Look) -> Found:
    """Every tag of the repository went up."""
    whole = look.names.target_repository
    pushed = {e.id for e in look.image_events if e.action == "push"}
    if whole not in pushed:
        return None
    tags = look.repository.tags if look.repository else ()
    others = tuple(
        one.name
        for one in tags
        if one.name != look.names.tag and f"{whole}:{one.name}" not in pushed
    )
    return {"others": others} if others else None


@diagnoses.note(
    "push-made-repository",
    "The repository didn't exist before. The Hub created it by itself, and it's public. Check "
    "its visibility.",
    variants={
        "private": Words(
            text="The repository didn't exist before. The Hub created it by itself, and it's "
            "private. Check its visibility."
        )
    },
)
def made_repository(look: Look) -> Found:
    """The push made the repository; its visibility was not chosen."""
    if look.passed_once("create-repository") or not look.repository:
        return None
    if not look.capabilities.creates_on_pages:  # as the registry's repositories always come
        return None
    return Variant("private") if look.repository.private else {}


async def solve(doing: Solution, look: Look) -> None:
    """Pushes, or puts the pushed image back under its tag."""
    pushed, found = look.view.facts.get("digest"), look.hub_tag
    if look.target and look.target.id == published_id(look):
        await doing.push(look.names.target)
        return
    names = look.names
    moved = pushed if pushed and found and found.digest != pushed else ""
    if moved and await doing.point_hub_tag(names.hub_repository, names.tag, moved):
        return
    if not look.image:
        await doing.build(look.names.image)
    await doing.tag(look.names.image, look.names.target)
    await doing.push(look.names.target)


step = Step(
    id="push",
    page="04-push",
    title="Push it to the Hub",
    goal="{target} on the Hub is the very image that you tagged.",
    command=COMMAND,
    hint="push takes one name: the whole name that you gave the image with docker tag.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(frozenset({"tag", "login", "push"})),
    needs_hub=True,
    reaches_registry=True,
    is_yours=lambda look: look.which_hub.is_real,
    facts=lambda look: {"digest": look.hub_tag.digest} if look.hub_tag else {},
)
