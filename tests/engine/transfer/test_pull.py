"""Pull from a registry that lies, or has what is rare."""

import asyncio
import contextlib
import hashlib
import json
import os

import pytest

from docker_lessons.engine.api.progress_stream import Progress
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.images.platforms import here
from docker_lessons.engine.transfer.pull import pull
from docker_lessons.oci.client import RegistryClient
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.manifest import MEDIA_TYPE_OCI_INDEX
from docker_lessons.oci.reference import Reference
from docker_lessons.trace import Trace
from tests.engine.stored import blob_files, names_in, tar_of
from tests.engine.transfer.transfers import Lines, pulled
from tests.engine.transfer.written_registry import WrittenRegistry


async def test_scratch_cannot_be_pulled(store):
    lines = await pulled(store, "scratch")
    assert (lines.failed.status, lines.failed.message) == (403, "'scratch' is a reserved name")


@pytest.fixture
async def own():
    """A registry whose answers the test writes."""
    registry = WrittenRegistry()
    await registry.start()
    yield registry
    await registry.stop()


OCI = "application/vnd.oci.image.manifest.v1+json"


DOCKER = "application/vnd.docker.distribution.manifest.v2+json"


LAYER = tar_of({"hello": os.urandom(5000)}).getvalue()


@pytest.mark.parametrize("media_type", [OCI, DOCKER])
async def test_both_kinds_of_manifest_are_pulled(store, own, media_type):
    descriptor = own.add_image([LAYER], media_type)
    own.tag("1", descriptor["digest"])
    lines = await pulled(store, f"{own.host}/d/r:1")
    assert lines.failed is None
    assert lines.statuses[-2] == f"Digest: {descriptor['digest']}"


async def test_a_plain_layer_is_kept_as_gzip_and_its_first_blob_goes(store, own):
    own.tag("1", own.add_image([LAYER], OCI)["digest"])
    await pulled(store, f"{own.host}/d/r:1")
    layer = store.layer("sha256:" + hashlib.sha256(LAYER).hexdigest())
    assert blob_files(store) == {layer.digest}
    assert layer.digest != layer.diff_id
    assert store.layer_of_blob(layer.diff_id) == layer


def with_index(own, *architectures):
    descriptors = []
    for architecture in architectures:
        descriptor = own.add_image([LAYER], OCI, architecture=architecture)
        descriptors.append(
            {**descriptor, "platform": {"os": "linux", "architecture": architecture}}
        )
    attestation = own.add_image([LAYER], OCI, architecture="unknown")
    descriptors.append({**attestation, "platform": {"os": "unknown", "architecture": "unknown"}})
    data = json.dumps(
        {"schemaVersion": 2, "mediaType": MEDIA_TYPE_OCI_INDEX, "manifests": descriptors}
    ).encode()
    own.manifests[sha256(data)] = own.manifests["1"] = (MEDIA_TYPE_OCI_INDEX, data)
    return sha256(data)


async def test_of_an_index_this_machines_image_is_taken_under_the_indexs_digest(store, own):
    digest = with_index(own, "riscv64", here().architecture, "s390x")
    lines = await pulled(store, f"{own.host}/d/r:1")
    assert lines.statuses[-2] == f"Digest: {digest}"
    image = store.image(store.reference(Reference.parse(f"{own.host}/d/r:1")))
    assert image.document["architecture"] == here().architecture


async def test_a_platform_that_is_asked_for_is_taken(store, own):
    with_index(own, here().architecture, "s390x")
    await pulled(store, f"{own.host}/d/r:1", platform="linux/s390x")
    image = store.image(store.reference(Reference.parse(f"{own.host}/d/r:1")))
    assert image.document["architecture"] == "s390x"


async def test_no_image_for_the_platform_is_told_in_dockerds_words(store, own):
    with_index(own, "s390x")
    lines = await pulled(store, f"{own.host}/d/r:1", platform="linux/arm/v7")
    assert lines.failed.message == (
        "no matching manifest for linux/arm/v7 in the manifest list entries"
    )


async def test_an_image_of_one_platform_comes_with_a_warning_if_another_was_asked_for(store, own):
    own.tag("1", own.add_image([LAYER], OCI, architecture="s390x")["digest"])
    lines = await pulled(store, f"{own.host}/d/r:1", platform="linux/riscv64")
    assert lines.statuses[-1] == (
        f"WARNING: image with reference {own.host}/d/r:1 was found but does not match the "
        "specified platform: wanted linux/riscv64, actual: linux/s390x"
    )


async def refused(store, own):
    lines = await pulled(store, f"{own.host}/d/r:1")
    assert names_in(store) == []
    assert store.images() == []
    assert blob_files(store) == set()
    return lines.failed.message


async def test_a_layer_of_other_bytes_is_refused_and_leaves_nothing(store, own):
    own.tag("1", own.add_image([LAYER, tar_of({"m": b"x"}).getvalue()], OCI)["digest"])
    own.blobs[sha256(LAYER)] = LAYER[:-1] + b"!"
    assert await refused(store, own) == (
        f"filesystem layer verification failed for digest {sha256(LAYER)}"
    )


async def test_a_config_of_other_bytes_is_refused_and_leaves_nothing(store, own):
    own.tag("1", own.add_image([LAYER], OCI)["digest"])
    config = json.loads(own.manifests["1"][1])["config"]["digest"]
    own.blobs[config] += b" "
    assert await refused(store, own) == f"image config verification failed for digest {config}"


async def test_a_manifest_of_other_bytes_is_refused_and_leaves_nothing(store, own):
    digest = own.add_image([LAYER], OCI)["digest"]
    own.tag("1", digest)
    own.manifests[digest] = (OCI, own.manifests[digest][1] + b" ")
    assert await refused(store, own) == f"manifest verification failed for digest {digest}"


async def test_a_layer_whose_tar_is_not_the_configs_is_refused_and_leaves_nothing(store, own):
    own.tag("1", own.add_image([LAYER], OCI, diff_ids=[sha256(b"another tar")])["digest"])
    assert await refused(store, own) == "layers from manifest don't match image configuration"


async def test_a_manifest_with_a_layer_too_many_is_refused(store, own):
    own.tag("1", own.add_image([LAYER], OCI, blobs=[LAYER, LAYER])["digest"])
    assert await refused(store, own) == "layers from manifest don't match image configuration"


async def test_a_windows_image_is_refused(store, own):
    own.tag("1", own.add_image([LAYER], OCI, os_name="windows")["digest"])
    assert await refused(store, own) == (
        'image operating system "windows" cannot be used on this platform'
    )


async def test_a_layer_that_is_no_tar_is_refused(store, own):
    own.tag("1", own.add_image([b"no tar" * 500], OCI)["digest"])
    assert (await refused(store, own)).startswith("failed to register layer: ")


async def test_a_pull_that_is_given_up_leaves_nothing_and_can_be_repeated(store, own):
    other = tar_of({"m": b"x" * 5000}).getvalue()
    own.tag("1", own.add_image([other, LAYER], OCI)["digest"])
    own.held = sha256(LAYER)
    name = f"{own.host}/d/r:1"
    task = asyncio.create_task(pulled(store, name))
    await own.reached.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert names_in(store) == []
    assert blob_files(store) == set()
    own.released.set()
    assert (await pulled(store, name)).failed is None
    assert len(blob_files(store)) == 2


async def test_a_full_disk_is_a_sentence_leaves_nothing_and_harms_nothing(small_disk, own):
    own.tag("1", own.add_image([tar_of({"big": os.urandom(6 << 20)}).getvalue()], OCI)["digest"])
    own.tag("2", own.add_image([LAYER], OCI)["digest"])
    store = ImageStore(small_disk / "engine")
    with pytest.raises(OSError, match="the disk is full"):
        await pulled(store, f"{own.host}/d/r:1")
    assert names_in(store) == []
    assert blob_files(store) == set()
    assert (await pulled(store, f"{own.host}/d/r:2")).failed is None
    store.close()


async def test_a_client_that_goes_away_ends_the_pull(store, own):
    own.tag("1", own.add_image([LAYER], OCI)["digest"])
    lines = Lines()

    async def gone(_line):
        raise ConnectionResetError

    lines.progress = Progress(gone, Trace(), "", "")
    async with RegistryClient(f"http://{own.host}") as registry:
        with pytest.raises(ConnectionResetError):
            await pull(
                store,
                registry,
                Reference.parse(f"{own.host}/d/r:1"),
                all_tags=False,
                platform="",
                progress=lines.progress,
            )
    assert names_in(store) == []
    assert blob_files(store) == set()
