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
    MEDIA_TYPE_DOCKER_LIST,
    MEDIA_TYPE_DOCKER_MANIFEST,
    MEDIA_TYPE_OCI_INDEX,
    MEDIA_TYPE_OCI_MANIFEST,
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


def whole_manifest():
    """A manifest with every field that is read."""
    return {
        "schemaVersion": 2,
        "mediaType": MEDIA_TYPE_OCI_MANIFEST,
        "config": whole_descriptor(b"config"),
        "layers": [whole_descriptor(b"lower"), whole_descriptor(b"upper")],
        "annotations": {"org.example.of": "the manifest"},
    }


def whole_index():
    """An index with every field that is read."""
    return {
        "schemaVersion": 2,
        "mediaType": MEDIA_TYPE_OCI_INDEX,
        "manifests": [whole_descriptor(b"one"), whole_descriptor(b"two")],
    }


def whole_descriptor(content):
    return {
        "mediaType": "a/b",
        "size": len(content),
        "digest": sha256(content),
        "urls": ["https://example.org/1", "https://example.org/2"],
        "annotations": {"org.example.of": content.decode()},
        "platform": {"architecture": "arm64", "os": "linux", "variant": "v8"},
    }


MISSING = object()


def changed(document, keys, value):
    """Returns the document with another value at `keys`, or none."""
    inner = document
    for key in keys[:-1]:
        inner = inner[key]
    if value is MISSING:
        del inner[keys[-1]]
    else:
        inner[keys[-1]] = value
    return document


def refused(kind, document):
    with pytest.raises(InvalidManifest) as caught:
        kind.parse(json.dumps(document).encode())
    return str(caught.value)


DESCRIPTORS = [
    (Manifest, whole_manifest, ("config",), "config"),
    (Manifest, whole_manifest, ("layers", 0), "layers[0]"),
    (Manifest, whole_manifest, ("layers", 1), "layers[1]"),
    (Index, whole_index, ("manifests", 0), "manifests[0]"),
    (Index, whole_index, ("manifests", 1), "manifests[1]"),
]
BROKEN_DESCRIPTORS = [
    ((), None, ""),
    ((), "a text", ""),
    ((), [], ""),
    (("mediaType",), 5, ".mediaType"),
    (("digest",), MISSING, ".digest"),
    (("digest",), None, ".digest"),
    (("digest",), 5, ".digest"),
    (("digest",), "sha256:abc", ".digest"),
    (("size",), MISSING, ".size"),
    (("size",), None, ".size"),
    (("size",), "5", ".size"),
    (("size",), 5.0, ".size"),
    (("size",), True, ".size"),
    (("size",), False, ".size"),
    (("size",), -1, ".size"),
    (("size",), 2**63, ".size"),
    (("urls",), "https://example.org", ".urls"),
    (("urls", 1), 5, ".urls[1]"),
    (("annotations",), [], ".annotations"),
    (("annotations", "org.example.of"), 5, ".annotations.org.example.of"),
    (("annotations", "org.example.of"), None, ".annotations.org.example.of"),
    (("platform",), "linux/arm64", ".platform"),
    (("platform", "architecture"), 5, ".platform.architecture"),
    (("platform", "os"), ["linux"], ".platform.os"),
    (("platform", "variant"), 8, ".platform.variant"),
]


@pytest.mark.parametrize(("keys", "value", "field"), BROKEN_DESCRIPTORS)
@pytest.mark.parametrize(("kind", "whole", "at", "place"), DESCRIPTORS)
def test_a_broken_descriptor_is_refused_by_the_name_of_its_field(
    kind, whole, at, place, keys, value, field
):
    said = refused(kind, changed(whole(), (*at, *keys), value))
    assert said.startswith(f"{place}{field} is ")


@pytest.mark.parametrize(
    ("kind", "whole", "keys", "value", "place"),
    [
        (Manifest, whole_manifest, ("mediaType",), 5, "manifest.mediaType"),
        (Manifest, whole_manifest, ("config",), MISSING, "config"),
        (Manifest, whole_manifest, ("layers",), {}, "manifest.layers"),
        (Manifest, whole_manifest, ("annotations",), "none", "annotations"),
        (Manifest, whole_manifest, ("annotations", "a"), 1, "annotations.a"),
        (Index, whole_index, ("mediaType",), 5, "index.mediaType"),
        (Index, whole_index, ("manifests",), "none", "index.manifests"),
    ],
)
def test_a_broken_document_is_refused_by_the_name_of_its_field(kind, whole, keys, value, place):
    assert refused(kind, changed(whole(), keys, value)).startswith(f"{place} is ")


@pytest.mark.parametrize(("kind", "place"), [(Manifest, "manifest"), (Index, "index")])
def test_what_is_no_object_is_refused_by_the_name_of_what_it_should_be(kind, place):
    assert refused(kind, []).startswith(f"{place} is ")
    with pytest.raises(InvalidManifest, match=f"^the {place} "):
        kind.parse(b"<html>")


def test_a_descriptor_by_itself_is_refused_as_one():
    with pytest.raises(InvalidManifest, match=r"^descriptor\.digest is "):
        Descriptor.of({"size": 5})


@pytest.mark.parametrize(
    ("value", "shown"), [(MISSING, "missing"), (True, "true"), ("5", '"5"'), (-1, "-1")]
)
def test_a_size_that_is_none_is_shown(value, shown):
    said = refused(Manifest, changed(whole_manifest(), ("config", "size"), value))
    assert said.startswith(f"config.size is {shown};")


def test_a_text_that_should_have_been_a_digest_is_not_repeated_without_end():
    said = refused(Manifest, changed(whole_manifest(), ("config", "digest"), "x" * 10_000))
    assert repr("x" * 80) in said
    assert "x" * 81 not in said


@pytest.mark.parametrize(
    ("kind", "whole", "media_type"),
    [
        (Manifest, whole_manifest, MEDIA_TYPE_OCI_INDEX),
        (Manifest, whole_manifest, MEDIA_TYPE_DOCKER_LIST),
        (Manifest, whole_manifest, "a/b"),
        (Index, whole_index, MEDIA_TYPE_OCI_MANIFEST),
        (Index, whole_index, MEDIA_TYPE_DOCKER_MANIFEST),
        (Index, whole_index, "a/b"),
    ],
)
def test_a_document_of_another_kind_is_refused_by_its_media_type(kind, whole, media_type):
    said = refused(kind, changed(whole(), ("mediaType",), media_type))
    assert said.startswith(f"{media_type} is ")


@pytest.mark.parametrize(
    ("kind", "whole", "media_type"),
    [
        (Manifest, whole_manifest, MEDIA_TYPE_OCI_MANIFEST),
        (Manifest, whole_manifest, MEDIA_TYPE_DOCKER_MANIFEST),
        (Index, whole_index, MEDIA_TYPE_OCI_INDEX),
        (Index, whole_index, MEDIA_TYPE_DOCKER_LIST),
    ],
)
def test_the_kinds_of_docker_and_of_oci_are_read(kind, whole, media_type):
    document = changed(whole(), ("mediaType",), media_type)
    assert kind.parse(json.dumps(document).encode()).media_type == media_type


@pytest.mark.parametrize(
    ("kind", "whole", "media_type"),
    [
        (Manifest, whole_manifest, MEDIA_TYPE_OCI_MANIFEST),
        (Index, whole_index, MEDIA_TYPE_OCI_INDEX),
    ],
)
@pytest.mark.parametrize("value", [MISSING, None])
def test_a_document_that_does_not_say_its_kind_is_ocis(kind, whole, media_type, value):
    document = changed(whole(), ("mediaType",), value)
    assert kind.parse(json.dumps(document).encode()).media_type == media_type


def test_every_field_of_a_descriptor_is_read():
    assert Descriptor.of(whole_descriptor(b"config")) == Descriptor(
        media_type="a/b",
        digest=sha256(b"config"),
        size=6,
        urls=("https://example.org/1", "https://example.org/2"),
        annotations={"org.example.of": "config"},
        platform=Platform("arm64", "linux", "v8"),
    )


@pytest.mark.parametrize("more", [{}, dict.fromkeys(["mediaType", "urls", "annotations"])])
def test_what_a_descriptor_does_not_say_is_empty(more):
    found = Descriptor.of({"digest": sha256(b"config"), "size": 0, "platform": None, **more})
    assert found == Descriptor("", sha256(b"config"), 0, (), {}, None)


@pytest.mark.parametrize("document", [{}, dict.fromkeys(["architecture", "os", "variant"])])
def test_what_a_platform_does_not_say_is_empty(document):
    found = Descriptor.of({"digest": sha256(b"config"), "size": 0, "platform": document})
    assert found.platform == Platform("", "", "")


@pytest.mark.parametrize(
    ("platform", "shown"),
    [
        (Platform("amd64", "linux"), "linux/amd64"),
        (Platform("arm", "linux", "v7"), "linux/arm/v7"),
        (Platform("", "linux"), "linux"),
        (Platform("", ""), ""),
    ],
)
def test_a_platform_is_shown_by_what_is_known_of_it(platform, shown):
    assert str(platform) == shown


def test_a_manifest_without_layers_and_annotations_has_none():
    document = {"config": whole_descriptor(b"config")}
    found = Manifest.parse(json.dumps(document).encode())
    assert (found.layers, dict(found.annotations)) == ((), {})


def test_an_index_without_manifests_has_none():
    assert Index.parse(b"{}").manifests == ()


def test_layers_and_manifests_keep_their_order():
    layers = Manifest.parse(json.dumps(whole_manifest()).encode()).layers
    manifests = Index.parse(json.dumps(whole_index()).encode()).manifests
    assert [one.digest for one in layers] == [sha256(b"lower"), sha256(b"upper")]
    assert [one.digest for one in manifests] == [sha256(b"one"), sha256(b"two")]


def test_urls_and_annotations_are_written_as_they_were_read():
    document = whole_manifest()
    for descriptor in (document["config"], *document["layers"]):
        del descriptor["platform"]
    written = Manifest.parse(json.dumps(document).encode()).encode()
    assert json.loads(written) == document


def test_no_urls_and_no_annotations_are_not_written():
    config = Descriptor("a/b", sha256(b"config"), 6)
    written = json.loads(Manifest(MEDIA_TYPE_DOCKER_MANIFEST, config, (config,)).encode())
    assert set(written) == {"schemaVersion", "mediaType", "config", "layers"}
    for descriptor in (written["config"], *written["layers"]):
        assert set(descriptor) == {"mediaType", "size", "digest"}


def test_letters_of_other_scripts_are_written_as_they_are():
    config = Descriptor("a/b", sha256(b"config"), 6, annotations={"läyer": "层"})
    manifest = Manifest(MEDIA_TYPE_DOCKER_MANIFEST, config, (), {"título": "мой образ"})
    for text in ("läyer", "层", "título", "мой образ"):
        assert f'"{text}"'.encode() in manifest.encode()
    assert Manifest.parse(manifest.encode()) == manifest


def sizes(config, *layers):
    """A manifest with these sizes."""
    return {
        "config": {"digest": sha256(b"config"), "size": config},
        "layers": [{"digest": sha256(b"layer"), "size": size} for size in layers],
    }


@pytest.mark.parametrize(
    "document", [sizes(2**63 - 1), sizes(2**62, 2**62 - 1), sizes(1, 2**62, 2**62 - 2)]
)
def test_sizes_may_add_up_to_what_a_signed_number_of_64_bits_holds(document):
    found = Manifest.parse(json.dumps(document).encode())
    assert found.config.size + sum(layer.size for layer in found.layers) == 2**63 - 1


@pytest.mark.parametrize(
    "document", [sizes(2**63 - 1, 1), sizes(2**62, 2**62), sizes(0, 2**62, 2**62)]
)
def test_sizes_that_add_up_to_more_are_refused(document):
    assert "sizes" in refused(Manifest, document)
