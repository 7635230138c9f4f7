"""Visitors of the pages, and a repository to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.hub.reader import Reader
from translation import pseudo

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


@pytest.fixture
def reader(hub: RunningHub) -> Reader:
    return Reader(hub)


@pytest.fixture
def member(reader: Reader) -> Reader:
    assert reader.sign_in().url.endswith("/repositories")
    return reader


@pytest.fixture
def demorep(hub: RunningHub) -> Any:
    hub.call(lambda it: it.ensure_repository("demousr", "demorep"))
    hub.call(lambda it: it.ensure_image("demousr", "demorep", "1.0", {"a.txt": b"a"}))
    repository = hub.call(lambda it: it.repositories.find("demousr", "demorep"))
    return hub.call(lambda it: it.content.tag(repository, "1.0"))


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The catalogue of a language whose words are 40 % longer, and have accents."""
    return str(pseudo.folder(tmp_path_factory.mktemp("locale")))
