"""What the client, the engine or the Hub refuses of `docker push`."""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.sentences import NAME_FORM, UNREADABLE_NAME

COMMAND = "docker push {target}"
"""The command that does it."""
TAG = "docker tag {image} {target}"
"""The command that comes before it."""
WANTED = "your image on the Hub as {target}"

refused = Diagnoses("push", wanted=WANTED, repair=COMMAND)


def denied(look: Look) -> Attempt | None:
    """Returns the newest push, if the Hub denied it."""
    tried = look.refused("push")
    if not tried or not re.search(r"denied|unauthorized|authentication required", tried.said):
        return None
    return tried


def _refused_elsewhere(look: Look) -> Attempt | None:
    """The newest push, if it asked the real Hub and failed: whether that denies depends on the network."""
    tried = look.refused("push")
    if not look.capabilities.names_bear_an_address or not tried:
        return None
    if tried.target.startswith(look.names.prefix) or not look.host.named(tried.target):
        return None
    return tried


def denied_to_a_stranger(look: Look) -> Attempt | None:
    """Returns the newest push, if the Hub denied it and nobody has logged in since."""
    tried = denied(look)
    if not tried:
        return None
    since = any(
        one.verb == "login" and not one.refused and one.time > tried.time for one in look.attempts
    )
    return None if since else tried


def _repository(look: Look, name: str) -> str:
    """What a name means at the Hub: without an address and without a tag."""
    return look.names.path(name).partition(":")[0]


_UNTAGGED = {"untagged": Words(repair=TAG)}
"""As long as the image lacks its name, the name comes first."""


def _unless_tagged(look: Look, facts: Facts) -> Found:
    return facts if look.target else Variant("untagged", facts)


# What the client itself refused.


@refused.cause(
    "push-all-tags-with-tag",
    "command line",
    seen="{line}: all tags, and one tag",
    text="-a sends every tag of a repository, so it takes the repository's name alone. "
    "To send one tag, leave -a away.",
)
def all_tags_with_tag(look: Look) -> Found:
    """`docker push -a demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or not re.search(r"tag can'?t be used with --all-tags", tried.said):
        return None
    return {"line": tried.line}


@refused.cause(
    "push-blanks",
    "command line",
    seen="{line}: {count} words after push",
    text="docker push takes one name, written without spaces: {form}.",
)
def blanks(look: Look) -> Found:
    """Spaces within the name, or no name."""
    tried = look.refused("push")
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return {"line": tried.line, "count": len(tried.arguments)}


@refused.cause(
    "push-bad-name",
    "command line",
    seen=UNREADABLE_NAME,
    text=NAME_FORM,
)
def bad_name(look: Look) -> Found:
    """The client cannot read the name."""
    tried = look.refused("push")
    if not tried or not re.search(r"invalid reference format|must be lowercase", tried.said):
        return None
    return {"line": tried.line}


@refused.cause(
    "push-misspelled",
    "command line",
    seen="{line}: no command {word}",
    text="Docker has no command {word}. Meant was push.",
)
def misspelled(look: Look) -> Found:
    """`docker pus ...`: a letter lost."""
    last = look.misspelled("push")
    if not last or look.passed_once("push"):
        return None
    return {"line": last.line, "word": last.verb}


@refused.cause(
    "push-run-push",
    "refused requests",
    seen="docker run push ...: an image called push was looked for",
    text="run starts a container from the image whose name follows, and the word that followed was push. "
    "It is one command or the other: here, push.",
)
def run_push(look: Look) -> Found:
    """`docker run push ...`: two commands in one."""
    tried = look.refused("run", "pull")
    words = f"{tried.line} {tried.said}" if tried else ""
    return {} if re.search(r"docker run push\b|docker pull push\b|\bpush:latest", words) else None


# What the engine or the Hub refused.


@refused.cause(
    "push-capital-namespace",
    "refused requests",
    seen="{given}: a registry called {first} was looked for",
    text="With a capital letter {first} counts as the address of a registry, not as an account. Tag the image "
    "with small letters.",
    variants=_UNTAGGED,
)
def capital_namespace(look: Look) -> Found:
    """`DemoUsr/demorep:1.0`: taken for the address of a registry."""
    tried = look.refused("push")
    first = tried.target.partition("/")[0] if tried else ""
    if not tried or "/" not in tried.target or first == first.lower():
        return None
    return _unless_tagged(look, {"given": tried.target, "first": first})


@refused.cause(
    "push-website",
    "refused requests",
    seen="{given}: pushed to the address of the web pages",
    text="hub.docker.com shows pages and takes no images. Docker knows the registry's own address: "
    "leave the address away.",
    variants=_UNTAGGED,
)
def website(look: Look) -> Found:
    """`hub.docker.com/demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or not tried.target.startswith("hub.docker.com/"):
        return None
    return _unless_tagged(look, {"given": tried.target})


@refused.cause(
    "push-no-such-name",
    "refused requests",
    seen="no {given} here; this computer has {here}",
    text="push sends a name that this computer has, and it has no {given}.",
    variants={
        **_UNTAGGED,
        "near": Words(
            text="push sends a name that this computer has, and it has no {given}. Did you mean {near}?"
        ),
        "near-untagged": Words(
            repair=TAG,
            text="push sends a name that this computer has, and it has no {given}. Did you mean {near}?",
        ),
    },
)
def no_such_name(look: Look) -> Found:
    """No image of that name on this host: it was never tagged, or misspelled."""
    tried = look.refused("push")
    if not tried or not re.search(
        r"does not exist locally|tag does not exist|No such image", tried.said
    ):
        return None
    facts: Facts = {"given": tried.target, "here": look.host_names}
    near = look.near(tried.target, look.host.names)
    if near is None:
        return _unless_tagged(look, facts)
    return Variant("near" if look.target else "near-untagged", {**facts, "near": near})


@refused.cause(
    "push-no-namespace",
    "refused requests",
    seen="{given} was denied: no account in the name",
    text="A name without a slash means Docker's official images, docker.io/library/{path}, and nobody but Docker "
    "writes there. Give the image a name that begins with {prefix}{username}/.",
    variants=_UNTAGGED,
)
def no_namespace(look: Look) -> Found:
    """`docker push myimage:0.1`: a name without an account belongs to the official images."""
    tried = denied(look) or _refused_elsewhere(look)
    if not tried or "/" in _repository(look, tried.target):
        return None
    facts = {"given": tried.target, "path": _repository(look, tried.target)}
    return _unless_tagged(look, facts)


@refused.cause(
    "push-three-parts",
    "refused requests",
    seen="{given} was denied: more than two parts",
    text="The Hub knows account and repository, with one slash between them, and nothing below.",
    variants=_UNTAGGED,
)
def three_parts(look: Look) -> Found:
    """`demousr/foo/bar`: the Hub takes two parts."""
    tried = denied(look)
    if not tried or _repository(look, tried.target).count("/") < 2:
        return None
    return _unless_tagged(look, {"given": tried.target})


@refused.cause(
    "push-somebody-elses",
    "refused requests",
    seen="{given} was denied: it belongs to {account}",
    text="{account} is somebody else's account (it may stand in what you copied from). Yours is {username}.",
    variants=_UNTAGGED,
)
def somebody_elses(look: Look) -> Found:
    """Another account's namespace."""
    tried = denied(look)
    account = _repository(look, tried.target).partition("/")[0] if tried else ""
    if not tried or account == look.names.username:
        return None
    return _unless_tagged(look, {"given": tried.target, "account": account})


@refused.cause(
    "push-other-config",
    "refused requests",
    seen="a push of {given} without a log-in, while {account} is logged in here",
    text="You are logged in, but that push came from a client that is not: with sudo, or from another window, "
    "Docker reads another folder with other log-ins. Push without sudo.",
)
def other_config(look: Look) -> Found:
    """Denied to a stranger, although this client is logged in: another client pushed."""
    tried, known = denied_to_a_stranger(look), look.snapshot.log_in
    if not tried or not known or not known.may_push:
        return None
    return {"given": tried.target, "account": known.username}


@refused.cause(
    "push-refused-log-in",
    "refused requests",
    seen="a push with a kept log-in as {account} that the Hub refuses",
    repair="{log_in}",
    text="Your client keeps a password that is not valid here. Log in anew, then push again.",
)
def refused_log_in(look: Look) -> Found:
    """The kept credential is not good any more."""
    known = look.snapshot.log_in
    return {"account": known.username} if denied(look) and known and not known.accepted else None


@refused.cause(
    "push-not-logged-in",
    "refused requests",
    seen="a push of {target} that was denied; no log-in is kept",
    repair="{log_in}",
    text="denied means: the Hub does not know who you are, and lets only the owner write. "
    "Log in, then push again.",
)
def not_logged_in(look: Look) -> Found:
    """Denied to a stranger."""
    return {} if denied_to_a_stranger(look) else None
