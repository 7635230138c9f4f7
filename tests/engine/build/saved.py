"""The layers of an image, as `docker save` gives them."""

import json
import tarfile
from pathlib import Path
from typing import Any

from tests.engine.serving import Client


def layers(client: Client, name: str, folder: Path) -> list[tuple[str, list[str]]]:
    """The image's diff IDs, and what is in each layer but for the times of directories."""
    done = client.run(f"docker save {name} -o {folder}/saved.tar")
    assert done.returncode == 0, done.stderr
    found = []
    with tarfile.open(folder / "saved.tar") as archive:
        [manifest] = _json(archive, "manifest.json")
        config = _json(archive, manifest["Config"])
        for diff_id, tar in zip(config["rootfs"]["diff_ids"], manifest["Layers"], strict=True):
            with tarfile.open(fileobj=archive.extractfile(tar)) as members:
                found.append((diff_id, [_described(member) for member in members]))
    return found


def _json(archive: tarfile.TarFile, name: str) -> Any:
    file = archive.extractfile(name)
    assert file, name
    return json.load(file)


def _described(member: tarfile.TarInfo) -> str:
    time = "" if member.isdir() else member.mtime
    return (
        f"{member.name} {member.type!r} {member.mode:o} {member.uid}:{member.gid} "
        f"{member.uname}:{member.gname} {member.size} {member.linkname} {time} {member.pax_headers}"
    )
