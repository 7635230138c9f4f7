"""The engine: does one answer, and is it one that the course can use?"""

from __future__ import annotations

import http.client

from docker_lessons.doctor.checks import engine_over_ssh, engine_over_tcp, engine_socket
from docker_lessons.doctor.checks.check import Check, Found, Situation, always, with_own_docker
from docker_lessons.doctor.checks.engine_socket import address_of
from docker_lessons.doctor.checks.place import way_back
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.findings.finding import Facts as Told
from docker_lessons.language import gettext


def not_reached(facts: Facts) -> Found:
    """Any other error of the system's."""
    outcome = facts.engine.ping.outcome
    if outcome in {"unasked", "answered", "no http"}:
        return None
    why = facts.engine.ping.detail or gettext("there was no answer")
    return address_of(facts) | {"why": why, "way": way_back(facts)}


def not_an_engine(facts: Facts) -> Found:
    """Something else answers."""
    if facts.engine.ping.outcome == "unasked" or facts.engine.answers:
        return None
    return address_of(facts) | {"way": way_back(facts)}


def windows_containers(facts: Facts) -> Found:
    """An engine that runs Windows containers."""
    return {"release": facts.engine.release} if facts.engine.os == "windows" else None


def is_podman(facts: Facts) -> Found:
    """Podman answers, as Docker's stand-in."""
    if not facts.engine.is_podman:
        return None
    return {"release": facts.engine.release, "address": facts.place.address}


def in_trouble(facts: Facts) -> Found:
    """It answers with an error, as a virtual machine does that is paused or still starting."""
    answer = facts.engine.ping
    if facts.engine.answers or answer.status < http.client.INTERNAL_SERVER_ERROR:
        return None
    return address_of(facts) | {"why": answer.detail or f"HTTP {answer.status}"}


def _unasked(facts: Facts) -> str:
    return gettext("only Windows programs reach it") if facts.place.scheme == "npipe" else ""


def _told(facts: Facts) -> Told:
    engine = facts.engine
    if not engine.name:
        return {"state": gettext("Docker {release} answers", release=engine.release)}
    facts_of_both = {"release": engine.release, "system": engine.name}
    return {"state": gettext("Docker {release} answers ({system})", **facts_of_both)}


ENGINE = Check(
    name="engine",
    title="engine",
    asks=("place", "engine", "computer"),
    needs=("address",),
    applies=with_own_docker,
    skips=_unasked,
    tells=_told,
    fine="{state}",
    situations=(
        *engine_socket.SITUATIONS,
        *engine_over_tcp.SITUATIONS,
        *engine_over_ssh.SITUATIONS,
        Situation(
            "engine-in-trouble",
            in_trouble,
            seen="{docker} answers at {address} ({by}), but with an error of its own: {why}.",
            repair="If it's still starting or paused, wait or resume it. If that doesn't help, restart it: {restart}",
        ),
        Situation(
            "engine-not-reached",
            not_reached,
            seen="{docker} can't be reached at {address} ({by}): {why}.",
            repair="Check the address, or go back to Docker's default: {way}",
        ),
        Situation(
            "not-an-engine",
            not_an_engine,
            seen="What answers at {address} ({by}) isn't a Docker engine.",
            repair="Go back to Docker's default: {way}",
        ),
        Situation(
            "windows-containers",
            windows_containers,
            seen="Your Docker ({release}) runs Windows containers, and the course's image is for Linux.",
            repair="Right-click Docker Desktop's icon in the taskbar and choose Switch to Linux containers.",
        ),
        Situation(
            "engine-podman",
            is_podman,
            seen="What answers at {address} is Podman {release}. It speaks Docker's protocol, but the course was made for "
            "Docker's own engine, and some steps may look different.",
            repair="If a step puzzles you, use the practice engine: docker-lessons start --engine practice",
            is_minor=always,
        ),
    ),
)
