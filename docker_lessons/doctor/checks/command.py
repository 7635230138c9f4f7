"""The docker command: is there one, does it start, and does it get on with the engine?"""

from __future__ import annotations

from pathlib import Path

from docker_lessons.doctor.checks.check import (
    Check,
    Found,
    Situation,
    always,
    by_system,
    with_own_docker,
)
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.findings.docker_answers import what_docker_said
from docker_lessons.findings.finding import Facts as Told
from docker_lessons.language import gettext

_WSL_STUB = "could not be found in this WSL"
_DESKTOP = "https://docs.docker.com/desktop/"
_INSTALL = by_system(
    linux="Install Docker Engine: https://docs.docker.com/engine/install/ (on Debian and Ubuntu, sudo apt install "
    "docker.io is enough). Then open a new terminal.",
    macos=f"Install Docker Desktop ({_DESKTOP}) or Colima (brew install colima docker), and start it.",
    wsl=f"Install Docker Desktop on Windows ({_DESKTOP}) and turn on Settings, Resources, WSL integration for this "
    "distribution; or install Docker Engine right here: sudo apt install docker.io",
)


def _is_a_stub(facts: Facts) -> bool:
    return _WSL_STUB in facts.command.said


def not_integrated(facts: Facts) -> Found:
    """Docker Desktop is on Windows, and this distribution is not connected to it."""
    command = facts.command
    if _is_a_stub(facts) or (command.has_docker_exe and not command.path):
        return {"what": "docker.exe" if not command.path else command.path}
    return None


def dead(facts: Facts) -> Found:
    """A link that leads to nothing, as a removed Docker Desktop leaves it."""
    command = facts.command
    if command.path or not command.dead_link:
        return None
    return {"link": command.dead_link, "target": command.dead_target}


def podmans(facts: Facts) -> Found:
    """A script called docker that starts Podman."""
    command = facts.command
    return {"path": command.stand_in} if command.stand_in and not command.path else None


def not_executable(facts: Facts) -> Found:
    """A file that the user isn't allowed to start."""
    command = facts.command
    return {"path": command.not_executable} if command.not_executable and not command.path else None


def missing(facts: Facts) -> Found:
    """No docker at all."""
    return None if facts.command.path else {}


def does_not_start(facts: Facts) -> Found:
    """A client for another processor, or one that hangs."""
    command = facts.command
    return {"path": command.path, "why": command.trouble} if command.trouble else None


def snaps(facts: Facts) -> Found:
    """Snap's client, which sees neither /tmp nor hidden folders."""
    if not facts.command.target.startswith("/snap/") and not facts.command.path.startswith(
        "/snap/"
    ):
        return None
    home = Path(facts.practice.home)
    hidden = any(part.startswith(".") for part in home.parts)
    if not hidden and home.is_relative_to(Path.home()) and not home.is_relative_to("/tmp"):  # noqa: S108
        return None
    return {"path": facts.command.path, "home": str(home)}


def _told(facts: Facts) -> Told:
    return {"release": _release(facts), "path": facts.command.path}


def _release(facts: Facts) -> str:
    return facts.command.release or gettext("an unknown release")


COMMAND = Check(
    name="docker-command",
    title="docker command",
    asks=("command",),
    applies=with_own_docker,
    tells=_told,
    fine="{release}, at {path}",
    situations=(
        Situation(
            "wsl-not-integrated",
            not_integrated,
            seen="Docker Desktop is installed on Windows, but it isn't connected to this Linux ({what}).",
            repair="In Docker Desktop, open Settings, Resources, WSL integration, turn on this distribution, and choose "
            "Apply & restart. Then open a new terminal.",
        ),
        Situation(
            "command-dead-link",
            dead,
            seen="The docker command, {link}, is a link to {target}, which isn't there anymore. Docker Desktop leaves "
            "that behind when it's removed.",
            repair=by_system(
                linux="Remove the link (sudo rm {link}), then install Docker Engine: "
                "https://docs.docker.com/engine/install/",
                macos="Install Docker Desktop again, or remove the link (sudo rm {link}) and install the command alone: "
                "brew install docker",
                wsl="Remove the link (sudo rm {link}). Then start Docker Desktop on Windows and turn on Settings, "
                "Resources, WSL integration for this distribution.",
            ),
        ),
        Situation(
            "command-podman",
            podmans,
            seen="The docker command here, {path}, is Podman's, which ignores where the course's engine is.",
            repair="Install Docker's own command next to it (https://docs.docker.com/engine/install/binaries/), or take "
            "the course with the practice engine: docker-lessons start --engine practice",
        ),
        Situation(
            "command-not-executable",
            not_executable,
            seen="There's a file {path}, but you don't have permission to run it.",
            repair="sudo chmod a+rx {path}",
        ),
        Situation(
            "no-command",
            missing,
            seen="There's no docker command on this computer, or your terminal doesn't know where it is (PATH).",
            repair=_INSTALL,
        ),
        Situation(
            "command-does-not-start",
            does_not_start,
            seen="The docker command, {path}, doesn't start: {why}.",
            repair=by_system(
                linux="Install it again, for this computer's processor: https://docs.docker.com/engine/install/",
                macos="Install Docker Desktop again, with the download for your chip, Apple or Intel.",
                wsl="Restart WSL (in PowerShell: wsl --shutdown), start Docker Desktop, and open a new terminal.",
            ),
        ),
        Situation(
            "command-snap",
            snaps,
            seen="Your docker command, {path}, is a snap. Snaps can't read /tmp or hidden folders, and the practice "
            "world is in {home}.",
            repair="Choose a folder that it can read: export DOCKER_LESSONS_HOME=~/docker-lessons-world. Or install "
            "Docker's own packages instead: https://docs.docker.com/engine/install/",
        ),
    ),
)


def _apart(facts: Facts) -> bool:
    found = what_docker_said("version", facts.command.said)
    return found is not None and found.cause == "versions-apart"


def version_is_set(facts: Facts) -> Found:
    """DOCKER_API_VERSION names a version that the engine does not speak."""
    chosen = facts.environ.get("DOCKER_API_VERSION", "")
    return _versions(facts) | {"chosen": chosen} if chosen and _apart(facts) else None


def _unasked(facts: Facts) -> str:
    return "" if facts.engine.answers else gettext("the engine wasn't asked")


def command_is_old(facts: Facts) -> Found:
    """The client's newest version is older than the engine's oldest."""
    return _versions(facts) if _apart(facts) and "too old" in facts.command.said else None


def engine_is_old(facts: Facts) -> Found:
    """The engine's newest version is older than the client's oldest."""
    return _versions(facts) if _apart(facts) else None


def engine_is_ancient(facts: Facts) -> Found:
    """An engine that is too old to build the course's image."""
    numbers = [int(part) for part in facts.engine.api.split(".") if part.isdecimal()]
    return _versions(facts) if numbers and numbers < [1, 24] else None


def _versions(facts: Facts) -> dict[str, str]:
    engine, command = facts.engine, facts.command
    return {
        "engine": engine.release,
        "newest": engine.api,
        "oldest": engine.oldest_api or "?",
        "release": _release(facts),
        "path": command.path,
    }


_UPDATE_ENGINE = by_system(
    linux="Update Docker Engine: https://docs.docker.com/engine/install/",
    macos="Update Docker Desktop: open it, then Settings, Software updates.",
    wsl="Update Docker Desktop: open it on Windows, then Settings, Software updates.",
)

VERSIONS = Check(
    name="versions",
    title="command and engine",
    asks=("command", "engine"),
    needs=("docker-command", "engine"),
    applies=with_own_docker,
    skips=_unasked,
    tells=_versions,
    fine="they understand each other (API {newest})",
    situations=(
        Situation(
            "api-version-set",
            version_is_set,
            seen="DOCKER_API_VERSION is set to {chosen}, and your engine only speaks the versions {oldest} to {newest}.",
            repair="unset DOCKER_API_VERSION (and remove it from your shell's settings, such as ~/.bashrc or ~/.zshrc)",
        ),
        Situation(
            "command-too-old",
            command_is_old,
            seen="Your docker command ({release}) is too old for your engine ({engine}), which speaks API {oldest} and "
            "newer.",
            repair="Update the docker command, {path}: https://docs.docker.com/engine/install/binaries/",
        ),
        Situation(
            "engine-too-old-for-command",
            engine_is_old,
            seen="Your engine ({engine}, API {newest}) is too old for your docker command ({release}).",
            repair=_UPDATE_ENGINE,
        ),
        Situation(
            "engine-ancient",
            engine_is_ancient,
            seen="Your engine ({engine}, API {newest}) is more than ten years old and can't build the course's image.",
            repair=_UPDATE_ENGINE,
        ),
    ),
)


def no_buildx(facts: Facts) -> Found:
    """The plugin that newer clients build with is not there."""
    return None if facts.command.buildx else {}


BUILDS = Check(
    name="build-plugin",
    title="build plugin",
    asks=("command",),
    needs=("docker-command",),
    applies=with_own_docker,
    tells=lambda facts: {"buildx": facts.command.buildx},
    fine="buildx, at {buildx}",
    situations=(
        Situation(
            "no-buildx",
            no_buildx,
            seen="Your docker command has no buildx plugin. The course builds without it; outside of the course, newer "
            "commands want it.",
            repair=by_system(
                linux="If you like: sudo apt install docker-buildx-plugin (Docker's packages) or docker-buildx "
                "(Debian, Ubuntu).",
                macos="If you like: brew install docker-buildx, and follow what it prints; Docker Desktop brings it.",
                wsl="If you like: turn on WSL integration in Docker Desktop, which brings it, or sudo apt install "
                "docker-buildx",
            ),
            is_minor=always,
        ),
    ),
)
