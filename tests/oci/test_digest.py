"""Digests."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci.digest import InvalidDigest, is_digest, sha256, validate


@given(st.binary(max_size=200))
def test_a_digest_is_the_sha256_of_the_bytes(data):
    assert sha256(data) == "sha256:" + hashlib.sha256(data).hexdigest()
    assert is_digest(sha256(data))


@given(st.text(max_size=80))
def test_any_text_is_answered_and_none_raises(text):
    assert is_digest(text) in {True, False}


@given(st.binary(max_size=20), st.integers(0, 70), st.sampled_from("gGA /\n-"))
def test_one_wrong_character_makes_it_no_digest(data, place, wrong):
    digest = sha256(data)
    assert not is_digest(digest[:place] + wrong + digest[place + 1 :])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sha256:abc", "invalid checksum digest length"),
        ("sha256:" + "A" * 64, "invalid checksum digest format"),
        ("md5:" + "a" * 32, "unsupported digest algorithm"),
        ("a" * 64, "invalid checksum digest format"),
        ("sha256:" + "a" * 64 + "\n", "invalid checksum digest format"),
    ],
)
def test_a_refusal_is_dockers_sentence(text, sentence):
    with pytest.raises(InvalidDigest, match=f"^{sentence}$"):
        validate(text)
