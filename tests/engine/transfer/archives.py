"""Archives to load that somebody has broken, each made from one that `docker save` wrote."""

import bz2
import gzip
import io
import json
import tarfile
from collections.abc import Callable
from typing import Any

from tests.engine.stored import tar_of

Files = dict[str, bytes]
MANIFEST = "manifest.json"
_BLOCK = tarfile.BLOCKSIZE


def files_of(archive: bytes) -> Files:
    """The files in an archive, by name."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {m.name: tar.extractfile(m).read() for m in tar if m.isreg()}


def only(files: Files) -> Callable[[bytes], bytes]:
    """An archive of these files and no others."""
    return lambda archive: tar_of(files).getvalue()


def rewritten(archive: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive, its files changed by `change(name, bytes)`; None leaves one out."""
    changed = {name: change(name, data) for name, data in files_of(archive).items()}
    return tar_of({name: data for name, data in changed.items() if data is not None}).getvalue()


def with_manifest(text: bytes) -> Callable[[bytes], bytes]:
    return lambda archive: rewritten(archive, lambda name, data: text if name == MANIFEST else data)


def with_entry(**fields: Any) -> Callable[[bytes], bytes]:
    """The archive with other fields in the one entry of its list of images."""

    def changed(archive: bytes) -> bytes:
        entry = json.loads(files_of(archive)[MANIFEST])[0]
        return with_manifest(json.dumps([{**entry, **fields}]).encode())(archive)

    return changed


def with_config(change: Callable[[bytes], bytes | None]) -> Callable[[bytes], bytes]:
    """The archive with its image's config changed."""

    def changed(archive: bytes) -> bytes:
        config = json.loads(files_of(archive)[MANIFEST])[0]["Config"]
        return rewritten(archive, lambda name, data: change(data) if name == config else data)

    return changed


def with_field(field: str, value: Any) -> Callable[[bytes], bytes]:
    return with_config(lambda config: json.dumps({**json.loads(config), field: value}).encode())


def with_layers(change: Callable[[bytes], bytes | None]) -> Callable[[bytes], bytes]:
    return lambda archive: rewritten(
        archive, lambda name, data: change(data) if name.endswith("/layer.tar") else data
    )


def one_layer_less(archive: bytes) -> bytes:
    layers = json.loads(files_of(archive)[MANIFEST])[0]["Layers"]
    return with_entry(Layers=layers[:-1])(archive)


def a_folder_for_the_config(archive: bytes) -> bytes:
    layers = json.loads(files_of(archive)[MANIFEST])[0]["Layers"]
    return with_entry(Config=layers[0].partition("/")[0])(archive)


def cut_in_a_layer(archive: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        layer = next(member for member in tar if member.name.endswith("/layer.tar"))
    return archive[: layer.offset_data + _BLOCK + 5]


def a_folder_alone(archive: bytes) -> bytes:
    """What an archive is that was cut behind the first folder of a layer."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        folder = tarfile.TarInfo("layer")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
    return data.getvalue()


def cut_in_its_end(archive: bytes) -> bytes:
    """All files are there, and half of the empty block that comes after them."""
    files = len(archive.rstrip(b"\0")) // _BLOCK + 1
    return archive[: files * _BLOCK + _BLOCK // 2]


def flipped(archive: bytes) -> bytes:
    """One bit of the first member's name is another."""
    return archive[:20] + bytes([archive[20] ^ 1]) + archive[21:]


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "no byte": lambda archive: b"",
    "no member": only({}),
    "no image": only({"readme": b"no image"}),
    "files of a container": only({"etc/hosts": b"", "bin/sh": b""}),
    "text": lambda archive: b"hello, this is no tar\n" * 100,
    "a short text": lambda archive: b"FROM scratch\n",
    "compressed text": lambda archive: gzip.compress(b"hello, this is no tar\n" * 100),
    "compressed nothing": lambda archive: gzip.compress(b""),
    "cut in its first name": lambda archive: archive[:100],
    "a folder alone": a_folder_alone,
    "cut in a layer": cut_in_a_layer,
    "cut in its end": cut_in_its_end,
    "compressed and cut": lambda archive: gzip.compress(archive)[:600],
    "a wrong bit": flipped,
    "the list is null in it": with_manifest(b"[null]"),
    "the list is an object": with_manifest(b"{}"),
    "the list is a string": with_manifest(b'"x"'),
    "the list is empty text": with_manifest(b""),
    "the list is text": with_manifest(b"hello"),
    "the list breaks off": with_manifest(b'[{"Config"'),
    "the list lacks a colon": with_manifest(b'[{"Config" 1}]'),
    "the list has a comma too many": with_manifest(b'[{"Config": "x",}]'),
    "the list lacks a comma": with_manifest(b'[{"Config": "x" "Layers": []}]'),
    "the list has two in a row": with_manifest(b"[1 2]"),
    "the list has half a word": with_manifest(b"[nule]"),
    "the list has a line in a string": with_manifest(b'["a\nb"]'),
    "the list has a wrong escape": with_manifest(b'["\\x"]'),
    "a number for an image": with_manifest(b"[1]"),
    "a number for the config": with_entry(Config=5),
    "a name for the names": with_entry(RepoTags="x"),
    "numbers for the layers": with_entry(Layers=[1, 2]),
    "a layer less": one_layer_less,
    "no config": with_config(lambda config: None),
    "a folder for the config": a_folder_for_the_config,
    "no layers": with_layers(lambda layer: None),
    "a config of nothing": with_config(lambda config: b""),
    "a config of text": with_config(lambda config: b"junk"),
    "a config and more": with_config(lambda config: config + b"x"),
    "a list for the config": with_config(lambda config: b"[]"),
    "null for the config": with_config(lambda config: b"null"),
    "a config without layers": with_field("rootfs", None),
    "another system": with_field("os", "windows"),
    "too much history": with_field("history", [{"created_by": "x"}] * 3),
    "other layers": with_layers(lambda layer: tar_of({"hello": b"evil"}).getvalue()),
    "layers of text": with_layers(lambda layer: b"x" * 600),
    "layers of nothing": with_layers(lambda layer: b""),
    "half a layer": with_layers(lambda layer: layer[: _BLOCK + 5]),
}
"""What is refused, and leaves nothing."""

NAMED_WRONG: dict[str, Callable[[bytes], bytes]] = {
    "a name that is none": with_entry(RepoTags=["UP:1"]),
    "a name without a tag": with_entry(RepoTags=["a"]),
    "a digest for a name": with_entry(RepoTags=["a@sha256:" + "0" * 64]),
}
"""What is refused for a name; dockerd then keeps the image without one, ours keeps nothing."""

LOADED: dict[str, Callable[[bytes], bytes]] = {
    "whole": lambda archive: archive,
    "compressed": gzip.compress,
    "compressed otherwise": bz2.compress,
    "cut behind its files": lambda archive: cut_in_its_end(archive)[: -_BLOCK // 2],
    "without names": with_entry(RepoTags=None),
    "for another machine": with_field("architecture", "arm64"),
    "the list has text behind it": lambda archive: with_manifest(
        files_of(archive)[MANIFEST] + b" and so on"
    )(archive),
    "the list is null": with_manifest(b"null"),
    "the list is empty": with_manifest(b"[]"),
}
"""What is loaded, be it nothing."""
