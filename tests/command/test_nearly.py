"""Lines that are nearly docker lines, each with one sentence."""

import pytest

from docker_lessons.command.nearly import docker_twice, explained


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("sudo docker push a", "Leave out sudo: Docker doesn't need it here, and with it Docker uses root's login, not yours. Type: docker push a"),
        ("sudo docker", "Docker uses root's login, not yours."),
        ("tag sudo docker a b", "Type: docker tag a b"),
        ("tag sudo docker tag a b", "Type: docker tag a b"),
        ("$ docker images", "$ is the terminal's prompt, which says that it is waiting. Leave it out: docker images"),
        ("% docker images", "Leave it out: docker images"),
        ("> docker images", "Leave it out: docker images"),
        ("PS C:\\Users\\demousr> docker push a", "PS C:\\Users\\demousr> is the terminal's prompt, which says that it is waiting. Leave it out: docker push a"),
        ("demousr@laptop:~$ docker push a", "demousr@laptop:~$ is the terminal's prompt, which says that it is waiting. Leave it out: docker push a"),
        ("demousr@laptop:~$ sudo docker push a", "Type: docker push a"),
        ("In [3]: docker push a", "Leave it out: docker push a"),
        ("Docker images", "Type docker in lowercase: docker images"),
        ("DOCKER images -q", "docker images -q"),
        ("REPOSITORY   TAG   IMAGE ID", "This line is what Docker printed, not a command: REPOSITORY   TAG   IMAGE ID . Delete it and the lines that came with it."),
        ("demousr/demorep:1.0", "Put both on one line, or end the first one with \\."),
        ("-t myimage:0.1 myimage", "Put both on one line, or end the first one with \\."),
        ("docker-lessons check tag", "docker-lessons is a command for the terminal. Type it there: docker-lessons check tag"),
        ("push a", "Begin the line with docker: docker push a"),
    ],
)  # fmt: skip
def test_a_line_that_is_nearly_docker(line: str, sentence: str):
    assert str(explained(line)).endswith(sentence)


def test_docker_twice():
    assert str(docker_twice(["push", "a"])) == "One docker is enough: docker push a"
