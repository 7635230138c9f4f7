"""The client's settings, and the programs that keep its passwords."""

from __future__ import annotations

from docker_lessons.doctor.checks.check import (
    Check,
    Found,
    Situation,
    always,
    by_system,
    with_own_docker,
    without_a_network,
)
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.doctor.facts.settings import Helper
from docker_lessons.findings.finding import Facts as Told
from docker_lessons.language import gettext, listed

_NEW = "mv {file} {file}.old (Docker makes a new file at the next login)"


def no_folder(facts: Facts) -> Found:
    """DOCKER_CONFIG names a folder that is not there."""
    settings = facts.settings
    if settings.folder_is_there or not settings.chosen:
        return None
    return {"folder": settings.folder}


def unreadable(facts: Facts) -> Found:
    """The file is another user's, as `sudo docker login` leaves it."""
    settings = facts.settings
    if not settings.trouble:
        return None
    return {
        "file": settings.file,
        "why": settings.trouble,
        "repair": _own_again(facts, settings.file),
    }


def not_json(facts: Facts) -> Found:
    """The file is not a JSON object, for example because of an extra comma or a missing part."""
    settings = facts.settings
    return {"file": settings.file, "where": settings.wrong} if settings.wrong else None


def not_writable(facts: Facts) -> Found:
    """A login cannot be saved."""
    settings = facts.settings
    if settings.can_be_written:
        return None
    return {"folder": settings.folder, "repair": _own_again(facts, settings.folder)}


def with_sudo(facts: Facts) -> Found:
    """The doctor looks at root's settings, because it was run with sudo."""
    who = facts.environ.get("SUDO_USER", "")
    if not who or not facts.computer.is_root:
        return None
    return {"folder": facts.settings.folder, "who": who}


def _own_again(facts: Facts, path: str) -> str:
    """Returns the repair for a path of another user's: take it over below the home, elsewhere use another folder."""
    if not facts.settings.is_in_home:
        return gettext("Use a folder of your own: unset DOCKER_CONFIG")
    return gettext('Make it your own again: sudo chown -R "$(id -u):$(id -g)" {path}', path=path)


def docker_answers(facts: Facts) -> bool:
    """Tells whether Docker is found and answers in spite of its settings."""
    return facts.engine.answers


def goes_on(facts: Facts) -> bool:
    """Tells whether Docker answers all the same, and no login of the learner's own is needed."""
    return facts.engine.answers and without_a_network(facts)


def _told(facts: Facts) -> Told:
    file = facts.settings.file
    if facts.settings.file_is_there:
        return {"state": gettext("{file} can be read", file=file)}
    return {"state": gettext("{file} isn't there yet, which is fine", file=file)}


SETTINGS = Check(
    name="settings",
    title="Docker's settings",
    asks=("settings", "engine", "computer"),
    applies=with_own_docker,
    tells=_told,
    fine="{state}",
    situations=(
        Situation(
            "config-no-folder",
            no_folder,
            seen="DOCKER_CONFIG is set to {folder}, and there's no such folder, so your docker command finds none of its "
            "settings, contexts and logins.",
            repair="unset DOCKER_CONFIG (or correct it)",
            is_minor=docker_answers,
        ),
        Situation(
            "config-unreadable",
            unreadable,
            seen="Docker's settings, {file}, can't be read: {why}. That's what sudo docker leaves behind.",
            repair="{repair}",
            is_minor=goes_on,
        ),
        Situation(
            "config-not-json",
            not_json,
            seen="Docker's settings, {file}, aren't valid JSON ({where}), so your docker command passes over them.",
            repair=f"Correct that place. Or start with new settings: {_NEW}",
            is_minor=goes_on,
        ),
        Situation(
            "config-not-writable",
            not_writable,
            seen="You don't have permission to write in {folder}, so docker login can't save a login.",
            repair="{repair}",
            is_minor=without_a_network,
        ),
        Situation(
            "run-with-sudo",
            with_sudo,
            seen="You ran this with sudo, so it looked at root's Docker settings ({folder}), not at {who}'s.",
            repair="Run it without sudo, and docker and docker-lessons, too: with sudo, logins and settings are others.",
            is_minor=always,
        ),
    ),
)


def _helper(facts: Facts, state: str) -> Found:
    found = next((each for each in facts.settings.helpers if each.state == state), None)
    return None if found is None else _named(facts, found)


def _named(facts: Facts, helper: Helper) -> dict[str, str]:
    line = gettext('the line "credsStore": "{name}"', name=helper.name)
    if helper.where == "credHelpers":
        line = gettext('"{name}" and its registry under "credHelpers"', name=helper.name)
    return {"program": helper.program, "line": line, "file": facts.settings.file}


def helper_missing(facts: Facts) -> Found:
    """A helper that was removed with Docker Desktop, or never installed."""
    return _helper(facts, "missing")


def helper_broken(facts: Facts) -> Found:
    """A dead link, or a file that the user isn't allowed to start."""
    return _helper(facts, "broken")


def helper_not_set_up(facts: Facts) -> Found:
    """`pass` without `pass init`."""
    return _helper(facts, "not set up")


def _where(facts: Facts) -> str:
    programs = [each.program for each in facts.settings.helpers]
    if programs:
        return gettext("kept by {programs}", programs=listed(programs))
    return gettext("kept in config.json")


_REMOVE_LINE = "Remove {line} from {file}, then log in again."

LOGINS = Check(
    name="saved-logins",
    title="saved logins",
    asks=("settings",),
    needs=("settings",),
    applies=lambda facts: (
        with_own_docker(facts) and not (facts.settings.wrong or facts.settings.trouble)
    ),
    tells=lambda facts: {"where": _where(facts)},
    fine="{where}",
    situations=(
        Situation(
            "helper-missing",
            helper_missing,
            seen="Docker is set up to keep passwords with a helper, {program}, which isn't on this computer, so docker "
            "login would fail.",
            repair=by_system(
                linux=_REMOVE_LINE,
                macos=f"{_REMOVE_LINE} Or install the helper: brew install docker-credential-helper",
                wsl=f"{_REMOVE_LINE} Or start Docker Desktop on Windows, with WSL integration, which brings it.",
            ),
            is_minor=without_a_network,
        ),
        Situation(
            "helper-broken",
            helper_broken,
            seen="Docker is set up to keep passwords with a helper, {program}, and what's there can't be run (it's a dead "
            "link, or you don't have permission).",
            repair=_REMOVE_LINE,
            is_minor=without_a_network,
        ),
        Situation(
            "helper-not-set-up",
            helper_not_set_up,
            seen="Docker keeps passwords with a program called pass, which isn't set up on this computer.",
            repair=f"Set it up: pass init YOUR-GPG-KEY. Or do without it. {_REMOVE_LINE}",
            is_minor=without_a_network,
        ),
    ),
)
