"""The registry as the engine reaches it, and what it goes through."""

from __future__ import annotations

from docker_lessons.doctor.checks.check import (
    Check,
    Found,
    Situation,
    always,
    by_system,
    with_a_network,
    with_own_docker,
)
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.findings.docker_answers import NOT_THE_LEARNERS, what_docker_said
from docker_lessons.findings.finding import Facts as Told
from docker_lessons.language import gettext

_IN_BETWEEN = NOT_THE_LEARNERS | {"registry-without-tls"}
"""Causes that are between the engine and the registry; a registry that wants a login was reached."""


def not_reached(facts: Facts) -> Found:
    """The engine looked for the registry and did not find it."""
    reach = facts.engine.reach
    found = what_docker_said("pull", reach.detail)
    is_in_between = found is not None and found.cause in _IN_BETWEEN
    if reach.outcome != "silent" and not (reach.status >= 500 and is_in_between):
        return None
    return {"registry": registry_of(facts), "why": reach.detail or gettext("it's still trying")}


def machine_of_its_own(facts: Facts) -> Found:
    """The practice registry is on this computer, and the engine's localhost is another computer."""
    return None if facts.subject.has_a_network else not_reached(facts)


def relay_ended(facts: Facts) -> Found:
    """The container that leads to the practice registry does not run."""
    reached = machine_of_its_own(facts)
    practice = facts.practice
    if reached is None or not practice.relay_trouble:
        return None
    return {"relay": practice.relay, "why": practice.relay_trouble}


def dockers_proxy(facts: Facts) -> Found:
    """The engine is set to use a proxy, and that is in the way."""
    reached = not_reached(facts)
    engine = facts.engine
    proxy = engine.https_proxy or engine.http_proxy
    said = engine.reach.detail
    if reached is None or not proxy or ("proxyconnect" not in said and "Proxy" not in said):
        return None
    return {**reached, "proxy": proxy}


def dockers_certificate(facts: Facts) -> Found:
    """The engine does not trust what the registry shows."""
    reached = not_reached(facts)
    return reached if reached and "x509" in facts.engine.reach.detail else None


def dockers_certificates(facts: Facts) -> Found:
    """The engine does not know the authority of the registry of the learner's own choice."""
    return dockers_certificate(facts) if facts.subject.is_chosen else None


def registry_of(facts: Facts) -> str:
    """Returns the registry that the engine is asked for."""
    return facts.subject.registry or facts.practice.registry


def _reach_told(facts: Facts) -> Told:
    return {"registry": registry_of(facts)}


_PRACTICE_ENGINE = (
    "Or take the course with the practice engine: docker-lessons start --engine practice"
)

REACH = Check(
    name="registry-from-docker",
    title="registry, from Docker",
    asks=("engine", "practice"),
    needs=("engine", "registry", "practice-world"),
    applies=lambda facts: (
        with_own_docker(facts)
        and bool(registry_of(facts))
        and facts.engine.reach.outcome != "unasked"
        and not (facts.engine.is_podman and facts.engine.reach.status == 404)
    ),
    tells=_reach_told,
    fine="your Docker reaches {registry}",
    situations=(
        Situation(
            "docker-proxy-away",
            dockers_proxy,
            seen="Docker is set to use the proxy {proxy}, and gets nowhere with it: {why}.",
            repair=by_system(
                linux="Correct or remove it in /etc/systemd/system/docker.service.d/ or /etc/docker/daemon.json (proxies), "
                "then: sudo systemctl daemon-reload && sudo systemctl restart docker",
                macos="Correct it in Docker Desktop: Settings, Resources, Proxies.",
                wsl="Correct it in Docker Desktop: Settings, Resources, Proxies.",
            ),
        ),
        Situation(
            "docker-lacks-authority",
            dockers_certificates,
            seen="Docker doesn't trust the certificate of {registry}: {why}.",
            repair=by_system(
                linux="Give it the certificate of the registry's authority (CA): sudo mkdir -p "
                "/etc/docker/certs.d/{registry}, then sudo cp CA.crt /etc/docker/certs.d/{registry}/ca.crt",
                macos="Add the certificate of the registry's authority (CA) in Keychain Access, then restart Docker Desktop.",
                wsl="Add the certificate of the registry's authority (CA) on Windows, then restart Docker Desktop.",
            ),
        ),
        Situation(
            "docker-distrusts-certificate",
            dockers_certificate,
            seen="Docker doesn't trust the certificate that it's shown for {registry}: {why}.",
            repair=by_system(
                linux="Ask for the root certificate of your network's filter and add it: sudo cp ROOT.crt "
                "/usr/local/share/ca-certificates/, sudo update-ca-certificates, then sudo systemctl restart docker",
                macos="Add the root certificate of your network's filter in Keychain Access, then restart Docker Desktop.",
                wsl="Add the root certificate of your network's filter on Windows, then restart Docker Desktop.",
            ),
        ),
        Situation(
            "relay-not-running",
            relay_ended,
            seen="Your Docker reaches the practice registry by the container {relay}, and that isn't running: {why}.",
            repair=f"docker-lessons stop, then docker-lessons start --engine docker. {_PRACTICE_ENGINE}",
        ),
        Situation(
            "docker-in-a-machine",
            machine_of_its_own,
            seen="Your Docker can't reach the practice registry at {registry} by itself: {why}. This usually means that the "
            "engine runs in a virtual machine, where localhost is another computer.",
            repair="docker-lessons start --engine docker starts a small container on it that leads to the registry, for as long "
            f"as the practice world runs. {_PRACTICE_ENGINE}",
            is_minor=always,
        ),
        Situation(
            "docker-does-not-reach",
            not_reached,
            seen="Your Docker can't reach {registry}: {why}.",
            repair=by_system(
                linux="This computer reaches it, so it's Docker's own network: restart Docker (sudo systemctl restart "
                "docker), and check its proxy and DNS settings in /etc/docker/daemon.json.",
                macos="Restart Docker Desktop, then check Settings, Resources, Proxies and Network.",
                wsl="In PowerShell: wsl --shutdown. Start Docker Desktop again, then check Settings, Resources, Proxies.",
            ),
        ),
    ),
)


def mirror(facts: Facts) -> Found:
    """Pulls go to a mirror first, and pushes do not."""
    return {"mirrors": facts.engine.mirrors} if facts.engine.mirrors else None


MIRRORS = Check(
    name="mirrors",
    title="registry mirrors",
    asks=("engine",),
    needs=("engine",),
    applies=lambda facts: with_own_docker(facts) and with_a_network(facts),
    tells=lambda facts: {},
    fine="none: your Docker asks the registry itself",
    situations=(
        Situation(
            "mirror-in-between",
            mirror,
            seen="Your Docker pulls from Docker Hub through a mirror, {mirrors}. It may not show what you pushed a moment "
            "ago.",
            repair="If a pull brings something old, remove registry-mirrors from /etc/docker/daemon.json (in Docker "
            "Desktop: Settings, Docker Engine), then restart Docker.",
            is_minor=always,
        ),
    ),
)
