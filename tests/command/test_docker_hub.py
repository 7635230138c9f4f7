"""What a cell says where the Hub is the real one, and the log-in the learner's own."""

import base64
import dataclasses
import json
from pathlib import Path

import pytest

from docker_lessons.command.failures import find_failure
from docker_lessons.command.transcript import Transcript
from docker_lessons.world import Names
from docker_lessons.world.engine import DOCKER, Engine

DENIED = "denied: requested access to the resource is denied"
KEY = "https://index.docker.io/v1/"
SECRET = base64.b64encode(b"somebody:a secret").decode()


def transcript(folder: Path, auths: dict[str, object], line: str, said: str) -> Transcript:
    config = folder / "config.json"
    config.write_text(json.dumps({"auths": auths}))
    names = Names(username="yourname", hub="docker.io")
    engine = Engine(DOCKER, Path("/var/run/docker.sock"))
    return Transcript(tuple(line.split()[1:]), 1, said, names, config, engine, own_log_in=True)


@pytest.mark.parametrize("entry", [{}, {"auth": SECRET}])
def test_of_the_learner_s_own_log_in_no_more_than_its_key_is_read(tmp_path: Path, entry: object):
    pushed = transcript(tmp_path, {KEY: entry}, "docker push yourname/demorep:1.0", DENIED)
    assert pushed.logged_in() == ""
    assert transcript(tmp_path, {}, "docker push a/b", DENIED).logged_in() is None


def test_a_push_that_is_denied_to_whoever_is_logged_in(tmp_path: Path):
    pushed = transcript(tmp_path, {KEY: {}}, "docker push yourname/demorep:1.0", DENIED)
    found = find_failure(pushed)
    assert found
    assert (found.cause, found.variant) == ("refused-by-hub", "logged-in")
    assert found.facts["log_in"] == "docker login -u yourname"


@pytest.mark.parametrize("account", ["teacherdemo", "library", "your-name"])
def test_a_push_to_another_account_is_the_name_s_fault_whoever_is_logged_in(
    tmp_path: Path, account: str
):
    pushed = transcript(tmp_path, {KEY: {}}, f"docker push {account}/demorep:1.0", DENIED)
    found = find_failure(pushed)
    assert found
    assert (found.cause, found.variant) == ("refused-by-hub", "not-yours")
    assert found.facts == {"account": account, "target": "yourname/demorep:1.0"}


@pytest.mark.parametrize("logged_in", ["somebody", "teacherdemo", "your-name"])
def test_a_push_of_the_right_name_while_logged_in_as_somebody_else(tmp_path: Path, logged_in: str):
    auth = {"auth": base64.b64encode(f"{logged_in}:a secret".encode()).decode()}
    own = transcript(tmp_path, {KEY: auth}, "docker push yourname/demorep:1.0", DENIED)
    found = find_failure(dataclasses.replace(own, own_log_in=False))
    assert found
    assert (found.cause, found.variant) == ("refused-by-hub", "other-login")
    assert found.facts["logged_in"] == logged_in
    assert found.facts["log_in"] == "docker login -u yourname"


def test_a_push_of_a_stranger(tmp_path: Path):
    pushed = transcript(tmp_path, {}, "docker push yourname/demorep:1.0", DENIED)
    found = find_failure(pushed)
    assert found
    assert found.variant == "stranger"


def test_a_pull_of_what_is_private_or_misspelt_while_logged_in(tmp_path: Path):
    said = "pull access denied for yourname/nosuch, repository does not exist or may require 'docker login'"
    found = find_failure(transcript(tmp_path, {KEY: {}}, "docker pull yourname/nosuch", said))
    assert found
    assert (found.cause, found.variant) == ("not-for-strangers", "misspelt")


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("unauthorized: access token has insufficient scopes", "token-may-not-write"),
        ("denied: you have exceeded the limit of private repositories", "private-quota"),
        ("denied: repository limit reached", "repository-limit"),
    ],
)
def test_what_lies_with_the_account_is_no_missing_right(tmp_path: Path, said: str, cause: str):
    found = find_failure(transcript(tmp_path, {KEY: {}}, "docker push yourname/demorep:1.0", said))
    assert found
    assert found.cause == cause
