"""Messages that have several causes are told apart by the line, the names and who is logged in."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from docker_lessons.command.explain import explain
from docker_lessons.command.transcript import Transcript
from docker_lessons.world import Names
from docker_lessons.world.engine import DOCKER, PRACTICE, Engine

HERE = Engine(PRACTICE, Path("/x/practice.sock"))
OWN_DOCKER = Names(registry="localhost:5056")
DENIED = "denied: requested access to the resource is denied"
NO_HOST = "dial tcp: lookup x: no such host"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A client's config.json, where nobody is logged in."""
    return tmp_path / "config.json"


def log_in(config: Path, account: str, names: Names) -> None:
    kept = {"auth": base64.b64encode(f"{account}:secret".encode()).decode()}
    config.write_text(json.dumps({"auths": {names.credential_key: kept}}))


def say(
    line: str, message: str, config: Path, names: Names | None = None, engine: Engine = HERE
) -> str:
    words = tuple(line.split()[1:])
    return explain(Transcript(words, 1, message, names or Names(), config, engine))


@pytest.mark.parametrize(
    ("message", "socket", "how"),
    [
        (
            "error during connect: open //./pipe/docker_engine: The system cannot find the file specified.",
            "/x/practice.sock",
            "Open Docker Desktop",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///Users/demousr/.docker/run/docker.sock.",
            "/x/practice.sock",
            "Open Docker Desktop",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///x/engine.sock. Is the docker daemon running?",
            "/Users/demousr/.colima/default/docker.sock",
            "colima start",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///Users/demousr/.rd/docker.sock.",
            "/x/practice.sock",
            "Open Rancher Desktop",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///Users/demousr/.orbstack/run/docker.sock.",
            "/x/practice.sock",
            "Open OrbStack",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///x/engine.sock. Is the docker daemon running?",
            "/var/run/docker.sock",
            "Start your Docker as you always do",
        ),
    ],
)
def test_an_engine_that_is_not_there_is_started_where_it_lives(
    config: Path, message: str, socket: str, how: str
):
    engine = Engine(DOCKER, Path(socket))
    assert how in say("docker images", message, config, OWN_DOCKER, engine)


@pytest.mark.parametrize(
    ("line", "account", "sentence"),
    [
        ("docker push myimage:0.1", None, "myimage:0.1 doesn't begin with an account, so Docker takes it for library/myimage:0.1"),
        ("docker push a/b/c:1", None, "two parts, account and repository, not 3: demousr/demorep:1.0"),
        ("docker push demousr/demorep", None, "You aren't logged in"),
        ("docker push teacherdemo/a", "demousr", "You're logged in as demousr, and you don't have permission to push to teacherdemo's"),
        ("docker push demousr/a", "demousr", "logged in as demousr, but you don't have permission to push to demousr/a"),
        ("docker push localhost:5000/a", "demousr", "to push to localhost:5000, which isn't the course's registry"),
    ],
)  # fmt: skip
def test_a_push_that_the_hub_denies(config: Path, line: str, account: str | None, sentence: str):
    if account:
        log_in(config, account, Names())
    assert sentence in say(line, DENIED, config)


def test_a_denied_push_to_the_practice_registry_is_the_courses_too(config: Path):
    said = say("docker push localhost:5056/demousr/demorep:1.0", DENIED, config, OWN_DOCKER)
    assert said.endswith(f"First {OWN_DOCKER.log_in}, then push again.")


@pytest.mark.parametrize(
    ("line", "account", "sentence"),
    [
        ("docker run nosuch", None, "No image on this computer is called nosuch, and the Hub doesn't show you one, either"),
        ("docker pull a/b", None, "or it's private and you need to log in (docker login -u demousr)."),
        ("docker pull a/b", "demousr", "doesn't show you a repository with that name. Compare the spelling"),
    ],
)  # fmt: skip
def test_a_pull_that_the_hub_denies(config: Path, line: str, account: str | None, sentence: str):
    if account:
        log_in(config, account, Names())
    assert sentence in say(line, "pull access denied for a/b", config)


@pytest.mark.parametrize(
    ("line", "names", "sentence"),
    [
        ("docker login -u a hub.docker.com", Names(), "To log in to the Hub: docker login -u demousr"),
        ("docker push hub.docker.com/a/b", Names(), "don't begin with an address: demousr/demorep:1.0"),
        ("docker push hub.docker.com/a/b", OWN_DOCKER, "begin with a different address: localhost:5056/"),
        ("docker push localhost:5056/demousr/a", OWN_DOCKER, "docker-lessons start in a terminal to start it again"),
        ("docker push Demousr/demorep:1.0", Names(), "lowercase: demousr/demorep:1.0"),
        ("docker push localhost:5000/a", Names(), "Docker takes localhost:5000, the first part of the name"),
        ("docker login -u a example.com", Names(), "Docker takes example.com"),
        ("docker push demousr/demorep", Names(), "Docker couldn't find x on the network"),
    ],
)  # fmt: skip
def test_a_registry_that_does_not_answer(config: Path, line: str, names: Names, sentence: str):
    assert sentence in say(line, NO_HOST, config, names)


@pytest.mark.parametrize(
    ("line", "message", "sentence"),
    [
        ("docker tag a/b:1 c:1", "No such image: a/b:1", "and its new name second: docker tag c:1 a/b:1"),
        ("docker rmi 0123abcd", "No such image: 0123abcd", "No image on this computer has the ID 0123abcd"),
        ("docker rmi sha256:0123", "No such image: sha256:0123", "has the ID sha256:0123"),
        ("docker rmi a", "No such image: a", "Without a tag, Docker looks for a:latest"),
        ("docker rmi a:1 b:1", "No such image: b:1", "No image on this computer is called b:1"),
        ("docker push demousr/demorep", "tag does not exist", "Without a tag, Docker pushes demousr/demorep:latest"),
        ("docker push demousr/other", "tag does not exist", "no image here is called demousr/other"),
        ("docker pull a", "manifest unknown", "Without a tag, Docker asks for a:latest"),
        ("docker pull a:2", "manifest unknown", "has no such tag (a:2)"),
        ("docker run push a", "Unable to find image 'push:latest' locally", "Leave out run: docker push a"),
        ("docker pus a", "docker: unknown command: docker pus", "docker push a"),
    ],
)  # fmt: skip
def test_a_name_or_a_command_that_is_not_there(
    config: Path, line: str, message: str, sentence: str
):
    assert sentence in say(line, message, config)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("tag", "docker tag takes two names with a space between them"),
        ("push", "docker push takes one name, without spaces: the image to send."),
        ("pull", "docker pull takes one name, without spaces: the image to download."),
        ("rmi", "docker rmi takes the names to remove, one or more"),
        ("images", "docker images takes one name at most"),
        ("inspect", "docker inspect takes the name of what you want to look at."),
        ("history", "docker history takes the name of one image."),
        ("build", "docker build takes one folder as its last word"),
        ("login", "docker login takes your username after -u, and at most one address."),
        ("image tag", "docker tag takes two names"),
        ("cp", "docker cp needs more words after it, or fewer."),
    ],
)
def test_too_few_or_too_many_words(config: Path, command: str, sentence: str):
    message = f'"docker {command}" requires exactly 2 arguments.'
    assert say(f"docker {command}", message, config).startswith(sentence)


def test_a_registry_that_a_relay_does_not_reach_is_told_from_one_that_has_stopped(
    config: Path,
) -> None:
    line = "docker push localhost:5056/demousr/demorep:1.0"
    message = "dial tcp 127.0.0.1:5056: connect: connection refused"
    engine = Engine(DOCKER, Path("/x/docker.sock"))
    assert "docker-lessons start" in say(line, message, config, OWN_DOCKER, engine)
    by_relay = replace(engine, relay="host")
    said = say(line, message, config, OWN_DOCKER, by_relay)
    assert "container of the course's" in said
    assert "docker-lessons status" in said
