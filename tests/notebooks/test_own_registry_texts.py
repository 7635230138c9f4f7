"""What the pages say to somebody who publishes to a registry of their own choice: its names, and nothing that takes a Hub's pages."""

import re

import pytest

from tests.notebooks.pages import NAMES, OWN_DOCKER_AND_REGISTRY, OWN_REGISTRY, REGISTRY, page

EVERY_PAGE = pytest.mark.parametrize("name", NAMES)
BOTH_ENGINES = pytest.mark.parametrize(
    "texts", [OWN_REGISTRY, OWN_DOCKER_AND_REGISTRY], ids=["practice", "docker"]
)


def everything(name: str, texts: tuple[str, ...]) -> str:
    """All that a learner reads on a page, Markdown and code."""
    return "\n\n".join(cell.source for cell in page(name, *texts).cells)


@EVERY_PAGE
@BOTH_ENGINES
def test_every_name_is_the_learner_s_own_at_that_registry(name: str, texts: tuple[str, ...]):
    told = everything(name, texts)
    assert "demousr" not in told
    assert "{registry}" not in told
    assert "yourname/demorep" not in told.replace(f"{REGISTRY}/class/yourname/demorep", "")


@EVERY_PAGE
@BOTH_ENGINES
def test_the_place_is_a_registry_and_has_no_pages_of_its_own(name: str, texts: tuple[str, ...]):
    told = everything(name, texts).partition("## Back to the practice Hub")[0]
    assert not re.search(r"practice (?:Hub|world|password|registry)|docker-lessons account", told)
    assert not re.search(r"(?<!Docker )(?<!real )Hub\b", told)
    assert not re.search(r"[Ss]ign(?:ed)? in|sign-in|Open the|repository's page", told)


@BOTH_ENGINES
def test_a_login_is_for_registries_that_want_one(texts: tuple[str, ...]):
    told = everything("04-push", texts)
    assert "no basic auth credentials" in told
    assert f"docker login -u ___ {REGISTRY}" in told
    assert "If it lets everybody in" in told
