"""Save from version 1.44 of the API on: an image layout that is also what `docker load` has always read."""

import io
import json
import tarfile

import pytest

from docker_lessons.oci.digest import sha256
from docker_lessons.oci.reference import Reference
from tests import programs
from tests.engine.serving import ServedEngine
from tests.engine.stored import add_image
from tests.engine.transfer.saving import members, saved
from tests.engine.transfer.transfers import loaded, said, streams

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


async def layout(store, *names):
    """The archive as a layout: its members' contents."""
    return {
        name: found[2]
        for name, found in members(await saved(store, *names, as_layout=True)).items()
    }


def blob(found, digest):
    """A blob of a layout, held to its digest."""
    data = found[f"blobs/{digest.replace(':', '/')}"]
    assert sha256(data) == digest
    return data


@pytest.mark.parametrize(
    ("version", "is_layout"), [("", True), ("/v1.44", True), ("/v1.43", False), ("/v1.24", False)]
)
@pytest.mark.parametrize("path", ["/images/a:1/get", "/images/get?names=a:1"])
def test_the_version_of_the_api_decides_what_an_archive_is(
    practice_engine: ServedEngine, short_folder, version: str, is_layout: bool, path: str
) -> None:
    practice_engine.build("FROM scratch\nCOPY f /f\n", "t=a:1", {"f": b"f"})
    curl = (
        programs.required("curl"),
        "-sg",
        "--unix-socket",
        practice_engine.socket,
        "-o",
        short_folder / "x.tar",
    )
    said(*map(str, curl), f"http://d{version}{path}")
    with tarfile.open(short_folder / "x.tar") as tar:
        names = set(tar.getnames())
    assert ({"index.json", "oci-layout", "blobs/sha256"} <= names) == is_layout
    assert {"manifest.json", "repositories"} <= names


async def test_an_image_is_in_the_index_under_each_of_its_names(store):
    image_id = add_image(store, "demousr/demorep:1.0", "myimage:0.1")
    found = await layout(store, "demousr/demorep:1.0", "myimage:0.1")
    assert json.loads(found["oci-layout"]) == {"imageLayoutVersion": "1.0.0"}
    index = json.loads(found["index.json"])
    assert (index["schemaVersion"], index["mediaType"]) == (2, INDEX)
    assert [entry["annotations"] for entry in index["manifests"]] == [
        {
            "io.containerd.image.name": f"docker.io/{name}",
            "org.opencontainers.image.ref.name": tag,
        }
        for name, tag in (("demousr/demorep:1.0", "1.0"), ("library/myimage:0.1", "0.1"))
    ]
    (digest,) = {entry["digest"] for entry in index["manifests"]}
    manifest = json.loads(blob(found, digest))
    assert (manifest["mediaType"], manifest["config"]["digest"]) == (MANIFEST, image_id)
    for descriptor in (manifest["config"], *manifest["layers"]):
        assert len(blob(found, descriptor["digest"])) == descriptor["size"]
    assert [layer["digest"] for layer in manifest["layers"]] == list(store.image(image_id).diff_ids)


async def test_the_older_lists_lead_to_the_same_blobs(store):
    image_id = add_image(store, "demousr/demorep:1.0")
    found = await layout(store, "demousr/demorep")
    (item,) = json.loads(found["manifest.json"])
    assert sha256(found[item["Config"]]) == image_id
    assert [sha256(found[path]) for path in item["Layers"]] == list(store.image(image_id).diff_ids)
    assert item["RepoTags"] == ["demousr/demorep:1.0"]
    assert set(item["LayerSources"]) == set(store.image(image_id).diff_ids)
    top = store.image(image_id).diff_ids[-1].removeprefix("sha256:")
    assert json.loads(found["repositories"]) == {"demousr/demorep": {"1.0": top}}


async def test_images_without_names_are_in_the_index_too(store):
    ids = [add_image(store) for _ in range(2)]
    found = await layout(store, *ids)
    manifests = json.loads(found["index.json"])["manifests"]
    assert [
        json.loads(blob(found, entry["digest"]))["config"]["digest"] for entry in manifests
    ] == ids
    assert all("annotations" not in entry for entry in manifests)
    assert "repositories" not in found


async def test_a_layer_of_two_images_is_in_the_archive_once(store):
    image = store.image(add_image(store, "a:1"))
    document = image.document | {"author": "somebody else"}
    with store.change() as change:
        other = change.add_image(json.dumps(document).encode())
        change.set_reference(Reference.parse("a:2"), other)
    found = await layout(store, "a")
    blobs = [name for name in found if name.startswith("blobs/sha256/")]
    assert len(blobs) == len(image.diff_ids) + 2 * 2


async def test_nothing_is_still_an_archive(store):
    found = await layout(store)
    assert json.loads(found["index.json"])["manifests"] == []
    assert json.loads(found["manifest.json"]) is None


@pytest.mark.parametrize("kept", ["both", "the layout alone", "the older form alone"])
async def test_either_form_is_loaded_with_the_same_id_and_names(sender, store, tmp_path, kept):
    image_id = add_image(sender, "demousr/demorep:1.0", "myimage:0.1")
    archive = await saved(sender, "demousr/demorep:1.0", "myimage:0.1", as_layout=True)
    gone = {
        "both": set(),
        "the layout alone": {"manifest.json", "repositories"},
        "the older form alone": {"index.json", "oci-layout"},
    }[kept]
    path = tmp_path / "archive.tar"
    with tarfile.open(fileobj=io.BytesIO(archive)) as old, tarfile.open(path, "w") as new:
        for member in old:
            if member.name not in gone:
                new.addfile(member, old.extractfile(member) if member.isreg() else None)
    lines = streams(await loaded(store, path))
    assert lines == ["Loaded image: demousr/demorep:1.0\n", "Loaded image: myimage:0.1\n"]
    for name in ("demousr/demorep:1.0", "myimage:0.1"):
        assert store.reference(Reference.parse(name)) == image_id


async def test_dockerd_loads_it_as_the_same_image(dockerd, store, tmp_path):
    image_id = add_image(store, "demousr/demorep:1.0")
    path = tmp_path / "archive.tar"
    path.write_bytes(await saved(store, "demousr/demorep:1.0", as_layout=True))
    docker = programs.required("docker")
    printed = said(docker, "-H", dockerd, "load", "-i", str(path))
    assert "Loaded image: demousr/demorep:1.0" in printed
    found = json.loads(said(docker, "-H", dockerd, "inspect", "demousr/demorep:1.0"))
    assert found[0]["Id"] == image_id


@pytest.mark.parametrize(
    "source", ["docker-archive:{}", "docker-archive:{}:demousr/demorep:1.0", "oci-archive:{}:1.0"]
)
async def test_skopeo_reads_either_form(store, registry, tmp_path, source):
    image_id = add_image(store, "demousr/demorep:1.0")
    path = tmp_path / "archive.tar"
    path.write_bytes(await saved(store, "demousr/demorep:1.0", as_layout=True))
    skopeo = programs.required("skopeo")
    there = f"docker://{registry.removeprefix('http://')}/demousr/demorep:1.0"
    said(
        *(skopeo, "copy", "--insecure-policy", "--dest-tls-verify=false"),
        *(source.format(path), there),
    )
    raw = said(skopeo, "inspect", "--tls-verify=false", "--config", "--raw", there)
    assert json.loads(raw)["rootfs"]["diff_ids"] == list(store.image(image_id).diff_ids)
