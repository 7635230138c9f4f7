"""Load: what dockerd and skopeo write."""

import json
import tarfile

import pytest

from docker_lessons.oci.reference import Reference
from tests import programs
from tests.engine.stored import add_image
from tests.engine.transfer.transfers import loaded, pushed, said, streams, write_archive


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "archive.tar"


async def test_what_dockerd_saves_is_loaded_with_the_same_id(dockerd, store, archive, tmp_path):
    docker = programs.required("docker")
    (tmp_path / "Dockerfile").write_text('FROM scratch\nCOPY Dockerfile /one\nCMD ["/one"]\n')
    said(docker, "-H", dockerd, "build", "-q", "-t", "saved:1", str(tmp_path))
    said(docker, "-H", dockerd, "save", "-o", str(archive), "saved:1")
    image_id = json.loads(said(docker, "-H", dockerd, "inspect", "saved:1"))[0]["Id"]
    await loaded(store, archive)
    assert store.reference(Reference.parse("saved:1")) == image_id


async def test_an_oci_layout_is_loaded_and_pushed_under_the_digest_that_it_has(
    sender, store, archive, registry, tmp_path
):
    add_image(sender, "myimage:0.1")
    await write_archive(archive, sender, "myimage:0.1")
    layout = tmp_path / "layout.tar"
    said(
        *(programs.required("skopeo"), "copy", "--insecure-policy"),
        *(f"docker-archive:{archive}", f"oci-archive:{layout}:demousr/demorep:1.0"),
    )
    with tarfile.open(layout) as tar:
        wanted = json.load(tar.extractfile("index.json"))["manifests"][0]["digest"]
    lines = await loaded(store, layout)
    assert streams(lines) == ["Loaded image: demousr/demorep:1.0\n"]
    name = registry.removeprefix("http://") + "/demousr/demorep:1.0"
    with store.change() as change:
        image_id = store.reference(Reference.parse("demousr/demorep:1.0"))
        change.set_reference(Reference.parse(name), image_id)
    assert (await pushed(store, name)).lines[-1]["aux"]["Digest"] == wanted
