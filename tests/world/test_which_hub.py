"""The choice of the Hub: a Docker ID, never a password, and what follows from it."""

from pathlib import Path

import pytest

from docker_lessons.world import World, choice
from docker_lessons.world.capabilities import LEARNERS_DOCKER, PRACTICE_ENGINE
from docker_lessons.world.engine import DOCKER, Engine
from docker_lessons.world.failure import HubChoiceError
from docker_lessons.world.which_hub import (
    DOCKER_IO,
    PRACTICE,
    WhichHub,
    choose,
    docker_id,
    wanted,
)

REAL = WhichHub(DOCKER_IO, "yourname")


@pytest.mark.parametrize(
    "name", ["yourname", "abcd", "a1b2c3", " yourname ", "old-name", "my_team"]
)
def test_a_docker_id(name: str) -> None:
    assert docker_id(name) == name.strip()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("me@example.org", "email address"),
        ("YourName", "Is it yourname?"),
        ("yourname/demorep", "Docker ID alone: yourname"),
        ("docker.io/yourname", "without an address: yourname"),
        ("https://hub.docker.com/u/yourname", "without an address: yourname"),
        ("abc", "4 to 30 characters"),
        ("a" * 31, "4 to 30 characters"),
        ("-yourname", "4 to 30 characters"),
        ("your name", "4 to 30 characters"),
        ("dckr_pat_x!?", "never asks for one"),
    ],
)
def test_what_is_no_docker_id_is_told_what_it_looks_like(given: str, said: str) -> None:
    with pytest.raises(HubChoiceError, match=said.replace("?", r"\?")):
        docker_id(given)


@pytest.mark.parametrize("given", ["correct horse battery staple!", "dckr_pat_AbCdEf!"])
def test_what_may_be_a_password_is_not_repeated(given: str) -> None:
    with pytest.raises(HubChoiceError) as refused:
        docker_id(given.lower())
    assert given.lower() not in str(refused.value)


def test_the_account_is_asked_for_and_never_a_password() -> None:
    with pytest.raises(HubChoiceError, match="Docker ID, never a password"):
        choose(WhichHub(), DOCKER_IO, None)


def test_an_account_that_was_given_before_is_kept() -> None:
    assert choose(REAL, DOCKER_IO, None) == REAL
    assert choose(REAL, None, None) == REAL
    assert choose(REAL, None, "another") == WhichHub(DOCKER_IO, "another")


def test_the_practice_hub_has_an_account_of_its_own() -> None:
    assert choose(REAL, PRACTICE, None) == WhichHub()
    assert choose(REAL, PRACTICE, "yourname") == WhichHub()  # the variable may stand in a profile
    with pytest.raises(HubChoiceError, match=r"goes with --hub docker\.io"):
        choose(WhichHub(), None, "yourname")


def test_the_variable_names_a_hub() -> None:
    assert wanted({}) is None
    assert wanted({"DOCKER_LESSONS_HUB": "docker.io"}) == DOCKER_IO
    with pytest.raises(HubChoiceError, match="isn't a Hub"):
        wanted({"DOCKER_LESSONS_HUB": "dockerhub"})


@pytest.mark.parametrize("broken", [None, "docker.io", {}, {"kind": "docker.io"}, {"kind": 1}])
def test_what_is_kept_and_cannot_be_read_is_the_practice_hub(broken: object) -> None:
    assert WhichHub.parse(broken) == WhichHub()
    assert WhichHub.parse(REAL.document()) == REAL


def test_names_bear_no_address_on_the_real_hub() -> None:
    for engine in (PRACTICE_ENGINE, LEARNERS_DOCKER):
        can = REAL.beside(engine)
        assert (can.hub, can.names_bear_an_address) == ("docker.io", False)
        assert can.engine_is_shared == engine.engine_is_shared
        assert WhichHub().beside(engine) == engine


def made(tmp_path: Path) -> World:
    world = World(tmp_path / "world")
    world.prepare()
    world.keep_ports(5001, 5002)
    return world


def test_names_client_and_addresses_follow_the_hub(tmp_path: Path) -> None:
    world = made(tmp_path)
    before = world.memory
    world.keep_hub(REAL)
    assert world.names.target == "yourname/demorep:1.0"
    assert world.names.log_in == "docker login -u yourname"
    assert world.hub_in_use() == "https://hub.docker.com"
    assert world.registry_in_use() == "https://registry-1.docker.io"
    assert world.memory != before
    assert world.client_config == world.docker_config
    world.keep_hub(WhichHub())
    assert (world.memory, world.hub_in_use()) == (before, "http://127.0.0.1:5002")


def test_beside_an_own_docker_the_client_s_configuration_is_the_learner_s(tmp_path: Path) -> None:
    world = made(tmp_path)
    theirs = tmp_path / "home" / ".docker" / "config.json"
    world.keep_engine(Engine(DOCKER, tmp_path / "docker.sock", "DOCKER_HOST", theirs))
    assert world.client_config == world.docker_config
    world.keep_hub(REAL)
    assert world.client_config == theirs.parent
    assert world.environment()["DOCKER_CONFIG"] == str(theirs.parent)
    assert world.keeps_own_log_in


def test_each_account_has_its_own_progress(tmp_path: Path) -> None:
    world = made(tmp_path)
    found = set()
    for name in ("yourname", "another"):
        world.keep_hub(WhichHub(DOCKER_IO, name))
        found.add(world.memory)
    assert len(found) == 2


def test_the_environment_chooses_for_a_new_world(tmp_path: Path) -> None:
    world = made(tmp_path)
    variables = {"DOCKER_LESSONS_HUB": "docker.io", "DOCKER_LESSONS_ACCOUNT": "yourname"}
    assert choice.wanted_hub(world, variables) == REAL
    assert choice.wanted_hub(world, {"DOCKER_LESSONS_ACCOUNT": "yourname"}) is None


def test_pages_and_scenarios_are_told_with_the_account(tmp_path: Path) -> None:
    world = made(tmp_path)
    world.keep_hub(REAL)
    page = "Sign in as `demousr`: docker push demousr/demorep:1.0, docker.io/demousr/demorep, not demousrs"
    assert world.names.rendered(page) == (
        "Sign in as `yourname`: docker push yourname/demorep:1.0, docker.io/yourname/demorep, not demousrs"
    )
