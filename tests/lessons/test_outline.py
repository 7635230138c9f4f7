"""What the outline of the course calls its pages."""

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.outline import outline
from docker_lessons.world import Names


@pytest.mark.parametrize("of", ["02-repository", "03-tag", "04-push"])
def test_the_title_of_a_page_calls_a_registry_what_it_is(of: str) -> None:
    names = Names(hub="registry", registry="localhost:5000")
    told = outline(chapter.definition(), names, runs_containers=True)
    (title,) = (one["title"] for one in told["pages"] if one["page"] == of)
    assert "Hub" not in title
