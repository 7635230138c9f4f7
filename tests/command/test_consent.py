"""What counts as a yes."""

import pytest

from docker_lessons import language
from docker_lessons.command.consent import is_yes
from docker_lessons.command.questions import Questions
from tests.tongue import speaks


@pytest.fixture
def tongue(tmp_path, monkeypatch):
    with language.speaking(speaks(tmp_path, {"y yes": "j jes"}, monkeypatch)):
        yield


@pytest.mark.parametrize("answer", ["j", "jes", " Jes ", "y", "YES"])
def test_a_yes_of_the_language_and_an_english_one_count(tongue, answer):
    assert is_yes(answer)


@pytest.mark.parametrize("answer", ["n", "", "oui", "jess"])
def test_anything_else_does_not(tongue, answer):
    assert not is_yes(answer)


def test_docker_gets_its_own_yes(tongue):
    assert Questions(lambda _question: "jes").answer("Are you sure? [y/N] ") == "y"
    assert Questions(lambda _question: "ne").answer("Are you sure? [y/N] ") == "ne"
