"""On the learner's own Docker the practice registry's address stands in names and log-ins; without it is the real Hub."""

import contextlib
import io
import json
import shlex
from collections.abc import Iterator

import pytest

from docker_lessons.command import run
from docker_lessons.course_check import daemon
from docker_lessons.course_check.stage import Stage
from docker_lessons.world import control
from tests import programs
from tests.command.conftest import NEW_CLIENT


@pytest.fixture(scope="module")
def own() -> Iterator[Stage]:
    if reason := daemon.why_not():
        pytest.skip(f"needs root (a dockerd of one's own): {reason}")
    with daemon.Daemon() as started, Stage(daemon=started) as stage:
        stage.begin("build-image", before="tag")
        yield stage


EACH_CLIENT = pytest.mark.parametrize(
    "say", [*programs.DOCKER_CLIS, "the front end"], indirect=True
)


@pytest.fixture
def say(
    own: Stage, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory
):
    """Types a line in a cell, with the new client or the one of the parameter; (exit code, what was printed)."""
    client = getattr(request, "param", NEW_CLIENT)
    only = tmp_path_factory.mktemp("only")
    if client != "the front end":
        (only / "docker").symlink_to(programs.docker_cli(client))
    monkeypatch.setenv("PATH", str(only))
    asked: list[str] = []

    def _say(line: str, password: str = "") -> tuple[int, str]:
        printed = io.StringIO()
        with contextlib.chdir(own.work):
            code = run(
                shlex.split(line),
                world=own.world,
                ask=lambda prompt: (asked.append(prompt), password)[1],
                out=printed,
                err=printed,
            )
        return code, printed.getvalue()

    _say.asked = asked
    return _say


@pytest.mark.parametrize("line", ["docker login -u demousr", "docker login -u demousr docker.io"])
def test_a_log_in_at_the_real_hub_is_stopped_before_anybody_is_asked(own: Stage, say, line: str):
    code, said = say(line)
    assert code == 1
    assert say.asked == []
    assert "so nothing was sent" in said
    assert own.world.names.log_in in said


def test_a_password_typed_for_the_real_hub_is_not_sent(own: Stage, say):
    secret = "calm river stone"
    code, said = say(f"docker login -u demousr -p '{secret}'")
    assert code == 1
    assert "so nothing was sent" in said
    heard = control.ask(own.world, "GET", "/trace?after=0")
    assert secret not in json.dumps(heard)


@EACH_CLIENT
def test_the_log_in_of_the_course_is_kept_under_its_address_and_forgotten_again(own: Stage, say):
    names = own.world.names
    code, said = say(names.log_in, own.world.account().password)
    assert (code, "Login Succeeded" in said) == (0, True), said
    kept = json.loads((own.world.docker_config / "config.json").read_text())["auths"]
    assert names.registry in kept
    assert own.check(step="log-in")["verdict"] == "passed"
    code, said = say("docker logout")
    assert code == 0
    assert names.log_out in said
    assert say(names.log_out)[0] == 0
    assert own.check(step="log-in")["verdict"] == "not yet"


@EACH_CLIENT
def test_a_wrong_password_is_explained(own: Stage, say):
    code, said = say(own.world.names.log_in, "wrong")
    assert code == 1
    assert "didn't accept that username with that password" in said


@pytest.mark.parametrize("verb", ["push", "pull"])
def test_the_chapters_bare_name_is_told_from_the_course_s(own: Stage, say, verb: str):
    code, said = say(f"docker {verb} demousr/demorep:1.0")
    assert code != 0
    assert "belongs to the real Docker Hub" in said
    assert f"docker {verb} {own.world.names.target}" in said


@pytest.mark.parametrize("line", ["push myimage:0.1", "image push myimage:0.1", "pull myimage:0.2"])
def test_a_name_of_this_computer_s_alone_is_told_where_it_goes(own: Stage, say, line: str):
    code, said = say(f"docker {line}")
    assert code != 0
    assert "goes to the real Docker Hub" in said
    assert (own.world.names.second_target if "0.2" in line else own.world.names.target) in said


def test_a_bare_name_given_with_tag_is_remarked(own: Stage, say):
    code, said = say("docker tag myimage:0.1 demousr/demorep:1.0")
    assert code == 0
    assert f"docker tag myimage:0.1 {own.world.names.target}" in said
    say("docker rmi demousr/demorep:1.0")


def test_another_address_of_this_computer_is_another_registry(own: Stage, say):
    there = own.world.names.target.replace("localhost", "127.0.0.1")
    code, said = say(f"docker push {there}")
    assert code != 0
    assert "are two registries, even if" in said
    assert f"docker push {own.world.names.target}" in said


@EACH_CLIENT
def test_a_push_by_a_stranger_says_which_log_in(own: Stage, say):
    say(own.world.names.log_out)
    code, said = say(f"docker push {own.world.names.target}")
    assert code != 0
    assert f"First {own.world.names.log_in}, then push again" in said
