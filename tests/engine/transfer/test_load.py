"""Load: what was saved, and what is broken."""

import gzip
import json
import re
import tarfile

import pytest

from docker_lessons.oci.reference import Reference
from tests.engine.like_dockerd.comparison import recorded
from tests.engine.stored import add_image, blob_files, tar_of
from tests.engine.transfer.archives import BROKEN, NAMED_WRONG
from tests.engine.transfer.transfers import loaded, streams, write_archive


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "archive.tar"


def error(lines):
    return lines.lines[-1]["error"]


async def test_what_was_saved_is_loaded_as_the_same_image(sender, store, archive):
    image_id = add_image(sender, "demousr/demorep:1.0", "myimage:0.1")
    await write_archive(archive, sender, "demousr/demorep:1.0", "myimage:0.1")
    lines = await loaded(store, archive)
    assert streams(lines) == ["Loaded image: demousr/demorep:1.0\n", "Loaded image: myimage:0.1\n"]
    assert store.reference(Reference.parse("myimage:0.1")) == image_id
    assert len(blob_files(store)) == 2
    bars = [line for line in lines.lines if line.get("status") == "Loading layer"]
    assert [
        bar["id"]
        for bar in bars
        if bar["progressDetail"]["current"] == bar["progressDetail"]["total"]
    ] == [diff_id[7:19] for diff_id in store.image(image_id).diff_ids]
    assert [(event.action, event.actor) for event in store.events.after(0)] == [("load", image_id)]


async def test_a_quiet_load_shows_no_bars(sender, store, archive):
    add_image(sender, "myimage:0.1")
    await write_archive(archive, sender, "myimage:0.1")
    lines = await loaded(store, archive, quiet=True)
    assert lines.lines == [{"stream": "Loaded image: myimage:0.1\n"}]


async def test_a_compressed_archive_is_loaded_too(sender, store, archive):
    add_image(sender, "myimage:0.1")
    await write_archive(archive, sender, "myimage:0.1")
    archive.write_bytes(gzip.compress(archive.read_bytes()))
    assert streams(await loaded(store, archive)) == ["Loaded image: myimage:0.1\n"]


async def test_a_layer_that_comes_twice_is_read_through_its_link(sender, store, archive):
    document = sender.image(add_image(sender, "a:1")).document
    document["rootfs"]["diff_ids"].append(document["rootfs"]["diff_ids"][0])
    with sender.change() as change:
        twice = change.add_image(json.dumps(document).encode())
        change.set_reference(Reference.parse("a:2"), twice)
    await write_archive(archive, sender, "a:2")
    assert streams(await loaded(store, archive)) == ["Loaded image: a:2\n"]
    assert len(store.layers(store.image(twice))) == 3


async def test_an_image_without_a_name_is_told_by_its_id(sender, store, archive):
    image_id = add_image(sender, "myimage:0.1")
    await write_archive(archive, sender, image_id)
    assert streams(await loaded(store, archive)) == [f"Loaded image ID: {image_id}\n"]


async def test_a_name_that_moves_is_told_in_dockerds_words(sender, store, archive):
    old = add_image(store, "myimage:0.1")
    add_image(sender, "myimage:0.1")
    await write_archive(archive, sender, "myimage:0.1")
    assert streams(await loaded(store, archive)) == [
        f"The image myimage:0.1 already exists, renaming the old one with ID {old} to empty string\n",
        "Loaded image: myimage:0.1\n",
    ]


async def refused(store, archive):
    lines = await loaded(store, archive)
    assert store.images() == []
    assert blob_files(store) == set()
    return error(lines)


def said_by_dockerd(name):
    """What dockerd was recorded to say of a broken archive, with any ID in it."""
    rows = {row["line"]: row["errors"] for row in recorded()["archives"]}
    sentence = re.escape(rows[f"docker load -i '{name}.tar'"][0])
    return re.sub(r"(?:DIGEST|ID)\d+", "[a-z0-9:]+", sentence)


@pytest.mark.parametrize("name", BROKEN | NAMED_WRONG)
async def test_a_broken_archive_is_refused_in_dockerds_words_and_leaves_nothing(
    sender, store, archive, name
):
    add_image(sender, "myimage:0.1")
    await write_archive(archive, sender, "myimage:0.1")
    archive.write_bytes((BROKEN | NAMED_WRONG)[name](archive.read_bytes()))
    assert re.fullmatch(said_by_dockerd(name), await refused(store, archive))


@pytest.mark.parametrize(
    "files",
    [
        {"manifest.json": b'[{"Config": "../../etc/passwd", "Layers": []}]'},
        {"a/json": b"{}", "repositories": b"{}"},
        {"index.json": b"[]"},
    ],
    ids=["a path that leads out", "from before Docker 1.10", "an index that is none"],
)
async def test_what_dockerd_says_otherwise_is_a_sentence_too(store, archive, files):
    archive.write_bytes(tar_of(files).getvalue())
    assert await refused(store, archive)


async def test_links_that_lead_in_a_circle_are_a_sentence(store, archive):
    with tarfile.open(archive, "w") as tar:
        for name, target in (("manifest.json", "other"), ("other", "manifest.json")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            tar.addfile(link)
    assert await refused(store, archive) == "open manifest.json: no such file or directory"
