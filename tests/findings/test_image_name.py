"""What is wrong in a name is what Docker's grammar refuses, and nothing in a right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.findings.image_name import (
    SENTENCES,
    has_tag,
    left_out_tag,
    registry_of,
    wrong_in_name,
)
from docker_lessons.findings.wording import tell
from docker_lessons.oci.reference import InvalidReference, Reference

WRONG = [
    ("demousr\\demorep", "name-backslash", "The parts of a name are joined by /, not by \\, so demousr\\demorep"),
    ("demousr/my rep", "name-space", "A name holds no space, so demousr/my rep is refused."),
    ("demorep::1.0", "name-two-colons", "One : stands between name and tag, not two, so demorep::1.0 is refused."),
    ("demorep:", "name-tag-missing", "Behind the : a tag is missing (such as 1.0; without the : it is latest), so"),
    ("demousr/myapp:feature/foo", "name-tag-slash", "A tag holds no / : letters, digits, and . _ - between them, so"),
    ("demorep:1,0", "name-tag-comma", "A tag holds no comma (write 1.0), so demorep:1,0 is refused."),
    ("localhost:5000/demorep:1,0", "name-tag-comma", "(write 1.0)"),
    ("demorep:1+0", "name-tag-characters", "A tag holds letters, digits, and . _ - between them, nothing else, so"),
    ("demorep:-1", "name-tag-characters", "so demorep:-1 is refused."),
    ("demousr/Demorep:1.0", "name-capitals", "The name of a repository has no capital letters, so"),
    ("Demousr/demorep:1.0", "name-capitals", "so Demousr/demorep:1.0 is refused."),
    ("demousr//demorep", "name-part-empty", "Between two / something is missing, or a / stands at an end, so"),
    ("demousr/demorep/", "name-part-empty", "so demousr/demorep/ is refused."),
    ("/demorep", "name-part-empty", "so /demorep is refused."),
    ("name-/foobar", "name-part-ends", "Each part of a name begins and ends with a small letter or a digit, so"),
    ("localhost:5000/-demorep", "name-part-ends", "so localhost:5000/-demorep is refused."),
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
        ("host", "Without a tag Docker looks for demorep:latest, which the host does not have"),
        ("push", "Without a tag Docker pushes demorep:latest, which the host does not have"),
        ("hub", "Without a tag Docker asks for demorep:latest, which the repository does not have"),
    ],
)
def test_a_left_out_tag_is_told_by_where_it_was_looked_for(where: str, sentence: str):
    found = left_out_tag("demorep", where)
    assert found
    assert tell(found, SENTENCES).startswith(sentence)


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
