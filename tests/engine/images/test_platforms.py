"""Platforms."""

import pytest

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.images.platforms import choose, here, matches, parse
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.manifest import Descriptor, Platform


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("linux/amd64", Platform("amd64", "linux")),
        ("linux/x86_64", Platform("amd64", "linux")),
        ("linux/aarch64", Platform("arm64", "linux")),
        ("linux/arm/v7", Platform("arm", "linux", "v7")),
        ("arm64", Platform("arm64", "linux")),
        ("linux", Platform(here().architecture, "linux")),
    ],
)
def test_a_platform_is_read_as_docker_reads_it(text, platform):
    assert parse(text) == platform


@pytest.mark.parametrize("text", ["", "/", "linux/", "a/b/c/d", "linux/amd 64"])
def test_what_is_no_platform_is_refused(text):
    with pytest.raises(BadParameter):
        parse(text)


def test_a_variant_that_is_not_said_is_the_usual_one():
    assert matches(parse("linux/arm64/v8"), Platform("arm64", "linux"))
    assert matches(parse("linux/arm64"), Platform("arm64", "linux", "v8"))
    assert not matches(parse("linux/arm/v7"), Platform("arm", "linux", "v6"))


def test_of_several_variants_the_usual_one_is_chosen():
    offered = [
        Descriptor("a/b", sha256(variant.encode()), 1, platform=Platform("arm", "linux", variant))
        for variant in ("v5", "v7", "v6")
    ]
    assert choose(offered, parse("linux/arm")) == offered[1]
