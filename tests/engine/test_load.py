"""Load: what dockerd and skopeo write, and what is broken."""

import gzip
import io
import json
import tarfile

import pytest

from docker_lessons.engine.load import load
from docker_lessons.engine.save import save
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.reference import Reference
from tests import programs
from tests.engine.transfers import Lines, add_image, blob_files, pushed, said, tar_of


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "archive.tar"


async def write(archive, store, *names):
    archive.write_bytes(b"".join([chunk async for chunk in save(store, list(names))]))


async def loaded(store, archive, *, quiet=False):
    lines = Lines()
    await load(store, archive, quiet=quiet, progress=lines.progress)
    return lines


def streams(lines):
    return [line["stream"] for line in lines.lines if "stream" in line]


def error(lines):
    return lines.lines[-1]["error"]


async def test_what_was_saved_is_loaded_as_the_same_image(sender, store, archive):
    image_id = add_image(sender, "demousr/demorep:1.0", "myimage:0.1")
    await write(archive, sender, "demousr/demorep:1.0", "myimage:0.1")
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
    await write(archive, sender, "myimage:0.1")
    lines = await loaded(store, archive, quiet=True)
    assert lines.lines == [{"stream": "Loaded image: myimage:0.1\n"}]


async def test_a_compressed_archive_is_loaded_too(sender, store, archive):
    add_image(sender, "myimage:0.1")
    await write(archive, sender, "myimage:0.1")
    archive.write_bytes(gzip.compress(archive.read_bytes()))
    assert streams(await loaded(store, archive)) == ["Loaded image: myimage:0.1\n"]


async def test_a_layer_that_comes_twice_is_read_through_its_link(sender, store, archive):
    document = sender.image(add_image(sender, "a:1")).document
    document["rootfs"]["diff_ids"].append(document["rootfs"]["diff_ids"][0])
    with sender.change() as change:
        twice = change.add_image(json.dumps(document).encode())
        change.set_reference(Reference.parse("a:2"), twice)
    await write(archive, sender, "a:2")
    assert streams(await loaded(store, archive)) == ["Loaded image: a:2\n"]
    assert len(store.layers(store.image(twice))) == 3


async def test_an_image_without_a_name_is_told_by_its_id(sender, store, archive):
    image_id = add_image(sender, "myimage:0.1")
    await write(archive, sender, image_id)
    assert streams(await loaded(store, archive)) == [f"Loaded image ID: {image_id}\n"]


async def test_a_name_that_moves_is_told_in_dockerds_words(sender, store, archive):
    old = add_image(store, "myimage:0.1")
    add_image(sender, "myimage:0.1")
    await write(archive, sender, "myimage:0.1")
    assert streams(await loaded(store, archive)) == [
        f"The image myimage:0.1 already exists, renaming the old one with ID {old} to empty string\n",
        "Loaded image: myimage:0.1\n",
    ]


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
    await write(archive, sender, "myimage:0.1")
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


def rewritten(archive, change):
    """Write the archive again, its members changed by `change(name, bytes)`; None leaves one out."""
    target = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=target, mode="w") as new:
        for member in old:
            data = old.extractfile(member).read() if member.isreg() else None
            if data is not None:
                data = change(member.name, data)
                if data is None:
                    continue
                member.size = len(data)
            new.addfile(member, None if data is None else io.BytesIO(data))
    archive.write_bytes(target.getvalue())


async def refused(store, archive):
    lines = await loaded(store, archive)
    assert store.images() == []
    assert blob_files(store) == set()
    return error(lines)


async def test_a_layer_of_other_bytes_is_refused_and_leaves_nothing(sender, store, archive):
    image = sender.image(add_image(sender, "myimage:0.1"))
    await write(archive, sender, "myimage:0.1")
    other = tar_of({"hello": b"evil"}).getvalue()
    rewritten(archive, lambda name, data: other if name.endswith("layer.tar") else data)
    assert await refused(store, archive) == (
        f'invalid diffID for layer 0: expected "{image.diff_ids[0]}", got "{sha256(other)}"'
    )


async def test_a_layer_too_few_is_refused_in_dockerds_words(sender, store, archive):
    add_image(sender, "myimage:0.1")
    await write(archive, sender, "myimage:0.1")

    def shorten(name, data):
        if name != "manifest.json":
            return data
        document = json.loads(data)
        document[0]["Layers"].pop()
        return json.dumps(document).encode()

    rewritten(archive, shorten)
    assert await refused(store, archive) == (
        "invalid manifest, layers length mismatch: expected 1, got 2"
    )


async def test_a_missing_member_is_named(sender, store, archive):
    add_image(sender, "myimage:0.1")
    await write(archive, sender, "myimage:0.1")
    rewritten(archive, lambda name, data: None if name.endswith("layer.tar") else data)
    assert (await refused(store, archive)).endswith("layer.tar: no such file or directory")


@pytest.mark.parametrize("cut", [100, 5000, 150_000])
async def test_half_an_archive_is_refused(sender, store, archive, cut):
    add_image(sender, "myimage:0.1")
    await write(archive, sender, "myimage:0.1")
    archive.write_bytes(archive.read_bytes()[:cut])
    assert await refused(store, archive) == (
        "Error processing tar file(exit status 1): unexpected EOF"
    )


@pytest.mark.parametrize(
    "files",
    [
        {"readme": b"no image"},
        {"manifest.json": b"null"},
        {"manifest.json": b"{"},
        {"manifest.json": b'[{"Config": "../../etc/passwd", "Layers": []}]'},
        {"manifest.json": b"[1, null]"},
        {"manifest.json": b'{"a": 1}'},
        {"index.json": b"[]"},
    ],
)
async def test_a_tar_that_holds_no_image_is_a_sentence(store, archive, files):
    archive.write_bytes(tar_of(files).getvalue())
    assert await refused(store, archive)


async def test_links_that_lead_in_a_circle_are_a_sentence(store, archive):
    with tarfile.open(archive, "w") as tar:
        for name, target in (("manifest.json", "other"), ("other", "manifest.json")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            tar.addfile(link)
    assert await refused(store, archive) == "open manifest.json: no such file or directory"
