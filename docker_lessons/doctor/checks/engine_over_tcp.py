"""An engine at an address on a network, with TLS or without."""

from __future__ import annotations

from docker_lessons.doctor.checks.check import Found, Situation
from docker_lessons.doctor.checks.place import way_back
from docker_lessons.doctor.facts.conversation import Outcome
from docker_lessons.doctor.facts.gathering import Facts


def _tcp(facts: Facts, outcome: Outcome) -> dict[str, str] | None:
    if facts.place.scheme != "tcp" or facts.engine.ping.outcome != outcome:
        return None
    place = facts.place
    return {
        "address": place.address,
        "by": place.named_by,
        "host": place.host,
        "why": facts.engine.ping.detail,
        "way": way_back(facts),
        "folder": place.certificates,
    }


def unresolved(facts: Facts) -> Found:
    """The name of the computer is not known."""
    return _tcp(facts, "unresolved")


def refused(facts: Facts) -> Found:
    """Nobody listens at that port."""
    return _tcp(facts, "refused")


def unreachable(facts: Facts) -> Found:
    """There is no way there, or nothing comes back."""
    return _tcp(facts, "unreachable") or _tcp(facts, "silent")


def wants_tls(facts: Facts) -> Found:
    """The engine speaks TLS, and the client was not told so."""
    return _tcp(facts, "wants tls")


def speaks_no_tls(facts: Facts) -> Found:
    """The client speaks TLS, and the engine does not."""
    return _tcp(facts, "speaks no tls")


def untrusted(facts: Facts) -> Found:
    """The engine's certificate is not vouched for by ca.pem."""
    return _tcp(facts, "untrusted") or _tcp(facts, "other name") or _tcp(facts, "expired")


def not_known_there(facts: Facts) -> Found:
    """The engine wants a certificate from the user, or does not accept the one that it got."""
    return _tcp(facts, "refuses certificate")


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        "host-not-found",
        unresolved,
        seen="{by} says that Docker is at {address}, and there's no computer called {host} on the network.",
        repair="Check the spelling. If you don't need that Docker anymore, go back to Docker's default: {way}",
    ),
    Situation(
        "host-refuses",
        refused,
        seen="{by} says that Docker is at {address}, and nothing listens there.",
        repair="If your Docker is on this computer, go back to Docker's default: {way}. If it's on another one, start "
        "it there.",
    ),
    Situation(
        "host-out-of-reach",
        unreachable,
        seen="{by} says that Docker is at {address}, and nothing comes back from there.",
        repair="Check the network (is a VPN needed?), or go back to Docker's default: {way}",
    ),
    Situation(
        "tls-needed",
        wants_tls,
        seen="The Docker at {address} ({by}) only speaks TLS, and your docker command wasn't told to.",
        repair="export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=FOLDER, where FOLDER has ca.pem, cert.pem and key.pem from "
        "the person who runs that Docker.",
    ),
    Situation(
        "tls-not-spoken",
        speaks_no_tls,
        seen="Your docker command is set to use TLS, and the Docker at {address} ({by}) doesn't speak it.",
        repair="unset DOCKER_TLS_VERIFY DOCKER_TLS DOCKER_CERT_PATH (with a context: docker context update NAME "
        "--docker host={address})",
    ),
    Situation(
        "tls-untrusted",
        untrusted,
        seen="The Docker at {address} ({by}) shows a certificate that {folder}/ca.pem doesn't vouch for: {why}.",
        repair="Get the current ca.pem, cert.pem and key.pem from the person who runs that Docker, and check the address and "
        "this computer's clock.",
    ),
    Situation(
        "tls-no-certificate",
        not_known_there,
        seen="The Docker at {address} ({by}) wants a certificate from you, and the one in {folder} isn't there or "
        "isn't accepted.",
        repair="Get cert.pem and key.pem from the person who runs that Docker, and put them in {folder}.",
    ),
)
