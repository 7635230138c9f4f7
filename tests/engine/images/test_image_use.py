"""An image that a container uses: what removal, prune and the lists make of it, as dockerd does."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from docker_lessons.engine.api.errors import Conflict, NotFound
from docker_lessons.engine.api.filters import Filters
from docker_lessons.engine.images import listing, removal
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.images.image_use import ImageUse
from docker_lessons.engine.images.model import Image
from docker_lessons.oci.reference import Reference
from tests.engine.stored import add_image
from tests.engine.using import CONTAINER, Using

NAME = "myimage:0.1"


def using(image_id: str, state: str) -> Using:
    return Using([ImageUse(CONTAINER, image_id, state)])


def remove(store: ImageStore, uses: Using, text: str, *, force: bool = False) -> list[str]:
    """What goes, in the order of the answer: the actions alone."""
    records = removal.remove(store, uses, text, force=force, prune=True)
    return [next(iter(record)) for record in records]


@pytest.mark.parametrize("state", ["exited", "running"])
def test_the_last_name_of_a_used_image_stays_unless_forced(store: ImageStore, state: str) -> None:
    image_id = add_image(store, NAME)
    with pytest.raises(Conflict) as caught:
        remove(store, using(image_id, state), NAME)
    assert caught.value.message == (
        f'conflict: unable to remove repository reference "{NAME}" (must force) - container '
        f"{CONTAINER[:12]} is using its referenced image {image_id[7:19]}"
    )
    assert store.resolve(NAME).id == image_id


def test_one_of_several_names_of_a_used_image_goes(store: ImageStore) -> None:
    image_id = add_image(store, NAME, "other:1")
    assert remove(store, using(image_id, "running"), NAME) == ["Untagged"]
    assert store.resolve("other:1").id == image_id


def test_the_name_of_a_running_containers_image_goes_when_forced_and_the_image_stays(
    store: ImageStore,
) -> None:
    image_id = add_image(store, NAME)
    assert remove(store, using(image_id, "running"), NAME, force=True) == ["Untagged"]
    assert store.resolve(image_id).id == image_id


def test_the_image_of_a_stopped_container_goes_when_forced(store: ImageStore) -> None:
    image_id = add_image(store, NAME)
    assert remove(store, using(image_id, "exited"), NAME, force=True)[:2] == ["Untagged", "Deleted"]
    assert store.images() == []


@pytest.mark.parametrize(
    ("state", "force", "sentence"),
    [
        ("running", False, "(cannot be forced) - image is being used by running container"),
        ("running", True, "(cannot be forced) - image is being used by running container"),
        ("paused", True, "(cannot be forced) - image is being used by running container"),
        ("exited", False, "(must be forced) - image is being used by stopped container"),
    ],
)
def test_a_used_image_is_not_removed_by_its_id(
    store: ImageStore, state: str, force: bool, sentence: str
) -> None:
    image_id = add_image(store, NAME)
    with pytest.raises(Conflict) as caught:
        remove(store, using(image_id, state), image_id, force=force)
    assert caught.value.message == (
        f"conflict: unable to delete {image_id[7:19]} {sentence} {CONTAINER[:12]}"
    )
    assert store.resolve(NAME).id == image_id


@pytest.mark.parametrize("dangling_only", [True, False])
def test_prune_leaves_used_images_alone(store: ImageStore, dangling_only: bool) -> None:
    image_id = add_image(store, *([] if dangling_only else [NAME]))
    add_image(store, *([] if dangling_only else ["unused:1"]))
    removal.prune(
        store, using(image_id, "exited"), dangling_only=dangling_only, wanted=store.images()
    )
    assert [image.id for image in store.images()] == [image_id]


def test_disk_usage_counts_the_containers_of_an_image(store: ImageStore) -> None:
    image_id = add_image(store, NAME)
    add_image(store, "unused:1")
    summaries = listing.summaries(
        store, Filters({}), (1, 41), everything=False, uses=using(image_id, "exited")
    )
    assert {each["Id"]: each["Containers"] for each in summaries}[image_id] == 1
    assert sum(each["Containers"] for each in summaries) == 1


def test_prune_beside_removals_and_prunes_of_others_is_never_an_error(store: ImageStore) -> None:
    names = [f"demousr/demorep:{number}" for number in range(12)]
    for _ in range(4):
        for name in names:
            add_image(store, name)
        wanted, nobody = store.images(), Using([])

        def prune(wanted: Sequence[Image] = wanted, nobody: Using = nobody) -> None:
            removal.prune(store, nobody, dangling_only=False, wanted=list(wanted))

        def remove_all(nobody: Using = nobody) -> None:
            for name in names:
                with suppress(NotFound):
                    removal.remove(store, nobody, name, force=True, prune=True)

        with ThreadPoolExecutor() as threads:
            done = [threads.submit(work) for work in (prune, remove_all, prune, prune)]
        assert [future.exception() for future in done] == [None] * len(done)
        assert store.images() == []


def test_prune_leaves_an_image_alone_that_somebody_has_just_named(store: ImageStore) -> None:
    image_id = add_image(store)
    unnamed = store.images()

    with store.change() as change:
        change.set_reference(Reference.parse(NAME).with_default_tag(), image_id)
    removal.prune(store, Using([]), dangling_only=True, wanted=unnamed)
    assert store.resolve(NAME).id == image_id
