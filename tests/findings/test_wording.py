"""Sentences are whole, and filled with facts alone."""

import pytest

from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import tell

SENTENCES = {
    "one": "{name} is here.",
    "some": {"few": "{names} are here.", "many": "{count} are here."},
}


def test_a_sentence_is_filled_with_facts():
    assert tell(Finding("one", {"name": "a"}), SENTENCES) == "a is here."


def test_a_variant_chooses_the_sentence():
    assert tell(Finding("some", {"names": ("a", "b")}, "few"), SENTENCES) == "a and b are here."
    assert tell(Finding("some", {"count": 9}, "many"), SENTENCES) == "9 are here."


@pytest.mark.parametrize("finding", [Finding("none"), Finding("some", {}, "none"), Finding("one")])
def test_what_cannot_be_told_is_an_error(finding: Finding):
    with pytest.raises(KeyError):
        tell(finding, SENTENCES)
