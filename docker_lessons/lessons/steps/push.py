"""Upload the image.

Checked: the Hub's tag `1.0` holds the very image of the tag step.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.image import is_course_image
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.world.snapshot import short

diagnoses = Causes("push")


def holds(look: Look) -> Held | None:
    """The Hub's tag describes the image of the tag step."""
    tag = look.hub_tag
    if tag is None or not tag.image or tag.image != look.published_id:
        return None
    return Held(
        seen=f"the Hub's {look.names.target} is {short(tag.digest)}, the image {short(tag.image)}",
        wanted=f"the image {short(tag.image)} on the Hub as {look.names.target}",
        text=f"The Hub holds your image: 1.0 is sha256:{short(tag.digest)}, what the push printed.",
    )


def command(look: Look) -> str:
    """The command that does it."""
    return f"docker push {look.names.target}"


def _found(look: Look, seen: str, text: str, repair: str | None = None) -> Found:
    return Found(
        seen=seen,
        wanted=f"your image on the Hub as {look.names.target}",
        repair=repair or command(look),
        text=text,
    )


def log_in(look: Look) -> str:
    """The command that logs in."""
    return f"docker login -u {look.names.username}"


def tag(look: Look) -> str:
    """The command that tags."""
    return f"docker tag {look.names.image} {look.names.target}"


def denied(look: Look) -> Attempt | None:
    """The newest push, if the Hub denied it."""
    tried = look.refused("push")
    return (
        tried
        if tried and re.search(r"denied|unauthorized|authentication required", tried.said)
        else None
    )


def denied_to_a_stranger(look: Look) -> Attempt | None:
    """The newest push, if the Hub denied it and nobody has logged in since."""
    tried = denied(look)
    if not tried:
        return None
    since = any(
        one.verb == "login" and not one.refused and one.time > tried.time for one in look.attempts
    )
    return None if since else tried


def _repository(name: str) -> str:
    return name.removeprefix("docker.io/").partition(":")[0]


# What the client itself refused.


@diagnoses.cause("push-all-tags-with-tag", "command line")
def all_tags_with_tag(look: Look) -> Found | None:
    """`docker push -a demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or not re.search(r"tag can'?t be used with --all-tags", tried.said):
        return None
    return _found(
        look,
        f"{tried.line}: all tags, and one tag",
        "-a sends every tag of a repository, so it takes the repository's name alone. "
        "To send one tag, leave -a away.",
    )


@diagnoses.cause("push-blanks", "command line")
def blanks(look: Look) -> Found | None:
    """Blanks within the name, or no name."""
    tried = look.refused("push")
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return _found(
        look,
        f"{tried.line}: {len(tried.arguments)} words after push",
        "docker push takes one name, written without blanks: account, slash, repository, colon, tag.",
    )


@diagnoses.cause("push-bad-name", "command line")
def bad_name(look: Look) -> Found | None:
    """The client cannot read the name."""
    tried = look.refused("push")
    if not tried or not re.search(r"invalid reference format|must be lowercase", tried.said):
        return None
    return _found(
        look,
        f"{tried.line}: a name that Docker cannot read",
        "A name is made of small letters, digits and dashes, one slash after the account, one colon before "
        "the tag.",
    )


@diagnoses.cause("push-misspelled", "command line")
def misspelled(look: Look) -> Found | None:
    """`docker pus ...`: a letter lost."""
    last = look.attempts[0] if look.attempts else None
    if not last or not last.typed or not last.refused or look.passed_once("push"):
        return None
    if not re.search(r"is not a docker command|unknown command", last.said) or not look.near(
        "push", [last.verb]
    ):
        return None
    return _found(
        look,
        f"{last.line}: no command {last.verb}",
        f"Docker has no command {last.verb}. Meant was push.",
    )


@diagnoses.cause("push-run-push", "refused requests")
def run_push(look: Look) -> Found | None:
    """`docker run push ...`: two commands in one."""
    tried = look.refused("run", "pull")
    words = f"{tried.line} {tried.said}" if tried else ""
    if not tried or not re.search(r"docker run push\b|docker pull push\b|\bpush:latest", words):
        return None
    return _found(
        look,
        "docker run push ...: an image called push was looked for",
        "run starts a container from the image whose name follows, and the word that followed was push. "
        "It is one command or the other: here, push.",
    )


# What the engine or the Hub refused.


@diagnoses.cause("push-capital-namespace", "refused requests")
def capital_namespace(look: Look) -> Found | None:
    """`DemoUsr/demorep:1.0`: taken for the address of a registry."""
    tried = look.refused("push")
    first = tried.target.partition("/")[0] if tried else ""
    if not tried or "/" not in tried.target or first == first.lower():
        return None
    return _found(
        look,
        f"{tried.target}: a registry called {first} was looked for",
        f"With a capital letter {first} counts as the address of a registry, not as an account. Tag the image "
        "with small letters.",
        tag(look) if not look.target else None,
    )


@diagnoses.cause("push-website", "refused requests")
def website(look: Look) -> Found | None:
    """`hub.docker.com/demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or not tried.target.startswith("hub.docker.com/"):
        return None
    return _found(
        look,
        f"{tried.target}: pushed to the address of the web pages",
        "hub.docker.com shows pages and takes no images. Docker knows the registry's own address: "
        "leave the address away.",
        tag(look) if not look.target else None,
    )


@diagnoses.cause("push-no-such-name", "refused requests")
def no_such_name(look: Look) -> Found | None:
    """No image of that name on this host: it was never tagged, or misspelled."""
    tried = look.refused("push")
    if not tried or not re.search(
        r"does not exist locally|tag does not exist|No such image", tried.said
    ):
        return None
    near = look.near(tried.target, look.host.names)
    meant = f" Did you mean {near}?" if near and near != tried.target else ""
    return _found(
        look,
        f"no {tried.target} here; this computer has {look.host_names}",
        f"push sends a name that this computer has, and it has no {tried.target}.{meant}",
        tag(look) if not look.target else None,
    )


@diagnoses.cause("push-no-namespace", "refused requests")
def no_namespace(look: Look) -> Found | None:
    """`docker push myimage:0.1`: a name without an account belongs to the official images."""
    tried = denied(look)
    if not tried or "/" in _repository(tried.target):
        return None
    return _found(
        look,
        f"{tried.target} was denied: no account in the name",
        f"A name without a slash means Docker's official images, docker.io/library/{_repository(tried.target)}, "
        f"and nobody but Docker writes there. Give the image a name that begins with {look.names.username}/.",
        tag(look) if not look.target else None,
    )


@diagnoses.cause("push-three-parts", "refused requests")
def three_parts(look: Look) -> Found | None:
    """`demousr/foo/bar`: the Hub takes two parts."""
    tried = denied(look)
    if not tried or _repository(tried.target).count("/") < 2:
        return None
    return _found(
        look,
        f"{tried.target} was denied: more than two parts",
        "The Hub knows account and repository, with one slash between them, and nothing below.",
        tag(look) if not look.target else None,
    )


@diagnoses.cause("push-somebody-elses", "refused requests")
def somebody_elses(look: Look) -> Found | None:
    """Another account's namespace."""
    tried = denied(look)
    account = _repository(tried.target).partition("/")[0] if tried else ""
    if not tried or account == look.names.username:
        return None
    return _found(
        look,
        f"{tried.target} was denied: it belongs to {account}",
        f"{account} is somebody else's account (it may stand in what you copied from). Yours is "
        f"{look.names.username}.",
        tag(look) if not look.target else None,
    )


@diagnoses.cause("push-other-config", "refused requests")
def other_config(look: Look) -> Found | None:
    """Denied to a stranger, although this client is logged in: another client pushed."""
    tried = denied_to_a_stranger(look)
    known = look.snapshot.log_in
    if not tried or not known or not known.may_push:
        return None
    return _found(
        look,
        f"a push of {tried.target} without a log-in, while {known.username} is logged in here",
        "You are logged in, but that push came from a client that is not: with sudo, or from another window, "
        "Docker reads another folder with other log-ins. Push without sudo.",
    )


@diagnoses.cause("push-refused-log-in", "refused requests")
def refused_log_in(look: Look) -> Found | None:
    """The kept credential is not good any more."""
    known = look.snapshot.log_in
    if not denied(look) or not known or known.accepted:
        return None
    return _found(
        look,
        f"a push with a kept log-in as {known.username} that the Hub refuses",
        "Your client keeps a password that is not valid here. Log in anew, then push again.",
        log_in(look),
    )


@diagnoses.cause("push-not-logged-in", "refused requests")
def not_logged_in(look: Look) -> Found | None:
    """Denied to a stranger."""
    if not denied_to_a_stranger(look):
        return None
    return _found(
        look,
        f"a push of {look.names.target} that was denied; no log-in is kept",
        "denied means: the Hub does not know who you are, and lets only the owner write. "
        "Log in, then push again.",
        log_in(look),
    )


# What the Hub holds instead.


@diagnoses.cause("push-rebuilt", "state")
def rebuilt(look: Look) -> Found | None:
    """The Hub's image is an older build of one's own."""
    found, image = look.hub_tag, look.image
    if not found or not image or not look.target or look.target.id != found.image:
        return None
    if not is_course_image(found.diff_ids):
        return None
    return _found(
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
    return _found(
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
    return _found(
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
    return _found(
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
    return _found(
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
    return _found(
        look,
        f"no {look.names.target} on this computer; it has {look.host_names}",
        "push sends a name, and the image does not bear it yet. Tag first.",
        tag(look) if look.image else f"docker build -t {look.names.image} myimage",
    )


@diagnoses.cause("push-missing", "state")
def missing(look: Look) -> Found | None:
    """Nothing was pushed yet."""
    return _found(
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
