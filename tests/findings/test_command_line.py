"""A line is read as docker's own parser reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.findings.command_line import CommandLine, _program_length, parse
from docker_lessons.findings.docker_options import COMMANDS


def read(line: str) -> CommandLine:
    return parse(line.split())


@pytest.mark.parametrize(
    ("line", "verb", "operands"),
    [
        ("docker tag a b", "tag", "a b"),
        ("docker image tag a b", "tag", "a b"),
        ("docker image ls", "images", ""),
        ("docker image list", "images", ""),
        ("docker image rm a", "rmi", "a"),
        ("docker image remove a", "rmi", "a"),
        ("docker container run a", "run", "a"),
        ("docker container rm a", "rm", "a"),
        ("docker container ls", "ps", ""),
        ("docker builder build .", "build", "."),
        ("docker buildx build -t a .", "build", "."),
        ("docker buildx b --load -t a .", "build", "."),
        ("docker buildx imagetools inspect a", "buildx", "imagetools inspect a"),
        ("docker image tga a b", "tga", "a b"),
        ("docker image prune -f", "prune", ""),
        ("docker image prune --filter a", "prune", ""),
        ("docker image", "image", ""),
        ("docker image --help", "image", ""),
        ("docker volume rm a", "volume", "rm a"),
        ("docker pus a", "pus", "a"),
        ("docker --context x tag a b", "tag", "a b"),
        ("docker --context=x -H y tag a b", "tag", "a b"),
        ("docker -D tag a b", "tag", "a b"),
        ("docker -- tag a b", "tag", "a b"),
        ("docker rmi a -f b", "rmi", "a b"),
        ("docker rmi -- -f b", "rmi", "-f b"),
        ("docker build -t a .", "build", "."),
        ("docker build -ta .", "build", "."),
        ("docker build -t=a .", "build", "."),
        ("docker build --tag=a .", "build", "."),
        ("docker build -qt a .", "build", "."),
        ("docker build -", "build", "-"),
        ("docker tag a -b c", "tag", "a -b c"),
        ("docker run --publish 80:80 a", "run", "a"),
        ("docker run -it --rm a sh -c b", "run", "a sh -c b"),
        ("docker exec -it a ls -l", "exec", "a ls -l"),
        ("docker logs -n 5 a", "logs", "a"),
        ("docker images --nosuch a", "images", "a"),
        ("docker", "", ""),
        ("", "", ""),
        ("tag a b", "tag", "a b"),
        ("sudo docker push a", "push", "a"),
        ("sudo -E docker push a", "push", "a"),
        ("docker docker push a", "docker", "push a"),
    ],
)
def test_command_and_operands(line: str, verb: str, operands: str):
    found = read(line)
    assert (found.verb, " ".join(found.operands)) == (verb, operands)


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("docker build -t a --tag=b -tc -t=d .", [("--tag", each) for each in "abcd"]),
        ("docker build -qt a .", [("--quiet", None), ("--tag", "a")]),
        ("docker run -it a -p", [("--interactive", None), ("--tty", None)]),
        ("docker run --rm=false a", [("--rm", "false")]),
        ("docker run -h a b", [("--hostname", "a")]),
        ("docker tag -h", [("--help", None)]),
        ("docker images --nosuch -z", [("--nosuch", None), ("-z", None)]),
        ("docker login -p=", [("--password", "=")]),
        ("docker build -t", [("--tag", None)]),
    ],
)
def test_options_have_their_long_names(line: str, options: list[tuple[str, str | None]]):
    assert [(each.name, each.value) for each in read(line).options] == options


def test_an_option_at_the_end_lacks_its_value():
    assert [each.lacks_value for each in read("docker build -t").options] == [True]
    assert [each.lacks_value for each in read("docker build -q -ta").options] == [False, False]


def test_an_option_that_the_command_does_not_have_is_kept_as_typed():
    unknown = read("docker images --nosuch=1 -z").options
    assert [(each.typed, each.known) for each in unknown] == [("--nosuch", False), ("-z", False)]


def test_sudo_in_front_is_told():
    assert read("sudo docker push a").sudo
    assert not read("docker tag sudo docker a").sudo


def test_the_last_value_counts():
    line = read("docker login -u a --username b")
    assert (line.value("--username"), line.values("--username")) == ("b", ["a", "b"])
    assert line.value("--password") is None
    assert not line.has("--password")


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("docker", "sudo", "image", "container", "system", "ls", "info", "--", "-", ""),
                *("-t", "--tag", "-it", "-qt", "-t=", "--tag=a", "-H", "-c", "--config", "a:1"),
                *(name for command in COMMANDS for name in command.split()),
            ]
        ),
        st.text(max_size=5),
        st.text(alphabet="-=tqiab", max_size=5),
    ),
    max_size=8,
)


@given(WORDS)
def test_every_word_is_accounted_for(words: list[str]):
    line = parse(words)
    options = {
        place
        for each in (*line.global_options, *line.options)
        for place in (each.at, each.value_at)
        if place is not None
    }
    program = words[: _program_length(tuple(words))]
    assert [word for word in program if not word.startswith("-")] in (
        [],
        ["docker"],
        ["sudo"],
        ["sudo", "docker"],
    )
    rest = [word for at, word in enumerate(words) if at >= len(program) and at not in options]
    ends = len(rest) - len(line.command) - len(line.operands)
    assert 0 <= ends <= 2  # a `--` before the command, and one behind it
    for word in (*line.command, *line.operands, *["--"] * ends):
        rest.remove(word)
    assert rest == []


@given(WORDS)
def test_values_are_read_from_where_they_stand(words: list[str]):
    line = parse(words)
    for each in (*line.global_options, *line.options):
        assert each.typed.removeprefix("-") in line.words[each.at]
        if each.value is not None:
            assert each.value_at is not None
            assert line.words[each.value_at].endswith(each.value)
