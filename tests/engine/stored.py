"""What a test has in an image store, or finds there: a tar, an image, the blobs on the disk."""

import io
import json
import os
import tarfile
from pathlib import Path

from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.layers import layer_blob
from docker_lessons.oci.reference import Reference
from tests.blobs import is_whole


def tar_of(files: dict[str, bytes]) -> io.BytesIO:
    """A tar of these files, every one of the same time."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    data.seek(0)
    return data


def add_image(store: ImageStore, *names: str, size: int = 300_000) -> str:
    """Put an image of two layers, one of them of random bytes, under these names; return its ID."""
    layers = [
        layer_blob.pack(store.blobs, tar_of({"hello": os.urandom(size)})),
        layer_blob.pack(store.blobs, tar_of({"message.txt": b"Image created\n"})),
    ]
    config = {
        "architecture": "amd64",
        "config": {"Cmd": ["/hello"]},
        "created": "2026-11-24T07:00:00.5Z",
        "history": [{"created_by": "COPY hello"}, {"created_by": "COPY message.txt"}],
        "os": "linux",
        "rootfs": {"type": "layers", "diff_ids": [one.diff_id for one in layers]},
    }
    with store.change() as change:
        for one in layers:
            change.add_layer(one)
        image_id = change.add_image(json.dumps(config).encode())
        for name in names:
            change.set_reference(Reference.parse(name).with_default_tag(), image_id)
    return image_id


def blob_files(store: ImageStore) -> set[str]:
    """The digests of all blobs on the disk, after their bytes were held to them."""
    found = set(store.blobs)
    assert all(is_whole(store.blobs, digest) for digest in found)
    assert not list((Path(store.root) / "blobs" / "writing").iterdir())
    return found


def names_in(store: ImageStore) -> list[Reference]:
    """All names in a store, with tags and with digests."""
    return [name for image in store.images() for name in store.names_of(image.id)]
