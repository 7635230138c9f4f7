"""A socket on this computer: may you use it, and does anybody answer?"""

from __future__ import annotations

from docker_lessons.doctor.checks.check import Found, Situation, by_system
from docker_lessons.doctor.checks.place import way_back
from docker_lessons.doctor.checks.starting import NAMES, maker_of, restart_of, start_of
from docker_lessons.doctor.facts.conversation import Outcome
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.language import gettext, translated

_GONE: tuple[Outcome, ...] = ("missing", "refused", "unresolved", "unreachable", "silent")
_LOG_IN_AGAIN = (
    "log out of this computer and in again (windows that are already open don't notice the change)"
)


def address_of(facts: Facts) -> dict[str, str]:
    """Returns where the engine is looked for, and how it is started."""
    return {
        "address": facts.place.address,
        "by": facts.place.named_by,
        "socket": str(facts.place.path),
        "docker": translated(NAMES[maker_of(facts)]),
        "start": start_of(facts),
        "restart": restart_of(facts),
    }


def log_in_again(facts: Facts) -> Found:
    """The user is in the socket's group, and this terminal does not know it yet."""
    group = facts.place.socket.group
    if facts.engine.ping.outcome != "forbidden" or facts.place.socket.closed_folder:
        return None
    return address_of(facts) | {"group": group} if group in facts.computer.next_groups else None


def forbidden(facts: Facts) -> Found:
    """The user is not in the socket's group."""
    socket = facts.place.socket
    if facts.engine.ping.outcome != "forbidden" or socket.closed_folder:
        return None
    if not socket.group_may or socket.group in {"root", "wheel"}:
        return None
    names = {"group": socket.group, "owner": socket.owner, "user": facts.computer.user}
    return address_of(facts) | names


def somebody_elses(facts: Facts) -> Found:
    """The socket is another user's alone."""
    socket = facts.place.socket
    if facts.engine.ping.outcome != "forbidden":
        return None
    return address_of(facts) | {"owner": socket.owner, "way": way_back(facts)}


def another_answers(facts: Facts) -> Found:
    """Nothing is where the client looks, and another engine answers elsewhere on this computer."""
    if facts.engine.ping.outcome not in _GONE and not facts.place.unknown_context:
        return None
    others = [each for each in facts.engine.others if "podman" not in each]
    if not others:
        return None
    rootless = others[0].startswith("/run/user/")
    kind = gettext("rootless Docker") if rootless else "Docker"
    return address_of(facts) | {"other": others[0], "kind": kind}


def podman_answers(facts: Facts) -> Found:
    """Only Podman's socket answers."""
    if facts.engine.ping.outcome not in _GONE or not facts.engine.others:
        return None
    return address_of(facts) | {"other": facts.engine.others[0]}


def dead_socket_link(facts: Facts) -> Found:
    """The socket is a link to one that is not there: Docker Desktop's, which is not started or was removed."""
    socket = facts.place.socket
    if facts.engine.ping.outcome != "missing" or not socket.leads_to:
        return None
    return address_of(facts) | {"target": socket.leads_to}


def no_socket(facts: Facts) -> Found:
    """A file or a folder is in the socket's place, left for example by a container that mounted a missing socket."""
    socket = facts.place.socket
    if facts.place.scheme != "unix" or not socket.is_there or socket.is_a_socket:
        return None
    return address_of(facts)


def not_started(facts: Facts) -> Found:
    """An engine that isn't the system's (Docker Desktop, Colima, ...) does not answer."""
    if facts.place.scheme != "unix" or facts.engine.ping.outcome not in {"missing", "refused"}:
        return None
    return None if maker_of(facts) == "engine" else address_of(facts)


def stopped(facts: Facts) -> Found:
    """Docker Engine is installed here, or has left its socket, and nobody answers."""
    outcome = facts.engine.ping.outcome
    if facts.place.scheme != "unix" or outcome not in {"missing", "refused"}:
        return None
    return address_of(facts) if outcome == "refused" or facts.computer.has_dockerd else None


def no_engine(facts: Facts) -> Found:
    """There is no engine here at all."""
    missing = facts.place.scheme == "unix" and facts.engine.ping.outcome == "missing"
    return address_of(facts) if missing else None


def silent(facts: Facts) -> Found:
    """It takes a connection, and says nothing."""
    if facts.engine.ping.outcome != "silent" or facts.place.scheme != "unix":
        return None
    return address_of(facts)


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        "socket-log-in-again",
        log_in_again,
        seen="You don't have permission to use Docker's socket, {socket}, in this terminal. You're in its group, "
        "{group}, but you weren't yet when you logged in to this computer.",
        repair=by_system(
            linux=f"Do this once: {_LOG_IN_AGAIN}. For this terminal alone: newgrp {{group}}",
            macos=f"Do this once: {_LOG_IN_AGAIN}.",
            wsl="Restart WSL (in PowerShell: wsl --shutdown) and open a new terminal. For this terminal alone: newgrp "
            "{group}",
        ),
    ),
    Situation(
        "socket-forbidden",
        forbidden,
        seen="You don't have permission to use Docker's socket, {socket}: it belongs to {owner} and the group {group}, "
        "and you ({user}) aren't in that group.",
        repair=by_system(
            linux=f"sudo usermod -aG {{group}} $USER, then {_LOG_IN_AGAIN}.",
            macos="Open Docker Desktop as the user who installed it, or install Colima for yourself: brew install "
            "colima, then colima start",
            wsl="sudo usermod -aG {group} $USER, then restart WSL (in PowerShell: wsl --shutdown) and open a new "
            "terminal.",
        ),
    ),
    Situation(
        "socket-somebody-elses",
        somebody_elses,
        seen="Docker's socket, {socket}, is for {owner} alone.",
        repair=by_system(
            linux="If it's this computer's own Docker, give its socket a group: sudo groupadd -f docker && sudo "
            f"usermod -aG docker $USER && sudo systemctl restart docker, then {_LOG_IN_AGAIN}. If it's somebody else's, "
            "go back to Docker's default: {way}",
            macos="Open Docker Desktop as this user, then go back to Docker's default: {way}",
            wsl="If it's this WSL's own Docker, give its socket a group: sudo groupadd -f docker && sudo usermod -aG "
            "docker $USER, then restart WSL (in PowerShell: wsl --shutdown). If it's somebody else's, go back to Docker's "
            "default: {way}",
        ),
    ),
    Situation(
        "engine-at-another-socket",
        another_answers,
        seen="Nothing answers at {address} ({by}), where your docker command looks. But {kind} answers at {other}.",
        repair="Use that one: export DOCKER_HOST=unix://{other} (or choose its context: docker context ls, then docker "
        "context use NAME). Or start the first one: {start}",
    ),
    Situation(
        "engine-only-podman",
        podman_answers,
        seen="Nothing answers at {address} ({by}). Podman answers at {other}; it speaks Docker's protocol, but "
        "the course was made for Docker's own engine.",
        repair="Take the course with the practice engine (docker-lessons start --engine practice), or try Podman: "
        "export DOCKER_HOST=unix://{other}",
    ),
    Situation(
        "socket-is-none",
        no_socket,
        seen="Where Docker's socket should be, {socket}, is a file or a folder. Docker can't start with it there.",
        repair="Look what's in it (sudo ls -la {socket}); if nothing is, remove it: sudo rm -d {socket}. Then restart "
        "Docker: {restart}",
    ),
    Situation(
        "socket-dead-link",
        dead_socket_link,
        seen="Docker's socket, {socket}, is a link to {target}, which isn't there: Docker Desktop isn't running, or was "
        "removed.",
        repair=by_system(
            linux="Start Docker Desktop, if you have it (systemctl --user start docker-desktop). If it was removed: "
            "sudo rm {socket}, then sudo systemctl restart docker",
            macos="Start Docker Desktop (open -a Docker). If it was removed, choose the Docker that you have now: "
            "docker context ls, then docker context use NAME",
            wsl="Start Docker Desktop on Windows. If it was removed: sudo rm {socket}, then sudo service docker "
            "restart",
        ),
    ),
    Situation(
        "engine-not-started",
        not_started,
        seen="{docker} isn't running: nothing answers at {address} ({by}).",
        repair="{start}",
    ),
    Situation(
        "daemon-stopped",
        stopped,
        seen="Docker is installed on this computer, but its engine isn't running: nothing answers at {address} ({by}).",
        repair="{start}",
    ),
    Situation(
        "no-engine",
        no_engine,
        seen="There's no Docker engine on this computer: nothing is at {address} ({by}).",
        repair=by_system(
            linux="Install Docker Engine: https://docs.docker.com/engine/install/ (on Debian and Ubuntu, sudo apt "
            "install docker.io). Or take the course without it: docker-lessons start --engine practice",
            macos="Install and start Docker Desktop, or Colima (brew install colima, then colima start). Or take the "
            "course without it: docker-lessons start --engine practice",
            wsl="Start Docker Desktop on Windows and turn on Settings, Resources, WSL integration; or install Docker "
            "Engine right here: sudo apt install docker.io. Or take the course without it: docker-lessons start "
            "--engine practice",
        ),
    ),
    Situation(
        "engine-silent",
        silent,
        seen="{docker} accepts a connection at {address} but says nothing. It's still starting, or it hangs.",
        repair="Wait a minute and try again. If that doesn't help, restart it: {restart}",
    ),
)
