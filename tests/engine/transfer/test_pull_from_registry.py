"""Pull from a real registry, held to what dockerd writes."""

import json

import pytest

from docker_lessons.oci.client import RegistryClient
from docker_lessons.oci.manifest import Manifest
from docker_lessons.oci.reference import Reference
from tests import programs
from tests.engine.stored import add_image, blob_files, names_in
from tests.engine.transfer.transfers import pulled, pushed, said


async def manifest_of(registry, repository="demousr/demorep", reference="1.0"):
    async with RegistryClient(registry) as client:
        return await client.manifest(repository, reference)


async def test_a_pull_says_what_dockerd_says(sender, store, name, registry):
    add_image(sender, name)
    await pushed(sender, name)
    _, digest, data = await manifest_of(registry)
    first, second = (layer.digest[7:19] for layer in Manifest.parse(data).layers)
    lines = await pulled(store, name)
    assert lines.lines[0] == {"status": "Pulling from demousr/demorep", "id": "1.0"}
    assert lines.statuses[1:3] == [f"{first} Pulling fs layer", f"{second} Pulling fs layer"]
    for layer in (first, second):
        said = [status for status in lines.statuses[3:] if status.startswith(layer)]
        assert said == [
            f"{layer} {word}"
            for word in ("Verifying Checksum", "Download complete", "Pull complete")
        ]
    assert lines.statuses.index(f"{first} Pull complete") < lines.statuses.index(
        f"{second} Pull complete"
    )
    assert lines.statuses[-2:] == [
        f"Digest: {digest}",
        f"Status: Downloaded newer image for {name}",
    ]


async def test_what_is_pulled_is_the_image_that_was_pushed_with_its_digest(
    sender, store, name, registry
):
    image_id = add_image(sender, name)
    await pushed(sender, name)
    await pulled(store, name)
    _, digest, _ = await manifest_of(registry)
    assert store.reference(Reference.parse(name)) == image_id
    assert store.reference(Reference.parse(name).without_tag().with_digest(digest)) == image_id
    assert store.image(image_id).config == sender.image(image_id).config
    assert {layer.digest for layer in store.layers(store.image(image_id))} == blob_files(store)
    event = store.events.after(0)[-1]
    assert (event.action, event.actor) == ("pull", name)


async def test_what_is_here_is_up_to_date_and_still_an_event(sender, store, name):
    add_image(sender, name)
    await pushed(sender, name)
    await pulled(store, name)
    lines = await pulled(store, name)
    assert [line.split(":")[0] for line in lines.statuses] == [
        "1.0 Pulling from demousr/demorep",
        "Digest",
        "Status",
    ]
    assert lines.statuses[-1] == f"Status: Image is up to date for {name}"
    assert [event.action for event in store.events.after(0)] == ["pull", "pull"]


async def test_a_layer_that_is_here_already_is_not_fetched(sender, store, name):
    add_image(sender, name)
    await pushed(sender, name)
    await pulled(store, name)
    second = name.replace("1.0", "2.0")
    add_image(sender, second)
    await pushed(sender, second)
    lines = await pulled(store, second)
    words = sorted(status.partition(" ")[2] for status in lines.statuses[1:3])
    assert words == ["Already exists", "Pulling fs layer"]


async def test_a_pull_by_digest_names_the_digest_and_sets_no_tag(sender, store, name, registry):
    image_id = add_image(sender, name)
    await pushed(sender, name)
    _, digest, _ = await manifest_of(registry)
    by_digest = f"{name.removesuffix(':1.0')}@{digest}"
    lines = await pulled(store, by_digest)
    assert lines.statuses[0] == f"{by_digest} Pulling from demousr/demorep"
    assert [name.tag for name in names_in(store)] == [None]
    assert store.reference(Reference.parse(by_digest)) == image_id


async def test_a_pull_of_all_tags_brings_each(sender, store, name):
    repository = name.removesuffix(":1.0")
    add_image(sender, name, f"{repository}:2.0")
    await pushed(sender, repository, all_tags=True)
    lines = await pulled(store, repository, all_tags=True)
    tags = {name.tag for name in names_in(store) if name.tag}
    assert tags == {"1.0", "2.0"}
    assert lines.statuses[-1] == f"Status: Downloaded newer image for {repository}"


@pytest.mark.parametrize(
    ("asked", "all_tags", "status", "sentence"),
    [
        (
            "d/r:9",
            False,
            404,
            "manifest for {host}/d/r:9 not found: manifest unknown: manifest unknown",
        ),
        (
            "d/r",
            False,
            404,
            "manifest for {host}/d/r:latest not found: manifest unknown: manifest unknown",
        ),
        (
            "d/none",
            True,
            404,
            "repository {host}/d/none not found: name unknown: repository name not known to registry",
        ),
    ],
)
async def test_what_is_not_there_is_told_in_dockerds_words(
    store, registry, asked, all_tags, status, sentence
):
    host = registry.removeprefix("http://")
    lines = await pulled(store, f"{host}/{asked}", all_tags=all_tags)
    assert lines.lines == []
    assert (lines.failed.status, lines.failed.message) == (status, sentence.format(host=host))


async def test_dockerd_and_we_get_the_same_image(dockerd, store, sender, name, registry):
    image_id = add_image(sender, name)
    await pushed(sender, name)
    docker = programs.required("docker")
    told = said(docker, "-H", dockerd, "pull", name)
    lines = await pulled(store, name)
    assert lines.statuses[-2] in told
    inspected = json.loads(said(docker, "-H", dockerd, "inspect", name))[0]
    assert inspected["Id"] == image_id == store.reference(Reference.parse(name))
    assert tuple(inspected["RootFS"]["Layers"]) == store.image(image_id).diff_ids
