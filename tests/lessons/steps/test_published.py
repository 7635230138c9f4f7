"""Which image the chapter publishes."""

import pytest

from docker_lessons.lessons.steps.published import published_id
from tests.lessons.looks import FIRST, OTHER_LAYERS, REBUILT, LookBuilder, digest_of, look

TARGET = "demousr/demorep:1.0"


def on_one_line() -> LookBuilder:
    """Built, tagged, pushed and removed before anybody looked: only Docker's events tell of it."""
    return look().built().tagged().published().unnamed("myimage:0.1", TARGET)


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


def test_what_nobody_saw_is_told_by_the_hub_and_the_events() -> None:
    assert published_id(on_one_line().see()) == FIRST


def test_an_engine_that_calls_images_by_their_digest_is_told_so_too() -> None:
    here = digest_of(FIRST)
    seen = look().in_containerd().published().unnamed("myimage:0.1", TARGET)
    assert seen.see().was_named(here, "myimage:0.1")
    assert published_id(seen.see()) == here


@pytest.mark.parametrize(
    "seen",
    [
        on_one_line().without_hub(),
        look().built().tagged().unnamed("myimage:0.1", TARGET),
        look().built().tagged().repository().unnamed("myimage:0.1", TARGET),
        look().built().published("0.9").unnamed("myimage:0.1"),
        look().built().published(layers=OTHER_LAYERS).unnamed("myimage:0.1"),
        look()
        .image(FIRST, "other:1")
        .event("tag", FIRST, "other:1")
        .published()
        .unnamed("other:1"),
        look().published(),
    ],
    ids=[
        "no Hub",
        "no repository",
        "no tag",
        "another tag",
        "another image",
        "another name",
        "from elsewhere",
    ],
)
def test_nothing_is_taken_for_it_that_was_not_built_here_and_published(seen: LookBuilder) -> None:
    assert published_id(seen.see()) == ""
