"""`docker-lessons doctor` as people and scripts use it."""

import json
import re

import pytest
from click.testing import CliRunner

from docker_lessons.cli.doctor import command
from docker_lessons.doctor.checks.table import CHECKS, SITUATIONS
from docker_lessons.world import World
from docker_lessons.world.which_hub import WhichHub
from tests.doctor.patient import MOST_SECONDS

KEYS = {"check", "state", "situation", "seen", "repair", "system"}


def test_json_has_the_same_keys_for_every_check(user):
    document = json.loads(user.run("--engine", "docker", "--json").stdout)
    assert set(document) == {"version", "system", "engine", "hub", "checks"}
    assert all(set(row) == KEYS for row in document["checks"])
    assert {row["check"] for row in document["checks"]} <= {check.name for check in CHECKS}
    assert {row["situation"] for row in document["checks"]} - {None} <= set(SITUATIONS)
    assert all((row["repair"] is None) == (row["situation"] is None) for row in document["checks"])


def test_what_is_in_the_way_is_told_with_what_to_do(user):
    done = user.run("--engine", "docker")
    assert done.returncode == 9
    assert "[!] engine" in done.stdout
    assert "In the way: engine" in done.stdout
    assert "  Do:   sudo " in done.stdout
    assert done.stdout.endswith("run docker-lessons doctor again.\n")


def test_where_all_is_fine_it_says_so(user, engine):
    done = user.run("--engine", "docker")
    assert done.returncode == 0
    assert "Nothing is in the way." in done.stdout


@pytest.mark.parametrize("columns", ["40", "60", "80", "300"])
def test_lines_are_as_wide_as_the_terminal_and_commands_stay_whole(user, columns):
    done = user.run("--engine", "docker", COLUMNS=columns)
    limit = min(80, int(columns))
    for line in done.stdout.splitlines():
        a_long_path = len(line.rpartition(" ")[2]) > limit // 3
        assert len(line) <= limit or a_long_path, line


def test_without_a_terminal_there_are_no_colors(user):
    assert "\x1b" not in user.run("--engine", "docker").stdout


def test_the_engine_that_was_chosen_is_examined(user, engine):
    told = json.loads(user.run("--json").stdout)
    assert told["engine"] == "practice"
    told = json.loads(user.run("--json", DOCKER_LESSONS_ENGINE="docker").stdout)
    assert told["engine"] == "docker"


@pytest.mark.parametrize("given", ["", "practice", "docker.io"])
def test_the_hub_that_was_chosen_is_examined(tmp_path, monkeypatch, given):
    """Nothing is asked: Docker Hub itself is out of a test's reach."""
    monkeypatch.setenv("DOCKER_LESSONS_HOME", str(tmp_path / "world"))
    world = World.find()
    world.prepare()
    world.keep_hub(WhichHub("docker.io", "demousr"))
    asked: list[str] = []

    def examined(subject, world, environ):
        asked.append(subject.hub)
        raise SystemExit

    monkeypatch.setattr("docker_lessons.cli.doctor.examine", examined)
    CliRunner().invoke(command, ["--hub", given] if given else [])
    assert asked == [given or "docker.io"]


@pytest.mark.parametrize(
    "address", ["", "https://hub.docker.com", "a b", "docker.io/demousr", "x:y"]
)
def test_what_is_no_registrys_address_is_a_slip_in_usage(user, address):
    done = user.run("--hub", address)
    assert done.returncode == 2
    assert "HOST[:PORT]" in done.stderr


def test_it_ends_in_time_where_nothing_answers_at_all(user, silent_port):
    user.has_program("quota", "#!/bin/sh\nwhile :; do :; done\n")
    found = user.examine(
        "--hub",
        f"0.0.0.0:{silent_port}",
        DOCKER_HOST=f"tcp://127.0.0.1:{silent_port}",
        HTTPS_PROXY=f"http://0.0.0.0:{silent_port}",
    )
    assert found.seconds < MOST_SECONDS
    assert "host-out-of-reach" in found.in_the_way


def test_the_help_says_what_the_exit_codes_are(user):
    said = " ".join(user.run("--help").stdout.split())
    assert "9 if something is, or didn't answer in time" in said
    assert re.search(r"changes nothing", said)
