"""Root file systems for the tests: layers written by hand, and one with busybox."""

import atexit
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from docker_lessons.engine.layers import layer_blob
from docker_lessons.engine.layers.layer import Layer
from docker_lessons.engine.runtime import root_fs
from docker_lessons.oci.store import BlobStore
from tests import programs

DATE = 1_700_000_000
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_PASSWD = """\
root:x:0:0:root:/root:/bin/sh
# a remark
app:x:1000:1001:App:/home/app:/bin/sh
"""
_GROUP = "root:x:0:\napps:x:1001:\nextra:x:1005:other,app\n"


def member(name: str, content: bytes | None = None, mode: int = 0o644, **more) -> tuple:
    """A member of a layer: a file with this content, or what `type` says."""
    info = tarfile.TarInfo(name)
    info.mode, info.mtime = mode, DATE
    if content is None and "type" not in more:
        info.type, info.mode = tarfile.DIRTYPE, mode | 0o111
    info.size = len(content or b"")
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def link(name: str, target: str, *, hard: bool = False) -> tuple:
    kind = tarfile.LNKTYPE if hard else tarfile.SYMTYPE
    return member(name, type=kind, linkname=target, mode=0o777)


def layer(blobs: BlobStore, *members: tuple) -> Layer:
    """A stored layer of these members."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content or b""))
    tar.seek(0)
    return layer_blob.pack(blobs, tar)


def static_busybox() -> Path:
    """The path of a busybox that needs no library."""
    path = Path(programs.required("busybox"))
    with path.open("rb") as file:
        if b"/ld-" in file.read(4096):
            pytest.skip(f"{path} is not static ({programs.HOW_TO_GET['busybox']})")
    return path


def busybox_members(busybox: Path) -> Iterator[tuple]:
    """The members of a layer with busybox as its shell."""
    for folder in ("bin", "etc", "root", "home"):
        yield member(folder)
    yield member("tmp", mode=0o1777)
    yield member("bin/busybox", busybox.read_bytes(), 0o755)
    applets = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True)
    for name in applets.stdout.split():
        if name != "busybox":
            yield link(f"bin/{name}", "busybox")
    yield member("etc/passwd", _PASSWD.encode())
    yield member("etc/group", _GROUP.encode())


@cache
def _busybox_layer() -> tuple[BlobStore, Layer]:
    folder = tempfile.mkdtemp(prefix="dl-busybox-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    blobs = BlobStore(Path(folder))
    return blobs, layer(blobs, *busybox_members(static_busybox()))


def busybox_root(folder: Path) -> Path:
    """Make a root with busybox in a folder that is not there yet."""
    blobs, busybox = _busybox_layer()
    return root_fs.make(folder, [busybox], blobs)


def make(folder: Path) -> Callable[..., Path]:
    """Give what makes a root of layers, each a tuple of members."""
    blobs = BlobStore(folder / "blobs")

    def made(*layers: tuple) -> Path:
        stored = [layer(blobs, *members) for members in layers]
        return root_fs.make(folder / "container", stored, blobs)

    return made
