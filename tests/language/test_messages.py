"""Which language it is, and what is told in it."""

import pytest

from docker_lessons import language
from docker_lessons.language.current import of_environment


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "C", "LC_ALL": "fr_BE@euro"}, "fr"),
        ({"LANG": "tlh"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "DOCKER_LESSONS_LANG": "en"}, "en"),
        ({"LANG": "C", "DOCKER_LESSONS_LANG": "fr-CA"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "DOCKER_LESSONS_LANG": "nonsense"}, "fr"),
    ],
)
def test_the_language_of_an_environment(environ, found):
    assert of_environment(environ) == found


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5", "fr"),
        ("tlh, en;q=0.7, fr;q=0.3", "en"),
        ("en;q=0.2,fr;q=0.7", "fr"),
        ("fr;q=0, en", "en"),
        ("fr;q=much, en;q=0.1", "en"),
        ("tlh, qya", None),
        ("", None),
    ],
)
def test_the_language_that_a_browser_accepts(header, found):
    assert language.accepted(header) == found


def test_what_is_spoken_inside_ends_with_the_block():
    before = language.current()
    with language.speaking("fr"):
        assert language.current() == "fr"
        with language.speaking(None):
            assert language.current() == "fr"
    assert language.current() == before


def test_a_message_without_a_translation_is_told_in_english():
    with language.speaking("tlh"):
        assert language.gettext("Nothing of {name}", name="demousr") == "Nothing of demousr"


def test_names_are_listed_as_the_language_does():
    with language.speaking("en"):
        assert language.listed(("a", "b", "c")) == "a, b and c"
    with language.speaking("fr"):
        assert language.listed(("a", "b", "c")) == "a, b et c"


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"LANG": "C"}, "fr"),
        ({"LANG": "C", "DOCKER_LESSONS_LANG": "en"}, "en"),
        ({"LANG": "C", "DOCKER_LESSONS_LANG": "nonsense"}, "fr"),
    ],
)
def test_a_kept_language_beats_the_system_s_and_no_variable(environ, found):
    assert of_environment(environ, "fr") == found


def test_a_kept_language_that_is_spoken_no_more_gives_way_to_the_system_s():
    assert of_environment({"LANG": "fr_FR.UTF-8"}, "tlh") == "fr"


def test_an_option_beats_what_was_kept():
    language.keep("fr")
    language.prefer("en")
    try:
        assert language.current() == "en"
    finally:
        language.prefer(None)
        language.keep("")


def test_a_message_for_later_is_told_in_the_language_of_then():
    said = language.later("{names} and {last}", names="a", last="b")
    error = ValueError(said)
    with language.speaking("en"):
        assert str(error) == "a and b"
    with language.speaking("fr"):
        assert str(error) == "a et b"
