"""How each kind of Docker is started, system by system."""

from __future__ import annotations

from collections.abc import Mapping

from docker_lessons.doctor.checks.check import by_system
from docker_lessons.doctor.facts.computer import SystemKind
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.doctor.facts.place import Maker
from docker_lessons.language import N_, translated

NAMES: Mapping[Maker, str] = {
    "engine": "Docker",
    "desktop": "Docker Desktop",
    "colima": "Colima",
    "rancher": "Rancher Desktop",
    "orbstack": "OrbStack",
    "podman": "Podman",
    "rootless": N_("your rootless Docker"),
}

_WITHOUT_SYSTEMD = "sudo service docker start"

_STARTS: Mapping[Maker, str | Mapping[SystemKind, str]] = {
    "engine": by_system(
        linux=N_(
            "sudo systemctl start docker (and, so that it starts with the computer: sudo systemctl enable docker)"
        ),
        macos=N_(
            "Open Docker Desktop (open -a Docker) and wait until it says that the engine is running."
        ),
        wsl=_WITHOUT_SYSTEMD,
    ),
    "desktop": by_system(
        linux=N_(
            "Open Docker Desktop (systemctl --user start docker-desktop) and wait until it says that the engine is "
            "running."
        ),
        macos=N_(
            "Open Docker Desktop (open -a Docker) and wait until it says that the engine is running."
        ),
        wsl=N_("Open Docker Desktop on Windows and wait until it says that the engine is running."),
    ),
    "colima": "colima start",
    "rancher": N_("Open Rancher Desktop and wait until it says that it's running."),
    "orbstack": N_("Open OrbStack (or run orb start)."),
    "podman": by_system(
        linux="systemctl --user start podman.socket",
        macos="podman machine start",
        wsl="systemctl --user start podman.socket",
    ),
    "rootless": "systemctl --user start docker",
}


_RESTARTS: Mapping[Maker, str] = {
    "desktop": N_("Docker Desktop: quit it, then open it again."),
    "colima": "colima restart",
    "rancher": N_("Rancher Desktop: quit it, then open it again."),
    "orbstack": "orb restart",
    "podman": N_(
        "podman machine stop, then podman machine start (on Linux: systemctl --user restart podman.socket)"
    ),
    "rootless": "systemctl --user restart docker",
}


def maker_of(facts: Facts) -> Maker:
    """Returns what starts the engine that is asked for; the default socket of a Mac is Docker Desktop's."""
    maker, computer = facts.place.maker, facts.computer
    if maker == "engine" and computer.has_desktop and not computer.has_dockerd:
        return "desktop"
    return "desktop" if maker == "engine" and computer.system == "macos" else maker


def start_of(facts: Facts) -> str:
    """Returns what to do so that the engine runs."""
    computer = facts.computer
    maker = maker_of(facts)
    if maker == "engine" and computer.system == "linux" and not computer.has_systemd:
        return _WITHOUT_SYSTEMD
    starts = _STARTS[maker]
    return translated(starts if isinstance(starts, str) else starts[computer.system])


def restart_of(facts: Facts) -> str:
    """Returns what to do so that an engine that hangs starts again."""
    has_systemd = facts.computer.has_systemd and facts.computer.system == "linux"
    own = "sudo systemctl restart docker" if has_systemd else "sudo service docker restart"
    return translated(_RESTARTS.get(maker_of(facts), own))
