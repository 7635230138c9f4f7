"""Manifests, indexes and configs."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docker_lessons.oci.digest import sha256
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.image_config import ImageConfig
from docker_lessons.oci.manifest import (
    MEDIA_TYPE_DOCKER_CONFIG,
    MEDIA_TYPE_DOCKER_LAYER_GZIP,
    MEDIA_TYPE_DOCKER_MANIFEST,
    Descriptor,
    Index,
    Manifest,
    Platform,
)

digests = st.binary(max_size=8).map(sha256)
descriptors = st.builds(
    Descriptor,
    media_type=st.sampled_from([MEDIA_TYPE_DOCKER_LAYER_GZIP, "a/b"]),
    digest=digests,
    size=st.integers(0, 2**60),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)
KEYS = [
    "schemaVersion",
    "mediaType",
    "config",
    "layers",
    "manifests",
    "rootfs",
    "history",
    "platform",
]


@given(descriptors, st.lists(descriptors, max_size=4))
def test_a_manifest_that_is_written_is_read_back_the_same(config, layers):
    manifest = Manifest(MEDIA_TYPE_DOCKER_MANIFEST, config, tuple(layers))
    assert Manifest.parse(manifest.encode()) == manifest


@given(st.dictionaries(st.sampled_from(KEYS), anything))
@pytest.mark.parametrize("kind", [Manifest, Index, ImageConfig])
def test_a_wrong_document_is_refused_and_never_another_error(kind, document):
    with contextlib.suppress(InvalidManifest):
        assert isinstance(kind.parse(json.dumps(document).encode()), kind)


@given(st.binary(max_size=30))
@pytest.mark.parametrize("kind", [Manifest, Index, ImageConfig])
def test_bytes_that_are_no_json_are_a_sentence(kind, data):
    with pytest.raises(InvalidManifest):
        kind.parse(b"\x00" + data)


def test_a_manifest_is_laid_out_as_dockerd_lays_it_out():
    manifest = Manifest(
        MEDIA_TYPE_DOCKER_MANIFEST,
        Descriptor(MEDIA_TYPE_DOCKER_CONFIG, sha256(b"config"), 6),
        (Descriptor(MEDIA_TYPE_DOCKER_LAYER_GZIP, sha256(b"layer"), 5),),
    )
    lines = manifest.encode().decode().splitlines()
    assert lines[:6] == [
        "{",
        '   "schemaVersion": 2,',
        f'   "mediaType": "{MEDIA_TYPE_DOCKER_MANIFEST}",',
        '   "config": {',
        f'      "mediaType": "{MEDIA_TYPE_DOCKER_CONFIG}",',
        '      "size": 6,',
    ]


def test_a_descriptor_without_a_digest_says_where_it_stood():
    document = {"config": {"mediaType": "a/b", "size": 1, "digest": "sha256:abc"}}
    with pytest.raises(InvalidManifest, match=r"config\.digest is 'sha256:abc'"):
        Manifest.parse(json.dumps(document).encode())


def test_an_index_names_the_platform_of_each_manifest():
    document = {
        "manifests": [
            {
                "mediaType": MEDIA_TYPE_DOCKER_MANIFEST,
                "size": 1,
                "digest": sha256(b"x"),
                "platform": {"architecture": "arm64", "os": "linux", "variant": "v8"},
            }
        ]
    }
    index = Index.parse(json.dumps(document).encode())
    assert index.manifests[0].platform == Platform("arm64", "linux", "v8")
    assert str(index.manifests[0].platform) == "linux/arm64/v8"
