"""What nobody sees in a text that was pasted: spaces that aren't the plain one, and characters without a shape."""

import sys
import unicodedata

import pytest

from docker_lessons.findings import unseen

WITH_A_SHAPE = ("ARABIC", "KAITHI", "EGYPTIAN", "INTERLINEAR", "SHORTHAND", "MUSICAL", "SYRIAC")
"""How the names of those format characters begin that are written."""


def of_category(*wanted: str) -> list[str]:
    characters = map(chr, range(sys.maxunicode + 1))
    return [one for one in characters if unicodedata.category(one) in wanted]


def test_every_space_is_made_a_plain_one():
    assert {unseen.removed(f"a{one}b") for one in of_category("Zs", "Zl", "Zp")} == {"a b"}


def test_every_character_without_a_shape_is_removed():
    hidden = [
        one for one in of_category("Cf") if not unicodedata.name(one, "").startswith(WITH_A_SHAPE)
    ]
    assert len(hidden) > 100
    assert {unseen.removed(f"a{one}b") for one in hidden} == {"ab"}


@pytest.mark.parametrize("text", ["docker images -q", "é", "e\u0301", "图片", "tab\there", "", "…"])
def test_what_is_seen_stays(text):
    assert unseen.removed(text) == text
    assert not unseen.is_in(text)


def test_a_sign_for_emoji_is_removed_and_the_emoji_stays():
    assert (
        unseen.removed("docker\N{VARIATION SELECTOR-16} images \N{WHALE}")
        == "docker images \N{WHALE}"
    )
