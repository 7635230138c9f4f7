"""A damaged database: said at the start, what can be read is there again, and the file is kept."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from docker_lessons.engine.images.image_database import DamagedDatabase
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.oci.reference import Reference
from tests.engine.stored import add_image


def fill(root: Path, images: int = 40) -> None:
    """Makes a store with images of one layer each, named `image:0` and so on."""
    store = ImageStore(root)
    for number in range(images):
        add_image(store, f"image:{number}", size=100 + number)
    store.close()


def overwrite(path: Path, first: int, size: int) -> None:
    with path.open("r+b") as file:
        file.seek(first)
        file.write(b"\xa5" * size)


def usable(store: ImageStore) -> int:
    """Returns how many images there are; each has its layers and their blobs."""
    images = store.images()
    for image in images:
        layers = store.layers(image)
        assert [layer.diff_id for layer in layers] == list(image.diff_ids)
        assert all(store.blobs.is_intact(layer.digest) for layer in layers)
    return len(images)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "engine"


def test_a_whole_database_is_left_alone(root: Path) -> None:
    fill(root, 3)
    store = ImageStore(root)
    assert store.rescue is None
    assert usable(store) == 3
    assert list(root.glob("damaged*")) == []
    store.close()


@pytest.mark.parametrize("damage", ["header", "noise", "cut off", "a letter"])
def test_what_cannot_be_read_at_all_is_put_aside_and_the_engine_goes_on(
    root: Path, damage: str
) -> None:
    fill(root, 3)
    path = root / "engine.db"
    if damage == "header":
        overwrite(path, 0, 100)
    elif damage == "noise":
        overwrite(path, 0, path.stat().st_size)
    elif damage == "cut off":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        path.write_text("This is a letter, not a database.\n" * 100)
    before = path.read_bytes()
    store = ImageStore(root)
    assert "no images here now" in str(store.rescue)
    assert store.rescue is not None
    assert (store.rescue.kept / "engine.db").read_bytes() == before
    add_image(store, "new:1", size=100)
    assert usable(store) == 1
    store.close()
    again = ImageStore(root)
    assert again.rescue is None
    again.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with forty images, of which tests take copies."""
    root = tmp_path_factory.mktemp("filled") / "engine"
    fill(root)
    return root


@pytest.mark.parametrize("page", range(2, 30, 3))
def test_what_can_be_read_is_there_again_whichever_page_is_damaged(
    root: Path, filled: Path, page: int
) -> None:
    shutil.copytree(filled, root)
    path = root / "engine.db"
    assert path.stat().st_size > 30 * 4096
    overwrite(path, (page - 1) * 4096, 4096)
    store = ImageStore(root)
    found = usable(store)
    assert found >= 1 or store.rescue is not None
    if store.rescue is not None:
        assert str(store.rescue.images) in str(store.rescue) or not store.rescue.images
    for number in range(40):
        name = store.reference(Reference.parse(f"image:{number}"))
        assert name is None or store.image(name) is not None
    store.close()


def test_layers_that_no_row_describes_are_found_by_their_files(root: Path) -> None:
    fill(root, 5)
    with closing(sqlite3.connect(root / "engine.db")) as database:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'layer'"
        (page,) = database.execute(query).fetchone()
    overwrite(root / "engine.db", (page - 1) * 4096, 4096)
    store = ImageStore(root)
    assert "5 images could be read and are there again" in str(store.rescue)
    assert usable(store) == 5
    store.close()


def test_damage_while_it_runs_is_a_sentence(root: Path, filled: Path) -> None:
    shutil.copytree(filled, root)
    store = ImageStore(root)
    overwrite(root / "engine.db", 4096, (root / "engine.db").stat().st_size - 4096)
    with pytest.raises(DamagedDatabase, match="docker-lessons stop, then docker-lessons start"):
        store.images()
