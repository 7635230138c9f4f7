"""Go's reasons for what is no JSON; `test_refusals_like_dockerd.py` asks dockerd for some of them."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci.go_json import why_invalid

SIGNS = '{}[]",:\\ue1-.0 atrufalsn\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("404 page not found\n", "invalid character 'p' after top-level value"),
        ("not found", "invalid character 'o' in literal null (expecting 'u')"),
        ("forbidden", "invalid character 'o' in literal false (expecting 'a')"),
        ("too many", "invalid character 'o' in literal true (expecting 'r')"),
        ("X", "invalid character 'X' looking for beginning of value"),
        ("nul", "invalid character ' ' in literal null (expecting 'l')"),
        ('{"a" 1}', "invalid character '1' after object key"),
        ('{"a":1 "b":2}', "invalid character '\"' after object key:value pair"),
        ("[1 2]", "invalid character '2' after array element"),
        ("{a:1}", "invalid character 'a' looking for beginning of object key string"),
        ('{"a":1,}', "invalid character '}' looking for beginning of object key string"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ('"a\nb"', r"invalid character '\n' in string literal"),
        (r'"a\xb"', "invalid character 'x' in string escape code"),
        (r'"a\u12g4"', r"invalid character 'g' in \u hexadecimal character escape"),
        ("-", "invalid character ' ' in numeric literal"),
        ("-a", "invalid character 'a' in numeric literal"),
        ("01", "invalid character '1' after top-level value"),
        ("1.x", "invalid character 'x' after decimal point in numeric literal"),
        ("1e", "invalid character ' ' in exponent of numeric literal"),
        ("'no'", r"invalid character '\'' looking for beginning of value"),
        ("«no»", "invalid character 'Â' looking for beginning of value"),
        ("[" * 20_000, "invalid character '[' exceeded max depth"),
        ("[" * 10_000, "unexpected end of JSON input"),
        ("", "unexpected end of JSON input"),
        ('{"a', "unexpected end of JSON input"),
        ('[1, {"a": [true, null]}] ', ""),
    ],
    ids=itertools.count(),
)
def test_it_is_told_as_go_tells_it(text, why):
    assert why_invalid(text.encode()) == why


@pytest.mark.parametrize(
    "text",
    [
        *("0", "-0", "10", "-1.5", "0.25", "1e5", "1E5", "1e+5", "2.5e-10", "[-1, 2.5, 1e5]", "[-12]", '{"aX": "XX"}'),
        *('""', '"a"', r'"\"\\\/\b\f\n\r\t"', r'"\u12aF"', r'"\u00e9x"', r'["\u12aF", 1]', r'"\\u12"'),
        *("[]", "[ ]", "{}", "{ }", '{"a": {"b": []}, "c": 1}', "[[], {}, [1]]", "[true, false, null]"),
        *('[1, "[", 2]', '{"}": "{"}', "[1 , 2]", '{"a" : 1 , "b" : 2}', "\t[\r\n]\n"),
    ],
    ids=itertools.count(),
)  # fmt: skip
def test_what_is_json_is_read(text):
    json.loads(text)
    assert not why_invalid(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        *("X", "X1", "1X", "-X", "1.X", "1eX", "0X", "[X]", "[1X]", "[1X2]", "[1,X]", "[,1]", "[1,,2]"),
        *("{X}", '{"a"X1}', '{"a"X:1}', '{"a":X}', '{"a":1X}', "{,}", '{"a":1,X}', '{"a"}', "[1}", '{"a":1]'),
        *(r'"\X"', r'"\uX234"', r'"\u1"', r'"\u123"', '"a', '"a"X', "truX", "nulX", "[falsX]", "+1", "--1", "1eX5", 'X"', '{X":1}'),
    ],
    ids=itertools.count(),
)  # fmt: skip
def test_what_is_no_json_is_not_read(text):
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert why_invalid(text.encode())


@given(st.text(SIGNS, max_size=12))
def test_what_is_json_to_python_is_json_to_go(text):
    try:
        json.loads(text)
    except ValueError:
        assert why_invalid(text.encode())
    else:
        assert not why_invalid(text.encode())


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_a_reason_is_told(data):
    assert isinstance(why_invalid(data), str)
