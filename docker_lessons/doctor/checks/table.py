"""All checks, in their order: those that others depend on come first."""

from __future__ import annotations

from docker_lessons.doctor.checks import (
    clock,
    command,
    computer,
    engine,
    place,
    practice,
    reach,
    registry,
    settings,
)
from docker_lessons.doctor.checks.check import Check, Situation

CHECKS: tuple[Check, ...] = (
    command.COMMAND,
    settings.SETTINGS,
    place.ADDRESS,
    engine.ENGINE,
    command.VERSIONS,
    place.DISTANCE,
    computer.DOCKERS_DISK,
    computer.FOLDER,
    practice.WORLD,
    practice.PORTS,
    computer.LOCALHOST,
    clock.CLOCK,
    registry.REGISTRY,
    reach.REACH,
    settings.LOGINS,
    reach.MIRRORS,
    command.BUILDS,
)

SITUATIONS: dict[str, Situation] = {
    situation.id: situation for check in CHECKS for situation in check.situations
}
"""Every situation by its id, which scripts may depend on."""
