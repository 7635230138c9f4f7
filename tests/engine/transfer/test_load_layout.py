"""Load: OCI image layouts, as BuildKit, skopeo and others write them."""

import json

import pytest

from docker_lessons.engine.images import platforms
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.reference import Reference
from tests.engine.stored import blob_files, tar_of
from tests.engine.transfer.transfers import loaded, streams

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
HERE = {"architecture": platforms.here().architecture, "os": "linux"}
THERE = {"architecture": "s390x", "os": "linux"}
NAMED = {"io.containerd.image.name": "docker.io/demousr/demorep:1.0"}


class Layout:
    """A layout that a test puts together."""

    def __init__(self, path):
        self.path = path
        self.files = {"oci-layout": b'{"imageLayoutVersion": "1.0.0"}'}

    def blob(self, media_type, data, **more):
        """Add a blob; give the descriptor of it."""
        digest = sha256(data)
        self.files[f"blobs/{digest.replace(':', '/')}"] = data
        return {"mediaType": media_type, "digest": digest, "size": len(data), **more}

    def image(self, platform=None, *, content=b"x", **more):
        """Add an image for a platform; give the descriptor and the image's ID."""
        layer = tar_of({"f": content}).getvalue()
        config = {
            **(platform or HERE),
            "rootfs": {"type": "layers", "diff_ids": [sha256(layer)]},
        }
        described = self.blob(
            "application/vnd.oci.image.config.v1+json", json.dumps(config).encode()
        )
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": described,
            "layers": [self.blob("application/vnd.oci.image.layer.v1.tar", layer)],
        }
        if platform is not None:
            more["platform"] = platform
        return self.blob(MANIFEST, json.dumps(manifest).encode(), **more), described["digest"]

    def index(self, *manifests, **more):
        """Add an index of these; give the descriptor."""
        return self.blob(INDEX, self._index(manifests), **more)

    def _index(self, manifests):
        return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}).encode()

    async def load(self, store, *manifests):
        self.path.write_bytes(
            tar_of({**self.files, "index.json": self._index(manifests)}).getvalue()
        )
        return await loaded(store, self.path)


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path / "layout.tar")


def attestation(layout):
    """What BuildKit writes beside an image."""
    return layout.image(
        {"architecture": "unknown", "os": "unknown"},
        annotations={"vnd.docker.reference.type": "attestation-manifest"},
    )[0]


async def test_of_an_index_the_image_for_this_machine_is_loaded(store, layout):
    there, _ = layout.image(THERE, content=b"there")
    here, image_id = layout.image(HERE)
    index = layout.index(there, here, attestation(layout), annotations=NAMED)
    assert streams(await layout.load(store, index)) == ["Loaded image: demousr/demorep:1.0\n"]
    assert store.reference(Reference.parse("demousr/demorep:1.0")) == image_id
    assert [image.id for image in store.images()] == [image_id]


async def test_an_index_in_an_index_is_followed(store, layout):
    here, image_id = layout.image(HERE)
    inner = layout.index(here, platform=HERE)
    assert streams(await layout.load(store, layout.index(inner))) == [
        f"Loaded image ID: {image_id}\n"
    ]


async def test_of_several_with_one_name_the_one_for_this_machine_is_loaded(store, layout):
    here, image_id = layout.image(HERE, annotations=NAMED)
    there, _ = layout.image(THERE, content=b"there", annotations=NAMED)
    await layout.load(store, here, there)
    assert [image.id for image in store.images()] == [image_id]


async def test_what_is_about_an_image_is_no_image(store, layout):
    here, image_id = layout.image(annotations=NAMED)
    assert streams(await layout.load(store, here, attestation(layout))) == [
        "Loaded image: demousr/demorep:1.0\n"
    ]
    assert [image.id for image in store.images()] == [image_id]


async def test_an_image_for_another_machine_is_loaded_if_it_is_the_only_one(store, layout):
    there, image_id = layout.image(THERE, annotations=NAMED)
    await layout.load(store, there)
    assert store.reference(Reference.parse("demousr/demorep:1.0")) == image_id


@pytest.mark.parametrize(
    ("annotations", "said"),
    [
        ({"org.opencontainers.image.ref.name": "1.0"}, "Loaded image ID: {id}\n"),
        ({"org.opencontainers.image.ref.name": "a:1"}, "Loaded image: a:1\n"),
        (
            {"org.opencontainers.image.ref.name": "1.0", **NAMED},
            "Loaded image: demousr/demorep:1.0\n",
        ),
        ({}, "Loaded image ID: {id}\n"),
    ],
    ids=["a tag", "a name", "both", "none"],
)
async def test_a_name_is_in_the_annotations(store, layout, annotations, said):
    described, image_id = layout.image(annotations=annotations)
    assert streams(await layout.load(store, described)) == [said.format(id=image_id)]


async def test_several_images_are_loaded_one_after_the_other(store, layout):
    described = [
        layout.image(
            content=str(number).encode(),
            annotations={"io.containerd.image.name": f"docker.io/library/a:{number}"},
        )[0]
        for number in range(3)
    ]
    lines = streams(await layout.load(store, *described))
    assert lines == [f"Loaded image: a:{number}\n" for number in range(3)]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda files, name: files.pop(name), "no such file or directory"),
        (lambda files, name: files.update({name: files[name] + b" "}), "invalid archive: "),
        (lambda files, name: files.update({name: b""}), "invalid archive: "),
    ],
    ids=["missing", "changed", "empty"],
)
@pytest.mark.parametrize("which", ["manifest", "config", "layer"])
async def test_a_broken_blob_is_a_sentence_and_leaves_nothing(
    store, layout, which, spoil, sentence
):
    described, image_id = layout.image(annotations=NAMED)
    manifest = json.loads(layout.files[f"blobs/{described['digest'].replace(':', '/')}"])
    digest = {
        "manifest": described["digest"],
        "config": image_id,
        "layer": manifest["layers"][0]["digest"],
    }[which]
    spoil(layout.files, f"blobs/{digest.replace(':', '/')}")
    lines = await layout.load(store, described)
    assert sentence in lines.lines[-1]["error"]
    assert store.images() == []
    assert blob_files(store) == set()


async def test_an_index_without_this_machine_is_a_sentence(store, layout):
    there, _ = layout.image(THERE)
    lines = await layout.load(store, layout.index(there))
    assert "no matching manifest for linux/" in lines.lines[-1]["error"]
