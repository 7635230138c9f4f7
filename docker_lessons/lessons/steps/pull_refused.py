"""What the client, the engine or the Hub refuses of `docker pull`."""

from __future__ import annotations

import re

from docker_lessons.findings.docker_answers import what_docker_said
from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, at_registry, on_docker_hub
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.refusals import (
    left_out_tag,
    miscounted,
    misspelt,
    register_docker_said,
    unreadable_name,
)
from docker_lessons.lessons.steps.sentences import (
    BETWEEN_NAMES,
    NAME_FORM,
    OUTPUT_IN_LINE,
    UNREADABLE_NAME,
)

COMMAND = "docker pull {target}"
"""The command that does it."""
WANTED = "{target}, gone from this computer and then pulled from the Hub"

refused = Diagnoses("pull-back", wanted=WANTED, repair=COMMAND)


def _refused(look: Look) -> Attempt | None:
    """The newest pull, if it failed and the image is not back, unless the Hub has lost or opened the image since."""
    tried = None if look.target else look.refused("pull")
    return None if tried and (_is_lost(look, tried) or _is_open(look, tried)) else tried


_HIDDEN = re.compile(r"denied|not found|manifest unknown|authoriz", re.IGNORECASE)
"""What a registry answers about a repository that it shows only to some; not that it answers nobody."""


def _means(tried: Attempt, cause: str) -> bool:
    """Whether this cause is what the answer means, whichever engine and image store worded it."""
    found = what_docker_said("pull", tried.docker_said)
    return found is not None and found.cause == cause


def _is_lost(look: Look, tried: Attempt) -> bool:
    """Whether the right name was pulled, and the practice Hub, which hides nothing from the course, has it no more."""
    if look.which_hub.is_real or look.hub_tag or tried.target != look.names.target:
        return False
    return re.search(r"manifest unknown|denied|not found", tried.docker_said) is not None


def _is_open(look: Look, tried: Attempt) -> bool:
    """Whether the right name was denied, and the practice Hub has it for everybody now: it was made public since."""
    if look.which_hub.kind != "practice" or not look.hub_tag or tried.target != look.names.target:
        return False
    return _means(tried, "pull-denied") and not (look.repository and look.repository.private)


@refused.cause(
    "pull-misspelled",
    seen="{line}: no command called {word}",
    text="Docker has no command called {word}. Did you mean pull?",
)
def misspelled(look: Look) -> Found:
    """A word that is no command, and that means `pull`."""
    return misspelt(look, "pull", "pull-back")


@refused.cause(
    "pull-blanks",
    seen="{line}: {count} words after pull",
    text="docker pull takes one name, and spaces turn it into several words. Write it without "
    "spaces.",
    variants={"between": BETWEEN_NAMES, "output": OUTPUT_IN_LINE},
)
def blanks(look: Look) -> Found:
    """`docker pull demousr / demorep`."""
    return miscounted(_refused(look))


@refused.cause(
    "pull-bad-name",
    seen=UNREADABLE_NAME,
    text=NAME_FORM,
)
def bad_name(look: Look) -> Found:
    """The client cannot read the name."""
    return unreadable_name(_refused(look))


@refused.cause(
    "pull-no-latest",
    seen="a pull of {repository}:latest, which the Hub doesn't have",
    text="Without a tag, Docker asks for latest, and there isn't one: the Hub doesn't create "
    "latest by itself. Add the tag.",
)
def no_latest(look: Look) -> Found:
    """`docker pull demousr/demorep`: no tag means `latest`, which nobody pushed."""
    tried = _refused(look)
    if not tried or not left_out_tag([tried.target], look.names.target_repository):
        return None
    return {} if _means(tried, "tag-not-there") else None


@refused.cause(
    "pull-unknown-tag",
    seen="a pull of {given}; tags of {hub_repository} on the Hub: {tags}",
    text="The Hub doesn't have {given}.",
    variants={
        "no-repository": Words(seen="a pull of {given}; tags of {hub_repository} on the Hub: none")
    },
)
def unknown_tag(look: Look) -> Found:
    """The repository has no such tag."""
    tried = _refused(look)
    if not tried or not _means(tried, "tag-not-there"):
        return None
    if look.repository is None:
        return Variant("no-repository", {"given": tried.target})
    return {"given": tried.target, "tags": tuple(tag.name for tag in look.repository.tags)}


@refused.cause(
    "pull-stored-log-in",
    seen="a pull with a saved login that the Hub refuses",
    repair="{log_out}",
    text="A public image needs no login, but a wrong one is worse than none: the Hub refuses it "
    "right away. Remove the old login, then pull.",
)
def stored_log_in(look: Look) -> Found:
    """A kept log-in that is not good any more spoils even a public pull."""
    tried = _refused(look)
    return {} if tried and _means(tried, "stale-credentials") else None


@refused.cause(
    "pull-private",
    seen="{hub_repository} is private, and you are not logged in",
    repair="docker-lessons solve create-repository",
    text="Unless you're logged in, the Hub says that a private repository doesn't exist. Make it "
    "public on its page (or log in), then pull.",
    variants={
        on_docker_hub(): Words(
            repair="{log_in}",
            text="Unless you're logged in, Docker Hub says that a private repository doesn't exist. Make it public on its "
            "settings page (or log in), then pull: {settings_page}",
        )
    },
)
def private(look: Look) -> Found:
    """The repository is private, and a stranger asked."""
    tried = _refused(look)
    if not tried or not look.repository or not look.repository.private or look.snapshot.log_in:
        return None
    return {} if _HIDDEN.search(tried.docker_said) else None


@refused.cause(
    "pull-no-namespace",
    seen="a pull of {given}, without an account",
    text="A name without a slash means one of Docker's official images, and the practice Hub has none "
    "with that name. Yours starts with {prefix}{username}/.",
    variants={
        on_docker_hub(): Words(
            text="A name without a slash means one of Docker's official images, and there isn't one with "
            "that name. Yours starts with {prefix}{username}/."
        ),
        at_registry(): Words(text="The account is missing in that name. Yours is {target}."),
        "address": Words(
            text="A name without a slash means one of Docker's official images, on the real Docker Hub. Yours starts with "
            "{prefix}{username}/."
        ),
    },
)
def no_namespace(look: Look) -> Found:
    """`docker pull demorep:1.0`."""
    tried = _refused(look)
    if not tried or "/" in look.names.path(tried.target):
        return None
    bears_address = tried.target.startswith(look.names.prefix) and look.names.prefix
    facts = {"given": tried.target}
    if look.capabilities.names_bear_an_address and not bears_address:
        return Variant("address", facts)
    return facts


@refused.cause(
    "pull-no-such-repository",
    seen="a pull of {given} that the Hub refused",
    text="The Hub has no {other} that you can pull. Your repository is {hub_repository}.",
    variants={
        "own": Words(
            repair="{log_in}",
            text="Unless you're logged in, the Hub says that a private repository doesn't exist, and {other} may be "
            "private. Log in, then pull.",
        ),
        on_docker_hub("own"): Words(
            repair="",
            text="Docker Hub shows strangers no {other}: it was made private, or it was deleted. Look at its settings "
            "page, and make it public: {settings_page}",
        ),
    },
)
def no_such_repository(look: Look) -> Found:
    """Another repository, which does not exist or is not open."""
    tried = _refused(look)
    if not tried or not re.search(r"denied|does not exist|not found", tried.docker_said):
        return None
    other = look.names.path(tried.target).partition(":")[0]
    facts = {"given": tried.target, "other": other}
    return (
        Variant("own", facts) if other == look.names.path(look.names.target_repository) else facts
    )


register_docker_said(refused, "pull-refused", _refused)
