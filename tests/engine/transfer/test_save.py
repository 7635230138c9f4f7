"""Save: what is in an archive."""

import json
import tarfile

import pytest

from docker_lessons.engine.api.errors import EngineError
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.reference import Reference
from tests.engine.stored import add_image
from tests.engine.transfer.saving import members, saved


async def test_a_layer_that_comes_twice_is_in_the_archive_once(store):
    image = store.image(add_image(store, "a:1"))
    document = image.document
    document["rootfs"]["diff_ids"].append(document["rootfs"]["diff_ids"][0])
    with store.change() as change:
        twice = change.add_image(json.dumps(document).encode())
        change.set_reference(Reference.parse("a:2"), twice)
    found = members(await saved(store, "a:2"))
    links = [content for kind, _, content in found.values() if kind == tarfile.SYMTYPE]
    assert len(links) == 1
    assert links[0].removeprefix("../") in found


async def test_several_names_of_an_image_are_all_in_the_archive(store):
    image_id = add_image(store, "demousr/demorep:1.0", "demousr/demorep:2.0", "myimage:0.1")
    found = members(await saved(store, "demousr/demorep", "myimage:0.1"))
    item = json.loads(found["manifest.json"][2])[0]
    assert item["Config"] == image_id.removeprefix("sha256:") + ".json"
    assert item["RepoTags"] == ["demousr/demorep:1.0", "demousr/demorep:2.0", "myimage:0.1"]
    assert set(json.loads(found["repositories"][2])) == {"demousr/demorep", "myimage"}
    assert sha256(found[item["Config"]][2]) == image_id


@pytest.mark.parametrize("text", ["{id}", "{digits}", "{start}"])
async def test_an_image_is_saved_by_its_id_without_a_name(store, text):
    image_id = add_image(store, "myimage:0.1")
    digits = image_id.removeprefix("sha256:")
    found = members(await saved(store, text.format(id=image_id, digits=digits, start=digits[:12])))
    assert json.loads(found["manifest.json"][2])[0]["RepoTags"] is None
    assert "repositories" not in found


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("nope:1", 404, "reference does not exist"),
        ("nope", 404, "No such image: nope"),
        ("NOPE", 500, "invalid reference format: repository name must be lowercase"),
    ],
)
async def test_what_is_not_here_is_refused_before_the_first_byte(store, name, status, sentence):
    add_image(store, "myimage:0.1")
    with pytest.raises(EngineError) as caught:
        await saved(store, "myimage:0.1", name)
    assert (caught.value.status, caught.value.message) == (status, sentence)
    assert store.events.after(0) == []


async def test_a_save_is_an_event(store):
    image_id = add_image(store, "myimage:0.1")
    await saved(store, "myimage:0.1")
    event = store.events.after(0)[-1]
    assert (event.action, event.actor) == ("save", image_id)
