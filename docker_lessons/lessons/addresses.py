"""What went elsewhere than to the practice registry, where that has an address: on the learner's own Docker.

There the chapter's bare name belongs to the real Docker Hub, `127.0.0.1` is another registry than `localhost`,
and the learner's client outside of the world, or root's, keeps log-ins of its own. With the practice engine
names carry no address, and nothing of this finds anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Found, Source
from docker_lessons.oci.docker_hub import CREDENTIAL_KEYS

_VERBS: dict[str, frozenset[str]] = {
    "create-repository": frozenset(),
    "tag": frozenset({"tag", "push"}),
    "log-in": frozenset({"login"}),
    "push": frozenset({"tag", "login", "push"}),
    "pull-back": frozenset({"pull", "run"}),
    "second-push": frozenset({"tag", "login", "push"}),
    "second-pull": frozenset({"pull", "run"}),
}
"""The steps that an address matters to, and the commands that each is done with."""

_LOG_INS = ("log-in", "push", "second-push")


@dataclass(frozen=True)
class Elsewhere:
    """One diagnosis, for each of those steps."""

    id: str
    source: Source
    find: Callable[[str, Look], Found | None]
    """Given the step and a look, what it found, without a repair."""


def elsewhere(step: str, look: Look) -> tuple[str, Found] | None:
    """What went elsewhere in this step: the cause and what it found, without a repair."""
    if not look.names.registry or step not in _VERBS or look.snapshot.host is None:
        return None
    found = ((cause.id, cause.find(step, look)) for cause in CAUSES)
    return next(((name, one) for name, one in found if one), None)


def _last(step: str, look: Look) -> Attempt | None:
    """The newest try that belongs to this step, if nothing has changed since."""
    verbs = _VERBS[step]
    last = next((one for one in look.attempts if one.verb in {*verbs, "sudo"}), None)
    if last is None or last.time < look.changed or (last.verb == "login" and look.snapshot.log_in):
        return None
    if last.verb == "sudo" and verbs.isdisjoint(last.arguments[:2]):
        return None
    return last


def _named(step: str, look: Look) -> list[str]:
    """The names that this step's image bears, as long as it lacks the wanted one; and the answer's."""
    if step == "create-repository":
        given = re.fullmatch(r"(?:sudo )?docker (?:image )?pull (\S+)", (look.answer or "").strip())
        return [given[1]] if given else []
    names = look.names
    wanted = names.second_target if step.startswith("second") else names.target
    if step not in ("tag", "push", "second-push") or look.host.named(wanted):
        return []
    tag = wanted.rpartition(":")[2] if step == "second-push" else ""
    return [n for one in look.own_images if look.is_ours(one) for n in one.names if n.endswith(tag)]


def _found(look: Look, seen: str, text: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"the practice registry, {look.names.registry}, in names and in the log-in",
        repair=None,
        text=text,
    )


def _with_sudo(step: str, look: Look) -> Found | None:
    last = _last(step, look)
    if last is None or last.verb != "sudo":
        return None
    return _found(
        look,
        f"{last.line}: as root",
        "With sudo it is root who works, with log-ins and an environment of its own, which lead nowhere near this "
        "world. Leave sudo away.",
    )


def _without_address(step: str, look: Look) -> Found | None:
    names, last = look.names, _last(step, look)
    tried = [word for word in last.arguments if names.lacks_address(word)] if last else []
    bare = last and last.typed and last.verb == "login"
    if last and bare and (not last.arguments or last.target in CREDENTIAL_KEYS):
        return _found(
            look,
            f"{last.line}: no address",
            "A log-in without an address is for the real Docker Hub, which does not know the course's account. "
            f"The registry's address belongs behind it: {names.registry}.",
        )
    kept = CREDENTIAL_KEYS.intersection(look.snapshot.other_registries)
    if step in _LOG_INS and kept and not look.snapshot.log_in:
        return _found(
            look,
            "a log-in at the real Docker Hub",
            "You logged in at the real Docker Hub, and this world's Hub is another. The registry's address belongs "
            f"behind docker login: {names.registry}.",
        )
    moved = [
        event.id
        for event in look.image_events[-1:]
        if event.action in _VERBS[step] & {"push", "pull"}
    ]
    for name in (*tried, *_named(step, look), *moved):
        if names.lacks_address(name):
            return _found(
                look,
                f"{name}, without an address",
                f"A name without an address in front belongs to the real Docker Hub. The practice registry's names "
                f"begin with {names.prefix}: {names.prefix}{name.removeprefix('docker.io/')}.",
            )
    return None


def _other_loopback(step: str, look: Look) -> Found | None:
    names, last = look.names, _last(step, look)
    tried = [*last.arguments, *last.options.values()] if last else []
    kept = look.snapshot.other_registries if step in _LOG_INS and not look.snapshot.log_in else ()
    for name in (*tried, *_named(step, look), *kept):
        if other := names.other_loopback(re.sub(r"^https?://", "", name)):
            return _found(
                look,
                f"{name}, at {other}",
                f"{other} and {names.registry} are two registries to Docker, even where both are this computer: "
                f"names and log-ins of one are nothing to the other. Write {names.registry}.",
            )
    return None


def _logged_in_outside(step: str, look: Look) -> Found | None:
    if step not in _LOG_INS or look.snapshot.log_in or not look.snapshot.log_in_outside:
        return None
    return _found(
        look,
        f"a log-in at {look.names.registry} in {look.engine.client_config}, outside of this world",
        "You logged in from a terminal that does not lead into this world, so your own Docker client keeps that "
        'log-in, and the world\'s does not. Lead the terminal here, eval "$(docker-lessons env)", and log in again.',
    )


CAUSES = (
    Elsewhere("sudo-docker", "command line", _with_sudo),
    Elsewhere("registry-bare-name", "command line", _without_address),
    Elsewhere("registry-loopback-name", "command line", _other_loopback),
    Elsewhere("login-outside", "state", _logged_in_outside),
)
