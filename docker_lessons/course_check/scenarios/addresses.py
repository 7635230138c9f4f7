"""Mistakes with the practice registry's address, which names and log-ins need on the learner's own Docker."""

from __future__ import annotations

from docker_lessons.command.execution import note_sudo
from docker_lessons.course_check.scenario import scenario
from docker_lessons.course_check.stage import Stage, Verbatim
from docker_lessons.course_check.throwaway import CannotPlay

BARE = "demousr/demorep:1.0"
IMAGE = "myimage:0.1"


def _elsewhere(stage: Stage, cause: str, *seen: str) -> None:
    """Checks a mistake that led to another registry, and that the repairs fix it."""
    stage.says(cause, seen=seen, wanted=[stage.world.names.registry])
    stage.mends()


def _loopback(stage: Stage) -> str:
    """The registry's address, written with digits."""
    registry = stage.world.names.registry
    if not registry.startswith("localhost:"):
        raise CannotPlay("needs a registry at localhost")
    return registry.replace("localhost", "127.0.0.1")


@scenario("tag-bare-name", "tag", with_address=True)
def tag_bare(stage: Stage) -> None:
    """Tagged with the chapter's bare name, in a terminal."""
    stage.verbatim(f"docker tag {IMAGE} {BARE}")
    _elsewhere(stage, "registry-bare-name", Verbatim(BARE), "without an address")


@scenario("login-bare", "log-in", with_address=True)
def login_bare(stage: Stage) -> None:
    """docker login without an address: stopped before the password goes to the real Docker Hub."""
    password = stage.world.account().password
    stage.verbatim("docker login -u demousr", cell=True, fails=True, password=password)
    _elsewhere(stage, "registry-bare-name", Verbatim("docker login -u demousr"), "no address")


@scenario("push-bare-name", "push", with_address=True)
def push_bare(stage: Stage) -> None:
    """Tagged and pushed with the bare name: that goes to the real Docker Hub."""
    stage.docker("rmi", BARE)
    stage.verbatim(f"docker tag {IMAGE} {BARE}")
    stage.verbatim(f"docker push {BARE}", cell=True, fails=True)
    stage.says("registry-bare-name", seen=[], wanted=[stage.world.names.registry])
    stage.repair()
    stage.check()
    stage.mends()


@scenario("pull-bare-name", "pull-back", with_address=True)
def pull_bare(stage: Stage) -> None:
    """Pulled with the bare name: that asks the real Docker Hub."""
    stage.verbatim(f"docker pull {BARE}", cell=True, fails=True)
    _elsewhere(stage, "registry-bare-name", "without an address")


@scenario("tag-loopback-name", "tag", with_address=True)
def tag_loopback(stage: Stage) -> None:
    """127.0.0.1 in the name, instead of localhost."""
    name = f"{_loopback(stage)}/{BARE}"
    stage.docker("tag", IMAGE, name)
    _elsewhere(stage, "registry-loopback-name", name)


@scenario("login-loopback", "log-in", with_address=True)
def login_loopback(stage: Stage) -> None:
    """Logged in to 127.0.0.1: the client saves the login only for that address."""
    stage.needs_docker("without TLS Podman logs in only where its settings allow it")
    address, password = _loopback(stage), stage.world.account().password
    stage.docker("login", address, "-u", "demousr", "--password-stdin", given=password)
    _elsewhere(stage, "registry-loopback-name", address)
    stage.docker("logout", address)


@scenario("login-outside", "log-in", with_address=True)
def login_outside(stage: Stage) -> None:
    """Logged in from a terminal that isn't connected to the world."""
    stage.outside_config.mkdir()
    (stage.outside_config / "config.json").write_text('{"auths": {"elsewhere.example": {}}}')
    config = str(stage.outside_config)
    password = stage.world.account().password
    stage.docker("login", "-u", "demousr", "--password-stdin", given=password, config=config)
    _elsewhere(stage, "login-outside", stage.world.names.registry, config)
    stage.docker("logout", config=config)
    (stage.outside_config / "config.json").unlink()
    stage.outside_config.rmdir()


@scenario(
    "push-sudo", "push", docker_only="with the practice engine, sudo has nothing to push with"
)
def push_sudo(stage: Stage) -> None:
    """sudo docker push, typed in a cell."""
    note_sudo(stage.rendered(f"sudo docker push {BARE}"), stage.world)
    _elsewhere(stage, "sudo-docker", "sudo docker push")
