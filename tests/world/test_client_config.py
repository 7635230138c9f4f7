"""What a config.json says of log-ins, also where it is broken, and how little of the learner's own is looked at."""

import base64
import json
from pathlib import Path

import pytest

from docker_lessons.oci.access import Credential
from docker_lessons.world import Names
from docker_lessons.world.client_config import ClientConfig, keeps_log_in, stamp

HUB = "https://index.docker.io/v1/"
AUTH = base64.b64encode(b"yourname:a token").decode()
REAL = Names(username="yourname", hub="docker.io")


def written(folder: Path, document: object) -> Path:
    path = folder / "config.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


@pytest.mark.parametrize(
    "auths",
    [
        {HUB: {}},
        {HUB: {"auth": AUTH}},
        {HUB: "a value of another kind"},
        {"ghcr.io": {}, HUB: {}},
    ],
)
def test_a_log_in_is_the_key_of_its_entry_whatever_stands_there(tmp_path: Path, auths: object):
    assert keeps_log_in(written(tmp_path, {"auths": auths}), REAL)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"auths": {}},
        {"auths": {"ghcr.io": {"auth": AUTH}}},
        {"auths": {"docker.io": {"auth": AUTH}}},
        {"auths": {"index.docker.io": {"auth": AUTH}}},
        {"auths": {"registry-1.docker.io": {"auth": AUTH}}},
        {"auths": {"https://index.docker.io": {"auth": AUTH}}},
        {"auths": None},
        {"auths": [HUB]},
        {"credsStore": "desktop"},
        {"credHelpers": {HUB: "desktop"}},
        [],
        "",
        "{",
        '{"auths": {"https://index.docker.io/v1/"',
    ],
)
def test_no_entry_is_no_log_in(tmp_path: Path, document: object):
    assert not keeps_log_in(written(tmp_path, document), REAL)


def test_a_file_that_is_not_there_keeps_none(tmp_path: Path):
    assert not keeps_log_in(tmp_path / "config.json", REAL)
    assert stamp(tmp_path / "config.json") == (0, 0)


def test_the_world_s_own_keeps_the_token_that_was_typed_into_it(tmp_path: Path):
    config = ClientConfig.read(written(tmp_path, {"auths": {HUB: {"auth": AUTH}}}), REAL)
    assert config.stored() == (Credential("yourname", "a token"), ())
    assert config.helper() is None


def test_an_address_tells_registries_apart(tmp_path: Path):
    path = written(tmp_path, {"auths": {HUB: {"auth": AUTH}, "http://localhost:5056": {}}})
    assert keeps_log_in(path, Names(registry="localhost:5056"))
    assert not keeps_log_in(path, Names(registry="localhost:5057"))
    assert ClientConfig.read(path, Names(registry="localhost:5056")).stored() == (None, (HUB,))
