"""Findings from facts that are built: what this computer cannot be, and the words for each system."""

from dataclasses import replace

import pytest

from docker_lessons.doctor.checks.check import IN_THE_WAY
from docker_lessons.doctor.checks.table import CHECKS, SITUATIONS
from docker_lessons.doctor.examination import judge
from docker_lessons.doctor.facts.command import Command
from docker_lessons.doctor.facts.computer import Computer
from docker_lessons.doctor.facts.conversation import Answer
from docker_lessons.doctor.facts.engine import Engine
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.doctor.facts.place import Place
from docker_lessons.doctor.facts.practice import Practice
from docker_lessons.doctor.facts.subject import Subject

DOCKER = Subject("docker")
CLIENT = Command("/usr/bin/docker", "/usr/bin/docker", release="28.2.2", buildx="/a/docker-buildx")
ANSWERS = Engine(Answer("answered", status=200), release="28.2.2", api="1.50", oldest_api="1.24")
NOBODY = Engine(Answer("missing"))
SYSTEMS = ("linux", "macos", "wsl")


def found(facts: Facts) -> list[str]:
    return [each.situation for each in judge(facts) if each.state == IN_THE_WAY]


def repair(facts: Facts) -> str:
    return next(each.repair for each in judge(facts) if each.state == IN_THE_WAY)


def facts(system: str = "linux", **more) -> Facts:
    return Facts(DOCKER, {}, Computer(system), **({"command": CLIENT, "engine": NOBODY} | more))


def test_no_engine_at_all():
    assert found(facts()) == ["no-engine"]


@pytest.mark.parametrize(
    ("system", "words"),
    [("linux", "docs.docker.com/engine"), ("macos", "Docker Desktop"), ("wsl", "WSL integration")],
)
def test_an_engine_is_had_differently_on_each_system(system, words):
    assert words in repair(facts(system))


def test_a_stopped_engine_is_started_by_what_the_system_has():
    stopped = facts()
    with_systemd = replace(stopped, computer=Computer(has_dockerd=True))
    without = replace(stopped, computer=Computer(has_dockerd=True, has_systemd=False))
    assert repair(with_systemd).startswith("sudo systemctl start docker")
    assert repair(without) == "sudo service docker start"


def test_a_macs_default_socket_is_docker_desktops():
    assert found(facts("macos")) == ["engine-not-started"]
    assert "open -a Docker" in repair(facts("macos"))


def test_docker_desktop_on_windows_that_is_not_started():
    desktop = replace(facts(), computer=Computer("wsl", has_desktop=True))
    assert "on Windows" in repair(desktop)


@pytest.mark.parametrize(
    ("home", "is_found"),
    [
        ("/home/demousr/.local/share/docker-lessons", True),
        ("/tmp/world", True),
        ("/home/demousr/world", False),
    ],
)
def test_a_snap_and_the_folders_that_it_cannot_read(monkeypatch, home, is_found):
    monkeypatch.setenv("HOME", "/home/demousr")
    snap = replace(CLIENT, path="/snap/bin/docker", target="/usr/bin/snap")
    said = found(facts(command=snap, practice=Practice(home)))
    assert ("command-snap" in said) is is_found


def test_what_leans_on_something_in_the_way_is_not_looked_at():
    states = {each.check: each.state for each in judge(facts())}
    assert states["versions"] == "not looked at"


def test_what_was_not_answered_in_time_is_said_so():
    late = replace(facts(), missing={"engine": "no answer within 8 seconds"})
    result = next(each for each in judge(late) if each.check == "engine")
    assert (result.state, result.seen) == ("not looked at", "no answer within 8 seconds")


def test_a_rootless_docker_is_started_as_its_user():
    place = Place("unix:///run/user/1000/docker.sock", "DOCKER_HOST", maker="rootless")
    assert repair(facts(place=place)) == "systemctl --user start docker"


def test_every_situation_has_a_repair_for_every_system():
    without = [
        (situation.id, system)
        for situation in SITUATIONS.values()
        for system in SYSTEMS
        if not situation.repair_on(system).strip()
    ]
    assert without == []


def test_every_check_leans_only_on_those_before_it():
    for number, check in enumerate(CHECKS):
        assert set(check.needs) <= {each.name for each in CHECKS[:number]}, check.name
        assert set(check.asks) <= set(Facts.__dataclass_fields__), check.name


def test_what_nobody_asked_is_in_nobodys_way():
    """Facts as they are before anything is known: each situation needs a reason."""
    for engine in ("practice", "docker"):
        for hub in ("practice", "docker.io"):
            plain = Facts(Subject(engine, hub), command=CLIENT, engine=ANSWERS)
            said = {each.situation for each in judge(plain)} - {""}
            assert said <= {"not-an-engine"}, (engine, hub)
