"""What the pages say to somebody who publishes to the real Docker Hub: their own names, and nothing of the practice Hub."""

import re

import pytest

from tests.notebooks.pages import DOCKER_HUB as PRACTICE_ENGINE
from tests.notebooks.pages import NAMES, page
from tests.notebooks.pages import OWN_DOCKER_AT_DOCKER_HUB as OWN_DOCKER

EVERY_PAGE = pytest.mark.parametrize("name", NAMES)
BOTH_ENGINES = pytest.mark.parametrize(
    "texts", [PRACTICE_ENGINE, OWN_DOCKER], ids=["practice", "docker"]
)


def everything(name: str, texts: tuple[str, ...]) -> str:
    """All that a learner reads on a page, Markdown and code."""
    return "\n\n".join(cell.source for cell in page(name, *texts).cells)


@EVERY_PAGE
@BOTH_ENGINES
def test_every_name_is_the_learner_s_own(name: str, texts: tuple[str, ...]):
    told = everything(name, texts)
    assert "demousr" not in told
    assert "{registry}" not in told
    assert "localhost" not in told


@EVERY_PAGE
@BOTH_ENGINES
def test_nothing_is_said_of_the_practice_hub_but_how_to_go_back_to_it(
    name: str, texts: tuple[str, ...]
):
    told = everything(name, texts).partition("## Back to the practice Hub")[0]
    assert not re.search(r"practice (?:Hub|world|password|registry)|docker-lessons account", told)


@BOTH_ENGINES
def test_a_token_is_typed_where_docker_asks_and_nowhere_else(texts: tuple[str, ...]):
    told = everything("04-push", texts)
    assert "access token" in told
    assert "personal-access-tokens" in told
    assert "login.docker.com/activate" in told  # the code that newer clients show
    assert not re.search(r"paste your (?:token|password) (?:here|below)", told)


@BOTH_ENGINES
def test_what_is_published_can_be_seen_by_everybody_and_is_said_so(texts: tuple[str, ...]):
    assert "everybody can see" in everything("00-start", texts)
    assert "delete it there; the course deletes nothing" in everything("07-after", texts)


def test_on_an_own_docker_the_texts_about_that_stay():
    assert "your other images" in everything("01-images", OWN_DOCKER)
    assert "Your Docker now has one more image" in everything("00-start", OWN_DOCKER)
    assert "runs no containers" not in everything("05-pull-back", OWN_DOCKER)
