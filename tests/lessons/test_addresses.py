"""What went elsewhere than to the practice registry is told apart from the step's own mistakes."""

import json

import pytest

from docker_lessons.command.docker_failed import DockerFailed
from docker_lessons.command.magic import run_line
from docker_lessons.course_check.stage import Stage

BARE = "demousr/demorep:1.0"


@pytest.fixture
def bare(own: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage whose lines are typed as they stand: the chapter's names without an address."""
    monkeypatch.setattr(own, "rendered", lambda text: text)
    return own


def test_a_bare_name_given_in_a_cell_and_in_a_terminal(bare: Stage) -> None:
    bare.solve("create-repository")
    bare.cell(f"docker tag myimage:0.1 {BARE}", fails=False)
    said = bare.check(step="tag")
    assert (said["cause"], BARE in said["seen"]) == ("registry-bare-name", True)
    assert said["repair"] == f"docker tag myimage:0.1 {bare.world.names.target}"
    bare.docker("rmi", BARE)
    bare.docker("tag", "myimage:0.1", BARE)
    assert bare.check(step="tag")["cause"] == "registry-bare-name"
    bare.docker("tag", "myimage:0.1", bare.world.names.target)
    assert bare.check(step="tag")["verdict"] == "passed"


def test_a_bare_name_pushed_and_pulled(bare: Stage) -> None:
    bare.solve("log-in")
    bare.cell(f"docker push {BARE}")
    assert bare.check(step="push")["cause"] == "registry-bare-name"
    bare.docker("push", bare.world.names.target)
    assert bare.check(step="push")["verdict"] == "passed"
    bare.solve("delete-local")
    bare.cell(f"docker pull {BARE}")
    said = bare.check(step="pull-back")
    assert said["cause"] == "registry-bare-name"
    assert said["repair"] == f"docker pull {bare.world.names.target}"


def test_the_bare_pull_command_as_an_answer(bare: Stage) -> None:
    bare.solve("create-repository")
    bare.forget_progress()
    said = bare.check("docker pull demousr/demorep", step="create-repository")
    assert said["cause"] == "registry-bare-name"
    good = f"docker pull {bare.world.names.target_repository}"
    assert bare.check(good, step="create-repository")["verdict"] == "passed"


def test_a_log_in_without_an_address(bare: Stage) -> None:
    bare.solve("tag")
    bare.cell("docker login -u demousr", password="anything")
    said = bare.check(step="log-in")
    assert (said["cause"], said["repair"]) == ("registry-bare-name", bare.world.names.log_in)


def test_a_log_in_at_the_real_hub_is_none_of_ours(bare: Stage) -> None:
    bare.solve("tag")
    config = bare.world.docker_config / "config.json"
    config.write_text('{"auths": {"https://index.docker.io/v1/": {"auth": "ZGVtb3VzcjptaW5l"}}}')
    said = bare.check(step="log-in")
    assert (said["verdict"], said["cause"]) == ("not yet", "registry-bare-name")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_another_address_of_this_computer(bare: Stage, address: str) -> None:
    bare.solve("create-repository")
    there = bare.world.names.target.replace("localhost", address)
    bare.docker("tag", "myimage:0.1", there)
    assert bare.check(step="tag")["cause"] == "registry-loopback-name"
    bare.solve("tag")
    bare.cell(f"docker push {there}")
    assert bare.check(step="log-in")["cause"] != "registry-loopback-name"
    assert bare.check(step="push")["cause"] == "registry-loopback-name"


def test_a_log_in_at_another_address_of_this_computer(bare: Stage) -> None:
    bare.solve("tag")
    there = bare.world.names.registry.replace("localhost", "127.0.0.1")
    password = bare.world.account().password
    bare.docker("login", "-u", "demousr", "--password-stdin", there, given=password)
    assert bare.check(step="log-in")["cause"] == "registry-loopback-name"


def test_a_log_in_outside_of_the_world_is_seen_by_its_key_alone(bare: Stage) -> None:
    bare.solve("tag")
    config = bare.outside_config / "config.json"
    config.parent.mkdir(exist_ok=True)
    text = json.dumps({"auths": {bare.world.names.registry: {}}, "credsStore": "nosuchhelper"})
    config.write_text(text)
    said = bare.check(step="log-in")
    assert (said["cause"], str(config) in said["seen"]) == ("login-outside", True)
    assert config.read_text() == text
    bare.solve("log-in")
    assert bare.check(step="log-in")["verdict"] == "passed"


def test_sudo_docker(bare: Stage) -> None:
    bare.solve("log-in")
    with pytest.raises(DockerFailed, match="Leave out sudo"):
        run_line(f"sudo docker push {bare.world.names.target}", bare.world)
    said = bare.check(step="push")
    assert (said["cause"], "docker push" in said["seen"]) == ("sudo-docker", True)
    bare.docker("push", bare.world.names.target)
    assert bare.check(step="push")["verdict"] == "passed"


def test_in_the_practice_world_nothing_goes_elsewhere(stage: Stage) -> None:
    stage.solve("create-repository")
    stage.cell(f"docker push {BARE}")
    assert stage.check(step="push")["cause"] == "push-no-such-name"
    stage.cell("docker login -u demousr", password="wrong")
    assert stage.check(step="log-in")["cause"] == "login-wrong-password"
