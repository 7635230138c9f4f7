"""What the client, the engine or the Hub refuses of `docker push`."""

from __future__ import annotations

import re

from docker_lessons.findings import docker_answers
from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.findings.image_name import registry_of, without_latest
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.refusals import (
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
from docker_lessons.oci import docker_hub

COMMAND = "docker push {target}"
"""The command that does it."""
TAG = "docker tag {image} {target}"
"""The command that comes before it."""
WANTED = "your image on the Hub as {target}"

_IMMUTABLE = "due to immutability settings"
"""What the Hub says of a tag that stays as it is: denied to everybody, whoever pushes."""

_MANIFEST_REFUSED = re.compile(r"PUT request to \S+/manifests/\S+: 403 Forbidden")

refused = Diagnoses("push", wanted=WANTED, repair=COMMAND)


def denied(look: Look) -> Attempt | None:
    """Returns the newest push, if the Hub denied it and nobody has logged in since."""
    tried = look.refused("push")
    if not tried or not re.search(
        r"denied|[Uu]nauthorized|authentication required|insufficient_scope", tried.docker_said
    ):
        return None
    if _IMMUTABLE in tried.docker_said or docker_answers.is_about_account(
        "push", tried.docker_said
    ):
        return None
    return tried


def _refused_elsewhere(look: Look) -> Attempt | None:
    """The newest push, if it went to the real Hub and failed; whether it was denied depends on the network."""
    tried = look.refused("push")
    if not look.capabilities.names_bear_an_address or not tried:
        return None
    if tried.target.startswith(look.names.prefix) or not look.host.named(tried.target):
        return None
    return tried


def denied_to_another(look: Look) -> Found:
    """Finds that the newest push was denied to a client logged in as another account. Facts: `given`, `account`."""
    tried, known = denied(look), look.snapshot.log_in
    if not tried or not known or not known.whose_is_known or known.username == look.names.username:
        return None
    return {"given": tried.target, "account": known.username}


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
    seen="{line}: all tags and one tag",
    text="-a pushes every tag of a repository, so it takes the repository's name without a tag. To "
    "push one tag, leave out -a.",
)
def all_tags_with_tag(look: Look) -> Found:
    """`docker push -a demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or not re.search(r"tag can'?t be used with --all-tags", tried.docker_said):
        return None
    return {"line": tried.line}


@refused.cause(
    "push-blanks",
    seen="{line}: {count} words after push",
    text="docker push takes one name, written without spaces: {form}.",
    variants={
        "none": Words(seen="{line}: no name after push"),
        "between": BETWEEN_NAMES,
        "output": OUTPUT_IN_LINE,
    },
)
def blanks(look: Look) -> Found:
    """Spaces within the name, or no name."""
    return miscounted(look.refused("push"))


@refused.cause(
    "push-bad-name",
    seen=UNREADABLE_NAME,
    text=NAME_FORM,
)
def bad_name(look: Look) -> Found:
    """The client cannot read the name."""
    return unreadable_name(look.refused("push"))


@refused.cause(
    "push-misspelled",
    seen="{line}: no command called {word}",
    text="Docker has no command called {word}. Did you mean push?",
)
def misspelled(look: Look) -> Found:
    """`docker pus ...`: a letter lost."""
    return misspelt(look, "push")


@refused.cause(
    "push-run-push",
    seen="docker run push ...: Docker looked for an image called push",
    text="run starts a container from the image that you name next, and the next word was push. "
    "Use one command or the other: here, push.",
)
def run_push(look: Look) -> Found:
    """`docker run push ...`: two commands in one."""
    tried = look.refused("run", "pull")
    words = f"{tried.line} {tried.docker_said}" if tried else ""
    return {} if re.search(r"docker run push\b|docker pull push\b|\bpush:latest", words) else None


# What the engine or the Hub refused.


@refused.cause(
    "push-capital-namespace",
    seen="{given}: Docker looked for a registry called {first}",
    text="Because of its capital letter, Docker reads {first} as the address of a registry, not as "
    "an account. Use a lowercase name when you tag the image.",
    variants=_UNTAGGED,
)
def capital_namespace(look: Look) -> Found:
    """`DemoUsr/demorep:1.0`: taken for the address of a registry."""
    tried = look.refused("push")
    first = registry_of(tried.target) if tried else ""
    if not tried or first == first.lower():
        return None
    return _unless_tagged(look, {"given": tried.target, "first": first})


@refused.cause(
    "push-website",
    seen="{given}: a push to the address of the web pages",
    text="hub.docker.com shows pages and takes no images. Push the name {target}.",
    variants=_UNTAGGED,
)
def website(look: Look) -> Found:
    """`hub.docker.com/demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or registry_of(tried.target) != docker_hub.PAGES:
        return None
    return _unless_tagged(look, {"given": tried.target})


@refused.cause(
    "push-no-such-name",
    seen="no {given} here; this computer has {here}",
    text="push sends a name that this computer has, and there's no {given} here.",
    variants={
        **_UNTAGGED,
        "near": Words(
            text="push sends a name that this computer has, and there's no {given} here. Did you "
            "mean {near}?"
        ),
        "near-untagged": Words(
            repair=TAG,
            text="push sends a name that this computer has, and there's no {given} here. Did you "
            "mean {near}?",
        ),
        "unbuilt": Words(repair="docker build -t {image} myimage"),
        "by-id": Words(
            seen="{given}, an image ID",
            text="{given} is the ID of an image here. push takes a name instead, since the name says where the image "
            "goes: {target}.",
        ),
        "by-id-untagged": Words(
            seen="{given}, an image ID",
            repair=TAG,
            text="{given} is the ID of an image here. push takes a name instead, since the name says where the image "
            "goes: {target}.",
        ),
    },
)
def no_such_name(look: Look) -> Found:
    """No image of that name on this host: it was never tagged, or misspelled."""
    tried = look.refused("push")
    if not tried or not re.search(
        r"does not exist locally|tag does not exist|No such image", tried.docker_said
    ):
        return None
    facts: Facts = {"given": tried.target, "here": look.host_names}
    if look.has_id(given := without_latest(tried.target)):
        return Variant("by-id" if look.target else "by-id-untagged", {**facts, "given": given})
    if not look.target and not look.image:
        return Variant("unbuilt", facts)
    course = [look.names.target] if look.target else []
    near = look.near(tried.target, course) or look.near(tried.target, look.host.names)
    if near is None:
        return _unless_tagged(look, facts)
    return Variant("near" if look.target else "near-untagged", {**facts, "near": near})


@refused.cause(
    "push-immutable",
    seen="{given} was denied: on the Hub, that tag is immutable",
    text="The tag already names another image, and your repository's settings keep it as it is. On your repository's "
    "page, choose Settings, then All tags are mutable. Then push again.",
)
def immutable(look: Look) -> Found:
    """The repository's tags are immutable, and this one names another image."""
    tried = look.refused("push")
    if not tried:
        return None
    # Of a refused manifest containerd's image store leaves out why; the practice Hub has one reason.
    unsaid = not look.which_hub.is_real and _MANIFEST_REFUSED.search(tried.docker_said)
    return {"given": tried.target} if unsaid or _IMMUTABLE in tried.docker_said else None


@refused.cause(
    "push-no-namespace",
    seen="a push of {given}: no account in the name",
    text="A name without a slash means Docker's official images, docker.io/library/{path}, and "
    "only Docker can push there. Give the image a name that starts with {prefix}{username}/.",
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
    "push-other-registry",
    seen="{given} was denied: it goes to {first}",
    text="{first} is the address of another registry, and you don't have permission to push there. Push the name "
    "{target}.",
    variants=_UNTAGGED,
)
def other_registry(look: Look) -> Found:
    """Another registry's address in front of the name."""
    tried = denied(look)
    first = registry_of(look.names.path(tried.target)) if tried else ""
    return (
        _unless_tagged(look, {"given": tried.target, "first": first}) if tried and first else None
    )


@refused.cause(
    "push-three-parts",
    seen="{given} was denied: more than two parts",
    text="On the Hub, a name has two parts, account and repository, with one slash between them.",
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
    seen="{given} was denied: it belongs to {account}",
    text="{account} is someone else's account. Maybe it was in something you copied.",
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
    "push-not-allowed",
    seen="{given} was denied, and your client has a login for Docker Hub",
    repair="{log_in}",
    text="You're logged in, but not with permission to push there. Most often the login is another account's, so log in "
    "as {username}. If {username} is an organization, you need to be in a team that may write to the repository. And "
    "with more private repositories than your plan has room for, Docker Hub says the same: make one of "
    "them public.",
)
def not_allowed(look: Look) -> Found:
    """Denied to the learner's own log-in on the real Docker Hub, of which the course knows no more than that it is there."""
    tried, known = denied(look), look.snapshot.log_in
    if not tried or not known or known.whose_is_known:
        return None
    return {"given": tried.target}


@refused.cause(
    "push-other-config",
    seen="a push of {given} without a login, while {account} is logged in here",
    text="You're logged in, but that push came from a client that isn't: with sudo, or from "
    "another window, Docker uses another folder with other logins. Push without sudo.",
)
def other_config(look: Look) -> Found:
    """Denied to a stranger, although this client is logged in: another client pushed."""
    tried, known = denied(look), look.snapshot.log_in
    if not tried or not known or not known.may_push:
        return None
    return {"given": tried.target, "account": known.username}


@refused.cause(
    "push-read-only",
    seen="{given} was refused: the access token can't push",
    repair="{log_in}",
    text="You're logged in with an access token that has no permission to push. Log in with a token that has Read & "
    "Write permission, or with your password, then push again.",
)
def read_only(look: Look) -> Found:
    """Logged in with an access token whose scopes do not contain pushing."""
    tried = look.refused("push")
    if not tried:
        return None
    known, said = look.snapshot.log_in, docker_answers.what_docker_said("push", tried.docker_said)
    unsaid = known and known.accepted and said and said.cause == "log-in-not-for-push"
    return {"given": tried.target} if unsaid or "insufficient scopes" in tried.docker_said else None


@refused.cause(
    "push-refused-log-in",
    seen="a push with a saved login as {account} that the Hub refuses",
    repair="{log_in}",
    text="Your client saved a password that isn't valid here. Log in again, then push again.",
)
def refused_log_in(look: Look) -> Found:
    """The kept credential is not good any more."""
    known = look.snapshot.log_in
    return {"account": known.username} if denied(look) and known and not known.accepted else None


@refused.cause(
    "push-other-account",
    seen="{given} was denied: you are logged in as {account}",
    repair="{log_in}",
    text="{account} doesn't have permission to push to {username}'s repositories. Log in as {username}, then push "
    "again.",
)
def other_account(look: Look) -> Found:
    """Denied to somebody who is logged in, as another account."""
    return denied_to_another(look)


@refused.cause(
    "push-not-logged-in",
    seen="a push of {target} that was denied; no saved login",
    repair="{log_in}",
    text="Denied here means that the Hub doesn't know who you are, and only the owner can push. "
    "Log in, then push again.",
)
def not_logged_in(look: Look) -> Found:
    """Denied to a stranger."""
    kept = look.snapshot.log_in or look.snapshot.credential_helper
    return {} if denied(look) and not kept else None


def _mend(look: Look, tried: Attempt, answer: str) -> dict[str, str]:
    """What comes next: the helper out of the way, the name that is to be pushed, or the push again."""
    names = look.names
    if "helper" in answer:
        return {"mend": look.log_in_past_helper}
    if look.target is None and look.image:
        return {"mend": f"docker tag {names.image} {names.target}"}
    return {"mend": f"docker push {names.target}"}


register_docker_said(
    refused, "push-refused", lambda look: look.refused("push"), repair="{mend}", facts=_mend
)
