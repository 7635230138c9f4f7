"""What the client, the engine or the Hub refuses of `docker pull`."""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.sentences import DOCKER_SAID, NAME_FORM, UNREADABLE_NAME

COMMAND = "docker pull {target}"
"""The command that does it."""
WANTED = "{target}, gone from here and then brought back by a pull"

refused = Diagnoses("pull-back", wanted=WANTED, repair=COMMAND)


def _refused(look: Look) -> Attempt | None:
    """The newest pull, if it failed while the image is not back."""
    return None if look.target else look.refused("pull")


@refused.cause(
    "pull-blanks",
    "command line",
    seen="{line}: {count} words after pull",
    text="docker pull takes one name, and spaces make several words of it. Write it close together.",
)
def blanks(look: Look) -> Found:
    """`docker pull demousr / demorep`."""
    tried = _refused(look)
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return {"line": tried.line, "count": len(tried.arguments)}


@refused.cause(
    "pull-bad-name",
    "command line",
    seen=UNREADABLE_NAME,
    text=NAME_FORM,
)
def bad_name(look: Look) -> Found:
    """The client cannot read the name."""
    tried = _refused(look)
    if not tried or not re.search(r"invalid reference format|must be lowercase", tried.said):
        return None
    return {"line": tried.line}


@refused.cause(
    "pull-no-latest",
    "refused requests",
    seen="a pull of {repository}:latest, which the Hub does not have",
    text="Without a tag Docker asks for latest, and nobody ever pushed that: the Hub makes no latest by itself. "
    "Say the tag.",
)
def no_latest(look: Look) -> Found:
    """`docker pull demousr/demorep`: no tag means `latest`, which nobody pushed."""
    tried = _refused(look)
    if not tried or tried.target.removesuffix(":latest") != look.names.target_repository:
        return None
    return {} if "manifest unknown" in tried.said else None


@refused.cause(
    "pull-unknown-tag",
    "refused requests",
    seen="a pull of {given}; the Hub's tags of {hub_repository}: {tags}",
    text="The Hub has no {given}.",
    variants={
        "no-repository": Words(seen="a pull of {given}; the Hub's tags of {hub_repository}: none")
    },
)
def unknown_tag(look: Look) -> Found:
    """The repository has no such tag."""
    tried = _refused(look)
    if not tried or "manifest unknown" not in tried.said:
        return None
    if look.repository is None:
        return Variant("no-repository", {"given": tried.target})
    return {"given": tried.target, "tags": tuple(tag.name for tag in look.repository.tags)}


@refused.cause(
    "pull-stored-log-in",
    "refused requests",
    seen="a pull with a kept log-in that the Hub refuses",
    repair="{log_out}",
    text="A public image needs no log-in, but a wrong one is worse than none: the Hub refuses it before it looks "
    "further. Forget the old log-in, then pull.",
)
def stored_log_in(look: Look) -> Found:
    """A kept log-in that is not good any more spoils even a public pull."""
    tried = _refused(look)
    return {} if tried and re.search(r"incorrect username or password", tried.said) else None


@refused.cause(
    "pull-private",
    "refused requests",
    seen="{hub_repository} is private, and you are not logged in",
    repair="docker-lessons solve create-repository",
    text="To strangers the Hub says that a private repository does not exist. Make it public on its page (or log "
    "in), then pull.",
)
def private(look: Look) -> Found:
    """The repository is private, and a stranger asked."""
    tried = _refused(look)
    return {} if tried and look.repository and look.repository.private else None


@refused.cause(
    "pull-no-namespace",
    "refused requests",
    seen="a pull of {given}, without an account",
    text="A name without a slash means Docker's official images, and there is none of that name. "
    "Yours begins with {prefix}{username}/.",
)
def no_namespace(look: Look) -> Found:
    """`docker pull demorep:1.0`."""
    tried = _refused(look)
    if not tried or "/" in look.names.path(tried.target):
        return None
    return {"given": tried.target}


@refused.cause(
    "pull-no-such-repository",
    "refused requests",
    seen="a pull of {given} that the Hub refused",
    text="The Hub has no {other} for you. Your repository is {hub_repository}.",
)
def no_such_repository(look: Look) -> Found:
    """Another repository, which does not exist or is not open."""
    tried = _refused(look)
    if not tried or not re.search(r"denied|does not exist|not found", tried.said):
        return None
    return {"given": tried.target, "other": look.names.path(tried.target).partition(":")[0]}


@refused.cause(
    "pull-refused",
    "refused requests",
    seen=DOCKER_SAID,
    text="That pull failed; Docker's message says why.",
)
def other_refusal(look: Look) -> Found:
    """Any other refusal."""
    tried = _refused(look)
    return {"line": tried.line, "said": tried.said.strip()[-200:]} if tried else None
