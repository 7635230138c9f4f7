"""`docker-lessons` with a registry of one's own choice: what is asked, told and refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from docker_lessons.cli import account, leftovers, serving
from docker_lessons.cli.serving import Chosen
from docker_lessons.world import World
from docker_lessons.world.failure import HubChoiceError
from docker_lessons.world.which_hub import WhichHub
from tests.practice import PracticeWorld

OWN = WhichHub("registry", "maria", registry="registry.example.com", folder="class")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world that publishes to a registry, and is not started."""
    monkeypatch.setenv("DOCKER_LESSONS_HOME", str(tmp_path / "world"))
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    made = World(tmp_path / "world")
    made.prepare()
    made.keep_hub(OWN)
    return made


def test_reset_names_what_stays_in_the_registry(world: World):
    (line,) = leftovers.elsewhere(world)
    assert "registry.example.com/class/maria/demorep" in line
    assert "Docker Hub" not in line


def test_the_course_has_no_password_for_it(world: World):
    done = CliRunner().invoke(account.command)
    assert done.exit_code == 1
    assert "registry.example.com/class, as maria" in done.output
    assert world.account().password not in done.output


@pytest.mark.parametrize(
    ("chosen", "environ", "found"),
    [
        (Chosen(hub="docker.io", registry="r:5"), {}, None),
        (Chosen(hub="practice", registry="r:5"), {"DOCKER_LESSONS_REGISTRY": "r:5"}, ""),
        (Chosen(hub="practice", registry="r:5"), {"DOCKER_LESSONS_HUB": "practice"}, "r:5"),
        (Chosen(hub="docker.io"), {}, ""),
        (Chosen(registry="r:5"), {}, "r:5"),
    ],
    ids=["both", "hub-over-variable", "registry-over-variable", "hub", "registry"],
)
def test_an_option_beats_the_variable_for_the_other_and_two_options_are_one_too_many(
    monkeypatch: pytest.MonkeyPatch, chosen: Chosen, environ: dict[str, str], found: str | None
):
    for name in ("DOCKER_LESSONS_HUB", "DOCKER_LESSONS_REGISTRY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    if found is None:
        with pytest.raises(HubChoiceError, match="not both"):
            serving.chosen_registry(chosen)
    else:
        assert (serving.chosen_registry(chosen) or "") == found


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--registry", "https://localhost:5000"), 2, "--registry localhost:5000"),
        (("--registry", "127.0.0.1:1"), 8, "No registry answers at 127.0.0.1:1"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(
    shared_world: PracticeWorld, arguments: tuple[str, ...], code: int, said: str
):
    before = shared_world.status()
    done = shared_world.run("start", *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert shared_world.status() == before


def test_there_and_back_the_practice_world_is_as_it_was(shared_world: PracticeWorld, registry: str):
    steps = shared_world.command("steps")
    address = registry.removeprefix("http://")
    started = shared_world.command("start", "--registry", f"{address}/class")
    assert f"You publish to the registry {address}/class" in started
    assert f"you push {address}/class/demousr/demorep:1.0, without a login" in started
    found = shared_world.status()
    assert (found["hub_kind"], found["registry"]) == ("registry", registry)
    assert "a registry of your own choice" in shared_world.command("status")
    assert "Know your repository" in shared_world.command("steps")
    back = shared_world.command("start", "--hub", "practice")
    assert "Docker Hub" not in back
    assert (
        f"Anything that you published stays at the registry, in {address}/class/demousr/demorep."
        in back
    )
    assert shared_world.command("steps") == steps
