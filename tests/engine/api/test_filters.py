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


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[1]",
            "json: cannot unmarshal array into Go value of type map[string]map[string]bool",
        ),
        ('{"a":[1]}', "json: cannot unmarshal array into Go value of type map[string]bool"),
        ('{"a":1}', "json: cannot unmarshal number into Go value of type map[string]bool"),
    ],
)
def test_a_refusal_names_the_type_that_was_wanted(text: str, sentence: str) -> None:
    with pytest.raises(BadParameter) as refused:
        Filters.parse(text)
    assert str(refused.value) == sentence


def test_one_more_value_leaves_the_others() -> None:
    filters = Filters({"type": ["image"], "event": ["pull"]}).with_value("event", "push")
    assert filters.get("event") == ("pull", "push")
    assert filters.get("type") == ("image",)


@pytest.mark.parametrize(
    ("values", "truth"),
    [(["true"], True), (["1", "true"], True), (["false"], False), (["0", "false"], False)],
)
def test_a_truth_value_has_two_spellings(values: list[str], truth: bool) -> None:
    assert Filters({"dangling": values}).boolean("dangling") is truth


@pytest.mark.parametrize("values", [["maybe"], ["true", "false"]])
def test_what_is_neither_true_nor_false_is_refused(values: list[str]) -> None:
    with pytest.raises(BadParameter) as refused:
        Filters({"dangling": values}).boolean("dangling")
    assert str(refused.value) == f"Invalid filter 'dangling=[{' '.join(values)}]'"


@pytest.mark.parametrize(("value", "passes"), [("pull", True), ("pu", False), ("tag", False)])
def test_an_exact_filter_wants_the_whole_value(value: str, passes: bool) -> None:
    assert Filters({"event": ["pull", "push"]}).exact("event", value) is passes


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [("my(", True), ("image$", True), ("my(image", True), ("image(", False), ("other", False)],
)
def test_a_fuzzy_filter_wants_the_beginning_or_a_pattern(wanted: str, passes: bool) -> None:
    assert Filters({"image": [wanted]}).fuzzy("image", "my(image") is passes
