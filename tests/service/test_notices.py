"""What a start says of a damaged database, in the language of who reads."""

from pathlib import Path

import pytest

from docker_lessons import language
from docker_lessons.engine import Rescue as EngineRescue
from docker_lessons.hub.rescue import Rescue as HubRescue
from docker_lessons.service.notices import notices
from tests import tongue

KEPT = Path("/world/hub/damaged")


@pytest.mark.parametrize("repositories", [0, 1, 2])
@pytest.mark.parametrize("tags", [0, 1])
def test_of_the_hub_s_it_says_what_the_log_says(repositories: int, tags: int) -> None:
    rescue = HubRescue(KEPT, repositories, tags)
    assert notices(rescue, None) == [str(rescue)]


@pytest.mark.parametrize("images", [0, 1, 2])
def test_of_the_engine_s_it_says_what_the_log_says(images: int) -> None:
    rescue = EngineRescue(KEPT, images)
    assert notices(None, rescue) == [str(rescue)]


def test_they_are_told_in_the_language_of_who_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with language.speaking(tongue.marks_messages(tmp_path, monkeypatch)):
        for said in notices(HubRescue(KEPT, 1, 2), EngineRescue(KEPT, 3)):
            assert said.startswith("⟦The practice")
            assert said.endswith("⟧")


def test_nothing_is_said_of_whole_databases() -> None:
    assert notices(None, None) == []
