"""This computer: room on its disks, permission to write, and its own name."""

from __future__ import annotations

from docker_lessons.doctor.checks.check import (
    Check,
    Found,
    Situation,
    by_system,
    with_own_docker,
    without_a_network,
)
from docker_lessons.doctor.facts.computer import ROOM, Room
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.language import N_, gettext

_ANOTHER = (
    "export DOCKER_LESSONS_HOME=FOLDER, where FOLDER is a folder of your own on a disk with room"
)
_FEWEST_FILES = 500


def _megabytes(size: int) -> str:
    if size < 10**10:
        return gettext("{number} MB", number=round(size / 1e6))
    return gettext("{number} GB", number=round(size / 1e9))


def _room(room: Room) -> dict[str, str]:
    return {"folder": room.folder, "free": _megabytes(room.bytes)}


# The folder of the practice world


def read_only(facts: Facts) -> Found:
    """The whole disk is read-only."""
    return _room(facts.computer.home) if facts.computer.home.is_read_only else None


def not_a_folder(facts: Facts) -> Found:
    """A file, or a link that leads in a circle."""
    return None if facts.computer.home.is_folder else _room(facts.computer.home)


def not_writable(facts: Facts) -> Found:
    """The folder is another user's."""
    home = facts.computer.home
    if home.is_writable:
        return None
    repair = (
        N_(
            'Make it your own (sudo chown "$(id -u):$(id -g)" {folder}), or choose another folder: '
            "export DOCKER_LESSONS_HOME=FOLDER, where FOLDER is a folder of your own on a disk with room"
        )
        if home.is_in_home
        else N_(
            "Choose another folder: export DOCKER_LESSONS_HOME=FOLDER, where FOLDER is a folder of your own on a disk "
            "with room"
        )
    )
    told = {"user": facts.computer.user, "repair": gettext(repair, folder=home.folder)}
    return _room(home) | told


def not_a_world(facts: Facts) -> Found:
    """The folder holds other things, or a damaged record."""
    return {"why": facts.practice.trouble} if facts.practice.trouble else None


def over_quota(facts: Facts) -> Found:
    """The user's share of the disk is used up."""
    return {"said": facts.computer.quota} if facts.computer.quota else None


def full(facts: Facts) -> Found:
    """No room for what the practice world keeps."""
    home = facts.computer.home
    return _room(home) if home.bytes < ROOM else None


def too_many_files(facts: Facts) -> Found:
    """Room for bytes, and for no more files."""
    home = facts.computer.home
    return _room(home) if home.files < _FEWEST_FILES else None


FOLDER = Check(
    name="course-folder",
    title="course's folder",
    asks=("computer", "practice"),
    tells=lambda facts: _room(facts.computer.home) | {"home": facts.practice.home},
    fine="{home}, {free} free",
    situations=(
        Situation(
            "home-read-only",
            read_only,
            seen="The disk with {folder} is read-only, and the course needs to write there.",
            repair=_ANOTHER,
        ),
        Situation(
            "home-not-a-folder",
            not_a_folder,
            seen="{folder} isn't a folder, and the course keeps your practice world there.",
            repair=_ANOTHER,
        ),
        Situation(
            "home-not-writable",
            not_writable,
            seen="You ({user}) don't have permission to write in {folder}, where the course keeps your practice world.",
            repair="{repair}",
        ),
        Situation(
            "home-not-a-world",
            not_a_world,
            seen="The practice world's folder can't be used: {why}",
            repair=f"Choose another folder ({_ANOTHER}), or move what's there out of the way.",
        ),
        Situation(
            "quota-used-up",
            over_quota,
            seen="Your share of the disk (your quota) is used up: {said}",
            repair="Remove files that you don't need, or ask the person who runs this computer for more. Or choose a folder on "
            f"another disk: {_ANOTHER}",
        ),
        Situation(
            "disk-full",
            full,
            seen="The disk with {folder} is full: {free} left.",
            repair=f"Free up some space, or choose a folder on another disk: {_ANOTHER}",
        ),
        Situation(
            "disk-no-more-files",
            too_many_files,
            seen="The disk with {folder} has {free} left but no room for more files (df -i shows it).",
            repair=f"Remove folders with many small files, or choose a folder on another disk: {_ANOTHER}",
        ),
    ),
)


# The disk of the learner's own Docker


def docker_full(facts: Facts) -> Found:
    """No room for images."""
    room = facts.engine.room
    return _room(room) if room and (room.bytes < ROOM or room.files < _FEWEST_FILES) else None


DOCKERS_DISK = Check(
    name="docker-disk",
    title="Docker's disk",
    asks=("engine",),
    needs=("engine",),
    applies=lambda facts: with_own_docker(facts) and facts.engine.room is not None,
    tells=lambda facts: _room(facts.engine.room) if facts.engine.room else {},
    fine="{folder}, {free} free",
    situations=(
        Situation(
            "docker-disk-full",
            docker_full,
            seen="The disk where Docker keeps its images ({folder}) is full: {free} left.",
            repair=by_system(
                linux="See what takes up space (docker system df), then remove what you don't need: docker image prune",
                macos="See what takes up space (docker system df), then remove what you don't need (docker image prune), "
                "or give Docker Desktop more: Settings, Resources, Disk.",
                wsl="See what takes up space (docker system df), then remove what you don't need: docker image prune",
            ),
        ),
    ),
)


# localhost


def localhost_unknown(facts: Facts) -> Found:
    """The computer finds no address for the name, which the hosts file usually has."""
    return {"hosts": "/etc/hosts"} if not facts.computer.localhost else None


def localhost_ipv6(facts: Facts) -> Found:
    """The name leads to ::1 alone, where the practice registry does not listen."""
    found = facts.computer.localhost
    return {"found": ", ".join(found)} if found and "127.0.0.1" not in found else None


_ADD = "Add the line 127.0.0.1 localhost to /etc/hosts: echo 127.0.0.1 localhost | sudo tee -a /etc/hosts"

LOCALHOST = Check(
    name="localhost",
    title="localhost",
    asks=("computer",),
    applies=without_a_network,
    tells=lambda facts: {"found": ", ".join(facts.computer.localhost)},
    fine="is this computer ({found})",
    situations=(
        Situation(
            "localhost-unknown",
            localhost_unknown,
            seen="This computer doesn't know the name localhost, at which the practice Hub answers.",
            repair=_ADD,
        ),
        Situation(
            "localhost-ipv6-only",
            localhost_ipv6,
            seen="On this computer localhost is {found} alone, and the practice Hub answers at 127.0.0.1.",
            repair=_ADD,
        ),
    ),
)
