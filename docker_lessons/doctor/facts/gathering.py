"""All facts, gathered once: questions that do not depend on each other are asked at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from docker_lessons.doctor.facts import (
    command,
    computer,
    engine,
    place,
    practice,
    registry,
    settings,
)
from docker_lessons.doctor.facts.asking import Deadline, together
from docker_lessons.doctor.facts.command import Command
from docker_lessons.doctor.facts.computer import Computer
from docker_lessons.doctor.facts.engine import Engine
from docker_lessons.doctor.facts.place import Place
from docker_lessons.doctor.facts.practice import Practice
from docker_lessons.doctor.facts.registry import Registry
from docker_lessons.doctor.facts.settings import Settings
from docker_lessons.doctor.facts.subject import Subject
from docker_lessons.world import World, environment, own_docker

_LOCAL_SECONDS = 4.0
"""Seconds for what is on this computer's disk, and for the practice world: the other questions need it."""


@dataclass(frozen=True)
class Facts:
    """All that is known."""

    subject: Subject = field(default_factory=Subject)
    environ: Mapping[str, str] = field(default_factory=dict)
    computer: Computer = field(default_factory=Computer)
    practice: Practice = field(default_factory=Practice)
    command: Command = field(default_factory=Command)
    settings: Settings = field(default_factory=Settings)
    place: Place = field(default_factory=Place)
    engine: Engine = field(default_factory=Engine)
    registry: Registry = field(default_factory=Registry)
    missing: Mapping[str, str] = field(default_factory=dict)
    """The groups of facts, by their field's name, that did not come, and why."""


def gather(subject: Subject, world: World, environ: Mapping[str, str]) -> Facts:
    """Asks everything about `subject`; ends within some seven seconds."""
    deadline = Deadline()
    config = own_docker.config_file(environ)
    chosen = "DOCKER_CONFIG" in environment.outside(environ)
    own = {
        "place": partial(place.look, environ),
        "settings": partial(settings.look, config, chosen, environ),
    }
    first: dict[str, Any] = {"practice": partial(practice.look, world)}
    first |= own if subject.is_own_docker else {}
    local = together(first, deadline, _LOCAL_SECONDS)
    then: dict[str, Any] = {
        "computer": partial(computer.look, world.home, environ),
        "command": partial(
            command.look, world.bin, config.parent, environ, with_engine=_is_asked(local.came)
        ),
        "registry": partial(
            registry.look,
            subject.hosts,
            deadline,
            plain=subject.plain,
            authorities=subject.authorities,
        ),
    }
    if "place" in local.came:
        seen = local.came.get("practice", Practice())
        asked = subject.registry or seen.registry
        then["engine"] = partial(engine.ask, local.came["place"], asked, deadline)
    rest = together(then, deadline)
    return Facts(subject, environ, **local.came, **rest.came, missing=local.missing | rest.missing)


def _is_asked(came: Mapping[str, Any]) -> bool:
    """Tells whether a client may ask the engine: over ssh it would start a program that asks for passwords."""
    found = came.get("place")
    return found is not None and found.scheme in {"unix", "tcp"}
