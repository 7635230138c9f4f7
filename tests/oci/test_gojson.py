"""JSON as Go reads it, and Go's reasons for what is no JSON.

`test_refusals_like_dockerd.py` asks dockerd for some of the reasons, the scenarios "texts that are not Unicode" and
"bodies that are not JSON" for what it reads.
"""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci import gojson
from docker_lessons.oci.gojson import Malformed, why_invalid

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


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "EOF"),
        (b" \n", "EOF"),
        (b"nul", "unexpected EOF"),
        (b"-", "unexpected EOF"),
        (b'{"a', "unexpected EOF"),
        (b"[1, 2", "unexpected EOF"),
        (b"nulx 1", "invalid character 'x' in literal null (expecting 'l')"),
        (b"nulx", "invalid character 'x' in literal null (expecting 'l')"),
        (b"\x0b{}", r"invalid character '\v' looking for beginning of value"),
        ("\u00e9", "invalid character '\u00c3' looking for beginning of value"),
        ("\udcff\ud800", "invalid character '\u00ef' looking for beginning of value"),
        (b"NaN", "invalid character 'N' looking for beginning of value"),
        (b"[-Infinity]", "invalid character 'I' in numeric literal"),
        (b"\xef\xbb\xbf{}", "invalid character '\u00ef' looking for beginning of value"),
        (b"[" * 20_000, "invalid character '[' exceeded max depth"),
        (b"[" * 9_000 + b"]" * 9_000, "exceeded max depth"),
        (b"1" * 5_000, "json: cannot unmarshal number into Go value of type float64"),
    ],
    ids=itertools.count(),
)
def test_a_first_document_that_is_not_whole_is_refused_as_by_gos_decoder(text, why):
    with pytest.raises(Malformed) as refused:
        gojson.decode(text)
    assert str(refused.value) == why


def test_what_follows_the_first_document_is_given_back():
    assert gojson.decode(b' {"a": 1}\n [2] ') == ({"a": 1}, "[2] ")
    assert gojson.decode(b"[] \n") == ([], "")
    assert gojson.decode(b"[] \x0b") == ([], "\x0b")


@pytest.mark.parametrize("text", [b"", b"nul", b"[1", b"1 2", b"NaN", b"[" * 20_000, b"[Infinity]"])
def test_what_is_not_one_document_is_refused_as_by_gos_unmarshal(text):
    with pytest.raises(Malformed) as refused:
        gojson.unmarshal(text)
    assert str(refused.value) == why_invalid(text)


def test_what_python_does_not_read_is_refused_although_go_would():
    for text, why in (
        ("[" * 9_000 + "]" * 9_000, "exceeded max depth"),
        ("1" * 5_000, "json: cannot unmarshal number into Go value of type float64"),
    ):
        with pytest.raises(Malformed) as refused:
            gojson.unmarshal(text)
        assert str(refused.value) == why


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans())
def test_any_text_is_read_as_it_was_written(text, ascii_only):
    written = json.dumps({text: [text]}, ensure_ascii=ascii_only)
    assert gojson.unmarshal(written) == {text: [text]}
    assert gojson.unmarshal(written.encode()) == {text: [text]}
    assert gojson.decode(written.encode()) == ({text: [text]}, "")


@given(
    st.lists(
        st.sampled_from(
            [rb"\ud83d", rb"\udc33", rb"\\", rb"\n", b"u", b"d83d", b"\xe2", b"\x82", b"\xac"]
        )
    )
)
def test_nothing_that_is_read_has_half_of_a_character(parts):
    document = gojson.unmarshal(b'["%b"]' % b"".join(parts))
    document[0].encode()
    assert gojson.unmarshal(gojson.encode(document)) == document


@given(st.binary(max_size=40))
def test_any_bytes_are_text_that_can_be_written(data):
    gojson.text_of(data).encode()
    assert gojson.valid(data.decode("utf-8", "surrogateescape")) == gojson.text_of(data)


def test_each_byte_that_is_not_utf_8_is_one_sign():
    assert gojson.text_of(b"a\xe2\x82b\xff\xc3\xa9") == "a\ufffd\ufffdb\ufffdé"


def test_json_is_written_as_go_writes_it():
    assert gojson.encode({"a": [1, 2], "b": None}) == '{"a":[1,2],"b":null}'
    assert gojson.encode({"a": "<é>&"}) == '{"a":"\\u003cé\\u003e\\u0026"}'
    assert gojson.encode(["\u2028\u2029\ud83d"]) == r'["\u2028\u2029' + '\ufffd"]'


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "bool"),
        ("a", "string"),
        ([], "array"),
        ({}, "object"),
        (1, "number"),
        (1.5, "number"),
    ],
    ids=itertools.count(),
)
def test_a_value_of_another_type_is_told_as_go_tells_it(value, kind):
    assert gojson.mismatch(value, "map[string]bool") == (
        f"json: cannot unmarshal {kind} into Go value of type map[string]bool"
    )
    assert gojson.mismatch(value, "string", "ConfigFile.auths") == (
        f"json: cannot unmarshal {kind} into Go struct field ConfigFile.auths of type string"
    )
