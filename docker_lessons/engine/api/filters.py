"""The `filters` parameter of the Engine API, in both of its forms.

Source: moby ``api/types/filters``: ``{"dangling":{"true":true}}`` and, older, ``{"dangling":["true"]}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.oci import gojson

_PRUNE = frozenset({"label", "label!", "until"})
_TRUE = frozenset({"1", "true"})
_FALSE = frozenset({"0", "false"})


class Filters:
    """Conditions on a list: fields, each with the values that it accepts."""

    def __init__(self, fields: Mapping[str, Iterable[str]]) -> None:
        self._fields = {name: tuple(values) for name, values in fields.items()}

    @classmethod
    def parse(cls, text: str) -> Filters:
        """Parses the parameter; an empty text accepts everything.

        Raises:
            BadParameter: When the text has neither form.
        """
        if not text:
            return cls({})
        try:
            document = gojson.unmarshal(text)
        except gojson.Malformed as error:
            raise BadParameter(str(error)) from None
        if not isinstance(document, dict):
            raise BadParameter(gojson.mismatch(document, "map[string]map[string]bool"))
        fields: dict[str, list[str]] = {}
        for name, values in document.items():
            if isinstance(values, dict):
                fields[name] = [value for value, wanted in values.items() if wanted]
            elif isinstance(values, list) and all(isinstance(value, str) for value in values):
                fields[name] = values
            else:
                raise BadParameter(gojson.mismatch(values, "map[string]bool"))
        return cls(fields)

    def __contains__(self, field: str) -> bool:
        return field in self._fields

    def get(self, field: str) -> tuple[str, ...]:
        """Returns the values that the field accepts."""
        return self._fields.get(field, ())

    def with_value(self, field: str, value: str) -> Filters:
        """Returns these filters with one more accepted value."""
        return Filters({**self._fields, field: (*self.get(field), value)})

    def validate(self, accepted: frozenset[str]) -> None:
        """Checks that every field is one of `accepted`.

        Raises:
            BadParameter: When a field is not, with dockerd's sentence.
        """
        for field in self._fields:
            if field not in accepted:
                raise BadParameter(f"Invalid filter '{field}'")

    def check_prune(self, now: int) -> None:
        """Checks the filters of a prune that finds nothing to remove; `now` is in nanoseconds.

        Raises:
            BadParameter: When one is unknown or malformed, with dockerd's sentence.
        """
        self.validate(_PRUNE)
        self.until(now)

    def until(self, now: int) -> int | None:
        """Returns the `until` of a prune, in nanoseconds since the epoch as `now` is; None if it is not given.

        Raises:
            BadParameter: When there are several, or it is not a time, with dockerd's sentence.
        """
        values = self.get("until")
        if len(values) > 1:
            raise BadParameter("more than one until filter specified")
        return timestamp.before(values[0], now) if values else None

    def boolean(self, field: str) -> bool | None:
        """Returns the truth value of a field, None if the field is not given.

        Raises:
            BadParameter: When its value is neither true nor false.
        """
        values = self.get(field)
        if not values:
            return None
        if set(values) <= _TRUE:
            return True
        if set(values) <= _FALSE:
            return False
        raise BadParameter(f"Invalid filter '{field}=[{' '.join(values)}]'")

    def exact(self, field: str, value: str) -> bool:
        """Returns whether `value` is accepted; a field that is not given accepts everything."""
        values = self.get(field)
        return not values or value in values

    def fuzzy(self, field: str, value: str) -> bool:
        """Returns whether `value` begins with an accepted value or matches it as a regular expression."""
        values = self.get(field)
        return (
            not values
            or value in values
            or any(value.startswith(wanted) or _found(wanted, value) for wanted in values)
        )

    def labels(self, field: str, labels: Mapping[str, str] | None) -> bool:
        """Returns whether `labels` contain every ``key`` or ``key=value`` of the field."""
        for wanted in self.get(field):
            key, equals, value = wanted.partition("=")
            if labels is None or key not in labels or (equals and labels[key] != value):
                return False
        return True


def _found(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False
