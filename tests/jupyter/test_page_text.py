"""What a page says in one world: the engine's texts, the world's names, the client's columns."""

import json
from pathlib import Path

import pytest

from docker_lessons.jupyter import page_text
from docker_lessons.world import World, docker_client
from docker_lessons.world.names import Names

OWN = Names(registry="localhost:27771")
LISTING = """\
REPOSITORY        TAG       IMAGE ID       CREATED         SIZE
demousr/demorep   1.0       5722f5789f30   5 minutes ago   211B
myimage           0.1       5722f5789f30   5 minutes ago   211B
"""


def page(*sources: str, **texts: str) -> bytes:
    """A page whose first cell has other texts."""
    cells = [
        {"cell_type": "markdown", "metadata": {"tags": ["given"]}, "source": source}
        for source in sources
    ]
    cells[0]["metadata"]["docker_lessons"] = texts
    return json.dumps({"cells": cells}).encode()


def sources(rendered: bytes) -> list[str]:
    return [cell["source"] for cell in json.loads(rendered)["cells"]]


def test_a_cell_says_what_is_so_with_the_engine_in_use():
    both = page("an engine of your own", "more", docker="your own Docker")
    assert sources(page_text.rendered(both, Names())) == ["an engine of your own", "more"]
    assert sources(page_text.rendered(both, OWN, ["docker"])) == ["your own Docker", "more"]


def test_the_other_texts_are_no_part_of_the_learner_s_page():
    (cell,) = json.loads(page_text.rendered(page("one", docker="two"), Names()))["cells"]
    assert cell["metadata"] == {"tags": ["given"]}


def test_own_docker_s_text_comes_before_the_client_s():
    both = page("", docker="Docker", client_29="columns")
    assert sources(page_text.rendered(both, OWN, ["docker", "client_29"])) == ["Docker"]
    assert sources(page_text.rendered(both, Names(), ["client_29"])) == ["columns"]


def test_names_and_log_ins_carry_the_registry_s_address():
    text = "docker tag myimage:0.1 demousr/demorep:1.0\ndocker login -u ___\ndocker logout"
    (said,) = sources(page_text.rendered(page(text), OWN))
    assert said.splitlines() == [
        "docker tag myimage:0.1 localhost:27771/demousr/demorep:1.0",
        "docker login -u ___ localhost:27771",
        "docker logout localhost:27771",
    ]


def test_a_text_for_own_docker_may_say_where_the_registry_is():
    own = page("", docker="It answers at `{registry}`.")
    assert sources(page_text.rendered(own, OWN, ["docker"])) == ["It answers at `localhost:27771`."]


def test_what_docker_lists_keeps_its_columns_when_a_name_grows():
    (said,) = sources(page_text.rendered(page(LISTING), OWN))
    first, target, image = said.splitlines()
    assert target.startswith("localhost:27771/demousr/demorep   1.0       5722f5789f30")
    assert first.index("TAG") == target.index("1.0") == image.index("0.1")
    assert page_text.aligned(LISTING) == LISTING


def test_a_source_in_lines_stays_one_in_lines():
    lines = ["docker logout\n", "docker images"]
    written = json.dumps({"cells": [{"metadata": {}, "source": lines}]}).encode()
    (cell,) = json.loads(page_text.rendered(written, OWN))["cells"]
    assert cell["source"] == ["docker logout localhost:27771\n", "docker images"]


@pytest.mark.parametrize(
    ("says", "release"),
    [
        ("Docker version 29.0.1, build eedd969", 29),
        ("Docker version 20.10.24+dfsg1, build 297e128", 20),
        ("something else", 0),
    ],
)
def test_the_columns_are_those_of_the_client_on_the_path(
    says: str, release: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    client = tmp_path / "docker"
    client.write_text(f"#!/bin/sh\necho '{says}'\n")
    client.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    world = World(tmp_path / "world")
    assert docker_client.release(world) == release
    assert page_text.texts_for(world) == (["client_29"] if release == 29 else [])


def test_without_a_client_the_columns_are_those_that_everybody_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert docker_client.release(World(tmp_path / "world")) == 0


def test_on_docker_hub_names_are_the_learner_s_and_a_text_with_the_registry_s_address_is_passed_over():
    mine = Names(username="yourname", hub="docker.io")
    cell = page("push demousr/demorep:1.0", docker="push {registry}/demousr/demorep:1.0")
    assert sources(page_text.rendered(cell, mine, ["docker_io", "docker"])) == [
        "push yourname/demorep:1.0"
    ]
    cell = page("sign in as demousr", docker_io="sign in to Docker Hub as demousr")
    assert sources(page_text.rendered(cell, mine, ["docker_io"])) == [
        "sign in to Docker Hub as yourname"
    ]
