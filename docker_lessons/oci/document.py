"""JSON documents that others wrote, read within limits.

What passes is plain Unicode and small enough to be kept, sent and shown at any later time. Sources: RFC 8259 for JSON,
section 8.2 for surrogates that stand alone; OCI distribution specification, "Pushing Manifests", for the 4 MiB.
"""

from __future__ import annotations

import json
import re
from typing import Any

DOCUMENT_LIMIT = 4 << 20
"""Bytes that a document may have."""

DEPTH_LIMIT = 100
"""Objects and lists that may be inside each other."""

COUNT_LIMIT = 100_000
"""Values that a document may have, approximately."""

LARGEST = 2**63 - 1
"""The largest number that Docker's clients and SQLite can hold."""

# A text without an end reaches to the end of the document, so that each byte is looked at once.
_TOKEN = re.compile(rb'[\[\]{},]|"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_HALF_OF_A_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


class InvalidDocument(ValueError):
    """Bytes that are no JSON document, or one beyond the limits; the message says why."""


def read_document(data: bytes) -> Any:
    """Returns the JSON value that `data` holds.

    Raises:
        InvalidDocument: When it isn't JSON, is too large or too deep, or isn't Unicode text.
    """
    if len(data) > DOCUMENT_LIMIT:
        raise InvalidDocument(f"it has {len(data)} bytes; at most {DOCUMENT_LIMIT} are accepted")
    _check_structure(data)
    try:
        value = json.loads(data.decode(), parse_constant=_refuse_constant)
        if _HALF_OF_A_PAIR.search(data):
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise InvalidDocument("a text in it has half of a surrogate pair") from None
    except UnicodeDecodeError:
        raise InvalidDocument("it isn't UTF-8 text") from None
    except InvalidDocument:
        raise
    except (ValueError, RecursionError) as error:
        raise InvalidDocument(f"it isn't JSON: {error}") from None
    return value


def _check_structure(data: bytes) -> None:
    """Checks depth and count from brackets, commas and texts, before anything is built of them."""
    depth = values = texts = 0
    for token in _TOKEN.finditer(data):
        sign = data[token.start()]
        if sign in b"]}":
            depth -= 1
        elif sign == ord('"'):
            texts += 1
        else:
            depth += sign != ord(",")
            values += 1
        if depth > DEPTH_LIMIT:
            raise InvalidDocument(f"it is nested more than {DEPTH_LIMIT} deep")
        # Each value of an object has a name, which is a text, too.
        if values > COUNT_LIMIT or texts > 2 * COUNT_LIMIT:
            raise InvalidDocument(f"it has more than {COUNT_LIMIT} values")


def _refuse_constant(name: str) -> None:
    raise InvalidDocument(f"{name} isn't a JSON value")
