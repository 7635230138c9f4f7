"""Filters, in the two forms that clients send."""

import pytest

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.api.filters import Filters


@pytest.mark.parametrize("text", ['{"label":{"a=b":true}}', '{"label":["a=b"]}'])
def test_both_forms_mean_the_same(text: str) -> None:
    assert Filters.parse(text).get("label") == ("a=b",)


def test_a_field_that_is_not_given_accepts_everything() -> None:
    filters = Filters.parse("")
    assert filters.exact("event", "pull")
    assert filters.fuzzy("container", "x")
    assert filters.labels("label", None)
    assert filters.boolean("dangling") is None


@pytest.mark.parametrize(
    ("wanted", "labels", "passes"),
    [
        ("a", {"a": "1"}, True),
        ("a=1", {"a": "1"}, True),
        ("a=2", {"a": "1"}, False),
        ("b", {"a": "1"}, False),
        ("a", None, False),
    ],
)
def test_labels_are_held_to_key_or_pair(
    wanted: str, labels: dict[str, str] | None, passes: bool
) -> None:
    assert Filters({"label": [wanted]}).labels("label", labels) is passes


@pytest.mark.parametrize("text", ["xx", "[1]", '{"a":1}', '{"a":', '"x"'])
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        Filters.parse(text)
