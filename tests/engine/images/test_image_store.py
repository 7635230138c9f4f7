"""The image store: all of a change or nothing, and no byte kept that no image needs."""

import json

import pytest

from docker_lessons.engine.api.errors import NotFound
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.layers import layer_blob
from docker_lessons.oci.reference import Reference
from tests.engine.stored import add_image, tar_of

NAME = "demousr/demorep:1.0"


def blobs(store: ImageStore) -> set[str]:
    return set(store.blobs)


def remove(store: ImageStore, image_id: str) -> None:
    with store.change() as change:
        for name in store.names_of(image_id):
            change.remove_reference(name)
        change.remove_image(image_id)


def test_a_change_that_fails_changes_nothing(store: ImageStore) -> None:
    image_id = add_image(store, NAME)

    def fail() -> None:
        with store.change() as change:
            change.remove_reference(Reference.parse(NAME))
            change.event("untag", image_id, image_id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.reference(Reference.parse(NAME)) == image_id
    assert store.events.last() == 0


def test_an_image_needs_its_layers(store: ImageStore) -> None:
    config = {"rootfs": {"type": "layers", "diff_ids": ["sha256:" + "0" * 64]}}
    with pytest.raises(ValueError, match="is not in the store"), store.change() as change:
        change.add_image(json.dumps(config).encode())
    assert store.images() == []


def test_a_name_needs_its_image(store: ImageStore) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), store.change() as change:
        change.set_reference(Reference.parse(NAME), "sha256:" + "0" * 64)


def test_blobs_go_with_the_last_image_that_needs_them(store: ImageStore) -> None:
    first, second = add_image(store, NAME), add_image(store, "other:1")
    shared = {one.digest for one in store.layers(store.resolve(first))} & {
        one.digest for one in store.layers(store.resolve(second))
    }
    remove(store, first)
    assert blobs(store) == {one.digest for one in store.layers(store.resolve(second))}
    assert shared <= blobs(store)
    remove(store, second)
    assert blobs(store) == set()


def test_while_somebody_holds_nothing_goes(store: ImageStore) -> None:
    image_id = add_image(store, NAME)
    before = blobs(store)
    with store.holding():
        remove(store, image_id)
        assert blobs(store) == before
    assert blobs(store) == set()


def test_what_a_failure_left_goes_when_it_ends(store: ImageStore) -> None:
    def fail() -> None:
        with store.holding():
            layer_blob.pack(store.blobs, tar_of({"a": b"b"}))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert blobs(store) == set()


def test_what_a_kill_left_goes_at_the_next_start(store: ImageStore) -> None:
    image_id = add_image(store, NAME)
    kept = blobs(store)
    layer_blob.pack(store.blobs, tar_of({"orphan": b"x"}))
    (store.blobs.root / "writing" / "half").write_bytes(b"half a blob")
    again = ImageStore(store.root)
    assert blobs(again) == kept
    assert list((store.blobs.root / "writing").iterdir()) == []
    assert again.resolve(NAME).id == image_id
    assert again.identity == store.identity


@pytest.mark.parametrize(
    "text",
    [
        "demousr/demorep:1.0",
        "docker.io/demousr/demorep:1.0",
        "index.docker.io/demousr/demorep:1.0",
    ],
)
def test_docker_hub_goes_without_saying(store: ImageStore, text: str) -> None:
    image_id = add_image(store, NAME)
    assert store.resolve(text).id == image_id


def test_a_start_that_two_images_share_means_neither(store: ImageStore) -> None:
    ids = [add_image(store) for _ in range(20)]
    starts = [image_id[7] for image_id in ids]
    twice = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(NotFound, match=f"No such image: {twice}:latest"):
        store.resolve(twice)
