"""The fields of a parsed document, each of the type that its description gives."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from docker_lessons.oci.document import InvalidDocument, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping


class InvalidManifest(ValueError):
    """A document that is not valid; the message says what is wrong with it."""


def document_of(data: bytes, place: str) -> dict[str, Any]:
    """Returns the JSON object that `data` holds; `place` names it in error messages.

    Raises:
        InvalidManifest: When there is none.
    """
    try:
        return mapping(read_document(data), place)
    except InvalidDocument as error:
        raise InvalidManifest(f"the {place} is no JSON document: {error}") from None


def mapping(value: Any, place: str) -> dict[str, Any]:
    """Returns `value`, a JSON object.

    Raises:
        InvalidManifest: When it is something else.
    """
    if not isinstance(value, dict):
        raise InvalidManifest(f"{place} is {shown(value)}; an object was expected")
    return value


def listed(found: dict[str, Any], key: str, place: str) -> list[Any]:
    """Returns the list under `key`, empty if there is none.

    Raises:
        InvalidManifest: When it is something else.
    """
    value = found.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidManifest(f"{place}.{key} is {shown(value)}; a list was expected")
    return value


def text(found: dict[str, Any], key: str, place: str, default: str | None = None) -> str:
    """Returns the text under `key`, `default` if there is none.

    Raises:
        InvalidManifest: When it is something else, or missing without a default.
    """
    value = found.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise InvalidManifest(f"{place}.{key} is {shown(value)}; a text was expected")
    return value


def texts(value: Any, place: str) -> Mapping[str, str]:
    """Returns an object whose values are texts, as labels and annotations are; empty for null.

    Raises:
        InvalidManifest: When it is something else.
    """
    if value is None:
        return MappingProxyType({})
    found = mapping(value, place)
    return MappingProxyType({key: text(found, key, place) for key in found})


def text_list(value: Any, place: str) -> tuple[str, ...]:
    """Returns a list of texts, empty for null.

    Raises:
        InvalidManifest: When it is something else.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidManifest(f"{place} is {shown(value)}; a list was expected")
    for number, item in enumerate(value):
        if not isinstance(item, str):
            raise InvalidManifest(f"{place}[{number}] is {shown(item)}; a text was expected")
    return tuple(value)


def shown(value: Any) -> str:
    """Returns the value as an error message shows it."""
    return "missing" if value is None else json.dumps(value)[:40]
