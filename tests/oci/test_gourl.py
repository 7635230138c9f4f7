"""Addresses that Go can't read; the scenario "addresses that Go does not read" asks dockerd for most of them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci.gourl import why_unreadable


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://[::1", "missing ']' in host"),
        ("https://[::1]x", 'invalid port "x" after host'),
        ("https://[::1]:5000x/v2/", 'invalid port ":5000x" after host'),
        ("https://a:b", 'invalid port ":b" after host'),
        ("https://a b", 'invalid character " " in host name'),
        ("https://a%20b", 'invalid URL escape "%20"'),
        ("https://%zz", 'invalid URL escape "%zz"'),
        ("https://a/%z", 'invalid URL escape "%z"'),
        ("https://a/%z%20", 'invalid URL escape "%z%"'),
        ("https://a/%zab", 'invalid URL escape "%za"'),
        ("https://a/%20%z%20", 'invalid URL escape "%z%"'),
        ("https://a%4@b", 'invalid URL escape "%4"'),
        ("https://a b@c", "net/url: invalid userinfo"),
        ("https://a\x7f", "net/url: invalid control character in URL"),
    ],
    ids=itertools.count(),
)
def test_what_go_cannot_read_is_told_in_its_words(address, problem):
    assert why_unreadable(address).endswith(f": {problem}")


@pytest.mark.parametrize(
    "address",
    [
        *("https://a", "https://a:5000", "https://a:", "https://[::1]", "https://[::1]:5000", "http://a.b/c d"),
        *("https://é", "https://%C3%A9", "https://a/%20", "https://a@b", "https://a:b@c:1", "https://a?%z", "https://"),
        *("https://a/b://c d", "https://a#b c", "https://[a]]:1", "https://a:b:1", "https://%80"),
        *("https://[fe80::1%25eth0]:1", "https://a!$&'()*+,;=_.~-"),
    ],
)  # fmt: skip
def test_what_go_reads_is_fine(address):
    assert why_unreadable(address) == ""


@given(st.text("[]:%/@?#a0 é\t.", max_size=12))
def test_any_address_is_read_or_a_reason_is_told(rest):
    assert isinstance(why_unreadable(f"https://{rest}"), str)
