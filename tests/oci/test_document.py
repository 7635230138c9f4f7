"""JSON documents from elsewhere: what is read, and what is refused before it can do harm."""

import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci.document import (
    COUNT_LIMIT,
    DEPTH_LIMIT,
    DOCUMENT_LIMIT,
    InvalidDocument,
    read_document,
)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(values, st.booleans())
def test_what_is_json_is_read_as_it_is(value, ascii_only):
    assert read_document(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=60) | st.text(alphabet='[]{}",:\\u1dnt', max_size=60).map(str.encode))
def test_any_other_bytes_are_refused_and_never_another_error(data):
    try:
        value = read_document(data)
    except InvalidDocument:
        return
    assert value == json.loads(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'"\\ud800"', "surrogate"),
        (b'{"\\udc00": 1}', "surrogate"),
        (b'["\\ude00\\ud83d"]', "surrogate"),
        (b'"\xed\xa0\x80"', "UTF-8"),
        ('"a"'.encode("utf-16"), "UTF-8"),
        (b"NaN", "NaN"),
        (b"[-Infinity]", "Infinity"),
        (b"9" * 5000, "JSON"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 100_000, "nested"),
        (b"[" * (DEPTH_LIMIT + 1) + b"]" * (DEPTH_LIMIT + 1), "nested"),
        (b"[" + b"0," * COUNT_LIMIT + b"0]", "values"),
        (b"[" + b"{}" + b",{}" * COUNT_LIMIT + b"]", "values"),
        (b" " * (DOCUMENT_LIMIT + 1), "bytes"),
    ],
)
def test_what_would_break_a_later_reader_is_refused_with_the_reason(data, reason):
    with pytest.raises(InvalidDocument, match=reason):
        read_document(data)


def test_brackets_and_commas_in_texts_do_not_count():
    value = {"a": "[" * (DEPTH_LIMIT + 1) + "," * (COUNT_LIMIT + 1), "b": '\\"[['}
    assert read_document(json.dumps(value).encode()) == value


def test_a_pair_of_surrogates_is_one_character():
    assert read_document(b'"\\ud83d\\ude00"') == "\U0001f600"


@pytest.mark.parametrize("piece", [b'\\"', b'"', b"\\", b"[", b'"\\', b"[],"])
def test_the_largest_document_is_refused_soon_and_with_little_memory(piece):
    data = b'"' + piece * ((DOCUMENT_LIMIT - 1) // len(piece))
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(InvalidDocument):
        read_document(data)
    seconds, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 2
    assert peak < 20 << 20
