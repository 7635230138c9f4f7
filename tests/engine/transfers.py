"""What the tests of push, pull, save and load share: a store, an image, and a stream's lines."""

import io
import json
import os
import subprocess
import tarfile
from pathlib import Path

from docker_lessons.engine import layer
from docker_lessons.engine.errors import EngineError
from docker_lessons.engine.progress import Progress
from docker_lessons.engine.pull import pull
from docker_lessons.engine.push import push
from docker_lessons.engine.store import ImageStore
from docker_lessons.oci.client import Credential, RegistryClient
from docker_lessons.oci.reference import Reference
from docker_lessons.trace import Trace
from tests.blobs import is_whole


def said(*command: str) -> str:
    """What a program prints; it must succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


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
        layer.pack(store.blobs, tar_of({"hello": os.urandom(size)})),
        layer.pack(store.blobs, tar_of({"message.txt": b"Image created\n"})),
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


class Lines:
    """The JSON lines of one request, as its client gets them."""

    def __init__(self) -> None:
        self.lines: list[dict] = []
        self.failed: EngineError | None = None
        self.progress = Progress(self._write, Trace(), "", "")

    async def _write(self, line: bytes) -> None:
        assert line.endswith(b"\r\n")
        self.lines.append(json.loads(line))

    @property
    def statuses(self) -> list[str]:
        """Every line in one word or two: ``99309cc74166 Pushed``, without what depends on speed."""
        moving = {"Pushing", "Downloading", "Extracting", "Loading layer"}
        return [
            " ".join(part for part in (line.get("id", ""), line["status"]) if part)
            for line in self.lines
            if "status" in line and line["status"] not in moving
        ]


async def pushed(
    store: ImageStore, name: str, credential: Credential | None = None, *, all_tags: bool = False
) -> Lines:
    """Push to the registry in the name; the lines hold the failure, if there was one."""
    reference, lines = Reference.parse(name), Lines()
    async with RegistryClient(f"http://{reference.domain}", credential) as registry:
        try:
            await push(store, registry, reference, all_tags=all_tags, progress=lines.progress)
        except EngineError as error:
            lines.failed = error
    return lines


async def pulled(
    store: ImageStore,
    name: str,
    credential: Credential | None = None,
    *,
    all_tags: bool = False,
    platform: str = "",
) -> Lines:
    """Pull from the registry in the name; the lines hold the failure, if there was one."""
    reference, lines = Reference.parse(name), Lines()
    async with RegistryClient(f"http://{reference.domain}", credential) as registry:
        try:
            await pull(
                store,
                registry,
                reference,
                all_tags=all_tags,
                platform=platform,
                progress=lines.progress,
            )
        except EngineError as error:
            lines.failed = error
    return lines


def blob_files(store: ImageStore) -> set[str]:
    """The digests of all blobs on the disk, after their bytes were held to them."""
    found = set(store.blobs)
    assert all(is_whole(store.blobs, digest) for digest in found)
    assert not list((Path(store.root) / "blobs" / "writing").iterdir())
    return found
