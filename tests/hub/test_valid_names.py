"""Names: which are taken, and that a refusal says what would do."""

from __future__ import annotations

import pytest

from docker_lessons.hub.valid_names import (
    InvalidName,
    check_account_name,
    check_description,
    check_repository_name,
    is_path,
)


@pytest.mark.parametrize("name", ["demorep", "demo-rep", "demo_rep", "a1", "my.app", "a" * 255])
def test_names_that_docker_takes_are_taken(name: str) -> None:
    check_repository_name(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "needs a name"),
        ("Demorep", "try “demorep”"),
        ("demo rep", "has a space"),
        ("demorep:1.0", "doesn't include a tag"),
        ("demousr/demorep", "type just “demorep”"),
        ("a", "too short"),
        ("a" * 256, "255 is the limit"),
        ("démo", "can't contain “é”"),
        ("demo!", "can't contain “!”"),
        ("demorep-", "begin and end with a letter or a digit"),
        ("-demorep", "begin and end with a letter or a digit"),
        ("demo..rep", "between two of those"),
        ("../etc", "slash"),
    ],
)
def test_a_refused_name_is_explained(name: str, reason: str) -> None:
    with pytest.raises(InvalidName, match=reason):
        check_repository_name(name)


@pytest.mark.parametrize(
    ("name", "namespace", "rest"),
    [
        ("demousr/demorep", "demousr", "demorep"),
        ("host/demousr/demorep", "host/demousr", "demorep"),
    ],
)
def test_a_refusal_of_a_slash_says_what_is_the_namespace(
    name: str, namespace: str, rest: str
) -> None:
    with pytest.raises(InvalidName, match=f"“{namespace}” would be .* type just “{rest}”"):
        check_repository_name(name)


@pytest.mark.parametrize("name", ["demorep:1.0", "demorep:1.0:2"])
def test_a_refusal_of_a_tag_says_what_is_the_name(name: str) -> None:
    with pytest.raises(InvalidName, match="“demorep” is the name"):
        check_repository_name(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("-a", "begin and end with a letter or a digit"),
        ("-" + "a" * 254, "begin and end with a letter or a digit"),
        ("dé!é", "can't contain “é!”"),
    ],
)
def test_a_refusal_gives_the_reason_that_holds(name: str, reason: str) -> None:
    with pytest.raises(InvalidName, match=reason):
        check_repository_name(name)


@pytest.mark.parametrize(
    ("path", "valid"), [("a/" + "b" * 253, True), ("a/" + "b" * 254, False), ("a//b", False)]
)
def test_a_path_has_at_most_255_characters_in_components(path: str, valid: bool) -> None:
    assert is_path(path) is valid


@pytest.mark.parametrize("name", ["library", "abc", "Demousr", "demo-usr", "a" * 31, ""])
def test_no_account_is_called_so(name: str) -> None:
    with pytest.raises(InvalidName, match=f"“{name}” can't be an account"):
        check_account_name(name)


def test_a_long_description_is_refused_with_its_length() -> None:
    check_description("x" * 100)
    with pytest.raises(InvalidName, match="101 characters"):
        check_description("x" * 101)
