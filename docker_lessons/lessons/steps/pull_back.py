"""Fetch the image again.

Checked: after the image was gone, the first event that brought it back was a pull of
`demousr/demorep:1.0`, and the image is here now: same ID, same digest.
"""

from __future__ import annotations

import time
from dataclasses import replace

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, at_registry
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.delete_local import left
from docker_lessons.lessons.steps.published import WENT, is_unseen, published_id, went
from docker_lessons.lessons.steps.pull_refused import COMMAND, WANTED, refused
from docker_lessons.lessons.steps.removal import in_the_way, keepers
from docker_lessons.lessons.steps.sentences import (
    CAME_BUILT,
    CAME_UNHEARD,
    LAYERS_HERE,
    LAYERS_KEPT,
)
from docker_lessons.lessons.story import Story
from docker_lessons.world.snapshot import HostImage, short

_REMOVAL = "docker rmi {left}"
diagnoses = Diagnoses("pull-back", wanted=WANTED, repair=COMMAND)


def story(look: Look) -> Story:
    """Returns how the image came back."""
    return Story(look, published_id(look), look.names.target)


@diagnoses.holds(
    seen="a pull brought {target} back: image {id}, digest sha256:{digest}",
    wanted="the image that you tagged, from the Hub",
    text="It came back from the Hub, and it's the very same image: {id}.",
)
def holds(look: Look) -> Found:
    """A pull brought it back, and it is the same."""
    told, target = story(look), look.target
    if target is None or target.id != told.image_id or not told.came_by_pull:
        return None
    digest = next((one for one in _published_as(look) if one in _digests(target)), "")
    return {"id": target.short, "digest": short(digest)} if digest else None


def _digests(target: HostImage) -> set[str]:
    return {one.partition("@")[2] for one in target.digests}


def _published_as(look: Look) -> tuple[str, ...]:
    """The digests of the image on the Hub: as it was pushed, and as the tag is now."""
    now = look.hub_tag
    known = (look.view.facts.get("digest"), now.digest if now else None)
    return tuple(dict.fromkeys(one for one in known if one))


_UNSEEN_PUSH = Words(
    seen="the Hub's {target}, which the course hasn't seen you push",
    text="The Hub has that tag, but the course hasn't seen you push it, so it can't tell whether a pull brings your image "
    "back. Push the image first.",
)


@diagnoses.cause(
    "pull-nothing-published",
    seen="the Hub doesn't have your {target}",
    repair="docker-lessons solve push",
    text="There's nothing to pull back yet. Push the image first.",
    variants={
        "tagged": Words(repair="docker push {target}"),
        "unseen-push": _UNSEEN_PUSH,
        "unseen-push-tagged": replace(_UNSEEN_PUSH, repair="docker push {target}"),
    },
)
def nothing_published(look: Look) -> Found:
    """As far as was seen, the Hub has nothing of the learner's to fetch."""
    if look.view.facts.get("digest"):
        return None
    if look.hub_tag:
        return Variant("unseen-push-tagged" if look.target and look.image else "unseen-push")
    return Variant("tagged") if look.target else {}


diagnoses.include(refused)


@diagnoses.cause(
    "pull-hub-lost-it",
    seen="{target} isn't on the Hub anymore",
    repair="docker-lessons solve push",
    text="You pushed it, and since then the tag or the whole repository was deleted on the Hub. "
    "Push it again, then pull.",
    variants={"tagged": Words(repair="docker push {target}"), **WENT},
)
def hub_lost_it(look: Look) -> Found:
    """What was pushed is on the Hub no more."""
    if look.hub_tag:
        return None
    if is_unseen(look):
        return Variant(went(look))
    return Variant("tagged") if look.target and look.target.id == published_id(look) else {}


# What is here instead.


@diagnoses.cause(
    "pull-overwritten",
    seen="the Hub's 1.0 is sha256:{digest} now, the image {id}",
    wanted="sha256:{pushed}, the image {published} that you pushed",
    repair="docker-lessons solve push",
    text="Since then, another image was pushed over the tag 1.0, so a pull brings that one. Put "
    "your image back under the tag, then pull again.",
    variants={
        "pulled": Words(
            seen="the Hub's 1.0 is sha256:{digest} now, the image {id}, and so is {target} here"
        )
    },
)
def overwritten(look: Look) -> Found:
    """The Hub's tag was moved to another image before the pull."""
    tag, pushed = look.hub_tag, look.view.facts.get("digest", "")
    if not tag or tag.digest == pushed or (look.target and look.target.id == published_id(look)):
        return None
    facts = {
        "digest": short(tag.digest),
        "id": short(tag.id_on(look.host)),
        "pushed": short(pushed),
        "published": short(published_id(look)),
    }
    return Variant("pulled", facts) if look.target and tag.holds(look.target.id) else facts


@diagnoses.cause(
    "pull-outdated",
    seen="{target} here is {id}; the Hub's is {there}",
    text="What you pulled before isn't what the Hub has under the tag now. Pull again, and the "
    "name moves to the new image.",
)
def outdated(look: Look) -> Found:
    """The Hub is right again, but the name here still belongs to what was pulled before."""
    target, tag = look.target, look.hub_tag
    if not target or not tag or target.id == published_id(look):
        return None
    if not tag.holds(published_id(look)):
        return None
    since = story(look).since
    pulled = [e for e in since if e.action == "pull" and e.id == look.names.target]
    moved = [e for e in since if e.action == "tag" and e.name == look.names.target]
    if not pulled or (moved and moved[-1].time > pulled[-1].time):
        return None
    return {"id": target.short, "there": short(tag.id_on(look.host))}


@diagnoses.cause(
    "nobody-watched",
    out_of_hand=True,
    seen="the image {id} is back; the course wasn't watching between {begin} and {end}",
    repair=_REMOVAL,
    text="It may well have been a pull, but the course didn't see it, so it can't count it. Remove "
    "the image again, and pull while the course is watching.",
)
def nobody_watched(look: Look) -> Found:
    """It is back, and nobody was there to see how."""
    told = story(look)
    if not told.present or not told.gone_at or not told.unwatched:
        return None
    gap = max(look.view.gaps, key=lambda one: one.end)
    return {
        "id": short(told.image_id),
        "begin": _clock(gap.begin),
        "end": _clock(gap.end),
        "left": left(look),
    }


def _clock(seconds: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


@diagnoses.cause(
    "pull-not-deleted",
    seen="a pull of {target} while the image was still here",
    repair=_REMOVAL,
    text="The image was already here, so Docker downloaded nothing. That proves nothing about the Hub. Delete the names "
    "first, then pull.",
)
def not_deleted(look: Look) -> Found:
    """Pulled while the image was there all the time."""
    told = story(look)
    return {"left": left(look)} if told.present and told.pulled_without_removal else None


@diagnoses.cause(
    "pull-retagged",
    seen="{target} came back with docker tag; the image was never gone",
    repair=_REMOVAL,
    text="Another name kept the image here, and docker tag only added this name again: nothing "
    "came from the Hub. Remove every name, then pull.",
)
def retagged(look: Look) -> Found:
    """The name was given again, from another name of the same image."""
    told = story(look)
    return {"left": left(look)} if told.present and told.retagged else None


@diagnoses.cause(
    "pull-loaded",
    seen="the image {id} came back with docker {action}, not with a pull",
    repair=_REMOVAL,
    text="It's the right image, but it came from a file on this computer, not from the Hub. Remove "
    "it, then pull.",
    variants={
        "built": Words(
            seen=CAME_BUILT,
            text="It's the right image, but it didn't come from the Hub: a build can bring an image back from Docker's "
            "cache. Remove it, then pull.",
        )
    },
)
def loaded(look: Look) -> Found:
    """It came back from a file, or from the cache of a builder."""
    told = story(look)
    if not told.present or not told.brought or told.brought.action == "pull":
        return None
    facts: Facts = {"id": short(told.image_id), "left": left(look)}
    if told.was_built:
        return Variant("built", facts)
    return {**facts, "action": told.brought.action}


@diagnoses.cause(
    "pull-rebuilt",
    seen="{target} is {id}, named here; the Hub's is {published}",
    repair=_REMOVAL,
    text="That's another image, which got this name on this computer: from a build, docker tag or a file. The course has "
    "seen no pull that brought yours back. Remove the other one, then pull.",
)
def rebuilt(look: Look) -> Found:
    """It was built again: another image under the same name."""
    target, published = look.target, published_id(look)
    if not target or target.id == published or not published:
        return None
    return {"id": target.short, "published": short(published), "left": left(look)}


@diagnoses.cause(
    "pull-other-name",
    seen="the image came back with a pull of {other}",
    repair=_REMOVAL,
    text="It came from the Hub, but under another name: {other}. Remove it, then pull {target}.",
)
def other_name(look: Look) -> Found:
    """Another name of the same image was pulled."""
    told = story(look)
    if not told.present or not told.brought or told.brought.action != "pull" or told.pulled:
        return None
    return {"other": told.brought.id, "left": left(look)}


@diagnoses.cause(
    "pull-layers-here",
    seen="{keeper} had every layer of {target} before the pull",
    repair=_REMOVAL,
    text="The pull brought {target} back, but its layers were already here, in {keeper}, so Docker downloaded none of "
    "them. Remove both, then pull.",
)
def layers_here(look: Look) -> Found:
    """An image that was here at the time of the pull has the same layers: nothing was fetched but a description."""
    told = story(look)
    kept = told.had_layers
    if not kept or not told.pulled or not look.target:
        return None
    keeper = kept.names or (kept.short,)
    names = dict.fromkeys((*left(look).split(), *keeper))
    return {"keeper": " ".join(keeper), "left": " ".join(names)}


@diagnoses.cause(
    "pull-built-only",
    seen="{image} is {id}, built again; no {target}",
    text="You built a new image here. What counts is the one on the Hub, so pull that one.",
    variants={
        "same-layers": Words(
            repair="docker rmi {image}",
            text="You built a new image here. What counts is the one on the Hub. This one has the same layers, so a "
            "pull wouldn't download anything: remove it first.",
        )
    },
)
def built_only(look: Look) -> Found:
    """`myimage:0.1` was built again, and nothing pulled."""
    if not look.image or look.image.id == published_id(look) or look.target:
        return None
    facts, tag = {"id": look.image.short}, look.hub_tag
    same = tag is not None and look.image.holds_layers(tag.diff_ids)
    return Variant("same-layers", facts) if same else facts


@diagnoses.cause(
    "pull-name-removed",
    seen="the image {id} is here, but not as {target}",
    text="You pulled it, and then its name was removed. Pull again: that costs nothing.",
)
def name_removed(look: Look) -> Found:
    """It was pulled, and its name taken off again."""
    told = story(look)
    return (
        {"id": short(told.image_id)} if told.present and told.pulled and not look.target else None
    )


@diagnoses.cause(
    "pull-other-digest",
    seen="{target} is the image {id}, pulled as {digests}",
    wanted="the digest that the Hub has for {target}: {published}",
    repair=_REMOVAL,
    text="The pull brought your image, but with a different digest from the one on the Hub now. "
    "Remove it, then pull again.",
)
def other_digest(look: Look) -> Found:
    """The same image was pulled, and the Hub has it under another digest."""
    told, target = story(look), look.target
    if not target or not told.present or not told.pulled:
        return None
    return {
        "id": target.short,
        "digests": tuple(sorted(map(short, _digests(target)))),
        "published": tuple(map(short, _published_as(look))),
        "left": left(look),
    }


@diagnoses.cause(
    "pull-still-here",
    seen="the image {id} is still here; it hasn't been removed yet",
    repair=_REMOVAL,
    text="As long as it's here, a pull downloads nothing. Delete both names first.",
    variants={
        "again": Words(
            seen="the image {id} was gone and is here again; no pull of {target} was seen",
            text=CAME_UNHEARD,
        )
    },
)
def still_here(look: Look) -> Found:
    """It was not deleted yet, or came back in a way that no event tells of, such as `docker load` on Podman."""
    told = story(look)
    if not told.present:
        return None
    facts: Facts = {"id": short(published_id(look)), "left": left(look)}
    return Variant("again", facts) if told.gone_at else facts


@diagnoses.cause(
    "pull-unlisted",
    seen="{target} was pulled, and docker images doesn't list it",
    repair="docker rmi {target}",
    text="Docker found the image's files already here, because a container used them, so it downloaded no layers, and it "
    "doesn't list an image without layers. Remove its name, then pull again.",
    variants={
        "container": Words(
            repair="docker rm -f {all}",
            text="Docker found the image's files already here, because the container {name} is made from the image, so it "
            "downloaded no layers, and it doesn't list an image without layers. Remove the container first.",
        )
    },
)
def unlisted(look: Look) -> Found:
    """Removed by force although a container used it, then pulled: containerd's image store keeps what it can't list."""
    told = story(look)
    if not look.host.ids_are_digests or told.present or not told.pulled:
        return None
    using = look.containers_of(told.image_id)
    if not using:
        return {}
    return Variant("container", {"name": using[0].name, "all": " ".join(one.name for one in using)})


@diagnoses.cause(
    "pull-layers-kept",
    seen=LAYERS_HERE,
    repair="docker rmi {keeper}",
    text=LAYERS_KEPT,
)
def layers_kept(look: Look) -> Found:
    """Gone, and another image of the course's has every layer: there would be nothing to fetch."""
    tag = look.hub_tag
    kept = next(keepers(look, tag.diff_ids), None) if tag else None
    if kept is None or look.host.named(look.names.target):
        return None
    return {"keeper": " ".join(kept.names) or kept.short}


@diagnoses.cause(
    "pull-missing",
    seen="no {target} on this computer",
    text="The image is gone from here and safe on the Hub. Pull it back.",
)
def missing(look: Look) -> Found:
    """Gone, and not fetched yet."""
    return {}


@diagnoses.note(
    "pull-logged-in",
    "You're logged in. The pull also works without a login, because the repository is public: "
    "{log_out}, and try.",
    variants={
        "private": Words(
            text="You're logged in, and the repository is private: the pull wouldn't work without a login. On the "
            "repository's page, you can make it public."
        ),
        at_registry(): Words(
            text="You're logged in. Whether a stranger could pull this, too, is up to {registry}: {log_out}, and try."
        ),
    },
)
def logged_in(look: Look) -> Found:
    """The puller is logged in."""
    if look.snapshot.log_in is None:
        return None
    return Variant("private") if look.repository and look.repository.private else {}


@diagnoses.note("pull-all-tags", "With -a, Docker pulled every tag of the repository.")
def all_tags(look: Look) -> Found:
    """Every tag of the repository was pulled."""
    brought = story(look).brought
    return {} if brought and brought.id == look.names.target_repository else None


async def solve(doing: Solution, look: Look) -> None:
    """Pulls it as a stranger; whatever stands in the way is removed first."""
    doing.become_stranger(look)
    target = look.names.target
    found = in_the_way(look, story(look).image_id, look.hub_tag, target)
    if unlisted(look) is not None:
        found = tuple(dict.fromkeys((*found, target)))
    if found:
        await doing.remove(look, *found)
    await doing.pull(look.names.target)


step = Step(
    id="pull-back",
    page="05-pull-back",
    title="Pull it back",
    goal="{target} is on this computer again, pulled from the Hub: the same image as before.",
    command=COMMAND,
    hint="pull takes the whole name, including the tag. Without a tag, it asks for latest.",
    hands="terminal",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"second-delete", "clean-up"}),
    registry=AtRegistry(frozenset({"pull", "run"})),
    needs_hub=True,
    reaches_registry=True,
    is_yours=lambda look: look.capabilities.leaves_pulls,
)
