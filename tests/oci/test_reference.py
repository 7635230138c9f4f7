"""References: Docker's grammar, what it fills in, and its sentences."""

import contextlib
import subprocess

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from docker_lessons.oci.reference import InvalidReference, Reference, is_tag

ID = "a" * 64
DIGEST = "sha256:" + ID

component = st.from_regex(r"[a-z0-9]{1,6}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,4}){0,2}", fullmatch=True)
path = st.lists(component, min_size=1, max_size=3).map("/".join)
host = st.sampled_from(
    ["docker.io", "localhost", "localhost:5000", "127.0.0.1:5056", "a.example", "MyName", "[::1]:5"]
)
tag = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}", fullmatch=True)


@given(st.one_of(st.none(), host), path, st.one_of(st.none(), tag))
def test_what_is_written_in_full_or_as_people_do_is_read_back_the_same(domain, repository, name):
    # Without its docker.io an account like `0.0` is a registry's address, to Docker too.
    assume(domain != "docker.io" or "." not in repository.partition("/")[0])
    text = "/".join(part for part in (domain, repository) if part) + (f":{name}" if name else "")
    reference = Reference.parse(text)
    assert Reference.parse(reference.full) == reference
    assert Reference.parse(reference.familiar) == reference
    assert reference.tag == name


@given(st.text(alphabet="abAB01:/@._- \n[]", max_size=40))
def test_any_text_is_a_reference_or_refused(text):
    with contextlib.suppress(InvalidReference):
        reference = Reference.parse(text)
        assert Reference.parse(reference.full) == reference


@pytest.mark.parametrize(
    ("text", "full", "familiar"),
    [
        ("demousr/demorep", "docker.io/demousr/demorep", "demousr/demorep"),
        ("demousr/demorep:1.0", "docker.io/demousr/demorep:1.0", "demousr/demorep:1.0"),
        ("hello-world", "docker.io/library/hello-world", "hello-world"),
        ("library/hello-world", "docker.io/library/hello-world", "hello-world"),
        ("docker.io/demousr/demorep", "docker.io/demousr/demorep", "demousr/demorep"),
        ("index.docker.io/demousr/demorep", "docker.io/demousr/demorep", "demousr/demorep"),
        ("docker.io/hello-world", "docker.io/library/hello-world", "hello-world"),
        ("localhost/demorep", "localhost/demorep", "localhost/demorep"),
        ("127.0.0.1:5056/d/r:1", "127.0.0.1:5056/d/r:1", "127.0.0.1:5056/d/r:1"),
        ("MyName/app", "MyName/app", "MyName/app"),
        (f"d/r@{DIGEST}", f"docker.io/d/r@{DIGEST}", f"d/r@{DIGEST}"),
        (f"d/r:1@{DIGEST}", f"docker.io/d/r:1@{DIGEST}", f"d/r:1@{DIGEST}"),
        ("library/a/b", "docker.io/library/a/b", "library/a/b"),
        ("a_b.c/app", "a_b.c/app", "a_b.c/app"),
    ],
)
def test_docker_fills_in_what_people_leave_out(text, full, familiar):
    reference = Reference.parse(text)
    assert (reference.full, reference.familiar) == (full, familiar)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "invalid reference format"),
        ("demousr/demorep:1,0", "invalid reference format"),
        ("demousr/demorep::1.0", "invalid reference format"),
        ("demousr / demorep", "invalid reference format"),
        ("name-/foobar", "invalid reference format"),
        ("demousr/demorep:" + "t" * 129, "invalid reference format"),
        ("demousr/demorep\n", "invalid reference format"),
        ("Demorep", "invalid reference format: repository name must be lowercase"),
        ("demousr/Demorep", "invalid reference format: repository name must be lowercase"),
        (f"demousr/demorep@sha256:{'a' * 40}", "invalid checksum digest length"),
        ("d/" + "r" * 260, "repository name must not be more than 255 characters"),
        (ID, f"invalid repository name ({ID}), cannot specify 64-byte hexadecimal strings"),
    ],
)
def test_a_refusal_is_dockers_sentence(text, sentence):
    with pytest.raises(InvalidReference) as caught:
        Reference.parse(text)
    assert str(caught.value) == sentence


def test_a_name_has_at_most_255_characters():
    longest = f"d/{'r' * 243}"
    assert Reference.parse(longest).name == f"docker.io/{longest}"
    with pytest.raises(InvalidReference, match="more than 255 characters"):
        Reference.parse(f"{longest}r")


def test_only_a_digest_can_become_one():
    with pytest.raises(InvalidReference, match="invalid digest format"):
        Reference.parse("d/r").with_digest("sha256:1")


def test_no_tag_means_latest_unless_there_is_a_digest():
    assert Reference.parse("d/r").with_default_tag().tag == "latest"
    assert Reference.parse("d/r:1").with_default_tag().tag == "1"
    assert Reference.parse(f"d/r@{DIGEST}").with_default_tag().tag is None


def test_only_a_tag_can_become_one():
    with pytest.raises(InvalidReference, match="invalid tag format"):
        Reference.parse("d/r").with_tag("1,0")
    assert is_tag("1.0")
    assert not is_tag("-1")
    assert not is_tag("é")


@pytest.mark.parametrize(
    "text",
    [
        "1,0",
        "demousr/Demorep",
        "d/r::1",
        "d//r",
        "a_b.c/x",
        "d/r:",
        "_d/r",
        "d/r-",
        "d/a___b",
        "d/a--b",
    ],
)
def test_docker_takes_and_refuses_the_same_names(dockerd, docker_cli, text):
    command = [docker_cli, "--host", dockerd, "tag", "nosuch", text]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr.lower()
    try:
        Reference.parse(text)
    except InvalidReference:
        assert "invalid reference format" in said
    else:
        assert "no such image" in said
