"""Lines that are nearly docker lines, each with one sentence."""

import pytest

from docker_lessons.command.nearly import docker_twice, explained


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("sudo docker push a", "Leave sudo out: docker needs none here, and root has a log-in of its own, which is not yours. Write: docker push a"),
        ("sudo docker", "Write: docker"),
        ("tag sudo docker a b", "Write: docker tag a b"),
        ("tag sudo docker tag a b", "Write: docker tag a b"),
        ("$ docker images", "The $ is only the terminal's sign that it waits. Write the line without it: docker images"),
        ("Docker images", "The word is docker, in small letters: docker images"),
        ("DOCKER images -q", "docker images -q"),
        ("docker-lessons check tag", "docker-lessons is a command for the terminal. Type it there: docker-lessons check tag"),
        ("push a", "The line begins with the word docker: docker push a"),
    ],
)  # fmt: skip
def test_a_line_that_is_nearly_docker(line: str, sentence: str):
    assert str(explained(line)).endswith(sentence)


def test_docker_twice():
    assert str(docker_twice(["push", "a"])) == "One docker is enough: docker push a"
