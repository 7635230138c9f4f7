"""What is looked at first, and that every cause can be told."""

import re
import string
from pathlib import Path

import pytest

from docker_lessons.command import blanks, execution, explain, nearly, shell_words
from docker_lessons.command.transcript import Transcript
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences, tell
from docker_lessons.world import Names
from docker_lessons.world.engine import PRACTICE, Engine

OWN_DOCKER = Names(registry="localhost:5056")
TABLES = [each.SENTENCES for each in (explain, nearly, shell_words, blanks, execution)]


def cause(line: str, message: str, exit_code: int = 1, names: Names = OWN_DOCKER) -> str | None:
    words = tuple(line.split()[1:])
    engine = Engine(PRACTICE, Path("/x/practice.sock"))
    found = explain.find(Transcript(words, exit_code, message, names, Path("/nosuch"), engine))
    return found and found.cause


@pytest.mark.parametrize(
    ("line", "message", "wanted"),
    [
        ("docker tag sudo docker a / b", "requires exactly 2 arguments", "sudo"),
        ("docker tag a / b", "requires exactly 2 arguments", "gap-in-name"),
        ("docker tag a / b", "permission denied while trying to connect to the docker", "engine-forbidden"),
        ("docker push demousr/demorep", "denied", "registry-bare-name"),
        ("docker push docker.io/demousr/demorep:1.0", "denied", "registry-bare-name"),
        ("docker push 127.0.0.1:5056/demousr/demorep", "denied", "registry-loopback-name"),
        ("docker tag localhost:5056/a/b:1 c:1,0", "invalid reference format", "name-tag-comma"),
        ("docker build -t a:1,0 b:1", 'invalid argument "a:1,0" for "-t, --tag" flag: invalid reference format', "name-tag-comma"),
        ("docker pull /demorep", "invalid reference format", "name-part-empty"),
        ("docker tag myimage: localhost:5056/a/b:1", "invalid reference format", "name-tag-missing"),
        ("docker container rm a:1", "Error: No such container: a:1", "no-such-container"),
        ("docker --context x rmi a", "No such image: a", "left-out-tag"),
        ("docker frobnicate", "whatever", "unknown-message"),
    ],
)  # fmt: skip
def test_the_line_is_looked_at_before_the_message(line: str, message: str, wanted: str):
    assert cause(line, message) == wanted


@pytest.mark.parametrize(
    ("line", "message", "wanted"),
    [
        ("docker tag a:1 b:1", "", None),
        ("docker tag a:1 demousr/demorep:1.0", "", "registry-bare-name"),
        ("docker logout", "", "log-out-at-docker-hub"),
        ("docker logout localhost:5056", "", None),
        ("docker pull a:1", "Status: Image is up to date for a:1", "up-to-date"),
        (
            "docker pull -a localhost:5056/a/b",
            "Status: Image is up to date for localhost:5056/a/b",
            None,
        ),
        ("docker pull -a a", "Status: Image is up to date for a", None),
    ],
)
def test_a_success_is_mostly_left_alone(line: str, message: str, wanted: str | None):
    assert cause(line, message, exit_code=0) == wanted


def test_where_names_carry_no_address_none_is_missed():
    assert cause("docker logout", "", 0, Names()) is None
    assert cause("docker tag a:1 demousr/demorep:1.0", "", 0, Names()) is None


@pytest.mark.parametrize("sentences", TABLES)
def test_every_sentence_is_whole(sentences: Sentences):
    for name, sentence in sentences.items():
        variants = {"": sentence} if isinstance(sentence, str) else sentence
        for variant, text in variants.items():
            facts = {each: "FACT" for _, each, _, _ in string.Formatter().parse(text) if each}
            said = tell(Finding(name, facts, variant), sentences)
            assert re.match(r"[A-Z`$|<>&;-]|docker|hub\.docker\.com", said), said
            assert "  " not in said


@pytest.mark.parametrize(
    ("line", "message", "wanted"),
    [
        (
            "docker rmi myimage:0.1 and:1 demousr/demorep:1.0",
            "Untagged: myimage:0.1\nUntagged: demousr/demorep:1.0\nError response from daemon: No such image: and:1",
            "No image on this computer is called and:1.",
        ),
        ("docker rmi myimage:0.1, a:1", "invalid reference format", "Put only spaces between names: docker rmi myimage:0.1 a:1"),
        ("docker build -t MYIMAGE:0.1 a", 'invalid argument "MYIMAGE:0.1" for "-t, --tag" flag: invalid reference format: repository name (library/MYIMAGE) must be lowercase', "must be lowercase"),
        ("docker tag IMAGE:1 a:1", "must be lowercase", "IMAGE:1 is only a placeholder"),
        ("docker buildx build -t a:1 b", "unknown shorthand flag: 't' in -t\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]", "docker buildx is an extra command that isn't installed here"),
        ("docker build -q --frob a", "unknown flag: --frob\n\nUsage:  docker build [OPTIONS] PATH | URL | -", "has no option --frob"),
        ("docker -H tcp://x:1 images", "Cannot connect to the Docker daemon at tcp://x:1. Is the docker daemon running?", "-H sends the command to another engine than the course's"),
        ("docker build -t a:1 C:\\x", 'unable to prepare context: path "C:\\\\x" not found', "There's no folder called C:\\x here"),
        ("docker build C:\\x", 'unable to prepare context: path "C:\\\\x" not found', "There's no folder called C:\\x here"),
        ("docker build -t a:1 b:1", 'unable to prepare context: path "b:1" not found', "There's no folder called b:1 here"),
        ("docker rm web", "Error: No such container: web", "docker ps -a lists the containers"),
        ("docker build -t a:1 b/Dockerfile", "unable to prepare context: context must be a directory: /b/Dockerfile", "ends with a folder"),
        ("docker login -u demousr demorep", 'Get "https://demorep/v2/": dial tcp: lookup demorep: no such host', "Docker takes demorep for the address of a registry, and nothing answers there. To log in to the Hub: docker login -u demousr"),
    ],
)  # fmt: skip
def test_the_sentence_is_about_what_docker_refused(line: str, message: str, wanted: str):
    engine = Engine(PRACTICE, Path("/x/practice.sock"))
    words = tuple(line.split()[1:])
    transcript = Transcript(words, 1, message, Names(), Path("/nosuch"), engine)
    assert wanted in explain.explain(transcript)
