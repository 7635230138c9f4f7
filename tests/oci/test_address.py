"""The addresses that a registry names: of its server of tokens, of an upload, of the next page."""

import pytest
from yarl import URL

from docker_lessons.oci.errors import RegistryError, address

HERE = URL("http://registry.example:5000/v2/")


@pytest.mark.parametrize(
    ("text", "seen_from", "found"),
    [
        ("https://elsewhere.example/token", None, "https://elsewhere.example/token"),
        ("http://elsewhere.example:65535/", None, "http://elsewhere.example:65535/"),
        ("/upload/1?a=b%2Fc", HERE, "http://registry.example:5000/upload/1?a=b%2Fc"),
        ("?n=2", HERE, "http://registry.example:5000/v2/?n=2"),
    ],
)
def test_it_is_seen_from_where_it_was_named(text, seen_from, found):
    assert str(address(202, text, seen_from)) == found


@pytest.mark.parametrize("text", ["http://[bad", "http://host:65536/", "http://host:no/"])
def test_one_that_is_none_is_a_registrys_error(text):
    with pytest.raises(RegistryError) as caught:
        address(202, text)
    assert (caught.value.status, caught.value.code) == (202, "")
    assert str(caught.value) == f"the answer names an address that can't be read: {text}"


def test_of_a_long_one_the_beginning_is_told():
    text = "http://[" + "x" * 1000
    with pytest.raises(RegistryError) as caught:
        address(202, text)
    assert str(caught.value).endswith(f"can't be read: {text[:200]}")
