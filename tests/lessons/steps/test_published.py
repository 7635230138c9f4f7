"""Which image the chapter publishes."""

from docker_lessons.lessons.steps.published import published_id
from tests.lessons.looks import FIRST, REBUILT, look


def test_it_is_the_image_here_as_long_as_it_counts() -> None:
    assert published_id(look().built(REBUILT).fact("image", FIRST).see()) == REBUILT


def test_after_it_was_deleted_it_is_the_one_that_was_published() -> None:
    seen = look().built(REBUILT).fact("image", FIRST).fact("built", REBUILT)
    assert published_id(seen.passed("delete-local").see()) == FIRST


def test_where_none_was_seen_published_it_is_the_one_that_was_built() -> None:
    seen = look().built(REBUILT).fact("built", FIRST)
    assert published_id(seen.passed("delete-local").see()) == FIRST


def test_where_nothing_is_remembered_it_is_what_is_here() -> None:
    assert published_id(look().built().passed("delete-local").see()) == FIRST
    assert published_id(look().see()) == ""
