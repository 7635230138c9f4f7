"""Texts as Go quotes them."""

import pytest

from docker_lessons.oci.goquote import quoted


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b'say "please"\\', r'"say \"please\"\\"'),
        (b"a\x01\x7f\n\t", r'"a\x01\x7f\n\t"'),
        (b"ferm\xe9 ici", r'"ferm\xe9 ici"'),
        (b"\x80\xff", r'"\x80\xff"'),
        ("\x80\uffff\U00010000".encode(), '"\\u0080\\uffff\U00010000"'),
        ("é\N{GRINNING FACE}".encode(), '"é\N{GRINNING FACE}"'),
        ("\N{NO-BREAK SPACE}\ufeff\U000e0001".encode(), r'"\u00a0\ufeff\U000e0001"'),
    ],
)
def test_a_text_is_shown_as_go_quotes_it(data, shown):
    assert quoted(data.decode(errors="surrogateescape")) == shown
