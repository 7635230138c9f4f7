"""What the client, the engine or the Hub refuses of `docker pull`."""

from __future__ import annotations

import re

from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.step import Causes, Found, what_a_name_is

refused = Causes("pull-back")


def command(look: Look) -> str:
    """The command that does it."""
    return f"docker pull {look.names.target}"


def not_yet(look: Look, seen: str, text: str, repair: str | None = None) -> Found:
    """A finding; its repair is the command of this step unless another comes first."""
    return Found(
        seen=seen,
        wanted=f"{look.names.target}, gone from here and then brought back by a pull",
        repair=repair or command(look),
        text=text,
    )


# What was refused.


def _refused(look: Look) -> Attempt | None:
    """The newest pull, if it failed while the image is not back."""
    return None if look.target else look.refused("pull")


@refused.cause("pull-blanks", "command line")
def blanks(look: Look) -> Found | None:
    """`docker pull demousr / demorep`."""
    tried = _refused(look)
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return not_yet(
        look,
        f"{tried.line}: {len(tried.arguments)} words after pull",
        "docker pull takes one name, and spaces make several words of it. Write it close together.",
    )


@refused.cause("pull-bad-name", "command line")
def bad_name(look: Look) -> Found | None:
    """The client cannot read the name."""
    tried = _refused(look)
    if not tried or not re.search(r"invalid reference format|must be lowercase", tried.said):
        return None
    return not_yet(
        look,
        f"{tried.line}: a name that Docker cannot read",
        what_a_name_is(look.names),
    )


@refused.cause("pull-no-latest", "refused requests")
def no_latest(look: Look) -> Found | None:
    """`docker pull demousr/demorep`: no tag means `latest`, which nobody pushed."""
    tried = _refused(look)
    if not tried or tried.target.removesuffix(":latest") != look.names.target_repository:
        return None
    if "manifest unknown" not in tried.said:
        return None
    return not_yet(
        look,
        f"a pull of {look.names.target_repository}:latest, which the Hub does not have",
        "Without a tag Docker asks for latest, and nobody ever pushed that: the Hub makes no latest by itself. "
        "Say the tag.",
    )


@refused.cause("pull-unknown-tag", "refused requests")
def unknown_tag(look: Look) -> Found | None:
    """The repository has no such tag."""
    tried = _refused(look)
    if not tried or "manifest unknown" not in tried.said:
        return None
    tags = listed(tag.name for tag in look.repository.tags) if look.repository else "none"
    return not_yet(
        look,
        f"a pull of {tried.target}; the Hub's tags of {look.repository_name}: {tags}",
        f"The Hub has no {tried.target}.",
    )


@refused.cause("pull-stored-log-in", "refused requests")
def stored_log_in(look: Look) -> Found | None:
    """A kept log-in that is not good any more spoils even a public pull."""
    tried = _refused(look)
    if not tried or not re.search(r"incorrect username or password", tried.said):
        return None
    return not_yet(
        look,
        "a pull with a kept log-in that the Hub refuses",
        "A public image needs no log-in, but a wrong one is worse than none: the Hub refuses it before it looks "
        "further. Forget the old log-in, then pull.",
        look.names.log_out,
    )


@refused.cause("pull-private", "refused requests")
def private(look: Look) -> Found | None:
    """The repository is private, and a stranger asked."""
    tried = _refused(look)
    if not tried or not look.repository or not look.repository.private:
        return None
    return not_yet(
        look,
        f"{look.repository_name} is private, and you are not logged in",
        "To strangers the Hub says that a private repository does not exist. Make it public on its page (or log "
        "in), then pull.",
        "docker-lessons solve create-repository",
    )


@refused.cause("pull-no-namespace", "refused requests")
def no_namespace(look: Look) -> Found | None:
    """`docker pull demorep:1.0`."""
    tried = _refused(look)
    if not tried or "/" in look.names.path(tried.target):
        return None
    return not_yet(
        look,
        f"a pull of {tried.target}, without an account",
        "A name without a slash means Docker's official images, and there is none of that name. "
        f"Yours begins with {look.names.prefix}{look.names.username}/.",
    )


@refused.cause("pull-no-such-repository", "refused requests")
def no_such_repository(look: Look) -> Found | None:
    """Another repository, which does not exist or is not open."""
    tried = _refused(look)
    if not tried or not re.search(r"denied|does not exist|not found", tried.said):
        return None
    return not_yet(
        look,
        f"a pull of {tried.target} that the Hub refused",
        f"The Hub has no {look.names.path(tried.target).partition(':')[0]} for you. Your repository is "
        f"{look.repository_name}.",
    )


@refused.cause("pull-refused", "refused requests")
def other_refusal(look: Look) -> Found | None:
    """Any other refusal."""
    tried = _refused(look)
    if not tried:
        return None
    return not_yet(
        look,
        f"{tried.line}: {tried.said.strip()[-200:]}",
        "That pull failed; Docker's message says why.",
    )
