"""Where the learner's Docker is: DOCKER_HOST, the context, and the files that TLS needs."""

from __future__ import annotations

from docker_lessons.doctor.checks.check import (
    Check,
    Found,
    Situation,
    with_own_docker,
    without_a_network,
)
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.language import gettext, translated

_SCHEMES = ("unix", "tcp", "ssh", "npipe")
_BACK = "If you don't need it anymore, go back to Docker's default: "


def unknown_context(facts: Facts) -> Found:
    """A context that is not there."""
    place = facts.place
    if not place.unknown_context:
        return None
    return {
        "context": place.unknown_context,
        "where": translated(place.chosen_where),
        "way": way_back(facts),
    }


def not_an_address(facts: Facts) -> Found:
    """An address that no client understands."""
    place = facts.place
    if place.scheme in _SCHEMES or place.unknown_context:
        return None
    return {"address": place.address, "by": place.named_by, "way": way_back(facts)}


def no_certificates(facts: Facts) -> Found:
    """TLS was chosen, and ca.pem is not there."""
    place = facts.place
    if not place.lacks:
        return None
    names = ("DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DOCKER_TLS")
    by = next((name for name in names if facts.environ.get(name)), place.named_by)
    return {"file": f"{place.certificates}/{place.lacks}", "by": by}


def elsewhere(facts: Facts) -> Found:
    """An address with which the course does not work."""
    place = facts.place
    return {"why": place.refusal, "way": way_back(facts)} if place.refusal else None


def way_back(facts: Facts) -> str:
    """Returns the command that makes the address Docker's default again."""
    if facts.place.chosen_by == "DOCKER_HOST":
        return gettext(
            "unset DOCKER_HOST (and remove it from your shell's settings, such as ~/.bashrc or ~/.zshrc)"
        )
    if facts.place.chosen_where == "DOCKER_CONTEXT" or facts.environ.get("DOCKER_CONTEXT"):
        return "unset DOCKER_CONTEXT"
    return "docker context use default"


ADDRESS = Check(
    name="address",
    title="Docker's address",
    asks=("place",),
    applies=with_own_docker,
    tells=lambda facts: {"address": facts.place.address, "by": facts.place.named_by},
    fine="{address} ({by})",
    situations=(
        Situation(
            "context-unknown",
            unknown_context,
            seen="Docker is set to use a context called {context} ({where}), and there's no such context.",
            repair="See which ones there are (docker context ls), then choose one: docker context use NAME. "
            f"{_BACK}{{way}}",
        ),
        Situation(
            "host-not-an-address",
            not_an_address,
            seen="{by} is set to {address}, which isn't an address that Docker understands.",
            repair=f"An address begins with unix:// or tcp://, as in unix:///var/run/docker.sock. {_BACK}{{way}}",
        ),
        Situation(
            "tls-no-files",
            no_certificates,
            seen="Docker is set to use TLS, and the file {file} isn't there ({by}).",
            repair="Ask the person who runs that Docker for ca.pem, cert.pem and key.pem, and put them there. If your Docker is "
            "on this computer, it needs no TLS: unset DOCKER_TLS_VERIFY DOCKER_TLS DOCKER_CERT_PATH",
        ),
    ),
)


DISTANCE = Check(
    name="distance",
    title="way to Docker",
    asks=("place", "engine"),
    needs=("address",),
    applies=lambda facts: (
        with_own_docker(facts)
        and without_a_network(facts)
        and (facts.engine.answers or facts.place.scheme == "npipe")
    ),
    tells=lambda facts: {},
    fine="the course can use your Docker at that address",
    situations=(
        Situation(
            "engine-elsewhere",
            elsewhere,
            seen="{why}",
            repair="Use a Docker that the course can reach ({way}), or the practice engine: "
            "docker-lessons start --engine practice",
        ),
    ),
)
