"""Messages with several causes, told apart by the line, the names and who is logged in.

Each function is the `reason` of a row of `failures.REFINEMENTS`, whose sentences say which variants and facts it gives.
"""

import re

from docker_lessons.command.transcript import Transcript
from docker_lessons.findings.finding import Facts, Finding
from docker_lessons.findings.image_name import is_image_id, left_out_tag, registry_of, with_tag
from docker_lessons.findings.slips import misspelt_command
from docker_lessons.oci import docker_hub

_MACHINES = {
    "docker-desktop": r"//\./pipe/|/\.docker/(?:run|desktop)/",
    "colima": r"/\.colima/",
    "rancher-desktop": r"/\.rd/",
    "orbstack": r"/\.orbstack/",
}
"""Engines that live in a machine of their own, and where each is reached."""

_COUNTED = frozenset(
    {"build", "history", "images", "inspect", "login", "pull", "push", "rmi", "tag"}
)


def engine_stopped(transcript: Transcript, _said: Finding) -> Finding:
    """Tells where the engine that does not answer runs, and so how to start it."""
    if option := transcript.line.engine_option:
        return Finding("engine-stopped", {"option": option}, "elsewhere")
    where = f"{transcript.text} {transcript.engine.where}"
    machine = next((name for name, place in _MACHINES.items() if re.search(place, where)), None)
    if machine:
        return Finding("engine-stopped", variant=machine)
    return Finding("engine-stopped", {"advice": transcript.engine.advice}, "here")


def refused_by_hub(transcript: Transcript, _said: Finding) -> Finding:
    """Tells why the Hub denied a push."""
    names, name = transcript.names, transcript.first
    registry = registry_of(name)
    if registry and not name.startswith(names.prefix or "docker.io/"):
        facts: Facts = {"registry": registry, "target": names.target}
        return Finding("refused-by-hub", facts, "elsewhere")
    account, *path = names.path(name).split("/")
    if not path:
        beginning = f"{names.prefix}{names.username}"
        return Finding("refused-by-hub", {"name": name, "username": beginning}, "no-account")
    if len(path) > 1:
        facts = {"count": 1 + len(path), "target": names.target}
        return Finding("refused-by-hub", facts, "parts")
    logged_in = transcript.logged_in()
    if logged_in is None:
        return Finding("refused-by-hub", {"log_in": names.log_in}, "stranger")
    is_own = account == names.username
    if not logged_in and not is_own:
        facts = {"account": account, "target": names.target}
        return Finding("refused-by-hub", facts, "not-yours")
    if not logged_in:
        facts = {"name": name, "username": names.username, "log_in": names.log_in}
        return Finding("refused-by-hub", facts, "logged-in")
    who = {"account": account, "logged_in": logged_in}
    if account != logged_in and is_own:
        return Finding("refused-by-hub", {**who, "log_in": names.log_in}, "other-login")
    if account != logged_in:
        return Finding("refused-by-hub", {**who, "target": names.target}, "other-account")
    return Finding("refused-by-hub", {"logged_in": logged_in, "name": name}, "owner")


def not_for_strangers(transcript: Transcript, _said: Finding) -> Finding:
    """Tells why a pull was denied: to strangers, a private repository looks like a missing one."""
    if "/" not in transcript.first and transcript.verb in {"run", "create"}:
        return Finding("not-for-strangers", {"name": transcript.first}, "nowhere")
    if transcript.logged_in() is not None:
        return Finding("not-for-strangers", variant="misspelt")
    return Finding("not-for-strangers", {"log_in": transcript.names.log_in}, "private")


def no_such_image(transcript: Transcript, said: Finding) -> Finding:
    """Tells what kind of name the host does not have, or that two are the wrong way round."""
    named = transcript.operands
    if transcript.verb == "tag" and len(named) == 2 and "/" in named[0] and "/" not in named[1]:
        facts = {"source": named[1], "target": named[0]}
        return Finding("no-such-image", facts, "swapped")
    missing = str(said.facts.get("name", ""))
    in_text = next((each for each in named if each in transcript.text), transcript.first)
    name = next((each for each in named if with_tag(each) == missing), in_text)
    if is_image_id(name):
        return Finding("no-such-image", {"name": name}, "id")
    return left_out_tag(name, "host") or Finding("no-such-image", {"name": name}, "name")


def misspelt(transcript: Transcript, said: Finding) -> Finding:
    """Tells which command may have been meant."""
    return misspelt_command(transcript.line, str(said.facts["typed"]))


def number_of_arguments(transcript: Transcript, _said: Finding) -> Finding | None:
    """Tells which command got more or fewer words than it takes."""
    if transcript.verb not in _COUNTED:
        return None
    return Finding("number-of-arguments", variant=transcript.verb)


def no_such_host(transcript: Transcript, _said: Finding) -> Finding | None:
    """Tells which registry does not answer; mostly the first part of a name was taken for its address."""
    names, name = transcript.names, transcript.first
    logs_in = transcript.verb == "login"
    host = name if logs_in else registry_of(name)
    if not host:
        return None
    if host == docker_hub.PAGES and logs_in:
        return Finding("no-such-host", {"log_in": names.log_in}, "web-page-log-in")
    if host == docker_hub.PAGES:
        variant = "web-page-for-address" if names.bear_an_address else "web-page"
        return Finding("no-such-host", {"target": names.target}, variant)
    if host == names.registry:
        variant = "relay" if transcript.engine.relay else "practice-registry"
        return Finding("no-such-host", variant=variant)
    if logs_in:
        return Finding("no-such-host", {"host": host, "log_in": names.log_in}, "other-log-in")
    if host != host.lower():
        return Finding("no-such-host", {"host": host, "mended": name.lower()}, "capital")
    return Finding("no-such-host", {"host": host}, "other")


def password_not_asked(transcript: Transcript, _said: Finding) -> Finding | None:
    """Tells that a log-in has a username, and lacks nothing but a terminal."""
    return Finding("password-not-asked") if transcript.line.value("--username") else None


def password_typed(transcript: Transcript, _said: Finding) -> Finding | None:
    """Tells that the password was typed in the line, where a shell may have changed it."""
    if not transcript.typed_password:
        return None
    return Finding("password-typed", {"log_in": transcript.names.log_in})


def nothing_to_push(transcript: Transcript, _said: Finding) -> Finding | None:
    """Tells whether the name lacks its tag, or the host does not have it."""
    if transcript.verb != "push":
        return None
    name = transcript.first
    without_tag = left_out_tag(name, "push")
    if without_tag and name == transcript.names.target_repository:
        return without_tag
    return Finding("nothing-to-push", {"name": name})


def no_such_tag(transcript: Transcript, _said: Finding) -> Finding:
    """Tells whether the name lacks its tag, or the repository does not have the tag."""
    name = transcript.first
    return left_out_tag(name, "hub") or Finding("no-such-tag", {"name": name})


def two_commands(transcript: Transcript, _said: Finding) -> Finding:
    """Proposes the line without `run`, for `docker run push ...`."""
    return Finding("pushed-as-name", {"mended": transcript.line.text.replace(" run ", " ", 1)})
