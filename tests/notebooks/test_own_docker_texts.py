"""What the pages say to somebody with a Docker of their own: true names, log-ins with an address, nothing of the practice engine."""

import json
import re

import pytest

from docker_lessons.jupyter import page_text
from docker_lessons.world.names import Names
from tests.notebooks.pages import FOLDER, NAMES, OWN_DOCKER, REGISTRY, page

EVERY_PAGE = pytest.mark.parametrize("name", NAMES)


def everything(name: str) -> str:
    """All that a learner reads on a page, Markdown and code."""
    return "\n\n".join(cell.source for cell in page(name, *OWN_DOCKER).cells)


@EVERY_PAGE
def test_every_name_of_the_repository_begins_with_the_registry_s_address(name: str):
    rest = everything(name).replace(f"{REGISTRY}/demousr/demorep", "")
    assert "demousr/demorep" not in rest
    assert "docker.io/demousr" not in rest


@EVERY_PAGE
def test_every_log_in_and_log_out_says_where(name: str):
    for line in re.findall(r"docker login -u [^`\n]*", everything(name)):
        assert line.endswith((f" {REGISTRY}", " REGISTRY", " YOU")), line
    for cell in page(name, *OWN_DOCKER).cells:
        for line in cell.commands():
            if re.match(r"docker log(in|out)\b", line):
                assert line.endswith(f" {REGISTRY}"), line


def test_the_commands_for_the_real_hub_name_no_registry():
    (commands,) = (cell for cell in page("07-after", *OWN_DOCKER).cells if cell.id == "sheet-intro")
    assert REGISTRY not in commands.source


@EVERY_PAGE
def test_nothing_is_said_of_the_practice_engine_but_how_to_go_back_to_it(name: str):
    for cell in page(name, *OWN_DOCKER).cells:
        if cell.id != "engine":
            assert not re.search(
                r"practice engine|practice world|skipped|runs no cont", cell.source
            )


@EVERY_PAGE
def test_no_placeholder_is_left(name: str):
    assert "{registry}" not in everything(name)


@EVERY_PAGE
def test_the_practice_world_s_page_has_the_cells_as_they_are_tracked(name: str):
    tracked = (FOLDER / f"{name}.ipynb").read_bytes()
    own = [cell.source for cell in page(name).cells]
    for names, texts in ((Names(), ()), (Names(), ("client_29",))):
        cells = json.loads(page_text.rendered(tracked, names, texts))["cells"]
        said = ["".join(cell["source"]) for cell in cells]
        changed = {
            cell.id for cell, now in zip(page(name).cells, said, strict=True) if cell.source != now
        }
        assert said == own if not texts else changed <= {"columns", "answer", "break", "reference"}


@EVERY_PAGE
def test_each_other_text_differs_from_the_cell_s_own(name: str):
    for cell in page(name).cells:
        for text in cell.raw["metadata"].get("docker_lessons", {}).values():
            assert "".join(text) != cell.source, cell.id
