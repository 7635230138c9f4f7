"""Push, to a real registry, held to what dockerd writes."""

import json

import pytest

from docker_lessons.engine.api.progress_stream import Progress
from docker_lessons.engine.images import removal
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.transfer import push as push_module
from docker_lessons.engine.transfer.push import push
from docker_lessons.oci.client import RegistryClient, RegistryError, RegistryUnreachable
from docker_lessons.oci.manifest import MEDIA_TYPE_OCI_MANIFEST, Manifest
from docker_lessons.oci.reference import Reference
from docker_lessons.trace import Trace
from tests import programs
from tests.engine.stored import add_image, names_in
from tests.engine.transfer.transfers import pulled, pushed, said
from tests.engine.using import Using


def short_ids(store, name):
    image = store.image(store.reference(Reference.parse(name)))
    return [diff_id[7:19] for diff_id in reversed(image.diff_ids)]


async def test_a_push_says_what_dockerd_says(store, name):
    image_id = add_image(store, name)
    lines = await pushed(store, name)
    top, bottom = short_ids(store, name)
    repository = name.removesuffix(":1.0")
    assert lines.lines[0] == {"status": f"The push refers to repository [{repository}]"}
    assert lines.statuses[1:3] == [f"{top} Preparing", f"{bottom} Preparing"]
    assert set(lines.statuses[3:5]) == {f"{top} Pushed", f"{bottom} Pushed"}
    result = lines.lines[-1]["aux"]
    assert lines.lines[-1] == {"progressDetail": {}, "aux": result}
    assert lines.statuses[5:] == [f"1.0: digest: {result['Digest']} size: {result['Size']}"]
    assert store.reference(Reference.parse(f"{repository}@{result['Digest']}")) == image_id


async def test_the_registry_then_has_that_very_image(store, name, registry):
    image_id = add_image(store, name)
    await pushed(store, name)
    async with RegistryClient(registry) as client:
        _, _, data = await client.manifest("demousr/demorep", "1.0")
        manifest = Manifest.parse(data)
        assert manifest.config.digest == image_id
        for descriptor in (manifest.config, *manifest.layers):
            chunks = [chunk async for chunk in client.blob("demousr/demorep", descriptor.digest)]
            assert sum(map(len, chunks)) == descriptor.size


async def test_what_is_there_is_not_sent_again(store, name):
    add_image(store, name)
    await pushed(store, name)
    top, bottom = short_ids(store, name)
    again = await pushed(store, name)
    assert set(again.statuses[3:5]) == {
        f"{top} Layer already exists",
        f"{bottom} Layer already exists",
    }


async def test_another_repository_gets_it_from_the_first(store, name):
    other = name.replace("demorep", "other")
    add_image(store, name, other)
    await pushed(store, name)
    top, bottom = short_ids(store, name)
    lines = await pushed(store, other)
    assert set(lines.statuses[3:5]) == {
        f"{top} Mounted from demousr/demorep",
        f"{bottom} Mounted from demousr/demorep",
    }


async def test_a_layer_is_taken_over_from_where_it_was_seen_last(store, name):
    names = [name.replace("demorep", other) for other in ("zebra", "demorep", "other")]
    add_image(store, *names)
    for each in names[:2]:
        await pushed(store, each)
    lines = await pushed(store, names[2])
    assert {line.partition(" ")[2] for line in lines.statuses[3:5]} == {
        "Mounted from demousr/demorep"
    }


async def test_where_a_layer_was_is_known_when_the_image_is_here_again(store, name):
    other = name.replace("demorep", "other")
    image = store.image(add_image(store, name))
    layers = store.layers(image)
    await pushed(store, name)
    blobs = [store.blobs.path(layer.digest).read_bytes() for layer in layers]
    removal.remove(store, Using(()), name, force=True, prune=True)
    for blob in blobs:
        with store.blobs.writer() as writer:
            writer.write(blob)
            writer.commit()
    with store.change() as change:
        for layer in layers:
            change.add_layer(layer)
        change.set_reference(Reference.parse(other), change.add_image(image.config))
    lines = await pushed(store, other)
    assert {line.partition(" ")[2] for line in lines.statuses[3:5]} == {
        "Mounted from demousr/demorep"
    }


async def test_a_push_of_all_tags_sends_each_and_is_one_event(store, name):
    repository = name.removesuffix(":1.0")
    add_image(store, name, f"{repository}:2.0")
    lines = await pushed(store, repository, all_tags=True)
    assert [line["aux"]["Tag"] for line in lines.lines if "aux" in line] == ["1.0", "2.0"]
    events = [event for event in store.events.after(0) if event.action == "push"]
    assert [event.actor for event in events] == [repository]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("demousr/demorep:9", "tag does not exist: {host}/demousr/demorep:9"),
        ("demousr/none:1", "An image does not exist locally with the tag: {host}/demousr/none"),
    ],
)
async def test_a_name_that_is_not_here_is_refused_in_dockerds_words(store, name, asked, sentence):
    add_image(store, name)
    host = name.partition("/")[0]
    lines = await pushed(store, f"{host}/{asked}")
    assert lines.failed.message == sentence.format(host=host)


async def test_an_image_that_is_removed_meanwhile_is_still_pushed_whole(store, name):
    add_image(store, name)

    async def write(line):
        if b"Preparing" in line and names_in(store):
            removal.remove(store, Using(()), name, force=True, prune=True)

    async with RegistryClient(f"http://{name.partition('/')[0]}") as registry:
        progress = Progress(write, Trace(), "", "")
        await push(store, registry, Reference.parse(name), all_tags=False, progress=progress)
        assert await registry.tags("demousr/demorep") == ["1.0"]
    assert store.images() == []
    assert set(store.blobs) == set()


async def test_a_registry_that_dies_in_between_is_tried_again_and_then_told(
    store, name, monkeypatch
):
    monkeypatch.setattr(push_module, "PAUSE", 0)
    add_image(store, name)
    attempts = []

    async def die(self, repository, digest, size, chunks):
        attempts.append(digest)
        raise RegistryUnreachable("EOF")

    monkeypatch.setattr(RegistryClient, "put_blob", die)
    lines = await pushed(store, name)
    assert lines.failed.message == "EOF"
    assert max(attempts.count(digest) for digest in attempts) == push_module.ATTEMPTS
    assert not [event for event in store.events.after(0) if event.action == "push"]


async def test_a_client_that_goes_away_ends_the_push_and_no_tag_is_set(store, name, registry):
    add_image(store, name, size=5_000_000)

    async def gone(line):
        if b"Pushing" in line:
            raise ConnectionResetError

    reference = Reference.parse(name)
    async with RegistryClient(registry) as client:
        progress = Progress(gone, Trace(), "", "")
        with pytest.raises(ConnectionResetError):
            await push(store, client, reference, all_tags=False, progress=progress)
        with pytest.raises(RegistryError):
            await client.manifest("demousr/demorep", "1.0")
    assert (await pushed(store, name)).failed is None


async def test_an_image_that_came_under_an_oci_manifest_goes_back_under_the_same_digest(
    store, name, registry, tmp_path
):
    add_image(store, name)
    await pushed(store, name)
    copied = name.replace("demorep", "oci")
    said(
        *(programs.required("skopeo"), "copy", "--insecure-policy", "--format", "oci"),
        *("--src-tls-verify=false", "--dest-tls-verify=false"),
        *(f"docker://{name}", f"docker://{copied}"),
    )
    fresh = ImageStore(tmp_path / "fresh")
    await pulled(fresh, copied)
    async with RegistryClient(registry) as client:
        media_type, digest, _ = await client.manifest("demousr/oci", "1.0")
    assert media_type == MEDIA_TYPE_OCI_MANIFEST
    again = Reference.parse(copied).with_tag("2.0")
    with fresh.change() as change:
        change.set_reference(again, fresh.reference(Reference.parse(copied)))
    lines = await pushed(fresh, again.full)
    assert lines.lines[-1]["aux"]["Digest"] == digest
    fresh.close()


def test_dockerd_writes_the_same_lines(dockerd, registry, tmp_path):
    """Recorded from the daemon itself, so that the tests above cannot drift from it."""
    docker = programs.required("docker")
    host = registry.removeprefix("http://")
    (tmp_path / "Dockerfile").write_text(
        "FROM scratch\nCOPY Dockerfile /one\nCOPY Dockerfile /two\n"
    )
    said(docker, "-H", dockerd, "build", "-q", "-t", f"{host}/demousr/demorep:1.0", str(tmp_path))
    said(docker, "-H", dockerd, "tag", f"{host}/demousr/demorep:1.0", f"{host}/demousr/other:1.0")
    streams = []
    for path in ("demorep", "demorep", "other"):
        stream = said(
            *(programs.required("curl"), "-s", "--unix-socket", dockerd.removeprefix("unix://")),
            *("-X", "POST", "-H", "X-Registry-Auth: e30="),
            f"http://d/v1.41/images/{host}/demousr/{path}/push?tag=1.0",
        )
        streams.append([json.loads(line) for line in stream.splitlines()])
    kinds = [
        {line["status"] for line in lines if line.get("id") and line["status"] != "Pushing"}
        for lines in streams
    ]
    assert kinds == [
        {"Preparing", "Pushed"},
        {"Preparing", "Layer already exists"},
        {"Preparing", "Mounted from demousr/demorep"},
    ]
    assert streams[0][0] == {"status": f"The push refers to repository [{host}/demousr/demorep]"}
    assert set(streams[0][-1]) == {"progressDetail", "aux"}
