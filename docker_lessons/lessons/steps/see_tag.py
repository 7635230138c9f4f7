"""See the tag at the Hub.

Checked: the answer is the beginning of the digest of the Hub's tag `1.0`.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.language import gettext
from docker_lessons.lessons.answers import (
    bare,
    is_stand_in,
    told_again,
    unbracketed,
    with_dots,
)
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, at_registry
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Question, Step, StepWords
from docker_lessons.lessons.steps.published import WENT, is_unseen, went
from docker_lessons.world.snapshot import short

_COMMAND = "docker images --digests {repository}"
diagnoses = Diagnoses(
    "see-tag",
    wanted="the digest next to the tag 1.0 of {hub_repository} on the Hub",
    repair=_COMMAND,
)
_LABEL = re.compile(r"^(?:[^\W\d][\w ()]*:\s*)?sha256\s*:\s*|^digest\s*:\s*")
"""What stands before a digest, in whatever language: `digest: sha256:`, `sha256 :`."""
_IN_A_LINE = re.compile(r"(?:^|\s)sha256:([0-9a-f]{4,64})(?=\s)")
"""A digest in a line that Docker printed, or in a row of the Tags page, with more behind it."""
_SHORTEST = 4


def _given(look: Look) -> str:
    given = unbracketed(bare(look.answer).lower()).rpartition("@")[2]
    printed = _IN_A_LINE.search(given)
    return printed[1] if printed else _LABEL.sub("", given).rstrip(".… ")


def _hexadecimal(look: Look) -> bool:
    return re.fullmatch(r"[0-9a-f]+", _given(look)) is not None


def _begins(digest: str, given: str) -> bool:
    return digest.removeprefix("sha256:").startswith(given)


@diagnoses.holds(
    seen="your answer {given}",
    wanted="the digest of {target}: sha256:{digest}",
    text="Right. The digest identifies the content: anyone who pulls sha256:{digest} gets exactly "
    "these bytes.",
)
def holds(look: Look) -> Found:
    """The answer is the beginning of the digest of `1.0`."""
    given, tag = _given(look), look.hub_tag
    if tag is None or len(given) < _SHORTEST or not _hexadecimal(look):
        return None
    if not any(_begins(one, given) for one in (tag.digest, *tag.shown)):
        return None
    return {"given": given[:12], "digest": short(tag.digest)}


_DELETED = (
    "You pushed it, and since then the tag or the whole repository was deleted on the Hub, so there's nothing to see. "
    "Push it again."
)


@diagnoses.cause(
    "digest-no-tag",
    seen="no tag 1.0 in {hub_repository} on the Hub",
    wanted="the tag 1.0, to look at",
    repair="docker push {target}",
    text="There's nothing to see yet. Push first.",
    variants={
        "untagged": Words(repair="docker-lessons solve push"),
        "deleted": Words(text=_DELETED),
        "deleted-untagged": Words(text=_DELETED, repair="docker-lessons solve push"),
        **WENT,
    },
)
def no_tag(look: Look) -> Found:
    """There is no tag to look at."""
    if look.hub_tag:
        return None
    if not look.view.facts.get("digest"):
        return {} if look.target else Variant("untagged")
    if is_unseen(look):
        return Variant(went(look))
    return Variant("deleted" if look.target else "deleted-untagged")


@diagnoses.cause(
    "digest-answer-outdated",
    seen="your earlier answer {given}; the tag is sha256:{digest} now",
    text="Your answer was right for the image that the tag had then. Another image was pushed "
    "since, so the digest has changed.",
)
def outdated(look: Look) -> Found:
    """The answer was accepted once; the tag points elsewhere now."""
    accepted = look.view.accepted.get("see-tag")
    if not accepted or accepted != look.answer or not look.hub_tag:
        return None
    return {"given": _given(look)[:12], "digest": short(look.hub_tag.digest)}


@diagnoses.cause(
    "digest-no-answer",
    seen="no answer yet",
    text="Open your repository's page on the Hub, then Tags. You'll find the digest next to 1.0, "
    "and your push printed it, too.",
    variants={
        at_registry(): Words(
            text="Your push printed the digest in its last line, and so does docker images --digests. The course has asked "
            "{registry} for the tags of {hub_repository}: 1.0 is among them. What's its digest?"
        )
    },
)
def no_answer(look: Look) -> Found:
    """Nothing was answered."""
    return None if bare(look.answer) else {}


@diagnoses.cause(
    "digest-answer-tag",
    seen="{given}, which is the tag's name",
    text="{given} is the tag. The digest is next to it, and starts with sha256: (your push printed "
    "it, too).",
    variants={
        at_registry(): Words(
            text="{given} is the tag. The digest starts with sha256: and your push printed it in its last line."
        )
    },
)
def tag_given(look: Look) -> Found:
    """The tag's name was given."""
    given = with_dots(bare(look.answer).lstrip(": "))
    tags = {tag.name for tag in look.repository.tags} if look.repository else set()
    return {"given": given} if given in tags else None


@diagnoses.cause(
    "digest-answer-short",
    seen="{given}: {count} characters",
    text="That's how it starts, but it's too short to be sure. Type sha256: and at least four "
    "characters after it.",
    variants={"one": Words(seen="{given}: one character")},
)
def too_short(look: Look) -> Found:
    """The right beginning, but too little of it."""
    given = _given(look)
    if (
        not 0 < len(given) < _SHORTEST
        or not look.hub_tag
        or not _begins(look.hub_tag.digest, given)
    ):
        return None
    facts: Facts = {"given": given, "count": len(given)}
    return Variant("one", facts) if len(given) == 1 else facts


@diagnoses.cause(
    "digest-answer-image-id",
    seen="{given}, an image ID",
    text="That's the image ID, which your engine uses for the image. The Hub uses the digest of "
    "its manifest, which is different. You'll find it on the Tags page.",
    variants={
        at_registry(): Words(
            text="That's the image ID, which your engine uses for the image. The registry uses the digest of its manifest, "
            "which is different: the push printed it in its last line."
        )
    },
)
def image_id(look: Look) -> Found:
    """The image ID was given."""
    given = _given(look)
    if look.host.ids_are_digests:  # it is right, or another image's
        return None
    images = [one.id for one in look.host.images] + ([look.hub_tag.image] if look.hub_tag else [])
    if len(given) < _SHORTEST or not any(_begins(one, given) for one in images):
        return None
    return {"given": given[:12]}


@diagnoses.cause(
    "digest-answer-layer",
    seen="{given}, a layer",
    text="That's one layer of the image, as the push lists them. The digest of the whole image is "
    "in the push's last line, and on the Tags page.",
    variants={
        at_registry(): Words(
            text="That's one layer of the image, as the push lists them. The digest of the whole image is in the push's last "
            "line."
        )
    },
)
def layer(look: Look) -> Found:
    """A layer's digest was given."""
    given = _given(look)
    layers = [d for one in look.host.images for d in (*one.diff_ids, *one.packed)]
    layers += look.hub_tag.blobs if look.hub_tag else ()  # a push lists one or the other
    if len(given) < _SHORTEST or not any(_begins(one, given) for one in layers):
        return None
    return {"given": given[:12]}


@diagnoses.cause(
    "digest-answer-other-tag",
    seen="{given}, the digest of {name}",
    text="That's the digest of {name}. Look in the row for 1.0.",
)
def other_tag(look: Look) -> Found:
    """The digest of another tag was given."""
    given = _given(look)
    if len(given) < _SHORTEST:
        return None
    for repository in look.hub.repositories:
        for tag in repository.tags:
            if _begins(tag.digest, given):
                return {"given": given[:12], "name": f"{repository.full_name}:{tag.name}"}
    return None


@diagnoses.cause(
    "digest-answer-here",
    seen="{given}, the digest of your copy on this computer",
    repair="docker push {target}",
    text="That's what your engine lists for your copy. The push packed the image again, so on the Hub it has another digest: "
    "it's next to 1.0 on the Tags page, and if you push again, it's in the last line.",
    variants={
        at_registry(): Words(
            text="That's what your engine lists for your copy. The push packed the image again, so the registry has it under "
            "another digest: if you push again, it's in the last line."
        )
    },
)
def here(look: Look) -> Found:
    """The answer is the digest that the engine lists here, where the Hub's is another, as with Podman."""
    given, copy = _given(look), look.target
    if len(given) < _SHORTEST or not copy or not look.hub_tag or not look.hub_tag.holds(copy.id):
        return None
    listed = [one for one in copy.digests if _begins(one.rpartition("@")[2], given)]
    return {"given": given[:12]} if listed else None


@diagnoses.cause(
    "digest-answer-unknown",
    seen="the answer {given}",
    text="A digest starts with sha256:, followed by digits and the letters a to f. You'll find it "
    "next to 1.0 on your repository's Tags page.",
    variants={
        "hexadecimal": Words(
            text="It looks like a digest, but the Hub has none that starts like that. You'll find "
            "it next to 1.0 on your repository's Tags page."
        ),
        "placeholder": Words(
            text="That's only a placeholder. Type the digest itself, or the beginning of it: it's next to 1.0 on your "
            "repository's Tags page, and starts with sha256:."
        ),
        at_registry("placeholder"): Words(
            text="That's only a placeholder. Type the digest itself, or the beginning of it: it's in the last line of "
            "your push, and starts with sha256:."
        ),
        at_registry(): Words(
            text="A digest starts with sha256:, followed by digits and the letters a to f. It's in the last line of your push, "
            "and docker images --digests shows it."
        ),
        at_registry("hexadecimal"): Words(
            text="It looks like a digest, but {registry} has none that starts like that. It's in the last line of your push, "
            "and docker images --digests shows it."
        ),
    },
)
def unknown(look: Look) -> Found:
    """Something else was given."""
    facts = {"given": told_again(bare(look.answer))}
    if _hexadecimal(look):
        return Variant("hexadecimal", facts)
    return Variant("placeholder", facts) if is_stand_in(bare(look.answer)) else facts


@diagnoses.note(
    "digest-without-algorithm", "A full digest starts with sha256:, which says how it was computed."
)
def without_algorithm(look: Look) -> Found:
    """A part of it was given."""
    return None if "sha256" in bare(look.answer).lower() else {}


async def solve(doing: Solution, look: Look) -> None:
    """Reads the digest from the Hub."""
    if look.hub_tag:
        if look.capabilities.creates_on_pages:
            doing.did.append(gettext("look at the Tags page of the repository on the Hub"))
        else:
            doing.did.append(f"docker images --digests {look.names.target_repository}")
        doing.answer(f"sha256:{short(look.hub_tag.digest)}")


step = Step(
    id="see-tag",
    page="04-push",
    title="See the tag on the Hub",
    goal="You know the digest of the tag 1.0, as the Hub's Tags page shows it.",
    command=_COMMAND,
    hint="On your repository's page, choose Tags. The digest starts with sha256:, and your push "
    "printed it, too.",
    hands="answer",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    question=Question("How does the digest of 1.0 begin?", "sha256:...", about="digest"),
    needs_hub=True,
    at_registry=StepWords(
        title="See the tag at the registry",
        goal="You know the digest of the tag 1.0, as {registry} has it.",
        hint="The digest starts with sha256:. Your push printed it in its last line, and docker images --digests shows it.",
    ),
)
