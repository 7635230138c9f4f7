"""What did not go to the practice registry, on the learner's own Docker, where names contain the registry's address.

There the chapter's bare name belongs to the real Docker Hub, `127.0.0.1` is another registry than `localhost`,
and the learner's client outside of the world, or root's, keeps log-ins of its own. With the practice engine
names contain no address, and none of these causes finds anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docker_lessons.findings.finding import Finding, Variant
from docker_lessons.language import filled
from docker_lessons.lessons.answers import typed_line
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, at_registry
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.oci.docker_hub import CREDENTIAL_KEYS

_diagnoses = Diagnoses("any", wanted="the practice registry, {registry}, in names and in the login")
CAUSES = _diagnoses.causes


@dataclass(frozen=True)
class Sent:
    """A look at a step that has to do with the registry."""

    look: Look
    step: Step
    registry: AtRegistry

    @property
    def logs_in(self) -> bool:
        """Whether a log-in is part of the step."""
        return "login" in self.registry.commands

    @property
    def last(self) -> Attempt | None:
        """The newest try that belongs to the step, if nothing has changed since."""
        look, commands = self.look, self.registry.commands
        last = next((one for one in look.attempts if one.verb in {*commands, "sudo"}), None)
        if last is None or last.time < look.changed:
            return None
        if last.verb == "login" and look.snapshot.log_in:
            return None
        if last.verb == "sudo" and commands.isdisjoint(last.arguments[:2]):
            return None
        return last

    @property
    def names(self) -> list[str]:
        """The name in the answer; else those that the step's image bears, as long as it lacks the wanted one."""
        look, registry = self.look, self.registry
        if self.step.question is not None:
            given = re.fullmatch(r"(?:sudo )?docker (?:image )?pull (\S+)", typed_line(look.answer))
            return [given[1]] if given else []
        wanted = filled(
            registry.target,
            {"target": look.names.target, "second_target": look.names.second_target},
        )
        if "tag" not in registry.commands or look.host.named(wanted):
            return []
        tag = wanted.rpartition(":")[2] if registry.tag_matters else ""
        ours = [one for one in look.own_images if look.is_ours(one)]
        return [name for one in ours for name in one.names if name.endswith(tag)]


def find(step: Step, look: Look) -> Finding | None:
    """Returns what went elsewhere in this step, None for nothing."""
    if not look.capabilities.names_bear_an_address:
        return None
    if step.registry is None or look.snapshot.host is None:
        return None
    sent = Sent(look, step, step.registry)
    return next((found for cause in CAUSES if (found := cause.finding(sent))), None)


@_diagnoses.cause(
    "sudo-docker",
    seen="{line}: as root",
    text="With sudo, Docker runs as root, with root's own logins and settings, so it doesn't reach "
    "this world. Leave out sudo.",
)
def with_sudo(sent: Sent) -> Found:
    """`sudo docker ...` in a cell."""
    last = sent.last
    return {"line": last.line} if last and last.verb == "sudo" else None


@_diagnoses.cause(
    "registry-bare-name",
    seen="{name}, without an address",
    text="A name without an address belongs to the real Docker Hub. The practice registry's names "
    "start with {prefix}: {prefix}{path}.",
    variants={
        at_registry(): Words(
            wanted="the registry {registry}, in names and in the login",
            text="A name without an address belongs to the real Docker Hub. The names of your registry start with {prefix}: "
            "{prefix}{path}.",
        ),
        at_registry("log-in-tried"): Words(
            text="A login without an address goes to the real Docker Hub. Add your registry's address at the end: "
            "{registry}.",
        ),
        "log-in-tried": Words(
            seen="{line}: no address",
            text="A login without an address goes to the real Docker Hub, which doesn't know the "
            "course's account. Add the registry's address at the end: {registry}.",
        ),
        "log-in-kept": Words(
            seen="a login to the real Docker Hub",
            text="You logged in to the real Docker Hub, which isn't the Hub of this world. Put the "
            "registry's address after docker login: {registry}.",
        ),
    },
)
def without_address(sent: Sent) -> Found:
    """A name, or a log-in, without the registry's address."""
    look, last = sent.look, sent.last
    names = look.names
    tried_log_in = last and last.typed and last.verb == "login"
    if last and tried_log_in and (not last.arguments or last.target in CREDENTIAL_KEYS):
        return Variant("log-in-tried", {"line": last.line})
    kept = CREDENTIAL_KEYS.intersection(look.snapshot.other_registries)
    if sent.logs_in and kept and not look.snapshot.log_in:
        return Variant("log-in-kept")
    tried = [word for word in last.arguments if names.lacks_address(word)] if last else []
    transfers = sent.registry.commands & {"push", "pull"}
    moved = [event.id for event in look.image_events[-1:] if event.action in transfers]
    name = next((n for n in (*tried, *sent.names, *moved) if names.lacks_address(n)), None)
    return {"name": name, "path": names.path(names.with_address(name))} if name else None


@_diagnoses.cause(
    "registry-loopback-name",
    seen="{name}: the address {other}",
    text="To Docker, {other} and {registry} are two registries, even where both are this computer: "
    "they don't share names or logins. Write {registry}.",
)
def other_loopback(sent: Sent) -> Found:
    """Another address of this computer."""
    look, last = sent.look, sent.last
    tried = [*last.arguments, *last.options.values()] if last else []
    kept = look.snapshot.other_registries if sent.logs_in and not look.snapshot.log_in else ()
    for name in (*tried, *sent.names, *kept):
        if other := look.names.other_loopback(re.sub(r"^https?://", "", name)):
            return {"name": name, "other": other}
    return None


@_diagnoses.cause(
    "login-outside",
    seen="a login to {registry} in {config}, outside of this world",
    text="You logged in from a terminal that isn't connected to this world, so your own Docker client saved that "
    "login, and the world's client didn't. Type "
    'eval "$(docker-lessons env)" in the terminal, and log in again.',
)
def logged_in_outside(sent: Sent) -> Found:
    """Logged in with the learner's own client, outside of the world."""
    look = sent.look
    if not sent.logs_in or look.snapshot.log_in or not look.snapshot.log_in_outside:
        return None
    return {"config": str(look.engine.client_config)}
