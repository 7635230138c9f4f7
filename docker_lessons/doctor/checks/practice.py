"""The practice world: which release serves it, does it answer, and are its ports its own?"""

from __future__ import annotations

from pathlib import Path

from docker_lessons.doctor.checks.check import Check, Found, Situation, without_a_network
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.findings.finding import Facts as Told
from docker_lessons.language import N_, gettext
from docker_lessons.version import __version__
from docker_lessons.world.directory import release


def newer(facts: Facts) -> Found:
    """A later release made the world, or serves it."""
    return _releases(facts) if release(facts.practice.made_by) > release(__version__) else None


def older_runs(facts: Facts) -> Found:
    """An earlier release serves the world."""
    practice = facts.practice
    if practice.state != "running" or release(practice.made_by) >= release(__version__):
        return None
    return _releases(facts)


def hangs(facts: Facts) -> Found:
    """The world's process is there, and does not answer."""
    return _releases(facts) if facts.practice.state == "silent" else None


def lost_socket(facts: Facts) -> Found:
    """The world runs, and its engine's socket is gone, as after a clean-up of temporary files."""
    practice = facts.practice
    return _releases(facts) if practice.state == "running" and not practice.engine_answers else None


def another_docker(facts: Facts) -> Found:
    """The world works with a Docker that the client does not use anymore."""
    practice, place = facts.practice, facts.place
    if not facts.subject.is_own_docker or not practice.docker or place.scheme != "unix":
        return None
    if Path(practice.docker) == place.path:
        return None
    return {"kept": practice.docker, "by": practice.docker_chosen_by, "address": place.address}


def _releases(facts: Facts) -> dict[str, str]:
    return {
        "theirs": facts.practice.made_by,
        "ours": __version__,
        "home": facts.practice.home,
    }


_STATES = {
    "none": N_("not made yet; the first start makes it"),
    "stopped": N_("stopped; docker-lessons start, or the first cell, starts it"),
    "running": N_("running"),
    "silent": N_("not answering"),
}


def _state(facts: Facts) -> Told:
    return {"state": gettext(_STATES[facts.practice.state])}


WORLD = Check(
    name="practice-world",
    title="practice world",
    asks=("practice", "place"),
    needs=("course-folder",),
    tells=_state,
    fine="{state}",
    situations=(
        Situation(
            "world-newer",
            newer,
            seen="The practice world in {home} is docker-lessons {theirs}'s, and this is the older {ours}.",
            repair="Use the newer release, or another folder for this one: export DOCKER_LESSONS_HOME=FOLDER",
        ),
        Situation(
            "world-older-runs",
            older_runs,
            seen="An older docker-lessons ({theirs}) is still running in {home}; this is {ours}.",
            repair="docker-lessons start (it replaces the old one; nothing is lost)",
        ),
        Situation(
            "world-hangs",
            hangs,
            seen="The practice world in {home} is running but not answering.",
            repair="docker-lessons stop, then docker-lessons start (nothing is lost)",
        ),
        Situation(
            "world-lost-socket",
            lost_socket,
            seen="The practice world in {home} is running, but its engine's socket isn't there anymore, as after a cleanup "
            "of temporary files.",
            repair="docker-lessons start (it makes the socket again; nothing is lost)",
        ),
        Situation(
            "world-uses-another-docker",
            another_docker,
            seen="Your practice world uses the Docker at {kept} (set by {by}), and your docker command now uses the one at "
            "{address}.",
            repair="To use that one in the course, too: docker-lessons start --engine docker",
        ),
    ),
)


def port_taken(facts: Facts) -> Found:
    """Another program listens at a port of this world."""
    practice = facts.practice
    return {"ports": tuple(map(str, practice.taken))} if practice.taken else None


PORTS = Check(
    name="ports",
    title="ports",
    asks=("practice",),
    needs=("practice-world",),
    applies=lambda facts: without_a_network(facts) and facts.practice.registry_port > 0,
    tells=lambda facts: {
        "ports": (str(facts.practice.registry_port), str(facts.practice.hub_port)),
    },
    fine="{ports} are the practice world's",
    situations=(
        Situation(
            "port-taken",
            port_taken,
            seen="Another program is using a port of your practice world ({ports}).",
            repair="End that program, or give the world new ports: docker-lessons start --new-ports",
        ),
    ),
)
