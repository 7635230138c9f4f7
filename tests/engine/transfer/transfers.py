"""What the tests of push, pull, save and load share: a store, an image, and a stream's lines."""

import json
import subprocess
from pathlib import Path

from docker_lessons.engine.api.errors import EngineError
from docker_lessons.engine.api.progress_stream import Progress
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.transfer.load import load
from docker_lessons.engine.transfer.pull import pull
from docker_lessons.engine.transfer.push import push
from docker_lessons.engine.transfer.save import save
from docker_lessons.oci.client import Credential, RegistryClient
from docker_lessons.oci.reference import Reference
from docker_lessons.trace import Trace


def said(*command: str) -> str:
    """What a program prints; it must succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


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


async def write_archive(archive: Path, store: ImageStore, *names: str) -> None:
    """Save images into a file."""
    archive.write_bytes(b"".join([chunk async for chunk in save(store, list(names))]))


async def loaded(store: ImageStore, archive: Path, *, quiet: bool = False) -> Lines:
    """Load a file; the lines hold what was said."""
    lines = Lines()
    await load(store, archive, quiet=quiet, progress=lines.progress)
    return lines


def streams(lines: Lines) -> list[str]:
    """What of the lines goes to the client's standard output."""
    return [line["stream"] for line in lines.lines if "stream" in line]
