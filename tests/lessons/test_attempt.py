"""A try is read from the command line that was typed, or from the request that the engine answered."""

import pytest

from docker_lessons.lessons.attempt import of_act, of_command
from docker_lessons.lessons.view import Act, Command


@pytest.mark.parametrize(
    ("line", "verb", "arguments", "options"),
    [
        ("docker tag a b", "tag", "a b", {}),
        ("docker --context x tag a b", "tag", "a b", {}),
        ("docker image list", "images", "", {}),
        ("docker image remove a", "rmi", "a", {}),
        ("docker container rm a", "rm", "a", {}),
        ("docker build -ta:1 .", "build", ".", {"--tag": "a:1"}),
        ("docker build --tag=a:1 .", "build", ".", {"--tag": "a:1"}),
        ("docker build -t a:1 .", "build", ".", {"--tag": "a:1"}),
        ("docker run --publish 80:80 a b", "run", "a b", {"--publish": "80:80"}),
        ("docker rmi -f a", "rmi", "a", {"--force": ""}),
        ("docker login -u a -p ***", "login", "", {"--username": "a", "--password": "***"}),
        ("docker pus a", "pus", "a", {}),
        ("sudo docker push a", "sudo", "docker push a", {}),
        ("sudo docker image push a", "sudo", "docker push a", {}),
        ("docker", "", "", {}),
    ],
)
def test_a_typed_line(line: str, verb: str, arguments: str, options: dict[str, str]):
    found = of_command(Command(1.0, tuple(line.split()), 1, "no"))
    assert (found.verb, " ".join(found.arguments), found.options) == (verb, arguments, options)
    assert (found.line, found.typed, found.refused) == (line, True, True)


@pytest.mark.parametrize(
    ("method", "path", "line"),
    [
        ("POST", "/v1.41/build?t=a:1", "docker build -t a:1"),
        ("POST", "/v1.41/build", "docker build"),
        ("POST", "/v1.41/images/a:1/tag?repo=docker.io/b/c&tag=1", "docker tag a:1 b/c:1"),
        ("POST", "/images/docker.io/library/a/push?tag=1", "docker push a:1"),
        ("POST", "/images/create?fromImage=docker.io/b/c&tag=sha256:0", "docker pull b/c@sha256:0"),
        ("DELETE", "/images/a:1", "docker rmi a:1"),
        ("DELETE", "/containers/a", "docker rm a"),
        ("POST", "/auth", "docker login"),
    ],
)
def test_a_request_to_the_engine(method: str, path: str, line: str):
    found = of_act(Act(1.0, "engine", method, path, 500, "no", None))
    assert found is not None
    assert (found.line, found.typed, found.refused) == (line, False, True)


@pytest.mark.parametrize(
    ("query", "options"),
    [("", {}), ("?force=1", {"--force": ""}), ("?force=true", {"--force": ""}), ("?force=0", {})],
)
def test_a_forced_removal_is_known_by_its_request(query: str, options: dict[str, str]):
    found = of_act(Act(1.0, "engine", "DELETE", f"/images/a{query}", 200, "", None))
    assert found is not None
    assert found.options == options


@pytest.mark.parametrize(
    ("server", "method", "path"),
    [("engine", "GET", "/images/json"), ("hub", "POST", "/build"), ("engine", "GET", "/build")],
)
def test_any_other_request_is_no_try(server: str, method: str, path: str):
    assert of_act(Act(1.0, server, method, path, 200, "", None)) is None
