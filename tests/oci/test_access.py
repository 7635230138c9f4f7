"""Credentials, challenges and tokens."""

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci.access import Challenge, Credential, granted, scope

KEY = "a key of this test alone, thirty-two bytes"


def test_a_credential_does_not_show_its_password():
    credential = Credential("demousr", "brown fox jumps")
    assert "brown" not in f"{credential!r} {credential}"
    assert credential.basic() == "Basic ZGVtb3Vzcjpicm93biBmb3gganVtcHM="


@pytest.mark.parametrize(
    ("header", "scheme", "parameters"),
    [
        (
            'Bearer realm="http://127.0.0.1:1/token",service="registry.docker.io",scope="a:b:pull,push"',
            "bearer",
            {
                "realm": "http://127.0.0.1:1/token",
                "service": "registry.docker.io",
                "scope": "a:b:pull,push",
            },
        ),
        ('Basic realm="say \\"please\\""', "basic", {"realm": 'say "please"'}),
        ("Bearer realm=http://127.0.0.1:1/token", "bearer", {"realm": "http://127.0.0.1:1/token"}),
        ("basic", "basic", {}),
    ],
)
def test_a_challenge_is_read(header, scheme, parameters):
    assert Challenge.parse(header) == Challenge(scheme, parameters)


@given(st.text(max_size=60))
def test_any_header_is_read_or_none(header):
    assert Challenge.parse(header) is None or Challenge.parse(header).scheme


def test_a_token_says_what_it_grants_in_this_repository_alone():
    access = [
        {"type": "repository", "name": "demousr/demorep", "actions": ["pull"]},
        {"type": "repository", "name": "demousr/other", "actions": ["push"]},
    ]
    token = jwt.encode({"access": access}, KEY, algorithm="HS256")
    assert granted(token, "demousr/demorep") == {"pull"}
    assert granted(token, "demousr/none") == set()


@pytest.mark.parametrize("token", ["", "opaque", "a.b.c", "a.bnVsbA.c"])
def test_an_opaque_token_says_nothing(token):
    assert granted(token, "demousr/demorep") is None


def test_a_scope_is_written_as_the_specification_writes_it():
    assert scope("demousr/demorep", "pull", "push") == "repository:demousr/demorep:pull,push"
