"""What is wrong in a name is what Docker's grammar refuses, and nothing in a right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.findings.image_name import (
    SENTENCES,
    find_in_name,
    has_tag,
    is_image_id,
    left_out_tag,
    registry_of,
    with_tag,
    without_latest,
    wrong_in_name,
)
from docker_lessons.findings.wording import tell
from docker_lessons.oci.reference import InvalidReference, Reference

WRONG = [
    ("demousr/demorep@1.0", "name-at", "Try demousr/demorep:1.0."),
    ("@demousr/demorep:1.0", "name-at", "Try demousr/demorep:1.0."),
    ("myimage@0.1", "name-at", "Try myimage:0.1."),
    ("demousr\\demorep", "name-backslash", "the parts of a name are joined by /, not by \\."),
    ("demousr/my rep", "name-space", "there are no spaces in a name."),
    ("demorep::1.0", "name-two-colons", "there is one : between the name and its tag, not two."),
    ("demorep:", "name-tag-missing", "a tag has to follow the : , such as 1.0."),
    ("demousr/myapp:feature/foo", "name-tag-slash", "a tag can't contain a / , only letters"),
    ("demorep:1,0", "name-tag-comma", "a tag can't contain a comma. Try 1.0."),
    ("localhost:5000/demorep:1,0", "name-tag-comma", "Try 1.0."),
    ("demorep:1+0", "name-tag-characters", "a tag has letters, digits, and . _ - between them, nothing else."),
    ("demorep:-1", "name-tag-characters", "can't read demorep:-1 as a name"),
    ("demousr/Demorep:1.0", "name-capitals", "the name of a repository must be lowercase."),
    ("Demousr/demorep:1.0", "name-capitals", "can't read Demousr/demorep:1.0 as a name"),
    ("demousr//demorep", "name-part-empty", "something is missing between two of its slashes."),
    ("demousr/demorep/", "name-part-empty", "the repository's name after the / is missing."),
    ("/demorep", "name-part-empty", "the account before the / is missing (perhaps a variable is empty)."),
    ("name-/foobar", "name-part-ends", "each part of a name begins and ends with a lowercase letter or a digit."),
    ("localhost:5000/-demorep", "name-part-ends", "can't read localhost:5000/-demorep as a name"),
    ("my+image:0.1", "name-part-characters", "a name has lowercase letters, digits, and . _ - between them"),
    ("my..image", "name-part-characters", "can't read my..image as a name"),
    ("localhost:5000/demorep:feature/foo", "name-tag-slash", "a tag can't contain a /"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "cause", "sentence"), WRONG)
def test_a_wrong_name(name: str, cause: str, sentence: str):
    found = wrong_in_name(name)
    assert found is not None
    assert found.cause == cause
    assert sentence in tell(found, SENTENCES)


def test_every_cause_is_found():
    assert {cause for _, cause, _ in WRONG} == {*SENTENCES} - {"left-out-tag"}


@pytest.mark.parametrize("name", [name for name, _, _ in WRONG if not name.startswith("Demousr")])
def test_docker_refuses_it_too(name: str):
    with pytest.raises(InvalidReference):
        Reference.parse(name)


PARTS = st.text("abz09", min_size=1, max_size=5)
TAGS = st.text("aZ0_.-", min_size=1, max_size=5).filter(lambda tag: tag[0] not in ".-")


@given(
    st.sampled_from(["", "docker.io/", "localhost:5056/", "127.0.0.1:1/"]),
    st.lists(PARTS, min_size=1, max_size=3),
    TAGS,
)
def test_a_right_name_has_nothing_wrong(registry: str, parts: list[str], tag: str):
    path = registry + "/".join(parts)
    assert wrong_in_name(path) is None
    assert wrong_in_name(f"{path}:{tag}") is None
    assert wrong_in_name(f"{path}:{tag}@sha256:{'0' * 64}") is None


@given(st.text())
def test_any_text_can_be_looked_at(name: str):
    found = wrong_in_name(name)
    assert found is None or tell(found, SENTENCES)


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("demorep:1.0", True),
        ("demorep", False),
        ("localhost:5000/demorep", False),
        ("localhost:5000/demorep:1.0", True),
        ("demorep@sha256:0", True),
    ],
)
def test_whether_a_name_has_a_tag(name: str, has: bool):
    assert has_tag(name) is has
    assert (left_out_tag(name, "hub") is None) is has


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        (
            "host",
            "Without a tag, Docker looks for demorep:latest, and this computer has no such image",
        ),
        (
            "push",
            "Without a tag, Docker pushes demorep:latest, and this computer has no such image",
        ),
        (
            "hub",
            "Without a tag, Docker asks for demorep:latest, and the repository has no such tag",
        ),
    ],
)
def test_a_left_out_tag_is_told_by_where_it_was_looked_for(where: str, sentence: str):
    found = left_out_tag("demorep", where)
    assert found
    assert tell(found, SENTENCES).startswith(sentence)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("demorep", "demorep:latest"),
        ("localhost:5000/demorep", "localhost:5000/demorep:latest"),
        ("demorep:1.0", "demorep:1.0"),
        ("demorep@sha256:0", "demorep@sha256:0"),
    ],
)
def test_what_docker_takes_a_name_for(name: str, meant: str):
    assert with_tag(name) == meant


@pytest.mark.parametrize(
    ("name", "typed"),
    [("demorep:latest", "demorep"), ("demorep", "demorep"), ("demorep:1.0", "demorep:1.0")],
)
def test_a_name_without_the_tag_that_docker_wrote(name: str, typed: str):
    assert without_latest(name) == typed


@pytest.mark.parametrize(
    "cause",
    ["name-two-colons", "name-tag-comma", "name-tag-characters", "name-capitals", "name-part-ends"],
)
def test_each_of_several_mistakes_in_a_name_is_found(cause: str):
    found = find_in_name("-Demorep::1,0", cause)
    assert found
    assert found.cause == cause


def test_a_mistake_that_a_name_has_not_is_not_found():
    assert find_in_name("demorep:1,0", "name-capitals") is None


def test_a_slash_is_told_with_its_tag():
    found = find_in_name("localhost:5000/demorep:feature/foo", "name-tag-slash")
    assert found
    assert found.facts["tag"] == "feature/foo"


def test_the_part_that_ends_wrongly_is_told():
    found = find_in_name("demousr/demorep-:1.0", "name-part-ends")
    assert found
    assert found.facts["part"] == "demorep-"


@pytest.mark.parametrize(
    ("name", "may_be"),
    [
        ("aa00", True),
        ("sha256:aa00", True),
        ("0" * 64, True),
        ("aa0", False),
        ("0" * 65, False),
        ("xyz0", False),
        ("AA00", False),
    ],
)
def test_whether_a_name_may_be_an_id(name: str, may_be: bool):
    assert is_image_id(name) is may_be


def test_no_name_leaves_no_tag_out():
    assert left_out_tag("", "host") is None


@pytest.mark.parametrize(
    ("name", "registry"),
    [
        ("demousr/demorep", ""),
        ("demorep:1.0", ""),
        ("docker.io/demousr/demorep", "docker.io"),
        ("localhost/demorep", "localhost"),
        ("localhost:5000/demorep", "localhost:5000"),
        ("Demousr/demorep", "Demousr"),
    ],
)
def test_the_registry_in_front_of_a_name(name: str, registry: str):
    assert registry_of(name) == registry
