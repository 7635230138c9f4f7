"""What the client, the engine or the Hub refuses of `docker push`."""

from __future__ import annotations

import re

from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Causes, Found, what_a_name_is

refused = Causes("push")


def command(look: Look) -> str:
    """The command that does it."""
    return f"docker push {look.names.target}"


def not_yet(look: Look, seen: str, text: str, repair: str | None = None) -> Found:
    """A finding; its repair is the command of this step unless another comes first."""
    return Found(
        seen=seen,
        wanted=f"your image on the Hub as {look.names.target}",
        repair=repair or command(look),
        text=text,
    )


def log_in(look: Look) -> str:
    """The command that logs in."""
    return look.names.log_in


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


def _refused_elsewhere(look: Look) -> Attempt | None:
    """The newest push, if it asked the real Hub and failed: whether that denies depends on the network."""
    tried = look.refused("push")
    if not tried or not look.names.registry or not look.host.named(tried.target):
        return None
    return None if tried.target.startswith(look.names.prefix) else tried


def denied_to_a_stranger(look: Look) -> Attempt | None:
    """The newest push, if the Hub denied it and nobody has logged in since."""
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


# What the client itself refused.


@refused.cause("push-all-tags-with-tag", "command line")
def all_tags_with_tag(look: Look) -> Found | None:
    """`docker push -a demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or not re.search(r"tag can'?t be used with --all-tags", tried.said):
        return None
    return not_yet(
        look,
        f"{tried.line}: all tags, and one tag",
        "-a sends every tag of a repository, so it takes the repository's name alone. "
        "To send one tag, leave -a away.",
    )


@refused.cause("push-blanks", "command line")
def blanks(look: Look) -> Found | None:
    """Spaces within the name, or no name."""
    tried = look.refused("push")
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return not_yet(
        look,
        f"{tried.line}: {len(tried.arguments)} words after push",
        f"docker push takes one name, written without spaces: {look.names.form}.",
    )


@refused.cause("push-bad-name", "command line")
def bad_name(look: Look) -> Found | None:
    """The client cannot read the name."""
    tried = look.refused("push")
    if not tried or not re.search(r"invalid reference format|must be lowercase", tried.said):
        return None
    return not_yet(
        look,
        f"{tried.line}: a name that Docker cannot read",
        what_a_name_is(look.names),
    )


@refused.cause("push-misspelled", "command line")
def misspelled(look: Look) -> Found | None:
    """`docker pus ...`: a letter lost."""
    last = look.misspelled("push")
    if not last or look.passed_once("push"):
        return None
    return not_yet(
        look,
        f"{last.line}: no command {last.verb}",
        f"Docker has no command {last.verb}. Meant was push.",
    )


@refused.cause("push-run-push", "refused requests")
def run_push(look: Look) -> Found | None:
    """`docker run push ...`: two commands in one."""
    tried = look.refused("run", "pull")
    words = f"{tried.line} {tried.said}" if tried else ""
    if not tried or not re.search(r"docker run push\b|docker pull push\b|\bpush:latest", words):
        return None
    return not_yet(
        look,
        "docker run push ...: an image called push was looked for",
        "run starts a container from the image whose name follows, and the word that followed was push. "
        "It is one command or the other: here, push.",
    )


# What the engine or the Hub refused.


@refused.cause("push-capital-namespace", "refused requests")
def capital_namespace(look: Look) -> Found | None:
    """`DemoUsr/demorep:1.0`: taken for the address of a registry."""
    tried = look.refused("push")
    first = tried.target.partition("/")[0] if tried else ""
    if not tried or "/" not in tried.target or first == first.lower():
        return None
    return not_yet(
        look,
        f"{tried.target}: a registry called {first} was looked for",
        f"With a capital letter {first} counts as the address of a registry, not as an account. Tag the image "
        "with small letters.",
        tag(look) if not look.target else None,
    )


@refused.cause("push-website", "refused requests")
def website(look: Look) -> Found | None:
    """`hub.docker.com/demousr/demorep:1.0`."""
    tried = look.refused("push")
    if not tried or not tried.target.startswith("hub.docker.com/"):
        return None
    return not_yet(
        look,
        f"{tried.target}: pushed to the address of the web pages",
        "hub.docker.com shows pages and takes no images. Docker knows the registry's own address: "
        "leave the address away.",
        tag(look) if not look.target else None,
    )


@refused.cause("push-no-such-name", "refused requests")
def no_such_name(look: Look) -> Found | None:
    """No image of that name on this host: it was never tagged, or misspelled."""
    tried = look.refused("push")
    if not tried or not re.search(
        r"does not exist locally|tag does not exist|No such image", tried.said
    ):
        return None
    near = look.near(tried.target, look.host.names)
    meant = f" Did you mean {near}?" if near and near != tried.target else ""
    return not_yet(
        look,
        f"no {tried.target} here; this computer has {look.host_names}",
        f"push sends a name that this computer has, and it has no {tried.target}.{meant}",
        tag(look) if not look.target else None,
    )


@refused.cause("push-no-namespace", "refused requests")
def no_namespace(look: Look) -> Found | None:
    """`docker push myimage:0.1`: a name without an account belongs to the official images."""
    tried = denied(look) or _refused_elsewhere(look)
    if not tried or "/" in _repository(look, tried.target):
        return None
    return not_yet(
        look,
        f"{tried.target} was denied: no account in the name",
        f"A name without a slash means Docker's official images, docker.io/library/{_repository(look, tried.target)}, "
        "and nobody but Docker writes there. Give the image a name that begins with "
        f"{look.names.prefix}{look.names.username}/.",
        tag(look) if not look.target else None,
    )


@refused.cause("push-three-parts", "refused requests")
def three_parts(look: Look) -> Found | None:
    """`demousr/foo/bar`: the Hub takes two parts."""
    tried = denied(look)
    if not tried or _repository(look, tried.target).count("/") < 2:
        return None
    return not_yet(
        look,
        f"{tried.target} was denied: more than two parts",
        "The Hub knows account and repository, with one slash between them, and nothing below.",
        tag(look) if not look.target else None,
    )


@refused.cause("push-somebody-elses", "refused requests")
def somebody_elses(look: Look) -> Found | None:
    """Another account's namespace."""
    tried = denied(look)
    account = _repository(look, tried.target).partition("/")[0] if tried else ""
    if not tried or account == look.names.username:
        return None
    return not_yet(
        look,
        f"{tried.target} was denied: it belongs to {account}",
        f"{account} is somebody else's account (it may stand in what you copied from). Yours is "
        f"{look.names.username}.",
        tag(look) if not look.target else None,
    )


@refused.cause("push-other-config", "refused requests")
def other_config(look: Look) -> Found | None:
    """Denied to a stranger, although this client is logged in: another client pushed."""
    tried = denied_to_a_stranger(look)
    known = look.snapshot.log_in
    if not tried or not known or not known.may_push:
        return None
    return not_yet(
        look,
        f"a push of {tried.target} without a log-in, while {known.username} is logged in here",
        "You are logged in, but that push came from a client that is not: with sudo, or from another window, "
        "Docker reads another folder with other log-ins. Push without sudo.",
    )


@refused.cause("push-refused-log-in", "refused requests")
def refused_log_in(look: Look) -> Found | None:
    """The kept credential is not good any more."""
    known = look.snapshot.log_in
    if not denied(look) or not known or known.accepted:
        return None
    return not_yet(
        look,
        f"a push with a kept log-in as {known.username} that the Hub refuses",
        "Your client keeps a password that is not valid here. Log in anew, then push again.",
        log_in(look),
    )


@refused.cause("push-not-logged-in", "refused requests")
def not_logged_in(look: Look) -> Found | None:
    """Denied to a stranger."""
    if not denied_to_a_stranger(look):
        return None
    return not_yet(
        look,
        f"a push of {look.names.target} that was denied; no log-in is kept",
        "denied means: the Hub does not know who you are, and lets only the owner write. "
        "Log in, then push again.",
        log_in(look),
    )
